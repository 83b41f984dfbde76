import ExactArithmetic
import Simulation

/// Slots in which each node's computation completes with probability q and each link is up with its own probability, all
/// independently. A computation that did not complete at age tau_max starts again.
struct UnreliableSchedule: Schedule {
  private let nodes: Int
  private let participation: Rational
  private let maximumStaleness: Int
  private let linkSuccess: [Rational]

  init(nodes: Int, participation: Rational, maximumStaleness: Int, linkSuccess: [Rational]) {
    self.nodes = nodes
    self.participation = participation
    self.maximumStaleness = maximumStaleness
    self.linkSuccess = linkSuccess
  }

  var isFixed: Bool { participation == 1 && linkSuccess.allSatisfy { $0.isZero || $0 == 1 } }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    var clocks = AddressedDraws(seed: seed, purpose: .clocks, replicate: replicate)
    var links = AddressedDraws(seed: seed, purpose: .links, replicate: replicate)
    var ages = [Int](repeating: 0, count: nodes)
    return SlotSequence {
      let isComplete = ages.map { _ in clocks.happens(with: participation) }
      let failed = linkSuccess.indices.filter { !links.happens(with: linkSuccess[$0]) }
      return slot(&ages, isComplete, failed)
    }
  }

  private func slot(_ ages: inout [Int], _ isComplete: [Bool], _ failed: [Int]) -> Slot {
    let completions = ages.indices.filter { isComplete[$0] }
    let restarts = ages.indices.filter { !isComplete[$0] && ages[$0] >= maximumStaleness }
    for node in ages.indices { ages[node] += 1 }
    for node in completions + restarts { ages[node] = 0 }
    return Slot(completions: completions, restarts: restarts, failedLinks: failed)
  }

  /// The mode holds the ages, as digits to the base tau_max + 1.
  var chain: SlotChain? {
    let base = maximumStaleness + 1
    var modes = 1.0
    for _ in 0..<nodes { modes *= participation == 1 ? 1 : Double(base) }
    let uncertain = linkSuccess.count { !$0.isZero && $0 != 1 } + (participation == 1 ? 0 : nodes)
    guard modes < 1e6, uncertain < 30 else { return nil }
    return SlotChain(size: (modes, Double(1 << uncertain))) { mode in
      var rest = mode
      let ages = (0..<nodes).map { _ in
        defer { rest /= base }
        return rest % base
      }
      var outcomes: [SlotChain.Outcome] = []
      for (nodeWeight, isComplete) in Self.subsets(ages.map { _ in participation }) {
        for (linkWeight, isUp) in Self.subsets(linkSuccess) {
          var next = ages
          let slot = slot(&next, isComplete, isUp.indices.filter { !isUp[$0] })
          outcomes.append(
            .init(nodeWeight * linkWeight, slot, next: next.reversed().reduce(0) { $0 * base + $1 }))
        }
      }
      return outcomes
    }
  }

  /// What independent events may do together, with its probability.
  private static func subsets(_ probabilities: [Rational]) -> [(Rational, [Bool])] {
    probabilities.reduce([(1, [])]) { lists, probability in
      lists.flatMap { weight, list in
        [(weight * probability, list + [true]), (weight * (1 - probability), list + [false])].filter { !$0.0.isZero }
      }
    }
  }
}
