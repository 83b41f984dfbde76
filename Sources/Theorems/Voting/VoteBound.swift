import Decoding
import ExactArithmetic

/// A bound on the probability that a decoded sign is wrong.
///
/// A new bound is one file in this folder and one line in `Catalogue.standard`.
public protocol VoteBound: CatalogueEntry {
  var measure: VoteMeasure { get }
  var conditions: [VoteCondition] { get }
  /// The bound, enclosed; evaluated only when every condition holds.
  func value(for ballot: Ballot) -> Enclosure
}

/// Which probability is bounded, and from which side.
public enum VoteMeasure: Sendable {
  /// P(U != sign g) <= bound, a tie counting as an error.
  case failureAtMost
  /// P(U = -sign g) + P(U = 0)/2 >= bound.
  case errorAtLeast

  public var words: String {
    switch self {
    case .failureAtMost: "P(wrong) + P(tie) <="
    case .errorAtLeast: "P(wrong) + P(tie)/2 >="
    }
  }

  public func value(of outcome: VoteOutcome) -> Enclosure {
    switch self {
    case .failureAtMost: outcome.failure
    case .errorAtLeast: outcome.error
    }
  }
}

/// A condition of a vote bound.
public struct VoteCondition: Sendable {
  public let name: String
  public let required: String
  public let check: @Sendable (Ballot) -> (truth: Truth, actual: String)

  init(_ name: String, required: String, _ check: @escaping @Sendable (Ballot) -> (truth: Truth, actual: String)) {
    self.name = name
    self.required = required
    self.check = check
  }

  /// The bound speaks of the optimal decoder only.
  static let logLikelihoodWeights = VoteCondition("logLikelihoodWeights", required: "w_m = ln((1 - p_m)/p_m)") {
    (Truth($0.decoder == .logLikelihood), "decoder \($0.decoder.name)")
  }
}

/// How little a bound says.
public enum Vacuity: String, Sendable {
  case no
  /// A fair coin does as well.
  case coin = "vacuous: >= 1/2, a coin does as well"
  /// Any probability is.
  case certainty = "vacuous: >= 1"

  /// A bound that is not surely below 1/2 is called vacuous; a lower bound is when it is not above 0.
  public init(_ bound: Enclosure, _ measure: VoteMeasure) {
    switch measure {
    case .failureAtMost: self = bound.upper < Rational(1, 2) ? .no : bound.upper < 1 ? .coin : .certainty
    case .errorAtLeast: self = .no
    }
  }
}

enum VoteCitations {
  static let voting = Citation(
    key: "Park et al. 2024", reference: "C. Park et al., SignSGD with Federated Voting, arXiv 2403.16372")
  static let bayes = Citation(
    key: "Berend and Kontorovich 2015",
    reference: "D. Berend, A. Kontorovich, A finite sample analysis of the naive Bayes classifier, JMLR 16, 2015")
}

extension Ballot {
  /// t = sum v_m (1/2 - p_m), half the mean of the score; `nil` with an infinite weight.
  package var edge: Enclosure? {
    zip(groups, weights).reduce(Optional(Enclosure(0))) { sum, item in
      guard let sum, let weight = item.1 else { return nil }
      return sum + weight * Enclosure(Rational(item.0.count) * item.0.edge)
    }
  }

  /// Phi = sum (1/2 - p_m) w_m, whatever the decoder; `nil` where a worker has p = 0 or 1.
  package var committeePotential: Enclosure? {
    groups.reduce(Optional(Enclosure(0))) { sum, group in
      guard let sum, let weight = group.logLikelihood else { return nil }
      return sum + weight * Enclosure(Rational(group.count) * group.edge)
    }
  }

  /// Significant bits of the bounds that are not rational.
  static let significantBits = 80

  /// Every group's weight v_m, or `nil` for the infinite one of a worker with p = 0 or 1.
  package var weights: [Enclosure?] {
    switch decoder {
    case .majority: groups.map { _ in Enclosure(1) }
    case .weighted(let weights): weights.map { Enclosure($0) }
    case .logLikelihood: groups.map(\.logLikelihood)
    }
  }
}

extension WorkerGroup {
  /// (1/2 - p)/(2 w), the variance proxy of Kearns and Saul; its limits are 1/8 at p = 1/2 and 0 at p = 0 and 1.
  package var varianceProxy: Enclosure {
    if edge.isZero { return Enclosure(Rational(1, 8)) }
    guard let weight = logLikelihood else { return Enclosure(0) }
    return Enclosure(edge / 2) / weight
  }
}
