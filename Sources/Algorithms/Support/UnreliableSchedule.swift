import ExactArithmetic
import Simulation

/// Slots in which computations complete as their times say and each link is up with its own probability, independently.
/// A computation that did not complete at age tau_max starts again, unless outdated ones are kept.
struct UnreliableSchedule: Schedule {
  private let nodes: Int
  private let surroundings: Surroundings
  /// The age at which a computation is thrown away; `nil` never.
  private let oldest: Int?
  private let links: [Link]
  private let linkLaws: [BernoulliLaw]

  init(nodes: Int, surroundings: Surroundings, oldest: Int?, links: [(Int, Int)]) {
    self.nodes = nodes
    self.surroundings = surroundings
    self.oldest = oldest
    self.links = links.map { Link(from: $0.0, to: $0.1) }
    linkLaws = (surroundings.linkSuccess ?? links.map { _ in 1 }).map(BernoulliLaw.init)
  }

  var isFixed: Bool { surroundings.participation == Enclosure(1) && linkLaws.allSatisfy(\.isCertain) }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    var computations = (0..<nodes).map { Computation(node: $0, number: 0, start: 0) }
    var ends = computations.map { surroundings.computing?.end(of: $0, random) ?? 0 }
    var time = 0
    return SlotSequence { [self] in
      defer { time += 1 }
      var slot = Slot(time: Double(time + 1))
      for node in 0..<nodes {
        let isComplete = surroundings.computing == nil || ends[node] <= Double(time + 1)
        let isOutdated = oldest.map { time - Int(computations[node].start) >= $0 } ?? false
        if isComplete { slot.completions.append(node) }
        if !isComplete && isOutdated { slot.restarts.append(node) }
        if (isComplete || isOutdated) && surroundings.computing != nil {
          computations[node] = Computation(
            node: node, number: computations[node].number + 1, start: Double(time + 1))
          ends[node] = surroundings.computing!.end(of: computations[node], random) ?? .infinity
        }
      }
      slot.failedLinks = links.indices.filter {
        !linkLaws[$0].isCertain
          ? !random.draw(.link, link: links[$0], slot: time).bernoulli(linkLaws[$0])
          : linkLaws[$0].probability.isZero
      }
      return slot
    }
  }

  /// The mode holds the ages, as digits to the base tau_max + 1; nothing where no age matters.
  var chain: SlotChain? {
    guard let participation = surroundings.participation, participation.isExact else { return nil }
    let q = participation.lower
    let base = q == 1 ? 1 : (oldest ?? 0) + 1
    let modes = Double(base).power(nodes)
    let uncertain = linkLaws.count { !$0.isCertain } + (q == 1 ? 0 : nodes)
    guard modes < 1e6, uncertain < 24 else { return nil }
    return SlotChain(size: (modes, Double(1 << uncertain))) { mode in
      var rest = mode
      let ages = (0..<nodes).map { _ in
        defer { rest /= base }
        return rest % base
      }
      var outcomes: [SlotChain.Outcome] = []
      for (nodeWeight, isComplete) in Self.subsets(ages.map { _ in q }) {
        let completions = ages.indices.filter { isComplete[$0] }
        let restarts = oldest.map { oldest in ages.indices.filter { !isComplete[$0] && ages[$0] >= oldest } } ?? []
        var next = ages.map { $0 + 1 }
        for node in completions + restarts { next[node] = 0 }
        let mode = base == 1 ? 0 : next.reversed().reduce(0) { $0 * base + $1 }
        for (linkWeight, isUp) in Self.subsets(linkLaws.map(\.probability)) {
          let slot = Slot(
            completions: completions, restarts: restarts, failedLinks: isUp.indices.filter { !isUp[$0] })
          outcomes.append(.init(nodeWeight * linkWeight, slot, next: mode))
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

extension BernoulliLaw {
  fileprivate var isCertain: Bool { probability.isZero || probability == 1 }
}
