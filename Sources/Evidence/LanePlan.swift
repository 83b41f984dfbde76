import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Theorems

/// Metrics of eight replicates at the checkpoints.
struct LaneResult: Sendable {
  var values: [Metric: [Lanes]] = [:]
  var averages: [Metric: [Lanes]] = [:]
  var weighted: [Metric: [Lanes]] = [:]
  /// |grad f_i(y_i(t))|^2 for each iteration and worker, T x n, the largest where several gradients are taken; empty when
  /// not wanted.
  var gradientSquares: [Lanes] = []
  /// Which of them were measured, where not every worker takes gradients in every iteration; otherwise empty.
  var isMeasured: [Bool] = []
  /// The largest staleness gamma of the run.
  var staleness = Lanes.zero
}

/// Everything that the batches of one sampled measurement share.
struct LanePlan: Sendable {
  private let workload: Workload
  let metrics: [Metric]
  private let checkpoints: [Int]
  private let kernel: any ObjectiveKernel<Lanes>
  private let noise: LaneNoise
  /// What draws the stochastic gradients in place of `kernel` and `noise`.
  private let sampler: (any GradientSampler)?
  private let draws: NoiseStream

  /// Whether some left side averages over the iterations, so that every one of them is measured.
  private let isAveraged: Bool
  /// The weight (a + t)^2 of iteration t in weighted averages: a.
  private let offset: Double
  private let measuresGradients: Bool
  private let virtualIterate: [(row: Int, weight: Lanes)]
  /// The same weight for every row of the virtual iterate, if they agree.
  private let commonWeight: Lanes?
  private let readRows: [Int]
  private let asksOften: Bool
  private let runsAlone: Bool
  private let schedule: any Schedule
  private let seed: UInt64
  private let channelNoise: NoiseStream
  private let channelDeviation: Lanes
  /// Whether some metric looks at the decoded signs, which a step makes.
  private let readsDecision: Bool
  private let deadZones: [Lanes]

