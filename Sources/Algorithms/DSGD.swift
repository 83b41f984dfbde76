import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Decentralised SGD: every node takes a gradient step, then all nodes mix. X <- (X - eta G) W.
public struct DSGD: Algorithm {
  public static let name = "dsgd"
  public static let summary = "decentralised SGD: gradient step at every node, then mixing, X <- (X - eta G) W"

  public static let update = UpdateKind.synchronousMixing
  public static let surroundings: Set<Surroundings.Kind> = [.computing]

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  private let links: Int

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) {
    self.settings = settings
    mixing = network
    links = network.graph.edgeCount
  }

  public init(stepSize: Rational, network: MixingMatrix) {
    self.init(AlgorithmSettings(stepSize: stepSize, parameters: []), network: network)
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { mixing.nodes }

  /// Computing times make every step wait for the slowest node.
  public var schedule: any Schedule {
    settings.surroundings.computing.map { WaitingSchedule(nodes: workers, computing: $0) } ?? FixedSchedule()
  }

  public var linearUpdate: LinearUpdate? {
    if settings.surroundings.computing != nil { return nil }
    // Models are rows here, so the theory's X W is W X with the symmetric W.
    return LinearUpdate(carry: mixing.weights, read: Array(0..<workers), apply: mixing.weights)
  }

  /// Every link carries a model in both directions.
  public func traffic(in slot: Slot) -> Traffic {
    let waits = settings.surroundings.computing != nil && slot.completions.isEmpty
    return Traffic(models: waits ? 0 : 2 * links, gradients: waits ? 0 : workers)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    if settings.surroundings.computing != nil && slot.completions.count < workers { return }
    gradients(state.models, .all, &state.gradients)
    for index in state.models.elements.indices {
      state.gradients.elements[index] = state.models.elements[index] - state.stepSize * state.gradients.elements[index]
    }
    state.mixing.multiply(state.gradients, into: &state.models)
  }
}
