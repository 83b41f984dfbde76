import Algorithms
import Evidence
import ExactArithmetic
import ExactArithmetic
import Networks
import Theorems

/// What is known of a workload's structural properties.
enum Facts {
  static func all(of workload: Workload) -> [StructuralProperty: Fact] {
    let (algorithm, objective) = (workload.algorithm, workload.objective)
    let (mixing, surroundings) = (algorithm.mixing, algorithm.settings.surroundings)
    let connected = mixing.graph.isConnected
    let violation = mixing.stochasticityViolation
    let asymmetry =
      mixing.weights.asymmetricEntry
      ?? surroundings.mixing?.matrices.lazy.compactMap(\.weights.asymmetricEntry).first
    let constants = objective.constants
    let isConvex = constants.isConvex
    func exactness(_ value: Enclosure) -> String { value.isExact ? "exact" : "enclosed" }
    var facts: [StructuralProperty: Fact] = [
      .coordinateSmoothness: Fact(
        truth: .yes, detail: "|L|_1 is \(exactness(constants.smoothnessSum)) for this objective"),
      .symmetricWeights: Fact(
        truth: Truth(asymmetry == nil),
        detail: asymmetry.map { "entry (\($0.row), \($0.column)) differs from its mirror image" } ?? "checked exactly"),
      .doublyStochasticWeights: Fact(
        truth: Truth(violation == nil), detail: violation?.description ?? "checked exactly"),
      .connectedNetwork: Fact(
        truth: Truth(connected), detail: connected ? "connected" : "disconnected, so rho = 1"),
      .commonStart: Fact(truth: .yes, detail: "by construction of the run"),
      .smoothObjective: Fact(truth: .yes, detail: "L is \(exactness(constants.smoothness)) for this objective"),
      .convexObjective: Fact(truth: Truth(isConvex), detail: isConvex ? "convex" : "not convex"),
      .unbiasedNoise: Fact(
        truth: .yes,
        detail: objective.gradientSampler(seed: 0) == nil
          ? "by construction of the noise law \(objective.noise.law.rawValue)" : "mini-batches are drawn uniformly"),
      .memorylessCompletion: Fact(
        truth: Truth(surroundings.participation != nil),
        detail: surroundings.churn != nil
          ? "nodes come and go"
          : surroundings.computing.map { "computing time \(type(of: $0.model).name)" }
            ?? "every computation is completed in its slot"),
      .independentLinks: Fact(
        truth: Truth(
          surroundings.links?.isIndependentOverTime ?? true && surroundings.mixing?.isIndependent ?? true),
        detail: surroundings.mixing.map(\.summary)
          ?? surroundings.links.map { "links \(type(of: $0).name)" } ?? "links are always up"),
      .knownSchedule: Fact(
        truth: Truth(algorithm.schedule.isFixed),
        detail: algorithm.schedule.isFixed ? "the same in every run" : "random"),
      .boundedDistance: Fact(truth: .yes, detail: "the largest in the runs that were sampled"),
      .fixedMixing: Fact(
        truth: Truth(surroundings.links == nil && surroundings.mixing == nil),
        detail: surroundings.links == nil && surroundings.mixing == nil ? "one W" : "W is random"),
      .boundedStaleness: staleness(workload),
      .pairwiseGossip: Fact(truth: .no, detail: "algorithm \(type(of: algorithm).name) takes gradients"),
      .idealSampler: Fact(truth: .no, detail: "algorithm \(type(of: algorithm).name) takes gradients"),
      .routeGiven: route(workload),
      .constantStep: Fact(
        truth: Truth(algorithm.settings.stepOffset.isZero),
        detail: algorithm.settings.stepOffset.isZero
          ? "constant" : "steps decrease, stepOffset \(Enclosure(algorithm.settings.stepOffset).shortText)"),
      .delayedUpdate: delayedUpdate(algorithm, constants.heterogeneity),
      .serverRounds: Fact(
        truth: Truth((algorithm as? any ServerRounds)?.proximalWeight.isZero ?? false),
        detail: "algorithm \(type(of: algorithm).name)"),
      .uniformSampling: sampling(algorithm),
      .equalClients: Fact(
        truth: Truth(
          (algorithm as? any ServerRounds)?.clientWeights.allSatisfy { $0 == Rational(1, algorithm.workers) } ?? true),
        detail: surroundings.clientWeights == nil ? "equal weights" : "weights given"),
      .distanceWeighted: Fact(
        truth: Truth(algorithm is AsyncFedED), detail: "algorithm \(type(of: algorithm).name)"),
      .fixedLocalSteps: Fact(
        truth: Truth((algorithm as? AsyncFedED)?.isAdaptive != true),
        detail: (algorithm as? AsyncFedED)?.isAdaptive == true ? "K follows the staleness" : "K is fixed"),
    ]
    let updates: [(StructuralProperty, UpdateKind)] = [
      (.synchronousMixing, .synchronousMixing), (.signUpdate, .sign), (.staleMixing, .staleMixing),
      (.localSteps, .localSteps), (.travellingModel, .travellingModel),
    ]
    for (property, update) in updates {
      facts[property] = Fact(
        truth: Truth(type(of: algorithm).update == update), detail: "algorithm \(type(of: algorithm).name)")
    }
    if type(of: algorithm).update == .synchronousMixing && surroundings.computing != nil {
      facts[.synchronousMixing] = Fact(truth: .no, detail: "in slots where a node is not done, nothing happens")
    }
    return facts
  }

