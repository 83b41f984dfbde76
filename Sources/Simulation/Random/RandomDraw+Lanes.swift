extension RandomDraw {
  /// `integer(below: bound)` of eight draws at once whose addresses differ in the replicate only: lane j belongs to the
  /// draw's own replicate plus j. The same numbers as one by one.
  ///
  /// - Precondition: `bound` in 1 ..< 2^31; the last replicate below 2^32.
  @inlinable @inline(__always)
  public func integersOfEightReplicates(below bound: Int) -> SIMD8<UInt64> {
    precondition(bound > 0 && bound < 1 << 31, "an integer below \(bound)")
    precondition(counter.z <= UInt32.max - 7, "the last of the eight replicates must be below 2^32")
    let words = Philox4x32.blocks(counter: counter, key: key).first
    let factor = SIMD8(repeating: UInt64(bound))
    let low = words &* factor
    // A draw whose product has a small low half may be one of the few that are to be rejected.
    if any(low .< factor) {
      var result = SIMD8<UInt64>.zero
      for lane in 0..<Lanes.width { result[lane] = UInt64(advanced(byReplicates: lane).integer(below: bound)) }
      return result
    }
    // The high half of a product of 64 by 31 bits, from two products of 32 by 31.
    let half = ((words & SIMD8(repeating: 0xFFFF_FFFF)) &* factor) &>> 32
    return ((words &>> 32) &* factor &+ half) &>> 32
  }
}
