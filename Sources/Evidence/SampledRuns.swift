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
  ///   - sharesLanes: whether a replicate is the mean of eight runs that share their slots; by default where slots are
  ///     random. Runs that are compared must agree in it, for their replicates to be paired.
  /// - Throws: `EvidenceError` when the workload's scales leave the range in which doubles are trusted.
  /// - Precondition: `replicates > 0`, `jobs > 0`.
  public static func measure(
    _ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], replicates: Int, seed: UInt64, jobs: Int,
    measuresGradients: Bool = false, sharesLanes: Bool? = nil, progress: @escaping ProgressHandler = { _ in }
  ) throws(EvidenceError) -> Measurement {
    precondition(replicates > 0 && jobs > 0, "\(replicates) replicates on \(jobs) threads")
    try LaneNoise.requireMemory(workload.objective)
    let zones = DeadZones(workload)
    let isQuadratic = workload.objective.separated != nil
    let allowance: any SampleAllowance =
      switch type(of: workload.algorithm).update {
      case _ where !isQuadratic: try UnknownAllowance(workload)
      case .sign:
        try DecisionAllowance(
          workload, countsErrors: leftSides.contains { $0.metric == .decodingError }, zones: zones)
      default: try RoundingAllowance(workload)
      }
    let plan = LanePlan(
      workload, leftSides: leftSides, checkpoints: checkpoints, seed: seed, zones: zones,
      measuresGradients: measuresGradients)
    // Lanes share the clocks, links and routes. Where those are random a replicate is the mean of its eight lanes.
    let sharesLanes =
      sharesLanes ?? (!workload.algorithm.schedule.isFixed || workload.algorithm.runsAlone)
    let batches = sharesLanes ? replicates : (replicates + Lanes.width - 1) / Lanes.width
    var fold = ReplicateFold(
      plan, allowance: allowance, leftSides: leftSides, checkpoints: checkpoints, replicates: replicates,
      sharesLanes: sharesLanes)
    // Chunks, folded in order: bounded memory, and sums that do not depend on the threads.
    let (chunk, jobs) = try Self.chunk(workload, measuresGradients: measuresGradients, jobs: jobs)
    for start in stride(from: 0, to: batches, by: chunk) {
      let count = min(chunk, batches - start)
      let results = mapConcurrently(count: count, jobs: jobs) { batch in
        let result = plan.run(firstReplicate: (start + batch) * Lanes.width)
        progress(Double(start + batch + 1) / Double(batches))
        return result
      }
      for result in results { fold.add(result) }
    }
    return Measurement(
      values: fold.values, trace: fold.trace,
      method: "sampled: \(replicates) replicates in doubles"
        + (sharesLanes ? ", each the mean of eight runs with the same clocks, links and routes" : "")
        + (isQuadratic ? "" : "; they refute nothing, as their rounding has no proven bound"),
      trajectory: measuresGradients ? fold.trajectory(workload) : nil)
  }

  /// How many batches are held at a time, and on how many threads they run.
  ///
  /// - Throws: `EvidenceError` when the squares of the gradients of one batch do not fit the memory.
  private static func chunk(
    _ workload: Workload, measuresGradients: Bool, jobs: Int
  ) throws(EvidenceError) -> (count: Int, jobs: Int) {
    if !measuresGradients { return (largestChunk, jobs) }
    let bytes = Double(workload.iterations) * Double(workload.algorithm.workers) * Double(MemoryLayout<Lanes>.size)
    if bytes > mostBytes {
      throw EvidenceError(
        "sampling the gradients along the run would take about \(Int((bytes * 1e-9).rounded(.up))) GB of memory; use "
          + "fewer iterations")
    }
    let count = min(largestChunk, max(1, Int(mostBytes / bytes)))
    return (count, min(jobs, count))
  }

  private static let largestChunk = 512
  private static let mostBytes = 0x1p32
}

/// Adds up batches in the order of their replicates.
private struct ReplicateFold {
  private let plan: LanePlan
  private let allowance: any SampleAllowance
  private let leftSides: Set<LeftSide>
  private let replicates: Int
  private let sharesLanes: Bool
  private var done = 0
  private var gradientSquares: [Double] = []
  private var staleness = 0.0
  /// The shares of the runs in which they were measured; empty where that is all of them.
  private var gradientCounts: [Double] = []
  private var samples: [LeftSide: [Double]] = [:]
  private(set) var trace: MetricTrace

