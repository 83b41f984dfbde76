import Algorithms
import ExactArithmetic
import Objectives
import Theorems

/// What separates a sampled run of a sign method in doubles from the exact one: votes that come out differently.
///
/// A vote in doubles has another probability than the exact one by at most kappa, so the two runs can be coupled to
/// agree but with probability N kappa, N the number of votes, and an expectation differs by at most N kappa times the
/// range of the metric. For Gaussian noise kappa bounds the distance of the drawn law from the normal one at the
/// thresholds that occur, and the rounding of a gradient against the spread of its noise. Noise of finite support puts
/// whole probabilities on ties, so its runs are refused unless every operation on them is exact in doubles.
struct DecisionAllowance: SampleAllowance {
  /// N kappa
  private let distance: Double
  /// Whether sampling may refute at all: not where votes also rest on an order of magnitudes, of which nothing is known.
  private let canRefute: Bool
  private let hasSharpZones: Bool
  private let ranges: [Metric: (lower: Double, upper: Double)]
  private let leastMeanAlignment: Double

  /// - Throws: `EvidenceError` when a scale is out of range, ties would be decided by rounding, or errors are to be
  ///   counted where rounding hides whether there is a sign.
  init(_ workload: Workload, countsErrors: Bool, zones: DeadZones) throws(EvidenceError) {
    try RoundingAllowance.requireOrdinaryScales(workload)
    if countsErrors, !zones.areSharp, workload.objective.coordinatewise != nil {
      throw EvidenceError(
        "sampled evidence would count as zero gradients that are not: some come too close to zero for doubles; use exact "
          + "or moments evidence")
    }
    hasSharpZones = zones.areSharp
    let (objective, algorithm) = (workload.objective, workload.algorithm)
    let (t, d) = (Double(workload.iterations), Double(objective.dimension))
    let constants = objective.constants
    guard let initialDistance = constants.initialDistance, let squaredReach = objective.squaredReach else {
      preconditionFailure("a quadratic without a minimiser")
    }
    let step = Double(algorithm.stepSize)
    let smoothness = Double(constants.smoothness.upper)
    // No step is longer than delta in a coordinate.
    let reach = (Double(initialDistance.upper).squareRoot() + step * t * d.squareRoot()) * 1.0001
    let slope = smoothness * reach * d.squareRoot()
    let gap = smoothness * reach * reach / 2
    ranges = [
      .squaredGradient: (0, smoothness * smoothness * reach * reach), .suboptimality: (0, gap),
      .squaredDistance: (0, reach * reach), .absoluteGradient: (0, slope), .decodingError: (0, 1),
      .signAlignment: (-slope * 1.0001, slope),
    ]
    // The sum of the descents bounds their mean, but no single one, from below, apart from the rounding of the sum.
    leastMeanAlignment = -min(slope, gap / (step * t)) * 1.0001
    let kappa: Double
    if objective.noise.law == .gaussian {
      let extent = Double(squaredReach).squareRoot() + reach
      let deviation = Double(objective.noise.variance / Rational(objective.batchSizes.max()!)).squareRoot()
      let rounding = 0x1p-50 * (t + 8) * d * smoothness * extent / deviation
      kappa = rounding + Self.distanceFromNormal(at: Self.smallestThreshold(workload)) + 0x1p-50
    } else {
      try Self.requireExactDoubles(workload)
      kappa = 0x1p-50
    }
    distance = (t + 1) * Double(algorithm.workers) * d * kappa
    canRefute = !algorithm.comparesMagnitudes
  }

  func lowerValue(of sample: Double, _ side: LeftSide) -> Double {
    let range = range(side)
    guard isKnown(side), sample.isFinite, sample < 1e300 else { return range.lower - widestSlack(range) }
    return sample - slack(sample, range)
  }

  func upperValue(of sample: Double, _ side: LeftSide) -> Double {
    let range = range(side)
    guard isKnown(side), sample.isFinite, sample < 1e300 else { return range.upper + widestSlack(range) }
    return sample + slack(sample, range)
  }

  /// Which gradients of rotated coordinates are zero is guessed, and so are the errors that are counted.
  private func isKnown(_ side: LeftSide) -> Bool { canRefute && (hasSharpZones || side.metric != .decodingError) }

  /// Wider than the metric's range by the slack: values that were cut at its ends would lie above, or below, the exact
  /// expectation on average.
  func range(of side: LeftSide) -> (least: Double, most: Double?) {
    let range = range(side)
    return (range.lower - widestSlack(range), range.upper + widestSlack(range))
  }

