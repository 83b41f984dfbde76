import ExactArithmetic
import Networks
import Simulation

/// The law of a run's slots.
public protocol Schedule: Sendable {
  /// Whether every run has the same slots.
  var isFixed: Bool { get }
  /// The slots of one run; the same seed and replicate give the same ones.
  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence
  /// The slots as a finite Markov chain with rational probabilities, for exact evidence; `nil` when they are none.
  var chain: SlotChain? { get }
}

/// The slots of one run, in order, without end.
public final class SlotSequence {
  private let advance: ([Int]) -> Slot
  public init(_ advance: @escaping () -> Slot) { self.advance = { _ in advance() } }

  /// - Parameter advance: the next slot, given what the algorithm has counted up to now.
  public init(counting advance: @escaping ([Int]) -> Slot) { self.advance = advance }

  /// - Parameter counters: of the algorithm's state, where slots depend on them.
  public func next(after counters: [Int] = []) -> Slot { advance(counters) }
}

/// Slots that depend on the past through a mode only. Modes are numbered as the schedule likes.
public struct SlotChain: Sendable {
  public let start: Int
  /// What may happen in a mode; the probabilities sum to 1.
  public let outcomes: @Sendable (Int) -> [Outcome]
  /// At most so many modes at a time, and outcomes of each.
  public let size: (modes: Double, outcomes: Double)

  public struct Outcome: Sendable {
    public var probability: Rational
    public var slot: Slot
    public var next: Int

    public init(_ probability: Rational, _ slot: Slot, next: Int) {
      self.probability = probability
      self.slot = slot
      self.next = next
    }
  }

  public init(
    start: Int = 0, size: (modes: Double, outcomes: Double), outcomes: @escaping @Sendable (Int) -> [Outcome]
  ) {
    self.start = start
    self.size = size
    self.outcomes = outcomes
  }
}

/// Slots that are known beforehand.
public struct FixedSchedule: Schedule {
  private let slot: @Sendable (Int) -> Slot

  /// - Parameter slot: of each iteration.
  public init(_ slot: @escaping @Sendable (Int) -> Slot) { self.slot = slot }

  /// The same in every iteration.
  public init(always slot: Slot = Slot()) { self.slot = { _ in slot } }

  /// The visits of a route, over and over.
  public init(_ visits: TokenVisits) {
    self.init { iteration in Slot(visits: visits.tracks.map { $0[iteration % visits.slots] }) }
  }

  public var isFixed: Bool { true }

  public func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    var iteration = -1
    return SlotSequence { [slot] in
      iteration += 1
      return slot(iteration)
    }
  }

  public var chain: SlotChain? {
    // The mode is the iteration.
    SlotChain(size: (1, 1)) { [slot] mode in [.init(1, slot(mode), next: mode + 1)] }
  }
}
