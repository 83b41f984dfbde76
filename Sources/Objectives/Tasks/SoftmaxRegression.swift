import LinearAlgebra

/// Multinomial logistic regression: the outputs are W^T a + b, so F is convex. It starts from zero.
public struct SoftmaxRegression<Real: PackedScalar>: ClassificationModel {
  public let layers: DenseLayers

  /// - Precondition: both positive.
  public init(dimension: Int, classes: Int) { layers = DenseLayers(widths: [dimension, classes]) }

  public func initialParameters(seed: UInt64) -> [Real] { Array(repeating: 0, count: parameterCount) }
}
