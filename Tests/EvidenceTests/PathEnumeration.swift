import Testing
import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Objectives
import Theorems

/// The oracle for exact moments: runs the algorithm itself in rationals along every sample path and adds
/// the metrics up with the paths' probabilities. Shares no code with the moment recursions.
struct PathEnumeration {
  let workload: Workload
  private let support: [(value: Rational, probability: Rational)]
  private let kernel: any ObjectiveKernel<Rational>
  /// Expected metric at iterations 0 ... T.
  private(set) var expectations: [Metric: [Rational]] = [:]

  init(_ workload: Workload) throws {
    self.workload = workload
    support = try #require(workload.objective.noise.support)
    kernel = workload.objective.kernel(in: Rational.self)
    for metric in Metric.allCases {
      expectations[metric] = Array(repeating: 0, count: workload.iterations + 1)
    }
    follow(AlgorithmState<Rational>(workload.algorithm, start: workload.objective.start), at: 0, probability: 1)
  }

  func value(of side: LeftSide) -> Rational {
    let series = expectations[side.metric]!
    return side.aggregation == .final
      ? series.last! : series.dropLast().reduce(.zero, +) / Rational(workload.iterations)
  }

  private mutating func follow(_ state: AlgorithmState<Rational>, at iteration: Int, probability: Rational) {
    measure(state, iteration, probability)
    if iteration == workload.iterations { return }
    let (n, d) = (workload.objective.workers, workload.objective.dimension)
    var digits = Array(repeating: 0, count: n * d)
    while true {
      var weight = probability
      for digit in digits { weight *= support[digit].probability }
      var next = state
      workload.algorithm.step(&next) { models, gradients in
        kernel.evaluateGradients(at: models, into: &gradients)
        for index in 0..<n * d { gradients.elements[index] += support[digits[index]].value }
      }
      follow(next, at: iteration + 1, probability: weight)
      guard let position = digits.firstIndex(where: { $0 + 1 < support.count }) else { return }
      digits[position] += 1
      for index in 0..<position { digits[index] = 0 }
    }
  }

  private mutating func measure(_ state: AlgorithmState<Rational>, _ iteration: Int, _ probability: Rational) {
    let average = state.average
    let models = state.models
    let readers = workload.objective.workers
    var consensus: Rational = 0
    for worker in 0..<readers {
      for k in 0..<models.columns {
        consensus += (models[models.rows == 1 ? 0 : worker, k] - average[k]).squared / Rational(readers)
      }
    }
    expectations[.squaredGradient]![iteration] += probability * kernel.squaredGradient(at: average)
    expectations[.suboptimality]![iteration] += probability * kernel.suboptimality(at: average)
    expectations[.squaredDistance]![iteration] += probability * kernel.squaredDistance(at: average)
    expectations[.consensusDistance]![iteration] += probability * consensus
  }
}
