import LinearAlgebra
import Simulation

/// Fully connected layers with rectifiers max(z, 0) between them; F is neither convex nor everywhere differentiable. Where an
/// input of a rectifier is 0 its derivative counts as 0.
public struct MultilayerPerceptron<Real: PackedScalar>: ClassificationModel {
  public let layers: DenseLayers

  /// - Parameter hidden: The widths of the hidden layers, from the first; without any it is softmax regression.
  /// - Precondition: all positive.
  public init(dimension: Int, hidden: [Int], classes: Int) {
    layers = DenseLayers(widths: [dimension] + hidden + [classes])
  }

  /// Independent normal weights, biases zero. The variance is 2/n_l before a rectifier (He) and 2/(n_l + n_(l+1)) in the
  /// last layer (Glorot), so that the signal keeps its size at the start.
  ///
  /// Weight e of layer l is number e / 8 of replicate e mod 8 at iteration l of the noise stream `initialWeights`, in
  /// doubles, rounded to the scalar.
  ///
  /// Source: K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, ICCV 2015; X. Glorot, Y. Bengio, Understanding
  /// the difficulty of training deep feedforward neural networks, AISTATS 2010.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  public func initialParameters(seed: UInt64) -> [Real] {
    let stream = NoiseStream(seed: seed, purpose: StreamPurpose.initialWeights.rawValue)
    var parameters = [Real](repeating: 0, count: parameterCount)
    for layer in 0..<layers.count {
      let weights = layers.weights(of: layer)
      let (inputs, outputs) = (Double(layers.widths[layer]), Double(layers.widths[layer + 1]))
      let variance = layer + 1 < layers.count ? 2 / inputs : 2 / (inputs + outputs)
      let deviation = variance.squareRoot()
      var normals = [SIMD8<Double>](repeating: .zero, count: (weights.count + 7) / 8)
      normals.withUnsafeMutableBufferPointer {
        stream.fillGaussian($0, firstReplicate: 0, iteration: UInt32(layer))
      }
      for (e, place) in weights.enumerated() { parameters[place] = Real(deviation * normals[e / 8][e % 8]) }
    }
    return parameters
  }
}
