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
  private let stream: NoiseStream
  private let deviation: Lanes

  /// Whether some left side averages over the iterations, so that every one of them is measured.
  private let isAveraged: Bool

  init(_ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], seed: UInt64) {
    self.workload = workload
    metrics = Metric.allCases.filter { metric in leftSides.contains { $0.metric == metric } }
    isAveraged = leftSides.contains { $0.aggregation == .average }
    self.checkpoints = checkpoints
    kernel = workload.objective.kernel(in: Lanes.self)
    stream = NoiseStream(seed: seed, purpose: StreamPurpose.gradientNoise.rawValue)
    deviation = Lanes(repeating: Double(workload.objective.noise.variance).squareRoot())
  }

  func run(firstReplicate: Int) -> LaneResult {
    let objective = workload.objective
    let numbers = objective.workers * objective.dimension
    var state = AlgorithmState<Lanes>(workload.algorithm, start: objective.start)
    var noise = [Lanes](repeating: .zero, count: numbers)
    var sums = [Lanes](repeating: .zero, count: metrics.count)
    var result = LaneResult(values: [:], averages: [:])
    for metric in metrics {
      result.values[metric] = []
      result.averages[metric] = []
    }
    var next = 0
    for t in 0...workload.iterations {
      let isCheckpoint = next < checkpoints.count && checkpoints[next] == t
      let measured = isAveraged || isCheckpoint ? measure(state) : []
      if isCheckpoint {
        let share = Lanes(repeating: t == 0 ? .nan : 1 / Double(t))
        for (index, metric) in metrics.enumerated() {
          result.values[metric]!.append(measured[index])
          result.averages[metric]!.append(sums[index] * share)
        }
        next += 1
      }
      if t == workload.iterations { break }
      for index in measured.indices { sums[index] += measured[index] }
      let isNoisy = noise.withUnsafeMutableBufferPointer { buffer in
        // A `Lanes` is its SIMD vector and nothing else.
        buffer.withMemoryRebound(to: SIMD8<Double>.self) {
          objective.noise.fill(
            $0, from: stream, firstReplicate: UInt32(firstReplicate), iteration: UInt32(t))
        }
      }
      workload.algorithm.step(&state) { models, gradients in
        kernel.evaluateGradients(at: models, into: &gradients)
        if isNoisy { addMultiple(deviation, of: noise, to: &gradients) }
      }
    }
    return result
  }

  private func measure(_ state: AlgorithmState<Lanes>) -> [Lanes] {
    if metrics.isEmpty { return [] }
    let average = averageOfModels(state)
    return metrics.map { metric in
      switch metric {
      case .squaredGradient: kernel.squaredGradient(at: average)
      case .suboptimality: kernel.suboptimality(at: average)
      case .squaredDistance: kernel.squaredDistance(at: average)
      case .consensusDistance: consensusDistance(state.models, from: average)
      }
    }
  }
}

/// target += factor * source
private func addMultiple(_ factor: Lanes, of source: [Lanes], to target: inout Matrix<Lanes>) {
  precondition(source.count == target.elements.count)
  for index in source.indices { target.elements[index] += factor * source[index] }
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
