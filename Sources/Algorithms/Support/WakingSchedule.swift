import ExactArithmetic
import Networks
import Simulation

/// One node at a time wakes, each as likely as every other (clocks of one rate, without memory), and chooses one of its
/// neighbours uniformly.
struct WakingSchedule: Schedule {
  private let graph: Graph
  private let slot: @Sendable (_ node: Int, _ neighbour: Int) -> Slot

  init(_ graph: Graph, slot: @escaping @Sendable (Int, Int) -> Slot) {
    self.graph = graph
    self.slot = slot
  }

  var isFixed: Bool { false }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    var number = -1
    return SlotSequence { [graph, slot] in
      number += 1
      let node = random.draw(.waking, node: 0, number: number).integer(below: graph.nodes)
      let choice = random.draw(.waking, node: 1, number: number).integer(below: graph.degree(of: node))
      return slot(node, graph.neighbours[node][choice])
    }
  }

  var chain: SlotChain? {
    SlotChain(size: (1, Double(2 * graph.edgeCount))) { [graph, slot] _ in
      (0..<graph.nodes).flatMap { node in
        graph.neighbours[node].map {
          .init(Rational(1, graph.nodes * graph.degree(of: node)), slot(node, $0), next: 0)
        }
      }
    }
  }
}
