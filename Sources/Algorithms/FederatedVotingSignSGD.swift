import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// signSGD with federated voting: majority for the first T_in iterations, then a weighted vote with one learned weight
/// for each worker and coordinate.
///
/// Source: C. Park et al., SignSGD with Federated Voting, arXiv 2403.16372.
public struct FederatedVotingSignSGD: SignVoting {
  public static let name = "signsgd-fv"
  public static let summary = "signSGD whose server learns a weight for each worker and coordinate from past agreement"
  public static let parameters = LearnedWeights.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  let adversaries: Adversaries
  private let weights: LearnedWeights

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    adversaries = try Adversaries(settings, workers: network.nodes)
    weights = LearnedWeights(settings)
  }

  public func coordinateVote(iterations: Int) -> CoordinateVote? {
    iterations < weights.initialRounds ? CoordinateVote(adversaries: adversaries) : nil
  }

  public func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)] {
    weights.memoryShapes(workers: workers, dimension: dimension)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    gradients(state.models, .all, &state.gradients)
    castVotes(&state.gradients, draws: draws)
    if state.iteration < weights.initialRounds {
      decode(state.gradients, into: &state.decision, weight: nil)
    } else {
      let memory = state.memory
      decode(state.gradients, into: &state.decision) { m, k in
        weights.weight(agreements: memory[0][m, k], votes: memory[1][m, k])
      }
    }
    weights.count(state.gradients, against: state.decision, in: &state.memory)
    descend(&state)
  }
}
