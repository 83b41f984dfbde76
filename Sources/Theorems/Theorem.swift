import ExactArithmetic

/// A convergence theorem: left side <= right side under hypotheses.
///
/// The right side is written once, generic over the scalar. A new theorem is one file in its paper's
/// folder and one line in `Catalogue.standard`.
public protocol Theorem: Sendable {
  /// The catalogue identifier, for example `dsgd.nonconvex`.
  var identifier: String { get }
  /// The inequality in the field's symbols.
  var statement: String { get }
  var provenance: Provenance { get }
  /// Under whose assumptions it is stated.
  var citation: Citation { get }
  /// How the right side is composed, in a sentence that names the lemmas.
  var derivation: String { get }
  var leftSide: LeftSide { get }
  /// Every quantity that the right side or a hypothesis reads.
  var quantities: [Quantity] { get }
  var hypotheses: [Hypothesis] { get }
  /// The named additive terms of the right side.
  ///
  /// Formulas divide only by quantities whose domain is positive or that a hypothesis requires to be
  /// positive; they are evaluated when those hypotheses hold.
  func rightSide<S: Scalar>(_ values: Values<S>) -> [Term<S>]
}

/// One additive term of a right side.
public struct Term<S: Scalar>: Sendable {
  public let name: String
  public let value: S

  public init(_ name: String, _ value: S) {
    self.name = name
    self.value = value
  }

  public func scaled(by factor: S) -> Term { Term(name, factor * value) }
}

extension Sequence {
  /// The sum of the terms.
  public func total<S: Scalar>() -> S where Element == Term<S> { reduce(.zero) { $0 + $1.value } }
}

/// Where a theorem comes from.
public enum Provenance: String, Sendable {
  /// Stated and proved in this project, under the assumptions of the paper that it serves.
  case derived
  /// The statement of a published theorem that was not proved here.
  case transcribed
  /// Has a machine-checked proof in `Proofs/`.
  case proved
}

/// A paper.
public struct Citation: Sendable, Equatable {
  public let key: String
  public let reference: String

  public init(key: String, reference: String) {
    self.key = key
    self.reference = reference
  }
}

/// What a theorem bounds.
public struct LeftSide: Sendable, Hashable {
  public let metric: Metric
  public let aggregation: Aggregation

  public init(_ metric: Metric, _ aggregation: Aggregation) {
    self.metric = metric
    self.aggregation = aggregation
  }

  public enum Aggregation: Sendable {
    /// The mean over t = 0 ..< T, the points before each update.
    case average
    /// The value after T updates.
    case final
  }
}

/// An expectation that evidence measures at one iteration. xv is the virtual iterate, the average of the
/// nodes for D-SGD; y_i the point at which node i takes its gradient.
public enum Metric: String, Sendable, CaseIterable {
  /// E |grad f(xv)|^2
  case squaredGradient
  /// E f(xv) - f_star
  case suboptimality
  /// E |xv - x*|^2
  case squaredDistance
  /// (1/n) sum_i E |y_i - xv|^2
  case consensusDistance
}

extension Theorem {
  /// Whose theorem it is, in words. Never "the paper's theorem": what was derived here is said to be.
  public var attribution: String {
    switch provenance {
    case .derived, .proved: "derived under the assumptions of \(citation.key)"
    case .transcribed: "transcribed from \(citation.key)"
    }
  }

  /// The names of the right side's terms, read off a trial evaluation at ones.
  public var termNames: [String] {
    let ones = Values<Double>(Dictionary(uniqueKeysWithValues: Quantity.allCases.map { ($0, 1) }), iterationCount: 1)
    return rightSide(ones).map(\.name)
  }
}
