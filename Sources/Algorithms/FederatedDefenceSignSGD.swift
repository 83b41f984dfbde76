import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// signSGD with federated defence: as federated voting, but already in the first T_in iterations each worker has a
/// learned weight, pooled over the coordinates, so that a worker that flips signs soon gets a negative one.
///
/// Source: C. Park, N. Lee, SignSGD with Federated Defense, arXiv 2402.01340.
public struct FederatedDefenceSignSGD: SignVoting {
  public static let name = "signsgd-fd"
  public static let summary = "signSGD with federated voting that pools its weights over the coordinates at first"
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
    let memory = state.memory
    if state.iteration < weights.initialRounds {
      let pooled = (0..<workers).map { m in
        weights.weight(agreements: memory[0].sum(ofRow: m), votes: memory[1].sum(ofRow: m))
      }
      decode(state.gradients, into: &state.decision) { m, _ in pooled[m] }
    } else {
      decode(state.gradients, into: &state.decision) { m, k in
        weights.weight(agreements: memory[0][m, k], votes: memory[1][m, k])
      }
    }
    weights.count(state.gradients, against: state.decision, in: &state.memory)
    descend(&state)
  }
}

extension Matrix where Element: AdditiveArithmetic {
  fileprivate func sum(ofRow row: Int) -> Element { (0..<columns).reduce(.zero) { $0 + self[row, $1] } }
}
