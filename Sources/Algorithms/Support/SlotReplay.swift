import Simulation
import Synchronization

/// The slots of one run, read in order without keeping them; from an earlier one on they are drawn again.
final class SlotReplay: Sendable {
  private struct Place {
    var sequence: SlotSequence?
    var iteration = -1
    var slot = Slot()
  }

  private let source: @Sendable () -> SlotSequence
  private let place = Mutex(Place())

  /// - Parameter source: starts the run; the same slots every time.
  init(_ source: @escaping @Sendable () -> SlotSequence) { self.source = source }

  /// - Precondition: `iteration >= 0`.
  subscript(iteration: Int) -> Slot {
    place.withLock { place in
      if place.iteration > iteration || place.sequence == nil { place = Place(sequence: source()) }
      while place.iteration < iteration {
        place.slot = place.sequence!.next()
        place.iteration += 1
      }
      // Slots that differ in their time only do the same.
      place.slot.time = 0
      return place.slot
    }
  }
}
