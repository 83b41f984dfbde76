import ExactArithmetic

/// In each slot, of length 1, a computation completes with one rational probability: the law that exact scenarios use.
///
/// Whether a node's computation completes in slot t, that is in [t, t + 1), is decided by the draw of that slot, and not by
/// when it was started: a node that restarts a computation completes in the same slots as one that does not.
public struct SlottedTime: ComputingTime {
  public static let name = "slotted"
  public static let summary = "completes in each slot of length 1 with one probability, memoryless"
  public static let parameters = [
    ModelParameter("completion", .positiveProbability, "the probability to complete in a slot")
  ]

  public static let isHomogeneous = false

  private let law: BernoulliLaw

  /// The least probability that a model may be set up with, 2^-20: the search for an end looks at one slot after the other.
  private static let least = Rational.powerOfTwo(-20)

  /// - Throws: `SimulationError` for a probability below 2^-20.
  public init(_ settings: ModelSettings) throws(SimulationError) {
    let completion = settings.number("completion")
    if completion < Self.least {
      throw SimulationError(
        "computing time 'slotted': 'completion' must be at least 2^-20, not \(completion.description.shortened())")
    }
    self.init(completion: completion)
  }

  /// - Precondition: `completion` in (0, 1].
  public init(completion: Rational) {
    precondition(completion.signum > 0, "a computation that never completes")
    law = BernoulliLaw(completion)
  }

  /// Whether a computation of the node completes in a slot.
  public func completes(node: Int, slot: Int, _ random: RandomSource) -> Bool {
    random.draw(.computing, node: node, number: slot).bernoulli(law)
  }

  /// The end of the first slot, from that of the start on, in which the node completes; 1 / completion draws in the mean.
  /// `nil` when that is beyond slot 2^32.
  public func end(of computation: Computation, _ random: RandomSource) -> Double? {
    precondition(computation.start >= 0, "a computation that starts at \(computation.start), before slot 0")
    guard computation.start < 0x1p32 else { return nil }
    for slot in Int(computation.start)..<1 << 32 where completes(node: computation.node, slot: slot, random) {
      return Double(slot + 1)
    }
    return nil
  }

  /// Exact for a whole number of slots, 1 - (1 - completion)^k; else `nil`.
  public func completion(slot: Rational) -> Enclosure? {
    guard slot.isInteger, let count = slot.numerator.asInt, count > 0 else { return nil }
    return Enclosure(1) - Enclosure(1 - law.probability).power(count)
  }
}
