import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Theorems

/// Metrics of eight replicates at the checkpoints.
struct LaneResult: Sendable {
  var values: [Metric: [Lanes]]
  var averages: [Metric: [Lanes]]
}

/// Everything that the batches of one sampled measurement share.
struct LanePlan: Sendable {
  private let workload: Workload
  let metrics: [Metric]
  private let checkpoints: [Int]
  private let kernel: any ObjectiveKernel<Lanes>
  private let noise: LaneNoise
  private let draws: NoiseStream

  /// Whether some left side averages over the iterations, so that every one of them is measured.
  private let isAveraged: Bool
  /// Whether some metric looks at the decoded signs, which a step makes.
  private let readsDecision: Bool
  /// Gradients smaller than this may be rounding errors of zero, whose sign cannot be decoded wrongly.
  private let deadZone: Lanes

  init(_ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], seed: UInt64) {
    self.workload = workload
    metrics = Metric.allCases.filter { metric in leftSides.contains { $0.metric == metric } }
    isAveraged = leftSides.contains { $0.aggregation == .average }
    readsDecision = metrics.contains { $0.readsDecision }
    self.checkpoints = checkpoints
    let extent =
      Double(workload.objective.squaredReach).squareRoot()
      + Double(workload.algorithm.stepSize) * Double(workload.iterations)
    deadZone = Lanes(
      repeating: 0x1p-40 * Double(workload.objective.constants.smoothness.upper) * extent
        * Double(workload.objective.dimension))
    kernel = workload.objective.kernel(in: Lanes.self)
    noise = LaneNoise(workload.objective, seed: seed)
    draws = NoiseStream(seed: seed, purpose: StreamPurpose.algorithm.rawValue)
  }

  func run(firstReplicate: Int) -> LaneResult {
    var state = AlgorithmState<Lanes>(workload.algorithm, start: workload.objective.start)
    var buffer = noise.buffer
    var sums = [Lanes](repeating: .zero, count: metrics.count)
    var result = LaneResult(values: [:], averages: [:])
    for metric in metrics {
      result.values[metric] = []
      result.averages[metric] = []
    }
    var next = 0
    for t in 0...workload.iterations {
      let isCheckpoint = next < checkpoints.count && checkpoints[next] == t
      let isMeasured = isAveraged || isCheckpoint
      let point = isMeasured && !metrics.isEmpty ? averageOfModels(state) : []
      var measured = point.isEmpty ? [] : measure(state, at: point)
      // The decision of the last point is that of a step that the run does not take.
      if t < workload.iterations || readsDecision && isMeasured {
        step(&state, &buffer, firstReplicate: firstReplicate, iteration: t)
        if readsDecision && !point.isEmpty { measureDecision(state, at: point, into: &measured) }
      }
      if isCheckpoint {
        let share = Lanes(repeating: t == 0 ? .nan : 1 / Double(t))
        for (index, metric) in metrics.enumerated() {
          result.values[metric]!.append(measured[index])
          result.averages[metric]!.append(sums[index] * share)
        }
        next += 1
      }
      if t < workload.iterations {
        for index in measured.indices { sums[index] += measured[index] }
      }
    }
    return result
  }

  private func step(
    _ state: inout AlgorithmState<Lanes>, _ buffer: inout LaneNoise.Buffer, firstReplicate: Int, iteration: Int
  ) {
    let isNoisy = noise.draw(into: &buffer, firstReplicate: firstReplicate, iteration: iteration)
    var drawn = 0
    workload.algorithm.step(&state) { models, gradients in
      kernel.evaluateGradients(at: models, into: &gradients)
      if isNoisy { noise.add(buffer, to: &gradients) }
    } uniforms: { numbers in
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
      case .absoluteGradient: kernel.gradient(at: point).reduce(.zero) { $0 + $1.magnitude }
      case .signAlignment, .decodingError: .zero
      }
    }
  }

  /// Fills in the metrics that need the signs decoded at the point.
  private func measureDecision(_ state: AlgorithmState<Lanes>, at point: [Lanes], into measured: inout [Lanes]) {
    let gradient = kernel.gradient(at: point)
    for (index, metric) in metrics.enumerated() {
      switch metric {
      case .signAlignment:
        measured[index] = zip(gradient, state.decision).reduce(.zero) { $0 + $1.0 * $1.1 }
      case .decodingError:
        let share = Lanes(repeating: 1 / Double(2 * gradient.count))
        measured[index] = zip(gradient, state.decision).reduce(.zero) { sum, item in
          let sign = ((item.0.magnitude - deadZone).sign + Lanes.one).sign * item.0.sign
          return sum + share * (sign * sign - sign * item.1)
        }
      default: break
      }
    }
  }
}

extension Metric {
  fileprivate var readsDecision: Bool { self == .signAlignment || self == .decodingError }
}

private func averageOfModels(_ state: AlgorithmState<Lanes>) -> [Lanes] {
  let (rows, columns) = (state.models.rows, state.models.columns)
  var sums = [Lanes](repeating: .zero, count: columns)
  for i in 0..<rows {
    for k in 0..<columns { sums[k] += state.models.elements[i * columns + k] }
  }
  let share = Lanes(repeating: 1 / Double(rows))
  for k in 0..<columns { sums[k] *= share }
  return sums
}

private func consensusDistance(_ models: Matrix<Lanes>, from average: [Lanes]) -> Lanes {
  var sum = Lanes.zero
  for i in 0..<models.rows {
    for k in 0..<models.columns {
      let difference = models.elements[i * models.columns + k] - average[k]
      sum += difference * difference
    }
  }
  return sum * Lanes(repeating: 1 / Double(models.rows))
}
