import Algorithms
import Evidence
import ExactArithmetic
import Networks
import Theorems

/// The theorem's constants for a workload, each with its source, and the structural facts.
struct Constants: Sendable {
  private(set) var values: Values<Enclosure>
  private(set) var facts: [StructuralProperty: Fact]
  /// Constants that rest on samples.
  private(set) var estimated: Set<Quantity> = []

  /// Constants that only the run itself can tell.
  static let ofTheTrajectory: Set<Quantity> = [.gradientSecondMoment, .gradientMeanSquare, .stalenessLimit]

  /// - Parameter quantities: what the claims speak of; the costly ones are computed only then.
  init(of workload: Workload, for quantities: Set<Quantity>) {
    let algorithm = workload.algorithm
    let objective = workload.objective.constants
    let (settings, surroundings) = (algorithm.settings, algorithm.settings.surroundings)
    var values: [Quantity: Enclosure] = [
      .nodes: Enclosure(Rational(algorithm.workers)),
      .stepSize: Enclosure(settings.stepSize),
      .smoothness: objective.smoothness,
      .strongConvexity: objective.strongConvexity,
      .noiseVariance: objective.noiseVariance,
      .heterogeneity: objective.heterogeneity,
      .initialGap: objective.initialGap,
      .signStep: Enclosure(settings.stepSize),
      .smoothnessSum: objective.smoothnessSum,
      .participation: surroundings.participation ?? Enclosure(lower: 0, upper: 1),
      .maximumStaleness: Enclosure(settings.optionalNumber("maximumStaleness") ?? 0),
      .consensusStep: Enclosure(settings.optionalNumber("consensusStep") ?? 1),
      .channelNoise: Enclosure(surroundings.channelNoise),
      .localSteps: Enclosure(settings.optionalNumber("localSteps") ?? 1),
      .stepOffset: Enclosure(settings.stepOffset),
      .maximumDecodingError: quantities.contains(.maximumDecodingError)
        ? LatticeChain.maximumDecodingError(of: workload) : Enclosure(lower: 0, upper: 1),
    ]
    values[.maximumHeterogeneity] = objective.maximumHeterogeneity
    values[.localGap] = objective.localGap
    values[.sampleSize] = Enclosure(
      Rational((algorithm as? any ServerRounds)?.rounds.arrivals ?? algorithm.workers))
    values[.serverStep] = Enclosure(settings.optionalNumber("serverStep") ?? 1)
    values[.stalenessOffset] = Enclosure(settings.optionalNumber("stalenessOffset") ?? 1)
    if type(of: algorithm).update == .serverArrivals {
      values[.maximumStaleness] =
        Facts.largestAge(workload).map { Enclosure(Rational($0)) }
        ?? Enclosure(lower: 0, upper: Rational(workload.iterations))
    }
    // Not of any run; theorems about them are not applicable to one.
    values[.secondEigenvalue] = Enclosure(lower: 0, upper: 1)
    values[.accuracy] = Enclosure(lower: 0, upper: 1)
    values[.initialDistance] = objective.initialDistance
    values[.mixingRate] =
      quantities.contains(.mixingRate) ? Self.mixingRate(algorithm) : Enclosure(lower: 0, upper: 1)
    if let visits = (algorithm as? any TravellingModels)?.visits {
      values[.tokenDeviation] = Enclosure(TokenDeviation(visits).square)
      values[.visitInterval] = Enclosure(Rational(visits.largestTokenGap))
    } else {
      values[.tokenDeviation] = Enclosure(0)
      values[.visitInterval] = Enclosure(1)
    }
    self.values = Values(enclosing: values, iterationCount: workload.iterations)
    facts = Facts.all(of: workload)
  }

  /// With what a measurement found along the run.
  func adding(_ attempt: Attempt, _ workload: Workload) -> Constants {
    var result = self
    guard let trajectory = attempt.measurement?.trajectory else {
      if let obstacle = attempt.obstacle {
        result.facts[.gradientBound] = Fact(truth: .unknown, detail: "G was not measured: \(obstacle)")
      }
      return result
    }
    result.values[.gradientSecondMoment] = trajectory.gradientSecondMoment
    result.values[.gradientMeanSquare] = trajectory.gradientMeanSquare
    result.values[.stalenessLimit] = trajectory.stalenessLimit
    if trajectory.isEstimated { result.estimated = Self.ofTheTrajectory }
    result.facts[.gradientBound] = Facts.gradientBound(workload, trajectory)
    return result
  }

  func evaluation(of theorem: any Theorem) -> Evaluation { Evaluation(theorem, values: values, facts: facts) }

  /// p = 1 - rho^2 of the mixing that the run does. A disconnected graph has rho = 1 and needs no spectrum.
  private static func mixingRate(_ algorithm: any Algorithm) -> Enclosure {
    let (mixing, surroundings) = (algorithm.mixing, algorithm.settings.surroundings)
    guard mixing.graph.isConnected, mixing.isDoublyStochastic else { return Enclosure(0) }
    let step = algorithm.settings.optionalNumber("consensusStep") ?? 1
    let rate: Enclosure
    if let plan = surroundings.mixing {
      rate = plan.contraction().mixingRate
    } else if surroundings.links == nil && step == 1 {
      rate = mixing.spectrum().mixingRate
    } else {
      guard let law = failingLinks(mixing, surroundings) else { return Enclosure(lower: 0, upper: 1) }
      let slack = law.slack(step)
      let found = law.failures.contraction(consensusStep: step).mixingRate
      rate = Enclosure(lower: found.lower - slack, upper: found.upper + slack)
    }
    return Enclosure(lower: max(0, rate.lower), upper: min(1, max(0, rate.upper)))
  }

  /// Links that fail with rational probabilities near their true ones, and by how much rho^2 may differ from theirs:
  /// E[W^2] has the derivative -w (L M + M L) + 2 (1 - 2 pi) w^2 L in a link's pi, |L| = 2 and |M| <= 1 for the mean M of W.
  private static func failingLinks(
    _ mixing: MixingMatrix, _ surroundings: Surroundings
  ) -> (failures: LinkFailures, slack: (_ consensusStep: Rational) -> Rational)? {
    let success = mixing.graph.edges.map { surroundings.links?.success(of: .between($0.0, $0.1)) ?? Enclosure(1) }
    // Short fractions: exact spectra get slow with long ones.
    let near = success.map { $0.isExact ? $0.lower : min(1, $0.roundedOutward(bits: 40).upper) }
    guard let failures = try? LinkFailures(mixing, success: near) else { return nil }
    return (
      failures,
      { step in
        zip(failures.links, zip(success, near)).reduce(Rational.zero) { sum, entry in
          let (link, (success, near)) = entry
          let weight = step * link.weight
          let error = max((near - success.lower).magnitude, (success.upper - near).magnitude)
          return sum + 4 * (weight + weight * weight) * error
        }
      }
    )
  }

  /// A constant is computed exactly or enclosed by exact arithmetic for this workload, so that its source is `exact` and an
  /// enclosure shows in its ends; or it is a sample mean.
  func records(for theorem: any Theorem) -> [String: ConstantRecord] {
    var records: [String: ConstantRecord] = [:]
    for quantity in theorem.quantities where values.has(quantity) {
      records[quantity.name] = ConstantRecord(
        value: EnclosureRecord(values[quantity]), source: estimated.contains(quantity) ? "estimated" : "exact")
    }
    return records
  }
}
