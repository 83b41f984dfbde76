import ExactArithmetic
import Networks

/// A law of Plexus's peer sampler: an equality about views and samples, which no run of a training method measures.
/// `plumbline bound` evaluates it in exact rationals; `plumbline sampler` says more.
protocol PlexusSamplerLaw: Theorem {
  associatedtype Law
  var term: String { get }
  /// - Throws: `NetworkError` for constants that do not fit each other.
  func law<S: Scalar>(_ values: Values<S>) throws(NetworkError) -> Law
  /// - Throws: `NetworkError` when it is not exact or out of reach.
  func probability<S: Scalar>(of law: Law, _ values: Values<S>) throws(NetworkError) -> Rational
}

extension PlexusSamplerLaw {
  var origin: Provenance { .derived }
  var citation: Citation {
    Citation(
      key: "de Vos et al. 2023",
      reference: "M. de Vos et al., Decentralized Learning Made Practical with Client Sampling, arXiv 2302.13837")
  }
  var leftSide: LeftSide { LeftSide(.samplerProbability, .final) }
  var isEquality: Bool { true }
  var hypotheses: [Hypothesis] { [Hypothesis(.idealSampler)] }

  func refusal(_ values: Values<Enclosure>) -> String? {
    do {
      _ = try probability(of: try law(values), values)
      return nil
    } catch {
      return error.message
    }
  }

  /// - Precondition: nothing is refused.
  func rightSide<S: Scalar>(_ values: Values<S>) -> [Term<S>] {
    do {
      return [Term(term, S(try probability(of: try law(values), values)))]
    } catch {
      preconditionFailure("\(identifier): \(error)")
    }
  }
}

extension Values {
  /// The sample of the quantities `activeView` and `sampleSize`.
  func peerSample() throws(NetworkError) -> PeerSample {
    try PeerSample(activeView: integer(.activeView), sampleSize: integer(.sampleSize))
  }
}
