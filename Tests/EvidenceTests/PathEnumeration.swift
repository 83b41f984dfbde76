import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Testing
import Theorems

/// The oracle for exact evidence: runs the algorithm itself in rationals along every sample path and adds
/// the metrics up with the paths' probabilities. Shares no code with the moment recursions or the lattice chain.
struct PathEnumeration {
  let workload: Workload
  /// Numbers that the algorithm draws in a step, each seen only as being below a threshold or above it.
  private let coins: (count: Int, threshold: Rational)
  /// Gradients that a worker takes in a step.
  private let askings: Int
  /// The values that each number drawn in a step can take: n x d of noise for each asking, then the coins.
  private let draws: [[Outcome]]
  /// Receiver noise, n x d numbers of two values; empty when there is none.
  private let channel: [Outcome]
  private let kernel: any ObjectiveKernel<Rational>
  /// Expected metric at iterations 0 ... T.
  private(set) var expectations: [Metric: [Rational]] = [:]
  /// Expected square of each coordinate's last movement over the step size, at iterations 0 ... T - 1: E U_n^2.
  private(set) var movement: [[Rational]]
  /// The largest (1 - A_n)/2 at a place that is reached before the last update; 1/2 where the gradient is 0.
  private(set) var largestDecodingError: Rational = 0

  /// E|grad f_i(y_i(t))|^2 for t < T; where a step asks for several, asking after asking, given that the worker takes part.
  private(set) var gradientSquares: [[Rational]]
  private var gradientMasses: [[Rational]] = []

  typealias Outcome = (value: Rational, probability: Rational)

  init(_ workload: Workload, coins: (count: Int, threshold: Rational) = (0, 0)) throws {
    self.workload = workload
    self.coins = coins
    let support = try #require(workload.objective.noise.support)
    let d = workload.objective.dimension
    let noise = workload.objective.batchSizes.flatMap { Array(repeating: Self.mean(of: $0, support), count: d) }
    let sides = [(coins.threshold / 2, coins.threshold), ((1 + coins.threshold) / 2, 1 - coins.threshold)]
    askings = workload.algorithm.gradientsPerIteration
    draws =
      Array(repeating: noise, count: askings).flatMap { $0 }
      + Array(repeating: sides.filter { $0.1 > 0 }, count: coins.count)
    kernel = workload.objective.kernel(in: Rational.self)
    let variance = workload.algorithm.settings.surroundings.channelNoise / Rational(d)
    let deviation = Enclosure(variance).squareRoot()
    try #require(deviation.isExact)
    channel = variance.isZero ? [] : [(-deviation.lower, Rational(1, 2)), (deviation.lower, Rational(1, 2))]
    for metric in Metric.allCases {
      expectations[metric] = Array(repeating: 0, count: workload.iterations + 1)
    }
    gradientSquares = Array(
      repeating: Array(repeating: 0, count: workload.objective.workers), count: workload.iterations)
    movement = Array(repeating: Array(repeating: 0, count: d), count: workload.iterations)
    if askings > 1 {
      gradientSquares = gradientSquares.map { Array(repeating: $0, count: askings).flatMap { $0 } }
    }
    gradientMasses = gradientSquares
    let chain = try #require(workload.algorithm.schedule.chain)
    follow(
      AlgorithmState<Rational>(workload.algorithm, start: workload.objective.start), chain, mode: chain.start, at: 0,
      probability: 1)
    if askings > 1 {
      for t in gradientSquares.indices {
        for place in gradientSquares[t].indices where !gradientMasses[t][place].isZero {
          gradientSquares[t][place] /= gradientMasses[t][place]
        }
      }
    }
  }

  func value(of side: LeftSide) -> Rational {
    let series = expectations[side.metric]!
    switch side.aggregation {
    case .final: return series.last!
    case .average: return series.dropLast().reduce(.zero, +) / Rational(workload.iterations)
    case .weighted:
      let offset = workload.algorithm.settings.stepOffset
      let weights = (0..<workload.iterations).map { (offset + Rational($0)).squared }
      return zip(weights, series).reduce(.zero) { $0 + $1.0 * $1.1 } / weights.reduce(.zero, +)
    }
  }

