import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// FedAsync: the server mixes each arriving model into its own, x <- (1 - alpha s(age)) x + alpha s(age) y.
///
/// Source: C. Xie, S. Koyejo, I. Gupta, Asynchronous Federated Optimization, 2019.
public struct FedAsync: ServerArrivals {
  public static let name = "fedasync"
  public static let summary = "FedAsync: each arriving model is mixed into the server's, the less the older it is"
  public static let parameters =
    [
      Parameter.localSteps,
      Parameter(
        "mixingWeight", .number(positive: true, atMost: 1), fallback: .number(Rational(1, 2)),
        "alpha, what a fresh model counts"),
      Parameter(
        "proximalWeight", .number(positive: false, atMost: nil), fallback: .number(0),
        "rho, the weight of the proximal term"),
    ] + StalenessWeight.parameters + ArrivalSchedule.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let localSteps: Int
  public let proximalWeight: Rational
  private let mixingWeight: Rational
  private let weight: StalenessWeight

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    try settings.surroundings.requireEndlessTimes(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
    proximalWeight = settings.number("proximalWeight")
    mixingWeight = settings.number("mixingWeight")
    weight = StalenessWeight(settings)
  }

  public var remembersSlots: Bool { weight.kind != .constant }

  public var schedule: any Schedule {
    ArrivalSchedule(clients: workers, settings) { [localSteps] _, _ in localSteps }
  }

  public func receive<S: RunScalar>(_ state: inout AlgorithmState<S>, from client: Int, staleness: Int) {
    let d = state.models.columns
    let share = S(mixingWeight * weight(staleness))
    let row = workRow(client) * d
    for j in 0..<d { state.models.elements[j] += share * (state.models.elements[row + j] - state.models.elements[j]) }
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    arrival(&state, slot, gradients, steps: localSteps)
  }
}
