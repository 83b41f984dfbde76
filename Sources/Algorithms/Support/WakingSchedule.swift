import ExactArithmetic
import Networks
import Simulation

/// One node at a time wakes and chooses one of its neighbours uniformly.
///
/// With computing times a node wakes whenever it completes a computation, and an iteration is such an event. Without them
/// each node is as likely as every other to be the next: clocks of one rate, without memory.
struct WakingSchedule: Schedule {
  private let graph: Graph
  private let computing: ComputingSchedule?
  private let slot: @Sendable (_ node: Int, _ neighbour: Int) -> Slot

  init(_ graph: Graph, computing: ComputingSchedule?, slot: @escaping @Sendable (Int, Int) -> Slot) {
    self.graph = graph
    self.computing = computing
    self.slot = slot
  }

  var isFixed: Bool { false }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    let clocks = computing.map { Clocks(nodes: graph.nodes, $0, random) }
    var number = -1
    return SlotSequence { [graph, slot] in
      number += 1
      var time = 0.0
      let node: Int
      if let clocks {
        (node, time) = clocks.next()
      } else {
        node = random.draw(.waking, node: 0, number: number).integer(below: graph.nodes)
      }
      let choice = random.draw(.waking, node: 1, number: number).integer(below: graph.degree(of: node))
      var result = slot(node, graph.neighbours[node][choice])
      result.time = time
      return result
    }
  }

  var chain: SlotChain? {
    if computing != nil { return nil }
    return SlotChain(size: (1, Double(2 * graph.edgeCount))) { [graph, slot] _ in
      (0..<graph.nodes).flatMap { node in
        graph.neighbours[node].map {
          .init(Rational(1, graph.nodes * graph.degree(of: node)), slot(node, $0), next: 0)
        }
      }
    }
  }
}

/// Completions of all nodes in the order of time; each node starts again at once.
final class Clocks {
  private let computing: ComputingSchedule
  private let random: RandomSource
  /// The payload is the number of the computation.
  private var queue = EventQueue<Int>()

  init(nodes: Int, _ computing: ComputingSchedule, _ random: RandomSource) {
    self.computing = computing
    self.random = random
    for node in 0..<nodes { start(node, number: 0, at: 0) }
  }

  /// - Precondition: some node completes again, which every computing time but a trace that ended promises.
  func next() -> (node: Int, time: Double) {
    guard let event = queue.pop() else { preconditionFailure("no node completes any more") }
    start(event.node, number: event.payload + 1, at: event.time)
    return (event.node, event.time)
  }

  private func start(_ node: Int, number: Int, at time: Double) {
    if let end = computing.end(of: Computation(node: node, number: number, start: time), random) {
      queue.push(number, at: end, node: node)
    }
  }
}
