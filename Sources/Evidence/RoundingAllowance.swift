import Algorithms
import ExactArithmetic
import Foundation
import LinearAlgebra
import Objectives
import Theorems

/// What separates a run in doubles from the exact one.
protocol SampleAllowance: Sendable {
  /// A value whose mean over replicates is at most the exact expectation of the left side.
  func lowerValue(of sample: Double, _ side: LeftSide) -> Double
  /// A value whose mean over replicates is at least the exact expectation of the left side.
  func upperValue(of sample: Double, _ side: LeftSide) -> Double
  /// What lower and upper values never leave; no upper end where there is none.
  func range(of side: LeftSide) -> (least: Double, most: Double?)
}

/// Nothing is known of the rounding, so that samples refute nothing.
struct UnknownAllowance: SampleAllowance {
  /// - Throws: `EvidenceError` when a scale is out of range, or for a sign method, whose votes may then be decided by
  ///   rounding.
  init(_ workload: Workload) throws(EvidenceError) {
    try RoundingAllowance.requireOrdinaryScales(workload)
    if type(of: workload.algorithm).update == .sign {
      throw EvidenceError(
        "sampled evidence of a sign method needs the objective quadratic: rounding may decide its votes")
    }
  }

  func lowerValue(of sample: Double, _ side: LeftSide) -> Double { 0 }
  func upperValue(of sample: Double, _ side: LeftSide) -> Double { .infinity }
  func range(of side: LeftSide) -> (least: Double, most: Double?) { (0, nil) }
}

/// How far rounding may lift a metric of a run in doubles above its exact value.
///
/// A refutation must not rest on rounding: near an optimum a run in doubles stalls at its last bits, while
/// the exact run goes on to converge. The e-value therefore bets on a lower value of every sample.
public struct RoundingAllowance: SampleAllowance {
  /// Bound on the Euclidean error of the average model.
  private let error: Double
  private let smoothness: Double

  /// Scales outside 2^-400 ... 2^400 are refused: squares of such numbers leave the doubles' normal range,
  /// where errors are no longer relative.
  public static let largestScale = Rational.powerOfTwo(400)

  /// - Throws: `EvidenceError` naming the scale that is out of range.
  init(_ workload: Workload) throws(EvidenceError) {
    let objective = workload.objective
    guard let squaredReach = objective.squaredReach else { preconditionFailure("a quadratic of unknown reach") }
    let constants = objective.constants
    let step = workload.algorithm.stepSize
    try Self.requireOrdinaryScales(workload)
    // Without noise a coordinate in the principal axes stays between its start and the workers' minimisers, as
    // eta L <= 1. Noise adds at most its largest value (7.55 deviations for the Gaussian transform) per step,
    // forgotten at rate eta mu.
    let isFresh = Self.takesFreshGradients(workload.algorithm)
    // Steps that decrease forget ever more slowly.
    let forgets = isFresh && workload.algorithm.settings.stepOffset.isZero
    let decay = forgets ? Double(step * constants.strongConvexity.lower) : 0
    let pull = Self.pull(workload.algorithm, smoothness: constants.smoothness.upper)
    // Every local step rounds, moves and adds noise.
    let iterations = Double(workload.iterations) * Double(workload.algorithm.gradientsPerIteration)
    let memory = min(iterations, decay > 0 ? 1 / decay : .infinity)
    // Otherwise every row is the start less gradients with weights of at most 2 eta in all per iteration, taken anywhere.
    let growth =
      isFresh ? 1 : exp(min(2 * Double(step) * Double(pull ?? 0) * iterations, 1000))
    let channel = Double(workload.algorithm.settings.surroundings.channelNoise).squareRoot()
    let noise =
      7.55 * (2 * Double(constants.noiseVariance.upper).squareRoot() * Double(step) + channel) * memory
      * Double(Self.serverFactor(workload.algorithm))
    let extent = (Double(squaredReach).squareRoot() + noise) * growth
    // A step rounds a model by at most a few units of the extent's last place for each of the d products of a
    // rotated gradient, and averaging and mixing over n nodes (whose rounded weights do not sum to one exactly)
    // by n units. Steps are nonexpansive, so errors add up, and are forgotten as the noise is.
    // Beyond eta L = 1 steps may expand, and errors with them: nothing is known of such a run.
    let expands = step * constants.smoothness.upper > 1
    error =
      expands || pull == nil
      ? .infinity : 0x1p-50 * (memory + 8) * extent * growth * Double(objective.workers * objective.dimension)
    smoothness = Double(constants.smoothness.upper)
  }

