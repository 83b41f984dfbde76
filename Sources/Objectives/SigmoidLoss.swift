import ExactArithmetic
import Simulation

/// Linear classification with the sigmoid loss, which is not convex:
/// f_i(x) = (1/m_i) sum_j 1 / (1 + exp(b_ij a_ij.x)) + (lambda/2) |x|^2.
public typealias SigmoidLoss = LinearModel<SigmoidalLoss>

/// phi(z) = 1 / (1 + exp(z)): |phi'| = s (1 - s) <= 1/4 and |phi''| = s (1 - s) |1 - 2 s| <= 1 / (6 sqrt 3), the latter at
/// s = (1 - 1 / sqrt 3) / 2.
public enum SigmoidalLoss: ScalarLoss {
  public static let name = "sigmoid-loss"
  public static let summary = "the sigmoid loss 1/(1 + exp(b a.x)) over each node's samples, not convex"
  public static func value<S: LossScalar>(_ margin: S) -> S { S.sigmoid(-margin) }
  @_specialize(where S == Lanes)
  public static func slope<S: LossScalar>(_ margin: S) -> S { -(S.sigmoid(-margin) * S.sigmoid(margin)) }
  public static func curvature(_ margin: Double) -> Double {
    let (up, down) = (Double.sigmoid(margin), Double.sigmoid(-margin))
    return up * down * (up - down)
  }
  public static let steepestSlope = Rational(1, 4)
  public static let largestCurvature = Enclosure(1) / Enclosure(108).squareRoot()
  public static let isConvex = false
}
