import LinearAlgebra

/// Forward and backward passes of fully connected layers over a batch.
///
/// Every number is one chain of operations in an order that the sizes fix: sums over inputs and over samples ascend, products
/// are fused with their additions (`FusedProduct`), and nothing else is. So gradients have the same bits on every machine and
/// for every size of the workspace.
package struct DenseNetwork<Real: PackedScalar>: Sendable, Equatable {
  package let layers: DenseLayers

  package init(layers: DenseLayers) { self.layers = layers }

  /// The network's outputs for the first `count` samples of `workspace.activations[0]`.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  package func forward(_ parameters: UnsafePointer<Real>, count: Int, _ workspace: ModelWorkspace<Real>) {
    for layer in 0..<layers.count {
      let (inputs, outputs) = (layers.widths[layer], layers.widths[layer + 1])
      let (source, target) = (workspace.activations[layer], workspace.activations[layer + 1])
      let biases = parameters + layers.biases(of: layer).lowerBound
      for sample in 0..<count { (target + sample &* outputs).update(from: biases, count: outputs) }
      FusedProduct(
        rows: count, columns: outputs, depth: inputs, left: source, leftRowStride: inputs, leftColumnStride: 1,
        right: parameters + layers.weights(of: layer).lowerBound, rightStride: outputs, result: target,
        resultStride: outputs, addsToResult: true, scratch: workspace.scratch
      ).accumulate()
      if layer + 1 < layers.count {
        // Written so that NaN passes on.
        for k in 0..<count &* outputs where target[k] < 0 { target[k] = 0 }
      }
    }
  }

  /// Adds to `gradient` the derivative along the parameters of a function of the outputs whose derivatives along these,
  /// `count` x n_outputs, stand in `workspace.slopes`; the activations are those of `forward`.
  ///
  /// Layer by layer from the last one, and of a layer only after its parameters were read: `gradient` may be the parameters
  /// themselves, which then make a step.
  ///
  /// - Parameter adds: `false` to overwrite the gradient instead.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  package func backward(
    _ parameters: UnsafePointer<Real>, count: Int, into gradient: UnsafeMutablePointer<Real>, adds: Bool,
    _ workspace: ModelWorkspace<Real>
  ) {
    for layer in (0..<layers.count).reversed() {
      let (inputs, outputs) = (layers.widths[layer], layers.widths[layer + 1])
      if layer > 0 {
        pullBack(parameters + layers.weights(of: layer).lowerBound, layer: layer, count: count, workspace)
      }
      FusedProduct(
        rows: inputs, columns: outputs, depth: count, left: workspace.activations[layer], leftRowStride: 1,
        leftColumnStride: inputs, right: workspace.slopes, rightStride: outputs,
        result: gradient + layers.weights(of: layer).lowerBound, resultStride: outputs, addsToResult: adds,
        scratch: workspace.scratch
      ).accumulate()
      let biases = gradient + layers.biases(of: layer).lowerBound
      if !adds { biases.update(repeating: 0, count: outputs) }
      for sample in 0..<count {
        let slopes = workspace.slopes + sample &* outputs
        for k in 0..<outputs { biases[k] += slopes[k] }
      }
      workspace.passToEarlierLayer()
    }
  }

  /// The derivatives along z_(l-1) from those along z_l: W_l times them, and zero where the rectifier was.
  ///
  /// With samples in the columns both factors lie as the product wants them; the transposed matrices are those of the batch,
  /// not the larger one of the weights.
  @inline(__always)
  private func pullBack(_ weights: UnsafePointer<Real>, layer: Int, count: Int, _ workspace: ModelWorkspace<Real>) {
    let (inputs, outputs) = (layers.widths[layer], layers.widths[layer + 1])
    let (slopes, columns) = (workspace.slopes, workspace.slopeColumns)
    for sample in 0..<count {
      for k in 0..<outputs { columns[k &* count &+ sample] = slopes[sample &* outputs &+ k] }
    }
    let earlierColumns = workspace.earlierSlopeColumns
    FusedProduct(
      rows: inputs, columns: count, depth: outputs, left: weights, leftRowStride: outputs, leftColumnStride: 1,
      right: columns, rightStride: count, result: earlierColumns, resultStride: count, addsToResult: false,
      scratch: workspace.scratch
    ).accumulate()
    let (earlier, activations) = (workspace.earlierSlopes, workspace.activations[layer])
    for sample in 0..<count {
      for k in 0..<inputs {
        let place = sample &* inputs &+ k
        earlier[place] = activations[place] > 0 ? earlierColumns[k &* count &+ sample] : 0
      }
    }
  }
}
