import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Decentralised SGD: every node takes a gradient step, then all nodes mix. X <- (X - eta G) W.
public struct DSGD: Algorithm {
  public static let name = "dsgd"
  public static let summary = "decentralised SGD: gradient step at every node, then mixing, X <- (X - eta G) W"

  public static let update = UpdateKind.synchronousMixing
  public static let surroundings: Set<Surroundings.Kind> = [.computing, .links, .mixing, .latency]

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  private let graph: Graph
  /// Where links may fail.
  private let links: LinkMixing?
  /// Messages of a mixing by each matrix of the plan.
  private let messages: [Int]

  /// - Throws: `AlgorithmError` when links may fail and the weights are not symmetric, or a plan of matrices is given too.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    let surroundings = settings.surroundings
    if surroundings.links != nil && surroundings.mixing != nil {
      throw AlgorithmError("\(Self.name) mixes over links that fail, or by a plan of matrices, not both")
    }
    links = surroundings.links == nil ? nil : try LinkMixing(network, for: Self.name)
    self.settings = settings
    mixing = network
    graph = network.graph
    messages = surroundings.mixing?.matrices.map(\.messages) ?? []
  }

  public init(stepSize: Rational, network: MixingMatrix) {
    self.settings = AlgorithmSettings(stepSize: stepSize, parameters: [])
    mixing = network
    graph = network.graph
    (links, messages) = (nil, [])
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { mixing.nodes }

  /// Computing times make every step wait for the slowest node.
  private var waits: Bool { settings.surroundings.computing != nil }

  public var schedule: any Schedule {
    let surroundings = settings.surroundings
    let base: any Schedule =
      surroundings.computing.map { WaitingSchedule(graph, computing: $0, latency: surroundings.latency) }
      ?? FixedSchedule()
    if surroundings.links == nil && surroundings.mixing == nil { return base }
    return MixingSchedule(base, graph, surroundings: surroundings) { [waits] in !waits || !$0.completions.isEmpty }
  }

  public var linearUpdate: LinearUpdate? {
    if waits || settings.surroundings.links != nil || settings.surroundings.mixing != nil { return nil }
    // Models are rows here, so the theory's X W is W X with the symmetric W.
    return LinearUpdate(carry: mixing.weights, read: Array(0..<workers), apply: mixing.weights)
  }

  /// Every link that is up carries a model in both directions.
  public func traffic(in slot: Slot) -> Traffic {
    if waits && slot.completions.isEmpty { return Traffic(models: 0, gradients: 0) }
    return Traffic(
      models: slot.matrix.map { messages[$0] } ?? 2 * (graph.edgeCount - slot.failedLinks.count), gradients: workers)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    if waits && slot.completions.count < workers { return }
    gradients(state.models, .all, &state.gradients)
    for index in state.models.elements.indices {
      state.gradients.elements[index] = state.models.elements[index] - state.stepSize * state.gradients.elements[index]
    }
    if let matrix = slot.matrix {
      state.plannedMixing[matrix].multiply(state.gradients, into: &state.models)
    } else if let links, !slot.failedLinks.isEmpty {
      links.mix(state.gradients, failed: slot.failedLinks, into: &state.models)
    } else {
      state.mixing.multiply(state.gradients, into: &state.models)
    }
  }
}

extension MixingMatrix {
  /// Models that nodes send each other in one mixing.
  fileprivate var messages: Int {
    (0..<nodes).reduce(0) { sum, i in sum + (0..<nodes).count { $0 != i && !weights[i, $0].isZero } }
  }
}
