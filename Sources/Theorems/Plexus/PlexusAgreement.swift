import ExactArithmetic
import Networks

/// The probability that two views derive the same sample.
struct PlexusAgreement: PlexusSamplerLaw {
  let identifier = "plexus.agreement"
  let statement = """
    P(S_1 = S_2) = binom(N_12, s)/binom(N_12 + N_1 + N_2, s), S_1 and S_2 the first s of two views that share N_12 \
    members and have N_1 and N_2 of their own, s <= N_12 + min(N_1, N_2)
    """
  let derivation = "the samples are equal if and only if the first s of the union of the views are common members"
  let quantities: [Quantity] = [.common, .onlyFirst, .onlySecond, .sampleSize]
  let term = "agreement"

  func law<S: Scalar>(_ v: Values<S>) throws(NetworkError) -> SampleAgreement {
    try SampleAgreement(
      common: v.integer(.common), onlyFirst: v.integer(.onlyFirst), onlySecond: v.integer(.onlySecond),
      sampleSize: v.integer(.sampleSize))
  }

  func probability<S: Scalar>(of law: SampleAgreement, _ v: Values<S>) -> Rational { law.probability }
}
