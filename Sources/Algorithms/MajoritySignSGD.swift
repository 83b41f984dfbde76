import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// signSGD with majority vote: x <- x - delta sign(sum_m sign(g_m)); a tie leaves the coordinate where it is.
///
/// Source: J. Bernstein et al., signSGD with majority vote is communication efficient and fault tolerant, ICLR 2019.
public struct MajoritySignSGD: SignVoting {
  public static let name = "signsgd-mv"
  public static let summary = "signSGD with majority vote, x <- x - delta sign(sum_m sign(g_m)), ties give 0"
  public static let parameters = Adversaries.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  let adversaries: Adversaries

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    adversaries = try Adversaries(settings, workers: network.nodes)
  }

  public func coordinateVote(iterations: Int) -> CoordinateVote? { CoordinateVote(adversaries: adversaries) }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    gradients(state.models, .all, &state.gradients)
    castVotes(&state.gradients, draws: draws)
    decode(state.gradients, into: &state.decision, weight: nil)
    descend(&state)
  }
}
