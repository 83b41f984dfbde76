import LinearAlgebra

/// Takes the rows of a batch through a network, as many at a time as the workspace holds.
struct BatchEvaluator<Real: PackedScalar> {
  let network: DenseNetwork<Real>

  init(_ layers: DenseLayers) { network = DenseNetwork(layers: layers) }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func evaluate(
    at parameters: Span<Real>, _ samples: ClassifiedSamples<Real>, _ rows: Span<Int>, _ workspace: ModelWorkspace<Real>
  ) -> Evaluation {
    check(parameters.count, samples, rows, workspace)
    let classes = network.layers.widths.last!
    let head = CrossEntropy<Real>(classes: classes)
    var (sum, correct) = (0.0, 0)
    parameters.withUnsafeBufferPointer { parameters in
      chunks(of: samples, rows, workspace) { labels, count in
        network.forward(parameters.baseAddress!, count: count, workspace)
        let outputs = workspace.activations.last!
        head.addLosses(
          of: outputs, labels: labels, count: count, weight: 0, slopes: nil, probabilities: workspace.probabilities,
          losses: workspace.losses,
          to: &sum)
        for sample in 0..<count where Self.decides(outputs + sample * classes, classes, for: labels[sample]) {
          correct += 1
        }
      }
    }
    return Evaluation(loss: sum / Double(rows.count), accuracy: Double(correct) / Double(rows.count))
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func gradient(
    at parameters: Span<Real>, _ samples: ClassifiedSamples<Real>, _ rows: Span<Int>,
    into gradient: inout MutableSpan<Real>, _ workspace: ModelWorkspace<Real>
  ) -> Double {
    check(parameters.count, samples, rows, workspace)
    precondition(gradient.count == parameters.count, "a gradient of \(gradient.count) numbers")
    return gradient.withUnsafeMutableBufferPointer { gradient in
      parameters.withUnsafeBufferPointer { parameters in
        accumulate(
          parameters.baseAddress!, samples, rows, into: gradient.baseAddress!, adds: false,
          weight: 1 / Double(rows.count), workspace)
      }
    }
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func descend(
    _ parameters: inout MutableSpan<Real>, _ stepSize: Double, _ samples: ClassifiedSamples<Real>, _ rows: Span<Int>,
    _ workspace: ModelWorkspace<Real>
  ) -> Double {
    check(parameters.count, samples, rows, workspace)
    precondition(rows.count <= workspace.batchSize, "a step on \(rows.count) samples, \(workspace.batchSize) at a time")
    return parameters.withUnsafeMutableBufferPointer { parameters in
      // Safe: the backward pass reads a layer's parameters before it writes them.
      accumulate(
        UnsafePointer(parameters.baseAddress!), samples, rows, into: parameters.baseAddress!, adds: true,
        weight: -stepSize / Double(rows.count), workspace)
    }
  }

  @inline(__always)
  private func accumulate(
    _ parameters: UnsafePointer<Real>, _ samples: ClassifiedSamples<Real>, _ rows: Span<Int>,
    into gradient: UnsafeMutablePointer<Real>, adds: Bool, weight: Double, _ workspace: ModelWorkspace<Real>
  ) -> Double {
    let head = CrossEntropy<Real>(classes: network.layers.widths.last!)
    var (sum, adds) = (0.0, adds)
    chunks(of: samples, rows, workspace) { labels, count in
      network.forward(parameters, count: count, workspace)
      head.addLosses(
        of: workspace.activations.last!, labels: labels, count: count, weight: weight, slopes: workspace.slopes,
        probabilities: workspace.probabilities, losses: workspace.losses, to: &sum)
      network.backward(parameters, count: count, into: gradient, adds: adds, workspace)
      adds = true
    }
    return sum / Double(rows.count)
  }

  private func check(
    _ count: Int, _ samples: ClassifiedSamples<Real>, _ rows: Span<Int>, _ workspace: ModelWorkspace<Real>
  ) {
    let layers = network.layers
    precondition(count == layers.parameterCount, "\(count) parameters instead of \(layers.parameterCount)")
    precondition(workspace.layers == layers, "the workspace of another model")
    precondition(
      samples.dimension == layers.widths.first! && samples.classes <= layers.widths.last!,
      "samples of \(samples.dimension) features and \(samples.classes) classes for layers \(layers.widths)")
    precondition(rows.count > 0, "an empty batch")
  }

  /// Copies some rows after the others into the workspace and hands their labels on.
  @inline(__always)
  private func chunks(
    of samples: ClassifiedSamples<Real>, _ rows: Span<Int>, _ workspace: ModelWorkspace<Real>,
    _ body: (_ labels: UnsafePointer<Int>, _ count: Int) -> Void
  ) {
    let (dimension, target) = (samples.dimension, workspace.activations[0])
    samples.features.withUnsafeBufferPointer { features in
      var start = 0
      while start < rows.count {
        let count = min(workspace.batchSize, rows.count - start)
        for k in 0..<count {
          let row = rows[start + k]
          precondition(row >= 0 && row < samples.count, "sample \(row) of \(samples.count)")
          (target + k * dimension).update(from: features.baseAddress! + row * dimension, count: dimension)
          workspace.labels[k] = samples.labels[row]
        }
        body(workspace.labels, count)
        start += count
      }
    }
  }

  /// Whether the first of the largest outputs is that of the class.
  @inline(__always)
  private static func decides(_ outputs: UnsafePointer<Real>, _ classes: Int, for label: Int) -> Bool {
    var (best, isOrdered) = (0, true)
    for c in 0..<classes {
      if outputs[c] > outputs[best] { best = c }
      if outputs[c].isNaN { isOrdered = false }
    }
    return isOrdered && best == label
  }
}
