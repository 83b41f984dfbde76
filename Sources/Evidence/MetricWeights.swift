import ExactArithmetic
import Theorems

extension Metric {
  /// The weight of a coordinate with curvature a in this metric: `deviation` times the first factor plus
  /// `consensus` times the second.
  ///
  /// - Precondition: the metric is a second moment.
  func weights(curvature a: Rational) -> (deviation: Rational, consensus: Rational) {
    switch self {
    case .squaredGradient: (a * a, 0)
    case .suboptimality: (a / 2, 0)
    case .squaredDistance: (1, 0)
    case .consensusDistance: (0, 1)
    case .absoluteGradient, .signAlignment, .decodingError, .averagingTime:
      preconditionFailure("\(self) is no second moment")
    }
  }
}

/// What moment evidence says when the objective does not separate.
public struct EvidenceError: Error, Equatable, CustomStringConvertible {
  public var message: String
  /// Whether the evidence was not even begun, because of its cost.
  var isRefusal = false

  public init(_ message: String) { self.message = message }

  init(isRefusal: Bool, _ message: String) {
    self.message = message
    self.isRefusal = isRefusal
  }
  public var description: String { message }

  static func notSeparable(_ kind: String) -> EvidenceError {
    EvidenceError(
      "\(kind) evidence needs a quadratic objective and a linear update, or a sign method whose votes on a coordinate "
        + "depend on that coordinate alone; use sampled evidence")
  }
}
