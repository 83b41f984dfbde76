import Algorithms
import ExactArithmetic
import Objectives

/// Which gradients of f in a run of a sign method in doubles count as zero, whose sign cannot be decoded wrongly: in each
/// coordinate those of magnitude below a width.
struct DeadZones: Sendable {
  /// One for each coordinate.
  let widths: [Double]
  /// Whether a gradient inside is surely zero and one outside is surely not.
  let areSharp: Bool

  init(_ workload: Workload) {
    let (objective, step) = (workload.objective, workload.algorithm.stepSize)
    let t = Double(workload.iterations)
    guard let separated = objective.coordinatewise else {
      let extent = (objective.squaredReach.map { Double($0) } ?? 0).squareRoot() + Double(step) * t
      let smoothness = Double(objective.constants.smoothness.upper)
      widths = Array(repeating: 0x1p-40 * smoothness * extent * Double(objective.dimension), count: objective.dimension)
      areSharp = false
      return
    }
    // A gradient is zero or at least twice the width; rounding moves it by less.
    var areSharp = true
    widths = separated.coordinates.map { coordinate in
      if coordinate.curvature.isZero { return 0 }
      let width = coordinate.curvature * step * step.distanceToLattice(coordinate.start - coordinate.centre) / 2
      let extent = Double(coordinate.start.magnitude + coordinate.centre.magnitude) + Double(step) * t
      let error = 0x1p-50 * (t + 8) * Double(coordinate.curvature) * extent
      areSharp = areSharp && error < Double(width)
      return Double(width)
    }
    self.areSharp = areSharp
  }
}

extension Rational {
  /// The distance of a place from the nearest other multiple of the step, in steps: 1 on a multiple itself.
  func distanceToLattice(_ place: Rational) -> Rational {
    let steps = place / self
    let past = steps - Rational(steps.floor)
    return past.isZero ? 1 : min(past, 1 - past)
  }
}