  /// By what a local step's reach per eta is bounded: L, with the proximal term's weight on both of its ends, times what the
  /// server makes of it. `nil` where a step rests on norms of differences or on averages that are not convex: nothing is
  /// known of how errors grow in such runs.
  private static func pull(_ algorithm: any Algorithm, smoothness: Rational) -> Rational? {
    if algorithm.runsAlone { return nil }
    if let rounds = algorithm as? any ServerRounds {
      let share = Rational(1, rounds.workers)
      return rounds.clientWeights.allSatisfy { $0 == share } ? smoothness + 2 * rounds.proximalWeight : nil
    }
    let proximal = (algorithm as? any ServerArrivals)?.proximalWeight ?? 0
    return (smoothness + 2 * proximal) * serverFactor(algorithm)
  }

  /// How much a server lengthens what a client did.
  private static func serverFactor(_ algorithm: any Algorithm) -> Rational {
    max(1, (algorithm as? FedBuff)?.settings.number("serverStep") ?? 1)
  }

  /// Whether gradients are applied to the model that they were taken at, and all else averages models, so that a step
  /// brings two runs no further apart.
  private static func takesFreshGradients(_ algorithm: any Algorithm) -> Bool {
    switch type(of: algorithm).update {
    case .synchronousMixing, .localSteps, .visitedNode: true
    case .sign, .staleMixing, .travellingModel, .pairwise, .serverRounds, .serverArrivals: false
    }
  }

  /// - Throws: `EvidenceError` naming the scale that is out of range.
  static func requireOrdinaryScales(_ workload: Workload) throws(EvidenceError) {
    let (objective, step) = (workload.objective, workload.algorithm.stepSize)
    let constants = objective.constants
    let scales: [(String, Rational?)] = [
      ("step size", step), ("smoothness", constants.smoothness.upper),
      ("strong convexity", constants.strongConvexity.upper), ("noise variance", constants.noiseVariance.upper),
      ("heterogeneity", constants.heterogeneity.upper), ("initial gap", constants.initialGap.upper),
      ("initial distance", constants.initialDistance?.upper), ("squared reach", objective.squaredReach),
    ]
    for case (let name, let scale?) in scales where !Self.isOrdinary(scale) {
      throw EvidenceError(
        "sampled evidence runs in doubles and the \(name), \(scale.decimal(significantDigits: 3)), is outside "
          + "2^-400 ... 2^400; use exact evidence")
    }
  }

  /// Whether a scale is zero or well inside the doubles.
  public static func isOrdinary(_ scale: Rational) -> Bool {
    scale.isZero || (scale.magnitude <= largestScale && scale.magnitude * largestScale >= 1)
  }

  /// A value that the sample's exact counterpart is not below; zero for a run that left the doubles, of which
  /// nothing is known.
  func lowerValue(of sample: Double, _ side: LeftSide) -> Double {
    guard sample.isFinite, sample < 1e300 else { return 0 }
    let root = max(0, sample.squareRoot() - allowance(side.metric))
    return root * root
  }

  func upperValue(of sample: Double, _ side: LeftSide) -> Double {
    guard sample.isFinite, sample < 1e300 else { return .infinity }
    let root = sample.squareRoot() + allowance(side.metric)
    return root * root
  }

  func range(of side: LeftSide) -> (least: Double, most: Double?) { (0, nil) }

  /// How far the root of a metric may be off.
  private func allowance(_ metric: Metric) -> Double {
    switch metric {
    case .squaredGradient, .snapshotGradient: smoothness * error
    case .suboptimality, .nodeSuboptimality: smoothness.squareRoot() * error
    case .squaredDistance, .consensusDistance: error
    case .absoluteGradient, .signAlignment, .decodingError, .averagingTime, .samplerProbability, .descentError:
      preconditionFailure("\(metric) of a linear method")
    }
  }
}
