import ExactArithmetic
import Theorems

/// Collects metrics in doubles at the checkpoints, coordinate by coordinate.
struct TraceRecorder {
  private let position: [Int: Int]
  private(set) var trace: MetricTrace

  init(metrics: Set<Metric>, checkpoints: [Int]) {
    position = Dictionary(uniqueKeysWithValues: checkpoints.enumerated().map { ($1, $0) })
    let zeros = [Double](repeating: 0, count: checkpoints.count)
    let table = Dictionary(uniqueKeysWithValues: metrics.map { ($0, zeros) })
    trace = MetricTrace(checkpoints: checkpoints, values: table, averages: table, weighted: table)
  }

  func wants(_ iteration: Int) -> Bool { position[iteration] != nil }

  /// Adds one coordinate's share.
  mutating func add(
    at iteration: Int, curvature: Rational, now: CoordinateMoments<Double>, average: CoordinateMoments<Double>?,
    weighted: CoordinateMoments<Double>? = nil
  ) {
    guard let index = position[iteration] else { return }
    for metric in trace.values.keys {
      let weights = metric.weights(curvature: curvature)
      trace.values[metric]![index] += now.weighted(by: weights)
      trace.averages[metric]![index] += average?.weighted(by: weights) ?? .nan
      trace.weighted[metric]![index] += weighted?.weighted(by: weights) ?? .nan
    }
  }
}
