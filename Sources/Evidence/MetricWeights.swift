import ExactArithmetic
import Theorems

extension Metric {
  /// The weights of a coordinate's moments in this metric; a is its curvature.
  ///
  /// - Precondition: the metric is a second moment.
  func weights(curvature a: Rational) -> CoordinateMoments<Rational> {
    switch self {
    case .squaredGradient: .init(deviation: a * a, consensus: 0, lead: 0)
    case .suboptimality: .init(deviation: a / 2, consensus: 0, lead: 0)
    // E (y_i - c)^2 = E (xv - c)^2 + E (y_i - xv)^2 + 2 E (y_i - xv)(xv - c)
    case .nodeSuboptimality: .init(deviation: a / 2, consensus: a / 2, lead: a / 2)
    case .squaredDistance: .init(deviation: 1, consensus: 0, lead: 0)
    case .consensusDistance: .init(deviation: 0, consensus: 1, lead: 0)
    case .absoluteGradient, .signAlignment, .decodingError, .averagingTime, .samplerProbability, .snapshotGradient,
      .descentError:
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
