import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// AsyncFedED: an arriving difference Delta = y - x_s counts the less the further the server has gone meanwhile, in units of
/// its length: gamma = |x - x_s|/|Delta|, eta = lambda/(gamma + eps), x <- x + eta Delta. A client whose gamma is above the
/// target takes fewer local steps next, below it more: K <- max(1, K + floor((gammaBar - gamma) kappa)).
///
/// Where |Delta| = 0 there is no gamma: the server's model and K stay as they are.
///
/// Source: Q. Wang, Q. Yang, S. He, Z. Shi, J. Chen, AsyncFedED: Asynchronous Federated Learning with Euclidean Distance
/// based Adaptive Weight Aggregation, arXiv 2205.13797.
public struct AsyncFedED: ServerArrivals {
  public static let name = "asyncfeded"
  public static let summary =
    "AsyncFedED: steps lambda/(gamma + eps) with the staleness gamma = |x - x_s|/|Delta|, adaptive K"
  public static let parameters = [Parameter.localSteps] + ruleParameters + ArrivalSchedule.parameters
  /// What the server's rule is set up with.
  public static let ruleParameters =
    [
      Parameter(
        "serverStep", .number(positive: true, atMost: nil), fallback: .number(1), "lambda of the server's step"),
      Parameter(
        "stalenessOffset", .number(positive: true, atMost: nil), fallback: .number(1),
        "eps, what is added to the staleness gamma"),
      Parameter(
        "targetStaleness", .number(positive: false, atMost: nil), fallback: .number(1),
        "gammaBar, the staleness that adaptive local steps aim at"),
      Parameter(
        "adaptivity", .number(positive: false, atMost: nil), fallback: .number(0),
        "kappa, local steps per unit of staleness; 0 keeps their number"),
    ]

  /// What the server makes of distances, written once for every scalar.
  public struct Rule: Sendable {
    /// lambda
    public let serverStep: Rational
    /// eps
    public let stalenessOffset: Rational
    /// gammaBar
    let targetStaleness: Rational
    /// kappa
    let adaptivity: Rational

    public init(serverStep: Rational, stalenessOffset: Rational, targetStaleness: Rational, adaptivity: Rational) {
      self.serverStep = serverStep
      self.stalenessOffset = stalenessOffset
      self.targetStaleness = targetStaleness
      self.adaptivity = adaptivity
    }

    public var isAdaptive: Bool { !adaptivity.isZero }

    /// eta = lambda/(gamma + eps), gamma = distance/length, from |x - x_s| and |Delta| > 0.
    public func step<S: RunScalar>(distance: S, length: S) -> S {
      S(serverStep) * length / (distance + S(stalenessOffset) * length)
    }

    /// max(1, K + floor((gammaBar - gamma) kappa)), at most `mostLocalSteps`.
    public func localSteps<S: RunScalar>(after steps: Int, staleness: S) -> Int {
      if !isAdaptive { return steps }
      let change = ((S(targetStaleness) - staleness) * S(adaptivity)).floored
      return min(max(1, steps + change), mostLocalSteps)
    }
  }

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let localSteps: Int
  public let rule: Rule

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    try settings.surroundings.requireEndlessTimes(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
    rule = Rule(
      serverStep: settings.number("serverStep"), stalenessOffset: settings.number("stalenessOffset"),
      targetStaleness: settings.number("targetStaleness"), adaptivity: settings.number("adaptivity"))
  }

  public var proximalWeight: Rational { 0 }
  public var gradientsPerIteration: Int { isAdaptive ? max(2, localSteps) : localSteps }
  public var probe: Slot? { nil }
  /// The step is no linear function of the models.
  public var remembersSlots: Bool { true }
  public var runsAlone: Bool { true }
  public var isAdaptive: Bool { rule.isAdaptive }

  // Counters: the clients' starts, then their numbers of local steps less the first one.
  public var schedule: any Schedule {
    ArrivalSchedule(clients: workers, settings, isAdaptive: isAdaptive) { [localSteps, workers] client, counters in
      counters.count > workers ? localSteps + counters[workers + client] : localSteps
    }
  }

  public func receive<S: RunScalar>(_ state: inout AlgorithmState<S>, from client: Int, staleness: Int) {
    let d = state.models.columns
    let (work, start) = (workRow(client) * d, startRow(client) * d)
    let elements = state.models.elements
    let delta = (0..<d).map { elements[work + $0] - elements[start + $0] }
    let length = S.norm(delta)
    state.staleness = .zero
    if length.isZeroThroughout { return }
    let distance = S.norm((0..<d).map { elements[$0] - elements[start + $0] })
    state.staleness = distance / length
    let step = rule.step(distance: distance, length: length)
    for j in 0..<d { state.models.elements[j] += step * delta[j] }
    if isAdaptive {
      let taken = localSteps + state.counters[workers + client]
      state.counters[workers + client] = rule.localSteps(after: taken, staleness: state.staleness) - localSteps
    }
  }

  /// A client never takes more local steps than this at a time.
  public static let mostLocalSteps = 1_000_000

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    if state.counters.isEmpty { state.counters = Array(repeating: 0, count: 2 * workers) }
    arrival(&state, slot, gradients, steps: localSteps + state.counters[workers + slot.completions[0]])
  }
}