  /// How far the constants of a drawn route stand for those of others.
  private static func route(_ workload: Workload) -> Fact {
    guard let algorithm = workload.algorithm as? any Algorithm & TravellingModels, algorithm.isRouteRandom else {
      return Fact(truth: .yes, detail: "the same route in every run")
    }
    let own = algorithm.visits
    let square = TokenDeviation(own).square
    let tries = max(1, min(200, 4_000_000 / (own.slots * own.tokens)))
    var (calmer, denser) = (0, 0)
    for index in 1...tries {
      guard let other = algorithm.redrawnVisits(seed: algorithm.settings.surroundings.seed &+ UInt64(index)) else {
        break
      }
      if TokenDeviation(other).square <= square { calmer += 1 }
      if other.largestTokenGap <= own.largestTokenGap { denser += 1 }
    }
    return Fact(
      truth: .yes,
      detail:
        "drawn from the seed; of \(tries) other draws (sampled) \(calmer) have no larger Sbar, \(denser) no larger R")
  }

  /// Whether the updates are those of SGD with stale gradients of one f.
  private static func delayedUpdate(_ algorithm: any Algorithm, _ heterogeneity: Enclosure) -> Fact {
    guard let algorithm = algorithm as? FedBuff, algorithm.isDelayedSGD else {
      return Fact(truth: .no, detail: "algorithm \(type(of: algorithm).name)")
    }
    let isAlike = heterogeneity.upper.isZero || algorithm.workers == 1
    return Fact(
      truth: isAlike ? .yes : heterogeneity.lower.signum > 0 ? .no : .unknown,
      detail: isAlike
        ? "fedbuff with one local step and buffer 1, all f_i alike"
        : "the clients' f_i differ, and which one comes is random")
  }

  private static func sampling(_ algorithm: any Algorithm) -> Fact {
    guard let rounds = (algorithm as? any ServerRounds)?.rounds else {
      return Fact(truth: .no, detail: "algorithm \(type(of: algorithm).name)")
    }
    return Fact(
      truth: Truth(rounds.sampling != .withReplacement),
      detail: rounds.sampling == .withReplacement
        ? "drawn one by one" : "\(rounds.arrivals) of \(rounds.clients), drawn uniformly")
  }

  /// The largest age of a client's model at an asynchronous server, as far as the run is short enough to look; `nil` for
  /// other algorithms.
  static func largestAge(_ workload: Workload) -> Int? {
    let algorithm = workload.algorithm
    guard type(of: algorithm).update == .serverArrivals, workload.iterations <= RunAccount.largest / algorithm.workers
    else { return nil }
    return RunAccount(of: workload, seed: algorithm.settings.surroundings.seed).maximumStaleness
  }

  /// The largest age of an applied gradient.
  private static func staleness(_ workload: Workload) -> Fact {
    if let age = largestAge(workload) {
      return Fact(
        truth: workload.algorithm.schedule.isFixed ? .yes : .unknown,
        detail: workload.algorithm.schedule.isFixed
          ? "largest age \(age), the same in every run" : "largest age \(age) in one run; others may have larger ones")
    }
    if type(of: workload.algorithm).update == .serverArrivals {
      return Fact(truth: .unknown, detail: "the run is too long to look at the ages of its models")
    }
    guard let algorithm = workload.algorithm as? AsyncDSGD else {
      return Fact(truth: .yes, detail: "no outdated gradients")
    }
    if !algorithm.keepsOutdated {
      return Fact(truth: .yes, detail: "a computation older than tau_max starts again")
    }
    guard workload.iterations <= RunAccount.largest / algorithm.workers else {
      return Fact(truth: .unknown, detail: "the run is too long to look at the ages of its gradients")
    }
    let account = RunAccount(of: workload, seed: algorithm.settings.surroundings.seed)
    if let excess = account.firstStaleness(above: algorithm.maximumStaleness) {
      return Fact(
        truth: .no,
        detail: "a gradient of age \(excess.age) is applied by node \(excess.node) in iteration \(excess.iteration)")
    }
    return Fact(
      truth: algorithm.schedule.isFixed ? .yes : .unknown,
      detail: "largest age \(account.maximumStaleness) in one run; others may have larger ones")
  }

  /// Whether the G that was measured bounds what the deviation lemma needs.
  static func gradientBound(_ workload: Workload, _ trajectory: Trajectory) -> Fact {
    let found = trajectory.isEstimated ? "sample means along the run" : "computed along the run"
    guard let algorithm = workload.algorithm as? AsyncDSGD, !algorithm.schedule.isFixed,
      algorithm.maximumStaleness + 1 > algorithm.workers
    else { return Fact(truth: .yes, detail: found) }
    // With at most n of the tau_max + 1 ages present at a time, the lemma bounds each of them given the schedule, and a
    // bound on the mean over schedules is not enough.
    return Fact(truth: .unknown, detail: "\(found), on average over schedules, and tau_max + 1 > n needs it for each")
  }
}
