import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// FedAvg: in every round some clients take K local steps from the server's model, and the server averages the results.
///
/// A sample without replacement is averaged with weights p_i n/s, which leave the old model its share where they do not sum
/// to 1; a sample with replacement, drawn with the weights, is averaged evenly.
///
/// Source: B. McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data, AISTATS 2017;
/// X. Li et al., On the Convergence of FedAvg on Non-IID Data, ICLR 2020, for the weights.
public struct FedAvg: ServerRounds {
  public static let name = "fedavg"
  public static let summary = "FedAvg: K local steps at sampled clients, then the server averages their models"
  public static let parameters = RoundSetting.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let localSteps: Int
  public let rounds: RoundSchedule

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
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

extension RoundSchedule {
  func averagingWeight(of client: Int, in participants: [Int]) -> Rational {
    switch sampling {
    case .full: weights[client]
    case .withoutReplacement: weights[client] * Rational(clients, participants.count)
    case .withReplacement: Rational(participants.count { $0 == client }, participants.count)
    }
  }
}
