import Algorithms
import Dispatch
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Theorems

/// Sampled evidence: independent replicates of the run in doubles, eight at a time as lanes.
///
/// Replicate r's noise is a pure function of the seed, r, the iteration, the node and the coordinate, and
/// sums are taken in the order of replicates, so results do not depend on the number of threads.
public enum SampledRuns {
  /// - Parameters:
  ///   - replicates: independent runs, at least 1.
  ///   - jobs: threads.
  /// - Precondition: `replicates > 0`, `jobs > 0`.
  public static func measure(
    _ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], replicates: Int, seed: UInt64, jobs: Int,
    progress: @escaping ProgressHandler = { _ in }
  ) -> Measurement {
    precondition(replicates > 0 && jobs > 0, "\(replicates) replicates on \(jobs) threads")
    let plan = LanePlan(workload, leftSides: leftSides, checkpoints: checkpoints, seed: seed)
    let batches = (replicates + Lanes.width - 1) / Lanes.width
    let results = mapConcurrently(count: batches, jobs: jobs, progress: progress) { batch in
      plan.run(firstReplicate: batch * Lanes.width)
    }
    var trace = MetricTrace(checkpoints: checkpoints, values: [:], averages: [:])
    var values: [LeftSide: MeasuredSide] = [:]
    for metric in plan.metrics {
      // Sums over replicates in their order; lanes beyond the last replicate are dropped.
      func mean(_ samples: (LaneResult) -> [Lanes]) -> [Double] {
        var sums = [Double](repeating: 0, count: checkpoints.count)
        for (batch, result) in results.enumerated() {
          let used = min(Lanes.width, replicates - batch * Lanes.width)
          for (index, lanes) in samples(result).enumerated() {
            for lane in 0..<used { sums[index] += lanes.values[lane] / Double(replicates) }
          }
        }
        return sums
      }
      trace.values[metric] = mean { $0.values[metric]! }
      trace.averages[metric] = mean { $0.averages[metric]! }
    }
    for side in leftSides {
      let samples = results.flatMap { result in
        let lanes = (side.aggregation == .average ? result.averages : result.values)[side.metric]!.last!
        return (0..<Lanes.width).map { finite(lanes.values[$0]) }
      }.prefix(replicates)
      let allowance = plan.roundingAllowance(of: side.metric)
      values[side] = .sampled(
        lowerValues: samples.map { sample in
          let root = max(0, sample.squareRoot() - allowance)
          return root * root
        },
        values: Array(samples))
    }
    return Measurement(
      values: values, trace: trace, method: "sampled: \(replicates) replicates in doubles")
  }

  /// A run that left the doubles counts as very large: any smaller value keeps the e-value valid.
  private static func finite(_ value: Double) -> Double { value.isNaN ? 1e300 : min(value, 1e300) }
}

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
  private let smoothness: Double

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
    smoothness = Double(workload.objective.constants.smoothness.upper)
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

  /// How far the square root of a metric may lie above its exact value through rounding.
  ///
  /// Every step rounds a coordinate by at most a few units of its scale, and the steps that the theorems
  /// admit are nonexpansive, so the errors add up at most linearly in the iterations.
  func roundingAllowance(of metric: Metric) -> Double {
    let objective = workload.objective
    let extent =
      Double(objective.constants.initialDistance.upper).squareRoot()
      + Double(objective.constants.noiseVariance.upper).squareRoot()
      + Double(objective.start.reduce(.zero) { $0 + $1.squared }).squareRoot()
      + (Double(objective.workers) * Double(objective.constants.heterogeneity.upper)).squareRoot()
      * Double(workload.algorithm.stepSize)
    let error = 0x1p-50 * Double(workload.iterations + 8) * extent * Double(objective.workers)
    return switch metric {
    case .squaredGradient: smoothness * error
    case .suboptimality: smoothness.squareRoot() * error
    case .squaredDistance, .consensusDistance: error
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
