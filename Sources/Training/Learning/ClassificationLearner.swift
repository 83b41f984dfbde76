import LinearAlgebra
import Objectives
import Simulation

/// The learner of a classification task: local steps x <- x - eta grad F_B(x) on mini-batches drawn with replacement.
///
/// Sample b of the batch of the client's step t, t = round * K + k, is draw (client, t) of replicate b of the stream
/// `localBatch`.
final class ClassificationLearner<Architecture: ClassificationModel>: Learner {
  typealias Real = Architecture.Real

  private let problem: ClassificationProblem<Architecture>
  private let workspace: ModelWorkspace<Real>
  private let draws: BatchDraws
  private var batch: [Int]

  let initial: Model

  init(_ problem: ClassificationProblem<Architecture>) {
    self.problem = problem
    workspace = problem.architecture.makeWorkspace(batchSize: max(problem.batchSize, 64))
    draws = BatchDraws(seed: problem.seed)
    batch = Array(repeating: 0, count: problem.batchSize)
    initial = Parameters(problem.architecture.initialParameters(seed: problem.seed))
  }

  var clients: Int { problem.clients }
  var localSteps: Int { problem.localSteps }
  var modelBytes: Int { problem.architecture.parameterCount * MemoryLayout<Real>.size }

  func train(_ model: Model, client: Int, firstStep: Int, steps: Int, proximal: Double) -> Model {
    let anchor = numbers(model)
    var values = anchor
    let own = problem.task.clients[client].training
    for step in firstStep..<firstStep + steps {
      draws.fill(&batch, from: own, client: client, step: step)
      let before = proximal == 0 ? [] : values
      var span = values.mutableSpan
      problem.architecture.descend(
        &span, stepSize: problem.stepSize, of: problem.task.samples, rows: batch.span, using: workspace)
      if proximal != 0 {
        ModelArithmetic.add(Real(-problem.stepSize * proximal), times: before, less: anchor, to: &values)
      }
    }
    return Parameters(values)
  }

  func adding(_ weight: Double, times end: Model, less start: Model, to model: Model) -> Model {
    var values = numbers(model)
    ModelArithmetic.add(Real(weight), times: numbers(end), less: numbers(start), to: &values)
    return Parameters(values)
  }

  func distance(_ first: Model, _ second: Model) -> Double {
    zip(numbers(first), numbers(second)).reduce(0.0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }.squareRoot()
  }

  func average(_ models: [Model]) -> Model {
    precondition(!models.isEmpty, "the average of no models")
    return Parameters(ModelArithmetic<Real>.average(models.map(numbers)))
  }

  func merge(_ first: Model, _ second: Model, weight: Double) -> Model {
    Parameters(ModelArithmetic.merge(numbers(first), numbers(second), weight: Real(weight)))
  }

  func evaluate(_ model: Model) -> Evaluation {
    let (values, rows) = (numbers(model), problem.testRows)
    return problem.architecture.evaluate(
      at: values.span, on: problem.task.samples, rows: rows.span, using: workspace)
  }

  private func numbers(_ model: Model) -> [Real] {
    guard let parameters = model as? Parameters<Real> else { preconditionFailure("the model of another learner") }
    return parameters.values
  }
}

/// The mini-batches of a seed.
struct BatchDraws {
  let seed: UInt64

  /// Fills a batch with rows of a client, drawn with replacement.
  func fill(_ batch: inout [Int], from own: [Int], client: Int, step: Int) {
    var first = 0
    while first < batch.count {
      let draws = RandomDraw(seed: seed, purpose: .localBatch, first: client, number: step, replicate: first)
        .integersOfEightReplicates(below: own.count)
      for lane in 0..<min(8, batch.count - first) { batch[first + lane] = own[Int(draws[lane])] }
      first += 8
    }
  }
}

/// Sums of vectors, compiled for each scalar.
enum ModelArithmetic<Real: PackedScalar> {
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  static func average(_ vectors: [[Real]]) -> [Real] {
    var sum = vectors[0]
    let count = sum.count
    sum.withUnsafeMutableBufferPointer { sum in
      for vector in vectors.dropFirst() {
        precondition(vector.count == count, "models of different sizes")
        vector.withUnsafeBufferPointer { vector in
          for k in 0..<count { sum[k] += vector[k] }
        }
      }
      let divisor = Real(vectors.count)
      for k in 0..<count { sum[k] /= divisor }
    }
    return sum
  }

  /// model += weight (end - start)
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  static func add(_ weight: Real, times end: [Real], less start: [Real], to model: inout [Real]) {
    precondition(end.count == model.count && start.count == model.count, "models of different sizes")
    model.withUnsafeMutableBufferPointer { model in
      end.withUnsafeBufferPointer { end in
        start.withUnsafeBufferPointer { start in
          for k in model.indices { model[k] += weight * (end[k] - start[k]) }
        }
      }
    }
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  static func merge(_ first: [Real], _ second: [Real], weight: Real) -> [Real] {
    precondition(first.count == second.count, "models of different sizes")
    var result = first
    result.withUnsafeMutableBufferPointer { result in
      second.withUnsafeBufferPointer { second in
        for k in result.indices { result[k] += weight * (second[k] - result[k]) }
      }
    }
    return result
  }
}
