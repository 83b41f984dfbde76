/// The counter-based generator Philox4x32-10: a keyed bijection of 128-bit counters whose outputs pass for independent
/// uniform bits.
///
/// There is no state to advance: the value at a counter is a pure function of the counter and the key, so any part of a
/// stream can be computed by any thread in any order.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// section 4.3, and its Random123 library, whose known answers the tests use.
@frozen public enum Philox4x32 {
  /// Multiplier of the first counter word.
  @inlinable static var firstMultiplier: UInt64 { 0xD251_1F53 }
  /// Multiplier of the third counter word.
  @inlinable static var thirdMultiplier: UInt64 { 0xCD9E_8D57 }
  /// What the first key word gains from one round to the next: the golden ratio in 32 bits.
  @inlinable static var firstKeyStep: UInt64 { 0x9E37_79B9 }
  /// What the second key word gains from one round to the next: the square root of three, less one, in 32 bits.
  @inlinable static var secondKeyStep: UInt64 { 0xBB67_AE85 }

  /// The block of one counter: the reference that `blocks(counter:key:)` is tested against.
  ///
  /// - Parameters:
  ///   - counter: The 128-bit counter as four words.
  ///   - key: The 64-bit key as two words.
  /// - Returns: Four words of 32 uniform bits.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (a, b, c, d) = (counter.x, counter.y, counter.z, counter.w)
    var (firstKey, secondKey) = (key.x, key.y)
    for _ in 0..<10 {
      let p = UInt64(a) &* firstMultiplier
      let q = UInt64(c) &* thirdMultiplier
      (a, b, c, d) = (
        UInt32(truncatingIfNeeded: q &>> 32) ^ b ^ firstKey,
        UInt32(truncatingIfNeeded: q),
        UInt32(truncatingIfNeeded: p &>> 32) ^ d ^ secondKey,
        UInt32(truncatingIfNeeded: p)
      )
      firstKey &+= UInt32(truncatingIfNeeded: firstKeyStep)
      secondKey &+= UInt32(truncatingIfNeeded: secondKeyStep)
    }
    return SIMD4(a, b, c, d)
  }

  /// The blocks of eight counters that differ in their third word only.
  ///
  /// - Parameters:
  ///   - counter: The counter of lane 0; lane j has `counter.z &+ j` for its third word.
  ///   - key: The 64-bit key as two words.
  /// - Returns: Two vectors of 64 uniform bits per lane. If (a, b, c, d) is the block of a lane's counter, then lane by
  ///   lane `first` is a * 2^32 + b and `second` is c * 2^32 + d.
  /// - Complexity: Seven of the ten rounds are done on vectors in full. When the call stands in a loop over
  ///   `counter.x`, what depends on the other words only is computed once, before the loop.
  @inlinable @inline(__always)
  public static func blocks(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>
  ) -> (first: SIMD8<UInt64>, second: SIMD8<UInt64>) {
    let (firstKey, secondKey) = (UInt64(key.x), UInt64(key.y))
    let thirdWords = SIMD8(repeating: UInt64(counter.z)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)

    // Rounds 1 and 2 by hand: the first, second and fourth word are still the same in every lane, so half of the work
    // is scalar, and most of the other half does not depend on the first word.
    let p1 = UInt64(counter.x) &* firstMultiplier
    let q1 = PhiloxLanes.product(thirdWords, thirdMultiplier)
    let a1 = (q1 &>> 32) ^ SIMD8(repeating: UInt64(counter.y) ^ firstKey)
    let c1 = (p1 &>> 32) ^ UInt64(counter.w) ^ secondKey
    let p2 = PhiloxLanes.product(a1, firstMultiplier)
    let q2 = (c1 & 0xFFFF_FFFF) &* thirdMultiplier
    var lanes = PhiloxLanes(
      a: q1 ^ SIMD8(repeating: (q2 &>> 32) ^ (firstKey &+ firstKeyStep)),
      b: SIMD8(repeating: q2),
      c: (p2 &>> 32) ^ SIMD8(repeating: p1 ^ (secondKey &+ secondKeyStep)),
      d: p2)

    // Spelled out rather than looped over: the optimiser keeps a loop, and the round keys then leave their registers.
    lanes.advance(firstKey &+ 2 &* firstKeyStep, secondKey &+ 2 &* secondKeyStep)
    lanes.advance(firstKey &+ 3 &* firstKeyStep, secondKey &+ 3 &* secondKeyStep)
    lanes.advance(firstKey &+ 4 &* firstKeyStep, secondKey &+ 4 &* secondKeyStep)
    lanes.advance(firstKey &+ 5 &* firstKeyStep, secondKey &+ 5 &* secondKeyStep)
    lanes.advance(firstKey &+ 6 &* firstKeyStep, secondKey &+ 6 &* secondKeyStep)
    lanes.advance(firstKey &+ 7 &* firstKeyStep, secondKey &+ 7 &* secondKeyStep)
    lanes.advance(firstKey &+ 8 &* firstKeyStep, secondKey &+ 8 &* secondKeyStep)
    return lanes.finish(firstKey &+ 9 &* firstKeyStep, secondKey &+ 9 &* secondKeyStep)
  }
}

/// The four words of eight counters on their way through the rounds, each in the low half of a 64-bit lane.
///
/// The high halves hold rubbish. That is deliberate: the widening multiplication of a vector unit reads low halves only,
/// so that nothing ever has to be cleared.
@frozen @usableFromInline
struct PhiloxLanes {
  @usableFromInline var a: SIMD8<UInt64>
  @usableFromInline var b: SIMD8<UInt64>
  @usableFromInline var c: SIMD8<UInt64>
  @usableFromInline var d: SIMD8<UInt64>

  @inlinable @inline(__always)
  init(a: SIMD8<UInt64>, b: SIMD8<UInt64>, c: SIMD8<UInt64>, d: SIMD8<UInt64>) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// The 64-bit products of the low halves with a 32-bit multiplier; the mask is what makes it one instruction.
  @inlinable @inline(__always)
  static func product(_ words: SIMD8<UInt64>, _ multiplier: UInt64) -> SIMD8<UInt64> {
    (words & SIMD8(repeating: 0xFFFF_FFFF)) &* SIMD8(repeating: multiplier)
  }

  /// One round with the given round keys (low halves count).
  @inlinable @inline(__always)
  mutating func advance(_ firstKey: UInt64, _ secondKey: UInt64) {
    let p = PhiloxLanes.product(a, Philox4x32.firstMultiplier)
    let q = PhiloxLanes.product(c, Philox4x32.thirdMultiplier)
    (a, b, c, d) = (
      (q &>> 32) ^ b ^ SIMD8(repeating: firstKey), q, (p &>> 32) ^ d ^ SIMD8(repeating: secondKey), p
    )
  }

  /// The last round, with neighbouring words joined to 64 bits: the high half of a product is already in its place.
  @inlinable @inline(__always)
  func finish(_ firstKey: UInt64, _ secondKey: UInt64) -> (first: SIMD8<UInt64>, second: SIMD8<UInt64>) {
    let p = PhiloxLanes.product(a, Philox4x32.firstMultiplier)
    let q = PhiloxLanes.product(c, Philox4x32.thirdMultiplier)
    return (
      first: q ^ ((b ^ SIMD8(repeating: firstKey)) &<< 32),
      second: p ^ ((d ^ SIMD8(repeating: secondKey)) &<< 32)
    )
  }
}
