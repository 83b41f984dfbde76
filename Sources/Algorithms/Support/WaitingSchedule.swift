import ExactArithmetic
import Networks
import Simulation

/// All nodes start together and nobody goes on before everybody is done and has heard from its neighbours: either all
/// complete in a slot, or none.
struct WaitingSchedule: Schedule {
  private let nodes: Int
  private let computing: ComputingSchedule
  private let takesTime: Bool
  /// How long the last of each node's messages travels.
  private let journeys: [Double]

  init(_ graph: Graph, computing: ComputingSchedule, latency: LinkLatency? = nil) {
    nodes = graph.nodes
    self.computing = computing
    takesTime = latency != nil
    journeys = (0..<graph.nodes).map { node in
      graph.neighbours[node].reduce(0) { max($0, latency?[Link(from: node, to: $1)] ?? 0) }
    }
  }

  var isFixed: Bool { !type(of: computing.model).isRandom }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    let everyone = Array(0..<nodes)
    var time = 0
    var number = 0
    func end(from start: Int) -> Double {
      everyone.reduce(0) { latest, node in
        max(
          latest,
          (computing.end(of: Computation(node: node, number: number, start: Double(start)), random) ?? .infinity)
            + journeys[node])
      }
    }
    var next = end(from: 0)
    return SlotSequence {
      defer { time += 1 }
      let isDone = next <= Double(time + 1)
      if isDone {
        number += 1
        next = end(from: time + 1)
      }
      return Slot(completions: isDone ? everyone : [], time: Double(time + 1))
    }
  }

  /// The mode says who is done, as bits.
  var chain: SlotChain? {
    if isFixed {
      // The same slots in every run.
      let replay = SlotReplay { slots(seed: 0, replicate: 0) }
      return FixedSchedule { replay[$0] }.chain
    }
    guard !takesTime, let completion = computing.completion(), completion.isExact, nodes < 12 else { return nil }
    let q = completion.lower
    return SlotChain(size: (q == 1 ? 1 : Double(1 << nodes), Double(1 << nodes))) { done in
      let all = (1 << nodes) - 1
      return (0...all).compactMap { next in
        // Who is done stays done.
        guard next & done == done else { return nil }
        let (new, open) = ((next & ~done).nonzeroBitCount, (all & ~next).nonzeroBitCount)
        let probability = q.power(new) * (1 - q).power(open)
        if probability.isZero { return nil }
        return next == all
          ? .init(probability, Slot(completions: Array(0..<nodes)), next: 0) : .init(probability, Slot(), next: next)
      }
    }
  }
}
