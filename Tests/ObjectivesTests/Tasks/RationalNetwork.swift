import ExactArithmetic
import LinearAlgebra
import Objectives

/// Forward and backward passes in rationals, written from the definition of each number rather than by matrices: what the
/// package's passes are compared with.
struct RationalNetwork {
  let layers: DenseLayers
  let parameters: [Rational]

  private func weight(_ layer: Int, _ input: Int, _ output: Int) -> Int {
    layers.weights(of: layer).lowerBound + input * layers.widths[layer + 1] + output
  }
  private func bias(_ layer: Int, _ output: Int) -> Int { layers.biases(of: layer).lowerBound + output }

  /// z_l of every layer.
  func sums(_ features: [Rational]) -> [[Rational]] {
    var (values, sums) = (features, [[Rational]]())
    for layer in 0..<layers.count {
      let z = (0..<layers.widths[layer + 1]).map { k in
        values.indices.reduce(parameters[bias(layer, k)]) { $0 + parameters[weight(layer, $1, k)] * values[$1] }
      }
      sums.append(z)
      values = z.map { max($0, 0) }
    }
    return sums
  }

  /// The derivative of sum_k slopes_k z_k along every parameter, z the outputs of one sample.
  ///
  /// By the chain rule along paths: the derivative of the outputs' combination along z_l, from the last layer back.
  func gradient(_ features: [Rational], slopes: [Rational]) -> [Rational] {
    let sums = sums(features)
    var gradient = [Rational](repeating: 0, count: parameters.count)
    var along = slopes
    for layer in (0..<layers.count).reversed() {
      let values = layer == 0 ? features : sums[layer - 1].map { max($0, 0) }
      for (k, slope) in along.enumerated() {
        gradient[bias(layer, k)] = slope
        for (i, value) in values.enumerated() { gradient[weight(layer, i, k)] = value * slope }
      }
      if layer > 0 {
        along = values.indices.map { i in
          sums[layer - 1][i] > 0
            ? along.indices.reduce(.zero) { $0 + parameters[weight(layer, i, $1)] * along[$1] } : 0
        }
      }
    }
    return gradient
  }
}
