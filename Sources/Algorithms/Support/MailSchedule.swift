import Networks
import Simulation

/// A node that completes a computation sends its model to a uniformly chosen neighbour, where it arrives after the
/// latency of the link. An iteration is an arrival; what was sent since the last one is posted in it first.
struct MailSchedule: Schedule {
  private let graph: Graph
  private let computing: ComputingSchedule
  private let latency: LinkLatency

  init(_ graph: Graph, computing: ComputingSchedule, latency: LinkLatency) {
    self.graph = graph
    self.computing = computing
    self.latency = latency
  }

  var isFixed: Bool { false }
  var chain: SlotChain? { nil }

  private struct Letter: Sendable {
    var sender: Int
    var box: Int
  }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    let clocks = Clocks(nodes: graph.nodes, computing, random)
    var mail = EventQueue<Letter>()
    var free: [Int] = []
    var boxes = 0
    var number = 0
    var waking = clocks.next()
    return SlotSequence { [graph, latency] in
      var slot = Slot()
      while true {
        // At one time what arrives comes before what is sent.
        if let next = mail.nextTime, next <= waking.time {
          let event = mail.pop()!
          slot.time = event.time
          slot.completions = [event.node]
          slot.exchanges = [.init(from: event.payload.sender, to: event.node, box: event.payload.box)]
          free.append(event.payload.box)
          return slot
        }
        let (node, time) = waking
        let choice = random.draw(.waking, node: 1, number: number).integer(below: graph.degree(of: node))
        let neighbour = graph.neighbours[node][choice]
        let box = free.popLast() ?? boxes
        boxes = max(boxes, box + 1)
        slot.posts.append(.init(from: node, to: neighbour, box: box, at: time))
        mail.push(
          Letter(sender: node, box: box), at: time + latency[Link(from: node, to: neighbour)], node: neighbour)
        number += 1
        waking = clocks.next()
      }
    }
  }
}