  private func virtualIterate(of state: AlgorithmState<Rational>) -> [Rational] {
    (0..<state.models.columns).map { k in
      workload.algorithm.virtualIterate.reduce(Rational.zero) { $0 + $1.weight * state.models[$1.row, k] }
    }
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

  private mutating func follow(
    _ state: AlgorithmState<Rational>, _ chain: SlotChain, mode: Int, at iteration: Int, probability: Rational
  ) {
    measure(state, iteration, probability)
    let isLast = iteration == workload.iterations
    // The decision of the last point is that of a step that the run does not take.
    if isLast && type(of: workload.algorithm).update != .sign { return }
    let (n, d) = (workload.objective.workers, workload.objective.dimension)
    let size = n * d
    let noises = askings * size
    var drift = [Rational](repeating: 0, count: d)
    for outcome in chain.outcomes(mode) {
      // Noise of workers that take no gradient in this slot is not told apart.
      let readers = readers(of: state, outcome.slot)
      let draws =
        draws.enumerated().map { index, values in
          index >= noises || readers.contains(index % size / d) ? values : [(0, 1)]
        } + (channel.isEmpty ? [] : Array(repeating: channel, count: size))
      let start = noises + coins.count
      var digits = Array(repeating: 0, count: draws.count)
      while true {
        var weight = outcome.probability
        for (index, digit) in digits.enumerated() { weight *= draws[index][digit].probability }
        var next = state
        var asked = 0
        workload.algorithm.step(&next, outcome.slot) { models, readers, gradients in
          kernel.evaluateGradients(at: models, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
          if askings > 1 && !isLast {
            for worker in readers.workers ?? Array(0..<n) {
              let square = gradients.row(worker).reduce(Rational.zero) { $0 + $1.squared }
              gradientSquares[iteration][asked * n + worker] += probability * weight * square
              gradientMasses[iteration][asked * n + worker] += probability * weight
            }
          }
          for index in 0..<size {
            gradients.elements[index] += draws[asked * size + index][digits[asked * size + index]].value
          }
          asked += 1
        } draws: { law, numbers in
          precondition(numbers.count == (law == .uniform ? coins.count : size))
          let first = law == .uniform ? noises : start
          for index in numbers.indices { numbers[index] = draws[first + index][digits[first + index]].value }
        }
        for k in drift.indices { drift[k] += weight * next.decision[k] }
        if !isLast {
          for k in drift.indices { movement[iteration][k] += probability * weight * next.decision[k].squared }
          follow(next, chain, mode: outcome.next, at: iteration + 1, probability: probability * weight)
        }
        guard let position = digits.indices.first(where: { digits[$0] + 1 < draws[$0].count }) else { break }
        digits[position] += 1
        for index in 0..<position { digits[index] = 0 }
      }
    }
    measureDecisions(state, iteration, probability, drift: drift)
  }

  /// The workers whose gradients a step asks for.
  private func readers(of state: AlgorithmState<Rational>, _ slot: Slot) -> Set<Int> {
    var found: Set<Int> = []
    var copy = state
    workload.algorithm.step(&copy, slot) { _, readers, gradients in
      found = Set(readers.workers ?? Array(0..<gradients.rows))
    } draws: { _, numbers in
      for index in numbers.indices { numbers[index] = Rational(1, 2) }
    }
    return found
  }

  private mutating func measure(_ state: AlgorithmState<Rational>, _ iteration: Int, _ probability: Rational) {
    let models = state.models
    let average = virtualIterate(of: state)
    let readers = workload.objective.workers
    var consensus: Rational = 0
    var squares: Rational = 0
    for worker in 0..<readers {
      let row = workload.algorithm.readRow(of: worker)
      for k in 0..<models.columns { consensus += (models[row, k] - average[k]).squared / Rational(readers) }
      if iteration < workload.iterations && askings == 1 {
        var gradients = Matrix<Rational>(rows: readers, columns: models.columns, repeating: 0)
        kernel.evaluateGradients(
          at: Matrix(rows: readers, columns: models.columns) { models[workload.algorithm.readRow(of: $0), $1] },
          into: &gradients)
        let square = gradients.row(worker).reduce(Rational.zero) { $0 + $1.squared }
        gradientSquares[iteration][worker] += probability * square
        squares += square
      }
    }
    expectations[.squaredGradient]![iteration] += probability * kernel.squaredGradient(at: average)
    expectations[.suboptimality]![iteration] += probability * kernel.suboptimality(at: average)
    expectations[.squaredDistance]![iteration] += probability * kernel.squaredDistance(at: average)
    expectations[.consensusDistance]![iteration] += probability * consensus
    for worker in 0..<readers {
      expectations[.nodeSuboptimality]![iteration] +=
        probability * kernel.suboptimality(at: Array(models.row(workload.algorithm.readRow(of: worker))))
        / Rational(readers)
    }
    expectations[.absoluteGradient]![iteration] +=
      probability * kernel.gradient(at: average).reduce(.zero) { $0 + $1.magnitude }
  }

  /// - Parameter drift: E[U] given the state, d coordinates.
  private mutating func measureDecisions(
    _ state: AlgorithmState<Rational>, _ iteration: Int, _ probability: Rational, drift: [Rational]
  ) {
    let gradient = kernel.gradient(at: virtualIterate(of: state))
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
