import ExactArithmetic
import Simulation

/// Regularised logistic regression: f_i(x) = (1/m_i) sum_j log(1 + exp(-b_ij a_ij.x)) + (lambda/2) |x|^2.
public typealias Logistic = LinearModel<LogisticLoss>

/// phi(z) = log(1 + exp(-z)): |phi'| <= 1 and phi'' = s (1 - s) <= 1/4 with s = 1 / (1 + exp(-z)).
public enum LogisticLoss: ScalarLoss {
  public static let name = "logistic"
  public static let summary = "regularised logistic regression: log(1 + exp(-b a.x)) over each node's samples"
  public static func value<S: LossScalar>(_ margin: S) -> S { S.softplus(-margin) }
  @_specialize(where S == Lanes)
  public static func slope<S: LossScalar>(_ margin: S) -> S { -S.sigmoid(-margin) }
  public static func curvature(_ margin: Double) -> Double { Double.sigmoid(margin) * Double.sigmoid(-margin) }
  public static let steepestSlope: Rational = 1
  public static let largestCurvature = Enclosure(Rational(1, 4))
  public static let isConvex = true
}
