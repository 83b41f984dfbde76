import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Objectives
import Testing
import Theorems

/// The oracle for exact evidence: runs the algorithm itself in rationals along every sample path and adds
/// the metrics up with the paths' probabilities. Shares no code with the moment recursions or the lattice chain.
struct PathEnumeration {
  let workload: Workload
  /// Numbers that the algorithm draws in a step, each seen only as being below a threshold or above it.
  private let coins: (count: Int, threshold: Rational)
  /// The values that each number drawn in a step can take: n x d of noise, then the coins.
  private let draws: [[Outcome]]
  private let kernel: any ObjectiveKernel<Rational>
  /// Expected metric at iterations 0 ... T.
  private(set) var expectations: [Metric: [Rational]] = [:]
  /// Expected square of each coordinate's last movement over the step size, at iterations 0 ... T - 1: E U_n^2.
  private(set) var movement: [[Rational]]
  /// The largest (1 - A_n)/2 at a place that is reached before the last update; 1/2 where the gradient is 0.
  private(set) var largestDecodingError: Rational = 0

  typealias Outcome = (value: Rational, probability: Rational)

  init(_ workload: Workload, coins: (count: Int, threshold: Rational) = (0, 0)) throws {
    self.workload = workload
    self.coins = coins
    let support = try #require(workload.objective.noise.support)
    let d = workload.objective.dimension
    let noise = workload.objective.batchSizes.flatMap { Array(repeating: Self.mean(of: $0, support), count: d) }
    let sides = [(coins.threshold / 2, coins.threshold), ((1 + coins.threshold) / 2, 1 - coins.threshold)]
    draws = noise + Array(repeating: sides.filter { $0.1 > 0 }, count: coins.count)
    kernel = workload.objective.kernel(in: Rational.self)
    for metric in Metric.allCases {
      expectations[metric] = Array(repeating: 0, count: workload.iterations + 1)
    }
    movement = Array(repeating: Array(repeating: 0, count: d), count: workload.iterations)
    follow(AlgorithmState<Rational>(workload.algorithm, start: workload.objective.start), at: 0, probability: 1)
  }

  func value(of side: LeftSide) -> Rational {
    let series = expectations[side.metric]!
    return side.aggregation == .final
      ? series.last! : series.dropLast().reduce(.zero, +) / Rational(workload.iterations)
  }

  /// The law of the mean of a batch, by listing the batch.
  private static func mean(of batch: Int, _ support: [Outcome]) -> [Outcome] {
    var sums: [Rational: Rational] = [0: 1]
    for _ in 0..<batch {
      var next: [Rational: Rational] = [:]
      for (sum, probability) in sums {
        for outcome in support { next[sum + outcome.value, default: 0] += probability * outcome.probability }
      }
      sums = next
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key / Rational(batch), $0.value) }
  }

  private mutating func follow(_ state: AlgorithmState<Rational>, at iteration: Int, probability: Rational) {
    measure(state, iteration, probability)
    let isLast = iteration == workload.iterations
    // The decision of the last point is that of a step that the run does not take.
    if isLast && type(of: workload.algorithm).update != .sign { return }
    let size = workload.objective.workers * workload.objective.dimension
    var digits = Array(repeating: 0, count: draws.count)
    var drift = [Rational](repeating: 0, count: workload.objective.dimension)
    while true {
      var weight: Rational = 1
      for (index, digit) in digits.enumerated() { weight *= draws[index][digit].probability }
      var next = state
      workload.algorithm.step(&next) { models, gradients in
        kernel.evaluateGradients(at: models, into: &gradients)
        for index in 0..<size { gradients.elements[index] += draws[index][digits[index]].value }
      } uniforms: { numbers in
        precondition(numbers.count == coins.count)
        for index in numbers.indices { numbers[index] = draws[size + index][digits[size + index]].value }
      }
      for k in drift.indices { drift[k] += weight * next.decision[k] }
      if !isLast {
        for k in drift.indices { movement[iteration][k] += probability * weight * next.decision[k].squared }
        follow(next, at: iteration + 1, probability: probability * weight)
      }
      guard let position = digits.indices.first(where: { digits[$0] + 1 < draws[$0].count }) else { break }
      digits[position] += 1
      for index in 0..<position { digits[index] = 0 }
    }
    measureDecisions(state, iteration, probability, drift: drift)
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
    expectations[.absoluteGradient]![iteration] +=
      probability * kernel.gradient(at: average).reduce(.zero) { $0 + $1.magnitude }
  }

  /// - Parameter drift: E[U] given the state, d coordinates.
  private mutating func measureDecisions(
    _ state: AlgorithmState<Rational>, _ iteration: Int, _ probability: Rational, drift: [Rational]
  ) {
    let gradient = kernel.gradient(at: state.average)
    for (slope, drift) in zip(gradient, drift) {
      let error = slope.isZero ? 0 : (1 - Rational(slope.signum) * drift) / 2
      expectations[.signAlignment]![iteration] += probability * slope * drift
      expectations[.decodingError]![iteration] += probability * error / Rational(gradient.count)
      if iteration < workload.iterations {
        largestDecodingError = max(largestDecodingError, slope.isZero ? Rational(1, 2) : error)
      }
    }
  }
}
