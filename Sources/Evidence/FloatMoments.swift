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
    guard let recursions = CoordinateRecursion.all(of: workload) else { throw .notSeparable("moments") }
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
        let weights = side.metric.weights(curvature: recursion.curvature)
        let moments = side.aggregation == .final ? final : average
        values[side, default: .zero] +=
          FloatEnclosure(weights.deviation) * moments.deviation + FloatEnclosure(weights.consensus) * moments.consensus
      }
    }
    var enclosed: [LeftSide: MeasuredSide] = [:]
    for (side, value) in values {
      guard let enclosure = value.enclosure else {
        throw EvidenceError("moments evidence overflowed the doubles; the run diverges, use exact evidence")
      }
      enclosed[side] = .enclosed(enclosure)
    }
    return Measurement(
      values: enclosed, trace: recorder.trace, method: "certified: moment recursion in outward-rounded doubles")
  }
}

extension CoordinateMoments where S == FloatEnclosure {
  fileprivate var midpoint: CoordinateMoments<Double> {
    .init(deviation: deviation.midpoint, consensus: consensus.midpoint)
  }
}
