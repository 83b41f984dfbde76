import ExactArithmetic
import Networks

/// The probability that some node has not trained yet. Of the same law is the expected number of rounds until all have,
/// which `plumbline sampler` gives.
struct PlexusCoverage: PlexusSamplerLaw {
  let identifier = "plexus.coverage"
  let statement =
    "P(some node is in no sample of T rounds) = sum_(j=1...N) (-1)^(j+1) binom(N, j) (binom(N-j, s)/binom(N, s))^T"
  let derivation = "inclusion and exclusion over the sets of nodes that T independent uniform samples leave out"
  let quantities: [Quantity] = [.activeView, .sampleSize, .iterations]
  let term = "coverage"

  func law<S: Scalar>(_ v: Values<S>) throws(NetworkError) -> SampleCoverage {
    try SampleCoverage(try v.peerSample())
  }

  func probability<S: Scalar>(of law: SampleCoverage, _ v: Values<S>) throws(NetworkError) -> Rational {
    guard law.isProbabilityExact(after: v.iterationCount) else {
      throw NetworkError("the exact value is longer than 2^18 bits; plumbline sampler encloses it")
    }
    return try law.probabilityOfMissing(after: v.iterationCount).lower
  }
}
