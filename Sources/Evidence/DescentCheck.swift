import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Theorems

/// Evidence for a bound on single steps of AsyncFedED: every step of some runs, in exact arithmetic.
///
/// A run in doubles only says at which points x, x_s and y = x_s + Delta the steps are looked at. What the bound says of a
/// step is then enclosed exactly: on a quadratic f(x + eta Delta) - f(x) - eta <grad f(x_s), Delta> is
/// eta <grad f(x) - grad f(x_s), Delta> + (eta^2/2) Delta^T H Delta, and eta and gamma are enclosed.
public enum DescentCheck {
  /// The largest of (f(x(t+1)) - f(x(t)) - eta <grad f(x_s), Delta>)/(eta |Delta|^2 (gamma + eta/2)), which is at most L
  /// where the sharper form of the bound holds, times lambda (1 + lambda/(2 eps^2)).
  ///
  /// - Returns: that number, and how it was found.
  /// - Throws: `EvidenceError` when the algorithm is another one, the objective is no quadratic, or a run leaves the
  ///   doubles.
  /// - Precondition: `replicates > 0`.
  public static func measure(
    _ workload: Workload, replicates: Int, seed: UInt64
  ) throws(EvidenceError) -> (value: Enclosure, method: String) {
    guard let algorithm = workload.algorithm as? AsyncFedED, workload.objective.separated != nil else {
      throw EvidenceError("single steps are checked for asyncfeded on quadratics")
    }
    let steps = Double(workload.iterations) * Double(workload.objective.dimension)
    let runs = max(1, min(replicates, Int(min(mostCoordinates / steps, 1e9))))
    let plan = LanePlan(workload, leftSides: [], checkpoints: [], seed: seed, zones: DeadZones(workload))
    let kernel = workload.objective.kernel(in: Rational.self)
    var largest = Enclosure(0)
    var count = 0
    var failure: EvidenceError?
    for run in 0..<runs where failure == nil {
      var iteration = 0
      _ = plan.run(firstReplicate: run * Lanes.width) { before, slot, after in
        defer { iteration += 1 }
        if failure != nil { return }
        let client = slot.completions[0]
        let rows = [(before, 0), (before, algorithm.startRow(client)), (after, algorithm.workRow(client))].map {
          point($0.0, row: $0.1)
        }
        guard let x = rows[0], let start = rows[1], let end = rows[2] else {
          failure = EvidenceError("a run left the doubles in iteration \(iteration), at client \(client)")
          return
        }
        if let ratio = slope(kernel, x, start, end, algorithm) {
          largest = .maximum(largest, ratio)
          count += 1
        }
      }
    }
    if let failure { throw failure }
    let (lambda, offset) = (algorithm.rule.serverStep, algorithm.rule.stalenessOffset)
    return (
      largest * Enclosure(lambda * (1 + lambda / (2 * offset.squared))),
      "certified: each of \(count) steps of \(runs) runs, at the points that they visit"
    )
  }

  /// Runs beyond this many coordinates of steps are left out.
  private static let mostCoordinates = 200_000.0

  /// Exactly, from the first lane; `nil` when a coordinate is no number.
  private static func point(_ state: AlgorithmState<Lanes>, row: Int) -> [Rational]? {
    var result: [Rational] = []
    for k in 0..<state.models.columns {
      guard let value = Rational(exactly: state.models[row, k].values[0]) else { return nil }
      result.append(value)
    }
    return result
  }

  /// The ratio of one step; `nil` where Delta = 0 and there is no step.
  private static func slope(
    _ kernel: any ObjectiveKernel<Rational>, _ x: [Rational], _ start: [Rational], _ end: [Rational],
    _ algorithm: AsyncFedED
  ) -> Enclosure? {
    let delta = zip(end, start).map { $0 - $1 }
    let square = delta.reduce(Rational.zero) { $0 + $1.squared }
    if square.isZero { return nil }
    let distance = zip(x, start).reduce(Rational.zero) { $0 + ($1.0 - $1.1).squared }
    let staleness = Enclosure(distance / square).squareRoot(width: .powerOfTwo(-80))
    let step = Enclosure(algorithm.rule.serverStep) / (staleness + Enclosure(algorithm.rule.stalenessOffset))
    let gradient = kernel.gradient(at: x)
    func product(_ other: [Rational]) -> Rational {
      zip(zip(gradient, other), delta).reduce(.zero) { $0 + ($1.0.0 - $1.0.1) * $1.1 }
    }
    let turn = product(kernel.gradient(at: start))
    let curvature = -product(kernel.gradient(at: zip(x, delta).map { $0 + $1 }))
    // Both sides over eta.
    let half = step * Enclosure(Rational(1, 2))
    return (Enclosure(turn) + half * Enclosure(curvature)) / (Enclosure(square) * (staleness + half))
  }
}
