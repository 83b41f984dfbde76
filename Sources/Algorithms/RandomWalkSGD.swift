import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Random-walk SGD: one model travels, and only the node that it visits takes a step with it.
///
/// Source: A. S. Bedi et al.; the baseline of P. Gholami, H. Seferoglu, DIGEST, arXiv 2307.07652.
public struct RandomWalkSGD: Algorithm, TravellingModels {
  public static let name = "random-walk-sgd"
  public static let summary = "random-walk SGD: one model travels along a route, the node that it visits takes a step"
  public static let update = UpdateKind.visitedNode
  public static let surroundings: Set<Surroundings.Kind> = [.cycle]
  public static let parameters = RouteSetting.parameters + StepDecay.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let visits: TokenVisits

  /// - Throws: `AlgorithmError` when there is no such route on the network.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    self.settings = settings
    mixing = network
    visits = try RouteSetting.visits(settings, network, tokens: 1)
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { 1 }

  public var schedule: any Schedule {
    FixedSchedule(visits)
  }

  public func traffic(in slot: Slot) -> Traffic { Traffic(models: 1, gradients: 1) }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    let (node, d) = (slot.visits[0], state.models.columns)
    gradients(state.models, Readers([node]), &state.gradients)
    for k in 0..<d { state.models.elements[k] -= state.stepSize * state.gradients.elements[node * d + k] }
    state.iteration += 1
    StepDecay.apply(settings, to: &state)
  }
}
