import ExactArithmetic
import Networks

/// The probability that a round waits for more models than its sample can send.
struct PlexusStall: PlexusSamplerLaw {
  let identifier = "plexus.stall"
  let statement = """
    P(more than s - ceil(sf s) of the s sampled are offline) = \
    sum_(j > s - ceil(sf s)) binom(o, j) binom(N-o, s-j)/binom(N, s), o of N offline
    """
  let derivation =
    "every s-subset of the view is equally likely, so the number of offline nodes in the sample is hypergeometric"
  let quantities: [Quantity] = [.activeView, .offline, .sampleSize, .requiredArrivals]
  let term = "stall"

  func law<S: Scalar>(_ v: Values<S>) throws(NetworkError) -> SampleStall {
    try SampleStall(
      try v.peerSample(), offline: v.integer(.offline), requiredArrivals: v.integer(.requiredArrivals))
  }

  func probability<S: Scalar>(of law: SampleStall, _ v: Values<S>) -> Rational { law.probability }
}
