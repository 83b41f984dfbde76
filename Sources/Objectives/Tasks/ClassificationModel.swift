import LinearAlgebra

/// A network that is trained by the softmax cross-entropy: F(x) = (1/|B|) sum_{j in B} -log softmax(z_x(a_j))_(y_j) over the
/// rows B of some samples, x all parameters in one vector.
///
/// A simulator keeps each of its models as d numbers in memory of its own and one workspace for each thread; nothing below
/// allocates. All results have the same bits on every machine, for every size of the workspace and any number of threads
/// (see `DenseNetwork` for the order of the sums); the rows' order matters by rounding.
public protocol ClassificationModel<Real>: Sendable {
  associatedtype Real: PackedScalar
  var layers: DenseLayers { get }
  /// Where training starts; d numbers, a pure function of the seed.
  func initialParameters(seed: UInt64) -> [Real]
}

/// How a model does on some samples.
public struct Evaluation: Sendable, Equatable {
  /// The mean cross-entropy, in nats.
  public var loss: Double
  /// The share of samples whose largest output is that of their class; of equal outputs the first counts, and outputs that
  /// are not numbers are wrong.
  public var accuracy: Double

  public init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

extension ClassificationModel {
  /// d
  public var parameterCount: Int { layers.parameterCount }
  public var dimension: Int { layers.widths.first! }
  public var classes: Int { layers.widths.last! }

  /// - Parameter batchSize: Samples that are taken at a time; a batch of any size may be evaluated.
  public func makeWorkspace(batchSize: Int = 64) -> ModelWorkspace<Real> {
    ModelWorkspace(layers, batchSize: batchSize)
  }

  /// F at a point of d numbers.
  ///
  /// - Parameter rows: B, samples by their number, with repetitions if wanted; not empty.
  public func loss(
    at parameters: Span<Real>, of samples: ClassifiedSamples<Real>, rows: Span<Int>,
    using workspace: ModelWorkspace<Real>
  ) -> Double {
    BatchEvaluator<Real>(layers).evaluate(at: parameters, samples, rows, workspace).loss
  }

  /// Loss and accuracy at a point of d numbers.
  public func evaluate(
    at parameters: Span<Real>, on samples: ClassifiedSamples<Real>, rows: Span<Int>,
    using workspace: ModelWorkspace<Real>
  ) -> Evaluation {
    BatchEvaluator<Real>(layers).evaluate(at: parameters, samples, rows, workspace)
  }

  /// grad F, whose d numbers overwrite `gradient`; returns F.
  @discardableResult
  public func gradient(
    at parameters: Span<Real>, of samples: ClassifiedSamples<Real>, rows: Span<Int>,
    into gradient: inout MutableSpan<Real>, using workspace: ModelWorkspace<Real>
  ) -> Double {
    BatchEvaluator<Real>(layers).gradient(at: parameters, samples, rows, into: &gradient, workspace)
  }

  /// x <- x - eta grad F(x) without writing the gradient down; returns F before the step.
  ///
  /// Equal to the gradient and an addition but for rounding: here each product -eta a_k s_j is added to the weight itself.
  ///
  /// - Precondition: the workspace takes the whole batch at a time.
  @discardableResult
  public func descend(
    _ parameters: inout MutableSpan<Real>, stepSize: Double, of samples: ClassifiedSamples<Real>, rows: Span<Int>,
    using workspace: ModelWorkspace<Real>
  ) -> Double {
    BatchEvaluator<Real>(layers).descend(&parameters, stepSize, samples, rows, workspace)
  }
}