  init(
    _ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], seed: UInt64, zones: DeadZones,
    measuresGradients: Bool = false
  ) {
    self.workload = workload
    self.seed = seed
    self.measuresGradients = measuresGradients
    let algorithm = workload.algorithm
    virtualIterate = algorithm.virtualIterate.map { ($0.row, Lanes($0.weight)) }
    commonWeight =
      virtualIterate.allSatisfy { [first = virtualIterate[0]] in $0.weight == first.weight }
      ? virtualIterate[0].weight : nil
    readRows = (0..<algorithm.workers).map(algorithm.readRow)
    asksOften = algorithm.gradientsPerIteration > 1
    runsAlone = algorithm.runsAlone
    schedule = algorithm.schedule
    offset = Double(algorithm.settings.stepOffset)
    channelNoise = NoiseStream(seed: seed, purpose: StreamPurpose.receiverNoise.rawValue)
    channelDeviation = Lanes(
      repeating: Double(algorithm.settings.surroundings.channelNoise / Rational(workload.objective.dimension))
        .squareRoot())
    metrics = Metric.allCases.filter { metric in leftSides.contains { $0.metric == metric } }
    isAveraged = leftSides.contains { $0.aggregation != .final }
    readsDecision = metrics.contains { $0.readsDecision }
    self.checkpoints = checkpoints
    deadZones = zones.widths.map { Lanes(repeating: $0) }
    kernel = workload.objective.kernel(in: Lanes.self)
    noise = LaneNoise(workload.objective, seed: seed)
    sampler = workload.objective.gradientSampler(seed: seed)
    draws = NoiseStream(seed: seed, purpose: StreamPurpose.algorithm.rawValue)
  }

  /// - Parameter observe: is shown the state before each step, what happens in it, and the state after it.
  func run(
    firstReplicate: Int,
    observe: ((AlgorithmState<Lanes>, Slot, AlgorithmState<Lanes>) -> Void)? = nil
  ) -> LaneResult {
    var state = AlgorithmState<Lanes>(workload.algorithm, start: workload.objective.start)
    var buffer = noise.buffer
    var sums = [Lanes](repeating: .zero, count: metrics.count)
    var weightedSums = sums
    var weights = 0.0
    let slots = schedule.slots(seed: seed, replicate: UInt32(firstReplicate / Lanes.width))
    var gradients = Matrix<Lanes>(
      rows: measuresGradients ? workload.algorithm.workers : 0, columns: workload.objective.dimension, repeating: .zero)
    var result = LaneResult()
    for metric in metrics {
      result.values[metric] = []
      result.averages[metric] = []
      result.weighted[metric] = []
    }
    var next = 0
    var asked = 0
    for t in 0...workload.iterations {
      let isCheckpoint = next < checkpoints.count && checkpoints[next] == t
      let isMeasured = isAveraged || isCheckpoint
      let point = isMeasured && !metrics.isEmpty ? virtualIterate(of: state) : []
      var measured = point.isEmpty ? [] : measure(state, at: point)
      if measuresGradients && !asksOften && t < workload.iterations {
        addGradientSquares(state, &gradients, to: &result)
      }
      // The decision of the last point is that of a step that the run does not take.
      if t < workload.iterations || readsDecision && isMeasured {
        if measuresGradients && asksOften {
          result.gradientSquares += Array(repeating: .zero, count: readRows.count)
          result.isMeasured += Array(repeating: false, count: readRows.count)
        }
        let slot = slots.next(after: state.counters)
        let before = observe == nil ? nil : state
        step(
          &state, slot, &buffer, firstReplicate: firstReplicate, iteration: t, &asked,
          &gradients, &result)
        if let before { observe?(before, slot, state) }
        if measuresGradients && t < workload.iterations {
          result.staleness.values.replace(
            with: state.staleness.values, where: state.staleness.values .> result.staleness.values)
        }
        if readsDecision && !point.isEmpty { measureDecision(state, at: point, into: &measured) }
      }
      if isCheckpoint {
        let share = Lanes(repeating: t == 0 ? .nan : 1 / Double(t))
        for (index, metric) in metrics.enumerated() {
          result.values[metric]!.append(measured[index])
          result.averages[metric]!.append(sums[index] * share)
          result.weighted[metric]!.append(weightedSums[index] * Lanes(repeating: 1 / weights))
        }
        next += 1
      }
      if t < workload.iterations {
        let weight = (offset + Double(t)) * (offset + Double(t))
        weights += weight
        for index in measured.indices {
          sums[index] += measured[index]
          weightedSums[index] += Lanes(repeating: weight) * measured[index]
        }
      }
    }
    return result
  }

  private func step(
    _ state: inout AlgorithmState<Lanes>, _ slot: Slot, _ buffer: inout LaneNoise.Buffer, firstReplicate: Int,
    iteration: Int, _ asked: inout Int, _ exact: inout Matrix<Lanes>, _ result: inout LaneResult
  ) {
    var drawn = 0
    workload.algorithm.step(&state, slot) { models, readers, gradients in
      if measuresGradients && asksOften { addGradientSquares(models, readers, iteration, &exact, to: &result) }
      // Where an iteration asks once its number is the noise's address, so that runs with other slots share the noise.
      let iteration = asksOften ? asked : iteration
      asked += 1
      defer { if runsAlone { copyFirstLane(of: &gradients, readers) } }
      if let sampler {
        sampler.sampleGradients(
          at: models, of: readers.workers, firstRow: readers.firstRow, into: &gradients, firstReplicate: firstReplicate,
          iteration: iteration)
        return
      }
      kernel.evaluateGradients(at: models, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
      noise.add(
        to: &gradients, of: readers.workers, firstReplicate: firstReplicate, iteration: iteration, &buffer)
    } draws: { law, numbers in
      if law == .channelNoise {
        numbers.withUnsafeMutableBufferPointer { numbers in
          numbers.withMemoryRebound(to: SIMD8<Double>.self) {
            channelNoise.fillGaussian($0, firstReplicate: UInt32(firstReplicate), iteration: UInt32(iteration))
          }
        }
        for index in numbers.indices { numbers[index] *= channelDeviation }
        return
      }
      for index in numbers.indices {
        for lane in 0..<Lanes.width {
          let word = draws.word(
            UInt32(drawn), iteration: UInt32(iteration), replicate: UInt32(firstReplicate + lane))
          // Midpoints of 2^52 equal parts of (0, 1), each a double.
          numbers[index].values[lane] = (Double(word >> 12) + 0.5) * 0x1p-52
        }
        drawn += 1
      }
    }
  }

  private func measure(_ state: AlgorithmState<Lanes>, at point: [Lanes]) -> [Lanes] {
    metrics.map { metric in
      switch metric {
      case .squaredGradient: kernel.squaredGradient(at: point)
      case .suboptimality: kernel.suboptimality(at: point)
      case .squaredDistance: kernel.squaredDistance(at: point)
      case .consensusDistance: consensusDistance(state.models, from: point)
      case .nodeSuboptimality: nodeSuboptimality(state.models)
      case .absoluteGradient: kernel.gradient(at: point).reduce(.zero) { $0 + $1.magnitude }
      case .signAlignment, .decodingError, .averagingTime, .samplerProbability, .snapshotGradient, .descentError: .zero
      }
    }
  }

  /// Fills in the metrics that need the signs decoded at the point.
  private func measureDecision(_ state: AlgorithmState<Lanes>, at point: [Lanes], into measured: inout [Lanes]) {
    let gradient = metrics.allSatisfy { $0 == .snapshotGradient } ? [] : kernel.gradient(at: point)
    for (index, metric) in metrics.enumerated() {
      switch metric {
      case .snapshotGradient: measured[index] = kernel.squaredGradient(at: state.snapshot)
      case .signAlignment:
        measured[index] = zip(gradient, state.decision).reduce(.zero) { $0 + $1.0 * $1.1 }
      case .decodingError:
        let share = Lanes(repeating: 1 / Double(2 * gradient.count))
        measured[index] = gradient.indices.reduce(.zero) { sum, k in
          let sign = ((gradient[k].magnitude - deadZones[k]).sign + Lanes.one).sign * gradient[k].sign
          return sum + share * (sign * sign - sign * state.decision[k])
        }
      default: break
      }
    }
  }
}

