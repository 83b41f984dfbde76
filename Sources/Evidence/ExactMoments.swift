import Algorithms
import ExactArithmetic
import LinearAlgebra
import Theorems

/// Exact evidence: first and second moments of all models by the linear recursion, in integers over a
/// common power denominator, so that no gcd is taken until a value is read.
public enum ExactMoments {
  /// - Throws: `EvidenceError` when the objective is not a quadratic.
  /// - Complexity: per iteration and coordinate O(models * nonzeros of W) products of integers whose length
  ///   grows linearly with the iteration.
  public static func measure(
    _ workload: Workload, leftSides: Set<LeftSide>, checkpoints: [Int], progress: ProgressHandler = { _ in }
  ) throws(EvidenceError) -> Measurement {
    if let lattices = CoordinateLattice.all(of: workload) {
      return try LatticeChain.exact(
        workload, lattices, leftSides: leftSides, checkpoints: checkpoints, progress: progress)
    }
    guard let recursions = CoordinateRecursion.all(of: workload) else {
      guard let (separated, chain) = SlotMeasurement.chain(of: workload) else { throw .notSeparable("exact") }
      return try SlotMeasurement.measure(
        workload, separated, chain, in: Rational.self, leftSides: leftSides, checkpoints: checkpoints,
        method: "exact: moment recursion over all slots, in rationals", progress: progress)
    }
    let hours =
      recursions.reduce(0) { $0 + IntegerMoments.estimatedSeconds($1, iterations: workload.iterations) } / 3600
    if hours > Self.longestHours {
      throw EvidenceError(
        "exact evidence would take about \(Int(min(hours, 1e15).rounded(.up))) hours, because its integers grow with every "
          + "iteration; use moments evidence, which certifies too")
    }
    let metrics = Set(leftSides.map(\.metric))
    var recorder = TraceRecorder(metrics: metrics, checkpoints: checkpoints)
    var values: [LeftSide: Rational] = [:]
    for (index, recursion) in recursions.enumerated() {
      var run = IntegerMoments(recursion)
      for t in 0...workload.iterations {
        if recorder.wants(t) {
          let (now, average) = (run.moments, run.averages)
          recorder.add(at: t, curvature: recursion.curvature, now: now.rounded, average: average?.rounded)
        }
        if t < workload.iterations {
          run.accumulate()
          run.advance()
        }
        if t & 15 == 0 {
          progress((Double(index) + Double(t) / Double(workload.iterations)) / Double(recursions.count))
        }
      }
      let (final, average) = (run.moments.exact, run.averages!.exact)
      for side in leftSides {
        let moments = side.aggregation == .final ? final : average
        values[side, default: 0] += moments.weighted(by: side.metric.weights(curvature: recursion.curvature))
      }
    }
    return Measurement(
      values: values.mapValues { .enclosed(Enclosure($0)) }, trace: recorder.trace,
      method: "exact: moment recursion in rationals")
  }

  /// Longer runs are refused with their cost.
  private static let longestHours = 2.0

  /// All models' mean and covariance after the given number of iterations, for one coordinate; what the
  /// moments are computed from, as rationals.
  ///
  /// - Throws: `EvidenceError` when the objective is not a quadratic.
  /// - Precondition: `coordinate` is one of the objective's.
  public static func state(
    of workload: Workload, coordinate: Int
  ) throws(EvidenceError) -> (mean: [Rational], covariance: Matrix<Rational>) {
    guard let recursions = CoordinateRecursion.all(of: workload) else { throw .notSeparable("exact") }
    var run = IntegerMoments(recursions[coordinate])
    for _ in 0..<workload.iterations { run.advance() }
    return (run.means, run.covariance)
  }
}

/// An unreduced fraction.
struct IntegerFraction {
  var numerator: Integer
  var denominator: Integer

  static let zero = IntegerFraction(numerator: 0, denominator: 1)

  var exact: Rational { Rational(numerator, denominator) }
  var rounded: Double { Double(ratioOf: numerator, to: denominator) }
}

extension CoordinateMoments where S == IntegerFraction {
  var exact: CoordinateMoments<Rational> {
    .init(deviation: deviation.exact, consensus: consensus.exact, lead: lead.exact)
  }
  var rounded: CoordinateMoments<Double> {
    .init(deviation: deviation.rounded, consensus: consensus.rounded, lead: lead.rounded)
  }
}
