import LinearAlgebra

/// The memory that a model's evaluations need, kept from one to the next. One for each thread.
///
/// It carries nothing from one call to the next, and no result depends on its size.
public final class ModelWorkspace<Real: PackedScalar> {
  public let layers: DenseLayers
  /// Samples that are taken at a time.
  public let batchSize: Int
  /// a_l of the batch, batchSize x n_l; the last holds the outputs. Place 0 holds the features.
  package let activations: [UnsafeMutablePointer<Real>]
  /// dF/dz of a layer, batchSize x n, and the same for the layer before it.
  package private(set) var slopes: UnsafeMutablePointer<Real>
  private(set) var earlierSlopes: UnsafeMutablePointer<Real>
  /// Both transposed.
  let slopeColumns: UnsafeMutablePointer<Real>
  let earlierSlopeColumns: UnsafeMutablePointer<Real>
  /// What `FusedProduct` needs.
  let scratch: UnsafeMutablePointer<Real>
  /// batchSize x n_outputs numbers, rounded up to whole vectors.
  let probabilities: UnsafeMutablePointer<Double>
  /// The losses of the batch.
  let losses: UnsafeMutablePointer<Double>
  /// The classes of the batch.
  let labels: UnsafeMutablePointer<Int>
  private let memory: UnsafeMutablePointer<Real>

  /// - Precondition: `batchSize > 0`.
  init(_ layers: DenseLayers, batchSize: Int) {
    precondition(batchSize > 0, "a batch of \(batchSize)")
    self.layers = layers
    self.batchSize = batchSize
    let widest = layers.widths.dropFirst().max()!
    let count = batchSize * (layers.widths.reduce(0, +) + 4 * widest) + FusedProduct<Real>.scratchCount
    memory = .allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    var next = memory
    activations = layers.widths.map { width in
      defer { next += batchSize * width }
      return next
    }
    slopes = next
    earlierSlopes = slopes + batchSize * widest
    slopeColumns = earlierSlopes + batchSize * widest
    earlierSlopeColumns = slopeColumns + batchSize * widest
    scratch = earlierSlopeColumns + batchSize * widest
    let outputs = (batchSize * layers.widths.last! + 7) / 8 * 8
    probabilities = .allocate(capacity: outputs)
    probabilities.initialize(repeating: 0, count: outputs)
    losses = .allocate(capacity: batchSize)
    losses.initialize(repeating: 0, count: batchSize)
    labels = .allocate(capacity: batchSize)
    labels.initialize(repeating: 0, count: batchSize)
  }

  /// Makes the earlier layer's slopes the ones to go on with.
  func passToEarlierLayer() { swap(&slopes, &earlierSlopes) }

  deinit {
    memory.deallocate()
    probabilities.deallocate()
    losses.deallocate()
    labels.deallocate()
  }
}
