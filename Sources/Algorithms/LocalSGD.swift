import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Local SGD: every worker takes H gradient steps on its own, then all models are averaged.
///
/// Source: S. U. Stich, Local SGD Converges Fast and Communicates Little, ICLR 2019.
public struct LocalSGD: Algorithm {
  public static let name = "local-sgd"
  public static let summary = "local SGD: H gradient steps at every worker, then all models are averaged"
  public static let update = UpdateKind.localSteps
  public static let parameters =
    [Parameter.localSteps] + StepDecay.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  /// H
  public let localSteps: Int

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { workers }

  public var schedule: any Schedule {
    FixedSchedule { [localSteps] iteration in Slot(averages: (iteration + 1) % localSteps == 0) }
  }

  public func traffic(in slot: Slot) -> Traffic {
    Traffic(models: slot.averages ? 2 * workers : 0, gradients: workers)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    gradients(state.models, .all, &state.gradients)
    for index in state.models.elements.indices {
      state.models.elements[index] -= state.stepSize * state.gradients.elements[index]
    }
    if slot.averages {
      let average = state.average
      for index in state.models.elements.indices { state.models.elements[index] = average[index % average.count] }
    }
    state.iteration += 1
    StepDecay.apply(settings, to: &state)
  }
}
