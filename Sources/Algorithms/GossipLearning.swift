import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Gossip learning: a node that wakes sends its model to a random neighbour, which merges it with its own, weighted by
/// the models' ages, and takes a step. The age of a model is the number of steps in it: the larger of the two merged ones
/// plus one.
///
/// Source: R. Ormándi, I. Hegedűs, M. Jelasity, Gossip learning with linear models on fully distributed data, 2013;
/// I. Hegedűs, G. Danner, M. Jelasity, Gossip Learning as a Decentralized Alternative to Federated Learning, 2019.
public struct GossipLearning: Algorithm {
  public static let name = "gossip-learning"
  public static let summary = "gossip learning: models sent to random neighbours, merged by age, then a step"
  public static let update = UpdateKind.pairwise
  public static let surroundings: Set<Surroundings.Kind> = [.computing, .latency]
  public static let parameters: [Parameter] = []

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  private let graph: Graph

  /// - Throws: `AlgorithmError` when a node has no neighbour.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    self.settings = settings
    mixing = network
    graph = try network.requireNeighbours(for: Self.name)
    try settings.surroundings.requireEndlessTimes(for: Self.name)
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { workers }
  /// A merge is weighted by ages, which are the run's past.
  public var remembersSlots: Bool { true }

  public var schedule: any Schedule {
    if let latency = settings.surroundings.latency, let computing = settings.surroundings.computing {
      return MailSchedule(graph, computing: computing, latency: latency)
    }
    return WakingSchedule(graph, computing: settings.surroundings.computing) {
      Slot(completions: [$1], exchanges: [.init(from: $0, to: $1)])
    }
  }

  public func traffic(in slot: Slot) -> Traffic { Traffic(models: 1, gradients: 1) }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    let d = state.models.columns
    if state.counters.isEmpty { state.counters = Array(repeating: 0, count: workers) }
    for post in slot.posts { state.mail(post, dimension: d) }
    let (sender, receiver, box) = (slot.exchanges[0].sender, slot.exchanges[0].receiver, slot.exchanges[0].box)
    let (theirs, own) = (box.map { state.mail[$0].count } ?? state.counters[sender], state.counters[receiver])
    // Models without a step weigh alike.
    let weight = S(theirs + own == 0 ? Rational(1, 2) : Rational(theirs, theirs + own))
    // Safe: both nodes' rows are d numbers of the models. Unsafe because a check of each number takes as long as its sum.
    if let box {
      let sent = state.mail[box].model
      for k in 0..<d { state.models[receiver, k] += weight * (sent[k] - state.models[receiver, k]) }
    } else {
      state.models.elements.withUnsafeMutableBufferPointer { models in
        let (mine, other) = (receiver * d, sender * d)
        for k in 0..<d { models[mine + k] += weight * (models[other + k] - models[mine + k]) }
      }
    }
    gradients(state.models, Readers(slot.completions), &state.gradients)
    let (step, taken) = (state.stepSize, state.gradients)
    state.models.elements.withUnsafeMutableBufferPointer { models in
      taken.elements.withUnsafeBufferPointer { taken in
        for k in receiver * d..<(receiver + 1) * d { models[k] -= step * taken[k] }
      }
    }
    state.counters[receiver] = max(theirs, own) + 1
  }
}

extension AlgorithmState {
  /// Keeps a node's model, with its age, as it is now.
  fileprivate mutating func mail(_ post: Slot.Post, dimension d: Int) {
    while mail.count <= post.box { mail.append((model: [], count: 0)) }
    mail[post.box] = (Array(models.elements[post.node * d..<(post.node + 1) * d]), counters[post.node])
  }
}

extension MixingMatrix {
  /// - Throws: `AlgorithmError` when a node has no neighbour.
  func requireNeighbours(for name: String) throws(AlgorithmError) -> Graph {
    let graph = graph
    if let lonely = graph.neighbours.firstIndex(where: \.isEmpty) {
      throw AlgorithmError("\(name) talks to neighbours, and node \(lonely) has none")
    }
    return graph
  }
}
