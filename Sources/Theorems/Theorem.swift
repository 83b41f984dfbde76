import ExactArithmetic

/// A convergence theorem: left side <= right side under hypotheses.
///
/// The right side is written once, generic over the scalar. A new theorem is one file in its paper's
/// folder and one line in `Catalogue.standard`.
public protocol Theorem: CatalogueEntry {
  var leftSide: LeftSide { get }
  /// Every quantity that the right side or a hypothesis reads.
  var quantities: [Quantity] { get }
  var hypotheses: [Hypothesis] { get }
  /// Whether the left side is the right side, and not only at most that.
  var isEquality: Bool { get }
  /// What is wrong with the constants together, or what the right side would cost, where it cannot be evaluated; each of
  /// them is in its quantity's domain.
  func refusal(_ values: Values<Enclosure>) -> String?
  /// What the machine-checked proof assumes beyond the hypotheses.
  var proofConditions: [StructuralProperty] { get }
  /// The named additive terms of the right side.
  ///
  /// Formulas divide only by quantities whose domain is positive or that a hypothesis requires to be
  /// positive; they are evaluated when those hypotheses hold.
  func rightSide<S: Scalar>(_ values: Values<S>) -> [Term<S>]
}

extension Theorem {
  public var proofConditions: [StructuralProperty] { [] }

  public var isEquality: Bool { false }
  public func refusal(_ values: Values<Enclosure>) -> String? { nil }
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
    /// The mean over t = 0 ..< T with weights (a + t)^2, a the offset of the decreasing steps.
    case weighted
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
  /// (1/n) sum_i E f(y_i) - f_star
  case nodeSuboptimality
  /// E |grad f(x_s)|^2, x_s the model that the client of the next step started from
  case snapshotGradient
  /// lambda (1 + lambda/(2 eps^2)) times the largest
  /// (f(x(t+1)) - f(x(t)) - eta_t <grad f(x_s), Delta>)/(eta_t |Delta|^2 (gamma_t + eta_t/2)) over all steps
  case descentError
  /// E sum_n |grad_n f(x)|
  case absoluteGradient
  /// E sum_n grad_n f(x) U_n = E sum_n |grad_n f(x)| A_n, U the decoded signs and A their advantage given the past.
  case signAlignment
  /// (1/d) sum_n E (1 - sign(grad_n f(x)) U_n)/2 over the coordinates with a gradient that is not 0.
  case decodingError
  /// Slots until gossip has averaged, a property of the network that runs do not measure.
  case averagingTime
  /// A probability of the peer sampler, a property of views and samples that runs do not measure.
  case samplerProbability
}

extension Theorem {
  /// The names of the right side's terms, read off a trial evaluation at ones.
  public var termNames: [String] {
    let ones = Values<Double>(
      Dictionary(uniqueKeysWithValues: Quantity.allCases.map { ($0, $0 == .secondEigenvalue ? 0.5 : 1) }),
      iterationCount: 1,
      integers: Dictionary(uniqueKeysWithValues: Quantity.allCases.map { ($0, 1) }))
    return rightSide(ones).map(\.name)
  }
}
