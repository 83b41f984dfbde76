import ExactArithmetic

/// The loss phi of a linear model, a decreasing function of the margin z = b a.x of a sample (a, b), b = 1 or -1.
///
/// A new linear model is a loss in one file and one line in `Objectives.all`.
public protocol ScalarLoss: Sendable {
  static var name: String { get }
  static var summary: String { get }
  /// phi(z), never negative
  static func value<S: LossScalar>(_ margin: S) -> S
  /// phi'(z), in [-steepestSlope, 0]
  static func slope<S: LossScalar>(_ margin: S) -> S
  /// phi''(z); an estimate that speeds up minimisation.
  static func curvature(_ margin: Double) -> Double
  /// A bound of |phi'|.
  static var steepestSlope: Rational { get }
  /// The supremum of |phi''|.
  static var largestCurvature: Enclosure { get }
  static var isConvex: Bool { get }
}
