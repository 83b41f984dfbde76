import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// FedProx: FedAvg whose clients minimise f_i(y) + (mu/2) |y - x|^2, x the server's model.
///
/// Source: T. Li et al., Federated Optimization in Heterogeneous Networks, MLSys 2020.
public struct FedProx: ServerRounds {
  public static let name = "fedprox"
  public static let summary =
    "FedProx: FedAvg with a proximal term (mu/2)|y - x|^2 that holds local models to the server's"
  public static let parameters =
    RoundSetting.parameters + [
      Parameter(
        "proximalWeight", .number(positive: false, atMost: nil), fallback: .number(Rational(1, 10)),
        "mu, the weight of the proximal term")
    ]

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let localSteps: Int
  public let proximalWeight: Rational
  public let rounds: RoundSchedule

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
    proximalWeight = settings.number("proximalWeight")
    rounds = try RoundSetting.schedule(settings, clients: network.nodes, for: Self.name)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    round(&state, slot, gradients)
  }
}
