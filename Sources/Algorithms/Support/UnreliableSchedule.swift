import ExactArithmetic
import Networks
import Simulation

/// Slots in which computations complete as their times say and each link is up with its own probability, independently.
/// A computation that did not complete at age tau_max starts again, unless outdated ones are kept.
struct UnreliableSchedule: Schedule {
  private let nodes: Int
  private let surroundings: Surroundings
  /// The age at which a computation is thrown away; `nil` never.
  private let oldest: Int?
  private let links: [Link]
  /// Where they are rational numbers.
  private let linkSuccess: [Rational]?

  init(_ graph: Graph, surroundings: Surroundings, oldest: Int?) {
    nodes = graph.nodes
    self.surroundings = surroundings
    self.oldest = oldest
    links = graph.edges.map { Link.between($0.0, $0.1) }
    linkSuccess = surroundings.linkSuccess(graph)
  }

  var isFixed: Bool {
    let isCertain = surroundings.computing.map { !type(of: $0.model).isRandom } ?? true
    return isCertain && linkSuccess?.allSatisfy { $0.isZero || $0 == 1 } ?? false
  }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    var computations = (0..<nodes).map { Computation(node: $0, number: 0, start: 0) }
    var ends = computations.map { surroundings.computing?.end(of: $0, random) ?? 0 }
    let computesAnew = surroundings.computing.map { type(of: $0.model).isHomogeneous } ?? false
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
          // Where times are fixed beforehand, a computation that starts again ends when the old one would have.
          if isComplete || computesAnew {
            ends[node] = surroundings.computing!.end(of: computations[node], random) ?? .infinity
          }
        }
      }
      if let model = surroundings.links {
        slot.failedLinks = links.indices.filter { !model.succeeds(links[$0], slot: time, random) }
      }
      if let churn = surroundings.churn { exclude(absentFrom: churn.active(at: Double(time)), &slot) }
      return slot
    }
  }

  /// Nodes that are not there at the start of a slot neither compute nor talk in it; one that joins goes on from the model
  /// that it had.
  private func exclude(absentFrom present: [Int], _ slot: inout Slot) {
    let present = Set(present)
    slot.completions.removeAll { !present.contains($0) }
    slot.failedLinks = links.indices.filter { index in
      slot.failedLinks.contains(index) || !present.contains(links[index].sender)
        || !present.contains(links[index].receiver)
    }
  }

  /// The mode holds the ages, as digits to the base tau_max + 1; nothing where no age matters.
  var chain: SlotChain? {
    if isFixed && surroundings.computing != nil {
      // The same slots in every run.
      let replay = SlotReplay { slots(seed: surroundings.seed, replicate: 0) }
      return FixedSchedule { replay[$0] }.chain
    }
    guard surroundings.churn == nil, let participation = surroundings.participation, participation.isExact,
      let linkSuccess,
      surroundings.links?.isIndependentOverTime ?? true
    else { return nil }
    let q = participation.lower
    let base = q == 1 ? 1 : (oldest ?? 0) + 1
    let modes = Double(base).power(nodes)
    let uncertain = linkSuccess.count { !$0.isZero && $0 != 1 } + (q == 1 ? 0 : nodes)
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
        for (linkWeight, isUp) in Self.subsets(linkSuccess) {
          let slot = Slot(
            completions: completions, restarts: restarts, failedLinks: isUp.indices.filter { !isUp[$0] })
          outcomes.append(.init(nodeWeight * linkWeight, slot, next: mode))
        }
      }
      return outcomes
    }
  }

  /// What independent events may do together, with its probability.
  static func subsets(_ probabilities: [Rational]) -> [(Rational, [Bool])] {
    probabilities.reduce([(1, [])]) { lists, probability in
      lists.flatMap { weight, list in
        [(weight * probability, list + [true]), (weight * (1 - probability), list + [false])].filter { !$0.0.isZero }
      }
    }
  }
}
