import Algorithms
import ExactArithmetic
import LinearAlgebra
import Theorems

/// Moment evidence in doubles: the same recursion with outward-rounded double end points, so that the
/// result is an enclosure and can certify.
public enum FloatMoments {
  /// - Throws: `EvidenceError` when the objective is not a quadratic or a value overflows.
  public static func measure(
    _ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], progress: ProgressHandler = { _ in }
  ) throws(EvidenceError) -> Measurement {
    if let lattices = CoordinateLattice.all(of: workload) {
      return try LatticeChain.enclosed(
        workload, lattices, leftSides: leftSides, checkpoints: checkpoints, progress: progress)
    }
    guard let recursions = CoordinateRecursion.all(of: workload) else {
      guard let (separated, chain) = SlotMeasurement.chain(of: workload) else { throw .notSeparable("moments") }
      return try SlotMeasurement.enclosed(
        workload, separated, chain, leftSides: leftSides, checkpoints: checkpoints, progress: progress)
    }
    let hours = recursions.reduce(0) { $0 + Self.estimatedSeconds($1, iterations: workload.iterations) } / 3600
    if hours > Self.longestHours {
      throw EvidenceError(
        "moments evidence would take about \(Int(min(hours, 1e15).rounded(.up))) hours; use fewer iterations, or sample"
      )
    }
    var recorder = TraceRecorder(metrics: Set(leftSides.map(\.metric)), checkpoints: checkpoints)
    var values: [LeftSide: FloatEnclosure] = [:]
    for (index, recursion) in recursions.enumerated() {
      var run = ScalarMoments<FloatEnclosure>(recursion)
      for t in 0...workload.iterations {
        if recorder.wants(t) {
          recorder.add(
            at: t, curvature: recursion.curvature, now: run.moments.midpoint, average: run.averages?.midpoint)
        }
        if t < workload.iterations { run.advance() }
        if t & 15 == 0 {
          progress((Double(index) + Double(t) / Double(workload.iterations)) / Double(recursions.count))
        }
      }
      let (final, average) = (run.moments, run.averages!)
      for side in leftSides {
        let moments = side.aggregation == .final ? final : average
        values[side, default: .zero] += moments.weighted(by: side.metric.weights(curvature: recursion.curvature))
      }
    }
    var enclosed: [LeftSide: MeasuredSide] = [:]
    for (side, value) in values {
      guard let enclosure = value.enclosure else {
        throw EvidenceError("moments evidence left the range of doubles; use exact evidence")
      }
      enclosed[side] = .enclosed(enclosure)
    }
    return Measurement(
      values: enclosed, trace: recorder.trace, method: "certified: moment recursion in outward-rounded doubles")
  }
}

extension FloatMoments {
  /// Longer runs are refused with their cost.
  private static let longestHours = 2.0

  /// A rough cost: some 10 ns for each product, twice per iteration and entry.
  private static func estimatedSeconds(_ recursion: CoordinateRecursion, iterations: Int) -> Double {
    let nonzeros = recursion.transition.elements.count { !$0.isZero }
    return 2 * Double(recursion.models * nonzeros) * Double(iterations) * 10e-9
  }
}

extension CoordinateMoments where S == FloatEnclosure {
  fileprivate var midpoint: CoordinateMoments<Double> {
    .init(deviation: deviation.midpoint, consensus: consensus.midpoint, lead: lead.midpoint)
  }
}