extension Metric {
  /// Whether it is known after a step only.
  fileprivate var readsDecision: Bool {
    self == .signAlignment || self == .decodingError || self == .snapshotGradient
  }
}

extension LanePlan {
  private func virtualIterate(of state: AlgorithmState<Lanes>) -> [Lanes] {
    let columns = state.models.columns
    var sums = [Lanes](repeating: .zero, count: columns)
    for (row, weight) in virtualIterate {
      for k in 0..<columns {
        let value = state.models.elements[row * columns + k]
        sums[k] += commonWeight == nil ? weight * value : value
      }
    }
    if let commonWeight {
      for k in 0..<columns { sums[k] *= commonWeight }
    }
    return sums
  }

  /// (1/n) sum_i |y_i - xv|^2
  private func consensusDistance(_ models: Matrix<Lanes>, from point: [Lanes]) -> Lanes {
    var sum = Lanes.zero
    for row in readRows {
      for k in 0..<models.columns {
        let difference = models.elements[row * models.columns + k] - point[k]
        sum += difference * difference
      }
    }
    return sum * Lanes(repeating: 1 / Double(readRows.count))
  }

  /// (1/n) sum_i f(y_i) - f_star
  private func nodeSuboptimality(_ models: Matrix<Lanes>) -> Lanes {
    let sum = readRows.reduce(Lanes.zero) { sum, row in
      sum + kernel.suboptimality(at: Array(models.elements[row * models.columns..<(row + 1) * models.columns]))
    }
    return sum * Lanes(repeating: 1 / Double(readRows.count))
  }

  private func addGradientSquares(
    _ state: AlgorithmState<Lanes>, _ gradients: inout Matrix<Lanes>, to result: inout LaneResult
  ) {
    kernel.evaluateGradients(at: state.models, of: nil, firstRow: readRows[0], into: &gradients)
    for i in readRows.indices {
      result.gradientSquares.append(
        (0..<gradients.columns).reduce(.zero) { $0 + gradients[i, $1] * gradients[i, $1] })
    }
  }
}

extension LanePlan {
  /// The same at the points of one asking of several.
  private func addGradientSquares(
    _ points: Matrix<Lanes>, _ readers: Readers, _ iteration: Int, _ gradients: inout Matrix<Lanes>,
    to result: inout LaneResult
  ) {
    kernel.evaluateGradients(at: points, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
    for worker in readers.workers ?? Array(readRows.indices) {
      let square = (0..<gradients.columns).reduce(Lanes.zero) { $0 + gradients[worker, $1] * gradients[worker, $1] }
      let place = iteration * readRows.count + worker
      result.gradientSquares[place] = Lanes(
        square.values.replacing(
          with: result.gradientSquares[place].values, where: result.gradientSquares[place].values .> square.values))
      result.isMeasured[place] = true
    }
  }

  /// All lanes become the first one's replicate.
  private func copyFirstLane(of gradients: inout Matrix<Lanes>, _ readers: Readers) {
    for worker in readers.workers ?? Array(readRows.indices) {
      for k in worker * gradients.columns..<(worker + 1) * gradients.columns {
        gradients.elements[k] = Lanes(repeating: gradients.elements[k].values[0])
      }
    }
  }
}

extension LaneResult {
  /// The left side at the last checkpoint.
  func last(of side: LeftSide) -> Lanes {
    switch side.aggregation {
    case .average: averages[side.metric]!.last!
    case .final: values[side.metric]!.last!
    case .weighted: weighted[side.metric]!.last!
    }
  }
}
