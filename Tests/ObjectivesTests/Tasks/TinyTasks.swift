import LinearAlgebra
import Objectives
import Simulation

/// Small samples and points that the tests of models share.
enum TinyTasks {
  /// Features and parameters that are multiples of 1/8 in [-1, 1].
  static func dyadic<Real: PackedScalar>(_ count: Int, seed: UInt64) -> [Real] {
    var stream = NodeStream(seed: seed, purpose: .samples, node: 0)
    return (0..<count).map { _ in Real(stream.integer(below: 17) - 8) / 8 }
  }

  static func samples<Real: PackedScalar>(
    _ count: Int, dimension: Int, classes: Int, seed: UInt64
  ) -> ClassifiedSamples<Real> {
    ClassifiedSamples(
      features: dyadic(count * dimension, seed: seed), labels: (0..<count).map { (3 * $0 + 1) % classes },
      dimension: dimension, classes: classes)
  }

  static func gradient<Model: ClassificationModel>(
    _ model: Model, at point: [Model.Real], of samples: ClassifiedSamples<Model.Real>, rows: [Int], batchSize: Int = 64
  ) -> (loss: Double, gradient: [Model.Real]) {
    // What stands in the memory of the gradient has no influence.
    var gradient = [Model.Real](repeating: .nan, count: model.parameterCount)
    var span = gradient.mutableSpan
    let loss = model.gradient(
      at: point.span, of: samples, rows: rows.span, into: &span, using: model.makeWorkspace(batchSize: batchSize))
    return (loss, gradient)
  }
}