  private func range(_ side: LeftSide) -> (lower: Double, upper: Double) {
    guard let range = ranges[side.metric] else { preconditionFailure("\(side.metric) of a sign method") }
    return side == LeftSide(.signAlignment, .average) ? (leastMeanAlignment, range.upper) : range
  }

  /// Votes that come out differently, and the rounding of the metric itself.
  private func slack(_ sample: Double, _ range: (lower: Double, upper: Double)) -> Double {
    distance * (range.upper - range.lower) + 0x1p-30 * sample.magnitude
  }

  private func widestSlack(_ range: (lower: Double, upper: Double)) -> Double {
    slack(max(range.lower.magnitude, range.upper.magnitude), range)
  }

  /// Kolmogorov's distance of the Gaussian transform from the normal law, at thresholds of magnitude z or more, or 0.
  ///
  /// Averaging h(theta) = exp(-z^2/(2 cos^2 theta)) over 2^23 midpoints of a half circle, step s = pi/2^23, errs by at
  /// most s^2/8 Var(h')/(2 pi), Var(h') <= 4 * 1.16/z, and by at most Var(h)/2 * 2^-24 (Koksma) whatever z is. The grid
  /// of radii adds 2^-41 and the evaluation 1e-12 times a density below 1/2.
  static func distanceFromNormal(at z: Double) -> Double { min(0x1p-24, z > 0 ? 1.31e-14 / z : .infinity) + 1e-12 }

  /// The smallest |g_m|/sigma_m that is not 0 where the run may come; 0 when it is not known.
  private static func smallestThreshold(_ workload: Workload) -> Double {
    guard let separated = workload.objective.coordinatewise else { return 0 }
    let step = workload.algorithm.stepSize
    var smallest = Double.infinity
    for coordinate in separated.coordinates where !coordinate.curvature.isZero {
      for (centre, variance) in zip(coordinate.centres, separated.noiseVariances) {
        let distance = step.distanceToLattice(coordinate.start - centre)
        smallest = min(smallest, Double(coordinate.curvature * step * distance) / Double(variance).squareRoot())
      }
    }
    return smallest.isFinite ? smallest * 0.999 : 0
  }

  /// - Throws: `EvidenceError` unless every number of the run is a multiple of a power of two that a double holds.
  private static func requireExactDoubles(_ workload: Workload) throws(EvidenceError) {
    let refusal = EvidenceError(
      "sampled evidence of a sign method would decide ties by rounding: with noise of law "
        + "\(workload.objective.noise.law.rawValue) it needs rademacher or no noise and a step size, start, curvature, centres, "
        + "deviation and batch sizes that are short binary fractions; use exact evidence or gaussian noise")
    let (objective, step) = (workload.objective, workload.algorithm.stepSize)
    guard objective.noise.law != .threePoint, let separated = objective.coordinatewise else { throw refusal }
    let deviation = Enclosure(objective.noise.variance).squareRoot()
    guard deviation.isExact else { throw refusal }
    // An error memory holds the gradients of all iterations at most.
    let terms = workload.algorithm.accumulatesGradients ? Rational(workload.iterations + 1) : 1
    let samples = separated.noiseVariances.indices.map { deviation.lower / Rational(objective.batchSizes[$0]) }
    for coordinate in separated.coordinates {
      let reach = coordinate.start.magnitude + step * Rational(workload.iterations + 1)
      let pulls = coordinate.centres.map { coordinate.curvature * $0 }
      let places = try bits([coordinate.start, step], refusal)
      let gradients = max(places + (try bits([coordinate.curvature], refusal)), try bits(pulls + samples, refusal))
      let largest =
        coordinate.curvature * reach + pulls.map(\.magnitude).max()! + deviation.lower
        + pulls.reduce(.zero) { $0 + $1.magnitude }
      guard reach * .powerOfTwo(places) < .powerOfTwo(52), terms * largest * .powerOfTwo(gradients) < .powerOfTwo(52)
      else {
        throw refusal
      }
    }
  }

  /// Binary places after the point.
  private static func bits(_ numbers: [Rational], _ refusal: EvidenceError) throws(EvidenceError) -> Int {
    var result = 0
    for number in numbers {
      let places = number.denominator.bitWidth - 1
      guard number.denominator == Integer(1).shiftedLeft(by: places) else { throw refusal }
      result = max(result, places)
    }
    return result
  }
}