  init(
    _ plan: LanePlan, allowance: any SampleAllowance, leftSides: Set<LeftSide>, checkpoints: [Int], replicates: Int,
    sharesLanes: Bool
  ) {
    self.plan = plan
    self.allowance = allowance
    self.leftSides = leftSides
    self.replicates = replicates
    self.sharesLanes = sharesLanes
    let zeros = [Double](repeating: 0, count: checkpoints.count)
    let table = Dictionary(uniqueKeysWithValues: plan.metrics.map { ($0, zeros) })
    trace = MetricTrace(checkpoints: checkpoints, values: table, averages: table, weighted: table)
  }

  /// Lanes beyond the last replicate are dropped.
  mutating func add(_ result: LaneResult) {
    let used = sharesLanes ? Lanes.width : min(Lanes.width, replicates - done)
    let share = 1 / Double(sharesLanes ? replicates * Lanes.width : replicates)
    func accumulate(_ lanes: [Lanes], into sums: inout [Double]) {
      for (index, value) in lanes.enumerated() {
        for lane in 0..<used { sums[index] += value.values[lane] * share }
      }
    }
    for metric in plan.metrics {
      accumulate(result.values[metric]!, into: &trace.values[metric]!)
      accumulate(result.averages[metric]!, into: &trace.averages[metric]!)
      accumulate(result.weighted[metric]!, into: &trace.weighted[metric]!)
    }
    if gradientSquares.isEmpty { gradientSquares = Array(repeating: 0, count: result.gradientSquares.count) }
    staleness = max(staleness, result.staleness.values.max())
    if gradientCounts.isEmpty { gradientCounts = Array(repeating: 0, count: result.isMeasured.count) }
    for (index, isMeasured) in result.isMeasured.enumerated() where isMeasured {
      gradientCounts[index] += share * Double(used)
    }
    accumulate(result.gradientSquares, into: &gradientSquares)
    for side in leftSides {
      let last = result.last(of: side)
      if sharesLanes {
        samples[side, default: []].append(Self.finite(last.values.sum() / Double(Lanes.width)))
      } else {
        for lane in 0..<used { samples[side, default: []].append(Self.finite(last.values[lane])) }
      }
    }
    done += sharesLanes ? 1 : used
  }

  var values: [LeftSide: MeasuredSide] {
    Dictionary(
      uniqueKeysWithValues: samples.map { side, values in
        let range = allowance.range(of: side)
        return (
          side,
          .sampled(
            Samples(
              values: values, lowerValues: values.map { allowance.lowerValue(of: $0, side) },
              upperValues: values.map { allowance.upperValue(of: $0, side) }, least: range.least,
              most: range.most))
        )
      })
  }

  /// Sample means, as far as they go.
  func trajectory(_ workload: Workload) -> Trajectory {
    let n = workload.algorithm.workers
    let noise = workload.objective.noiseVariances.map { Double($0) }
    var (largest, largestMean) = (0.0, 0.0)
    for t in 0..<workload.iterations {
      let squares = (t * n..<(t + 1) * n).map { place in
        if gradientCounts.isEmpty { return Self.finite(gradientSquares[place]) }
        return gradientCounts[place] == 0 ? 0 : Self.finite(gradientSquares[place] / gradientCounts[place])
      }
      largest = max(largest, zip(squares, noise).map { $0 + $1 }.max()!)
      largestMean = max(largestMean, squares.reduce(0, +) / Double(n))
    }
    return Trajectory(
      gradientSecondMoment: Enclosure(Rational(exactly: largest)!),
      gradientMeanSquare: Enclosure(Rational(exactly: largestMean)!),
      stalenessLimit: Enclosure(Rational(exactly: Self.finite(staleness))!), isEstimated: true)
  }

  /// A run that left the doubles is shown as very large; the e-value does not bet on it.
  private static func finite(_ value: Double) -> Double { value.isFinite ? value : 1e300 }
}
