import ExactArithmetic
import Networks
import Simulation

/// Slots of another schedule to which the mixing adds what is random in it: which links fail, and which matrix acts.
struct MixingSchedule: Schedule {
  private let base: any Schedule
  private let links: [Link]
  private let model: (any LinkModel)?
  /// Where they are rational numbers.
  private let linkSuccess: [Rational]?
  private let plan: MixingPlan?
  /// Whether nodes mix in a slot.
  private let mixes: @Sendable (Slot) -> Bool
  /// Of each matrix but the last the law of its being drawn when those before it are not.
  private let laws: [BernoulliLaw]

  init(
    _ base: any Schedule, _ graph: Graph, surroundings: Surroundings, mixes: @escaping @Sendable (Slot) -> Bool
  ) {
    self.base = base
    self.mixes = mixes
    links = graph.edges.map { Link.between($0.0, $0.1) }
    model = surroundings.links
    linkSuccess = surroundings.linkSuccess(graph)
    plan = surroundings.mixing
    var laws: [BernoulliLaw] = []
    if case .drawn(let law)? = plan {
      var rest: Rational = 1
      for outcome in law.list.dropLast() {
        laws.append(BernoulliLaw(rest.isZero ? 0 : outcome.probability / rest))
        rest -= outcome.probability
      }
    }
    self.laws = laws
  }

  var isFixed: Bool {
    base.isFixed && linkSuccess?.allSatisfy { $0.isZero || $0 == 1 } ?? false
      && laws.allSatisfy { $0.probability.isZero || $0.probability == 1 }
  }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    let slots = base.slots(seed: seed, replicate: replicate)
    var time = 0
    var mixings = 0
    return SlotSequence { [self] in
      defer { time += 1 }
      var slot = slots.next()
      if !mixes(slot) { return slot }
      defer { mixings += 1 }
      if let model { slot.failedLinks = links.indices.filter { !model.succeeds(links[$0], slot: time, random) } }
      switch plan {
      case nil: break
      case .periodic(let sequence): slot.matrix = mixings % sequence.period.count
      case .drawn:
        slot.matrix =
          laws.indices.first { random.draw(.mixing, node: $0, number: mixings).bernoulli(laws[$0]) } ?? laws.count
      }
      return slot
    }
  }

  /// The mode is that of the base times the period plus the place in it.
  var chain: SlotChain? {
    guard let base = base.chain, let linkSuccess, model?.isIndependentOverTime ?? true else { return nil }
    let uncertain = linkSuccess.count { !$0.isZero && $0 != 1 }
    guard uncertain < 24 else { return nil }
    var period = 1
    var matrices: [(Rational, Int?)] = [(1, nil)]
    switch plan {
    case nil: break
    case .periodic(let sequence): period = sequence.period.count
    case .drawn(let law):
      matrices = law.list.enumerated().filter { !$0.element.probability.isZero }.map {
        ($0.element.probability, $0.offset)
      }
    }
    let outcomes = base.size.outcomes * Double(matrices.count) * Double(1 << uncertain)
    return SlotChain(
      start: base.start * period, size: (base.size.modes * Double(period), outcomes)
    ) { [mixes, period, matrices, isPeriodic = period > 1] mode in
      let place = mode % period
      return base.outcomes(mode / period).flatMap { outcome -> [SlotChain.Outcome] in
        guard mixes(outcome.slot) else {
          return [.init(outcome.probability, outcome.slot, next: outcome.next * period + place)]
        }
        let next = outcome.next * period + (place + 1) % period
        return UnreliableSchedule.subsets(linkSuccess).flatMap { linkWeight, isUp in
          matrices.map { weight, matrix in
            var slot = outcome.slot
            slot.failedLinks = isUp.indices.filter { !isUp[$0] }
            slot.matrix = isPeriodic ? place : matrix
            return SlotChain.Outcome(outcome.probability * linkWeight * weight, slot, next: next)
          }
        }
      }
    }
  }
}
