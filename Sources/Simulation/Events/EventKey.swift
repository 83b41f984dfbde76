/// When an event happens and where it stands among the events of the same moment: one number of 128 bits whose order is
/// that of (time, node, sequence).
///
/// From the most significant bit: 64 bits of the time, 24 of the node, 40 of the sequence number. The bits of a double
/// order like the double itself once the sign bit of the positive ones and every bit of the negative ones is flipped, so
/// comparing two keys is one subtraction without branches.
@frozen @usableFromInline
struct EventKey: Equatable {
  @usableFromInline let bits: UInt128

  @inlinable @inline(__always)
  init(bits: UInt128) { self.bits = bits }

  /// The key of the event number `sequence`, counted from 0 over the life of the queue.
  ///
  /// - Precondition: a finite time; `node` in 0 ..< 2^24; `sequence` below 2^40.
  @inlinable @inline(__always)
  init(time: Double, node: Int, sequence: UInt64) {
    precondition(time.isFinite, "an event at a time that is not finite")
    precondition(UInt(bitPattern: node) < 1 << 24, "an event of a node outside 0 ..< 2^24")
    precondition(sequence < 1 << 40, "more than 2^40 events")
    // Adding zero turns -0 into 0: they are the same moment.
    let pattern = (time + 0).bitPattern
    let flip = UInt64(bitPattern: Int64(bitPattern: pattern) &>> 63) | 1 &<< 63
    let place = UInt64(UInt(bitPattern: node)) &<< 40 | sequence
    bits = UInt128(pattern ^ flip) &<< 64 | UInt128(place)
  }

  /// Above every event's key: the pattern of a time that is not a number.
  @inlinable @inline(__always)
  static var none: EventKey { EventKey(bits: .max) }

  @inlinable @inline(__always)
  var time: Double {
    let word = UInt64(truncatingIfNeeded: bits &>> 64)
    let flip = UInt64(bitPattern: ~Int64(bitPattern: word) &>> 63) | 1 &<< 63
    return Double(bitPattern: word ^ flip)
  }

  @inlinable @inline(__always)
  var node: Int { Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: bits) &>> 40) }

  @inlinable @inline(__always)
  var sequence: UInt64 { UInt64(truncatingIfNeeded: bits) & (1 &<< 40 - 1) }

  @inlinable @inline(__always)
  static func < (left: EventKey, right: EventKey) -> Bool { left.bits < right.bits }
}
