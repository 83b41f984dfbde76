/// Random numbers that have addresses: number k of replicate r at iteration t is a pure function of the seed, the
/// purpose, r, t and k.
///
/// Nothing is consumed, so results depend neither on the number of threads nor on the order of evaluation, and a single
/// number can be recomputed alone. The four counter words of the generator are (block of k, t, r, purpose); its key is
/// the seed, low word first.
///
/// A stream's numbers of different laws come from the same bits: `fillGaussian`, `fillRademacher`, `fillThreePoint` and
/// `word` on one stream are dependent on each other. Use a purpose of its own for everything that must be independent.
///
/// Replicates are the lanes of a vector, so one call serves eight runs of the same experiment at once.
@frozen public struct NoiseStream: Sendable {
  /// The 64-bit seed; every one is as good as any other.
  public let seed: UInt64
  /// What the numbers are for: streams of one seed with different purposes are independent.
  public let purpose: UInt32

  /// The stream of a seed and a purpose.
  @inlinable
  public init(seed: UInt64, purpose: UInt32) {
    self.seed = seed
    self.purpose = purpose
  }

  /// Standard normals for the eight replicates `firstReplicate` ..< `firstReplicate + 8`.
  ///
  /// Four numbers take one block of 128 bits; see `GaussianTransform` for the law's distance from the normal.
  ///
  /// - Parameters:
  ///   - output: `output[k]` lane j becomes number k of replicate `firstReplicate + j`. At most 2^32 entries.
  ///   - firstReplicate: At most 2^32 - 8.
  ///   - iteration: The iteration t.
  @inlinable
  public func fillGaussian(
    _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, firstReplicate: UInt32, iteration: UInt32
  ) {
    checkAddresses(count: output.count, firstReplicate: firstReplicate)
    // Safe: every index below is less than `output.count`, and overwriting a vector of doubles needs no initialised one.
    guard let numbers = output.baseAddress else { return }
    var block: UInt32 = 0
    var k = 0
    while k &+ 4 <= output.count {
      let words = blocks(block, firstReplicate, iteration)
      (numbers[k], numbers[k &+ 1]) = GaussianTransform.normals(words.first)
      (numbers[k &+ 2], numbers[k &+ 3]) = GaussianTransform.normals(words.second)
      block &+= 1
      k &+= 4
    }
    if k < output.count {
      let words = blocks(block, firstReplicate, iteration)
      let (number0, number1) = GaussianTransform.normals(words.first)
      numbers[k] = number0
      if k &+ 1 < output.count { numbers[k &+ 1] = number1 }
      if k &+ 2 < output.count { numbers[k &+ 2] = GaussianTransform.normals(words.second).first }
    }
  }

  /// Signs, +1 or -1 with probability exactly 1/2 each, for the eight replicates `firstReplicate` ..<
  /// `firstReplicate + 8`.
  ///
  /// Number k is -1 if bit 63 - k mod 64 of `word(k / 64)` is set.
  ///
  /// - Parameters:
  ///   - output: `output[k]` lane j becomes number k of replicate `firstReplicate + j`. At most 2^32 entries.
  ///   - firstReplicate: At most 2^32 - 8.
  ///   - iteration: The iteration t.
  @inlinable
  public func fillRademacher(
    _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, firstReplicate: UInt32, iteration: UInt32
  ) {
    checkAddresses(count: output.count, firstReplicate: firstReplicate)
    var k = 0
    while k < output.count {
      let words = blocks(UInt32(truncatingIfNeeded: k &>> 7), firstReplicate, iteration)
      k = NoiseStream.spreadSigns(of: words.first, output, from: k)
      k = NoiseStream.spreadSigns(of: words.second, output, from: k)
    }
  }

  /// Numbers of variance 1 on three points, for the eight replicates `firstReplicate` ..< `firstReplicate + 8`: 0 with
  /// probability exactly 1/2, +sqrt(2) and -sqrt(2) with probability exactly 1/4 each.
  ///
  /// Number k is decided by the bits 63 - 2 (k mod 32) and 62 - 2 (k mod 32) of `word(k / 32)`: the first tells whether
  /// it differs from zero, the second whether it is then negative. As sqrt(2) is not a double, the exact variance is
  /// 1 + 1.4e-16.
  ///
  /// - Parameters:
  ///   - output: `output[k]` lane j becomes number k of replicate `firstReplicate + j`. At most 2^32 entries.
  ///   - firstReplicate: At most 2^32 - 8.
  ///   - iteration: The iteration t.
  @inlinable
  public func fillThreePoint(
    _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, firstReplicate: UInt32, iteration: UInt32
  ) {
    checkAddresses(count: output.count, firstReplicate: firstReplicate)
    var k = 0
    while k < output.count {
      let words = blocks(UInt32(truncatingIfNeeded: k &>> 6), firstReplicate, iteration)
      k = NoiseStream.spreadThreePoints(of: words.first, output, from: k)
      k = NoiseStream.spreadThreePoints(of: words.second, output, from: k)
    }
  }

  /// Word k of one replicate at one iteration: 64 uniform bits.
  ///
  /// Meant for drawing problem data, where speed does not count; the other functions take their bits from these words.
  public func word(_ k: UInt32, iteration: UInt32, replicate: UInt32) -> UInt64 {
    let block = Philox4x32.block(counter: SIMD4(k &>> 1, iteration, replicate, purpose), key: key)
    let (high, low) = k & 1 == 0 ? (block.x, block.y) : (block.z, block.w)
    return UInt64(high) &<< 32 | UInt64(low)
  }

  @inlinable @inline(__always)
  var key: SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32))
  }

  /// 128 bits per lane: the words 2 `block` and 2 `block` + 1 of eight replicates.
  @inlinable @inline(__always)
  func blocks(
    _ block: UInt32, _ firstReplicate: UInt32, _ iteration: UInt32
  ) -> (first: SIMD8<UInt64>, second: SIMD8<UInt64>) {
    Philox4x32.blocks(
      counter: SIMD4(block, iteration, firstReplicate, purpose), key: key)
  }

  /// Writes up to 64 numbers, from index k on, one for each bit of a word; returns the index after the last.
  @inlinable @inline(__always)
  static func spreadSigns(
    of word: SIMD8<UInt64>, _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, from k: Int
  ) -> Int {
    let signBit = SIMD8<UInt64>(repeating: 1 &<< 63)
    let one = SIMD8<UInt64>(repeating: (1.0).bitPattern)
    let end = min(k &+ 64, output.count)
    var rest = word
    for index in k..<end {
      output[index] = GaussianTransform.double((rest & signBit) | one)
      rest = rest &<< 1
    }
    return end
  }

  /// Writes up to 32 numbers, from index k on, one for each pair of bits of a word; returns the index after the last.
  @inlinable @inline(__always)
  static func spreadThreePoints(
    of word: SIMD8<UInt64>, _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, from k: Int
  ) -> Int {
    let signBit = SIMD8<UInt64>(repeating: 1 &<< 63)
    let squareRootOfTwo = SIMD8<UInt64>(repeating: (0x1.6A09E667F3BCDp0).bitPattern)
    let end = min(k &+ 32, output.count)
    var rest = word
    for index in k..<end {
      // All ones where the first bit is set, else zero.
      let differsFromZero = SIMD8<UInt64>.zero &- (rest &>> 63)
      output[index] = GaussianTransform.double((((rest &<< 1) & signBit) | squareRootOfTwo) & differsFromZero)
      rest = rest &<< 2
    }
    return end
  }

  /// Stops before two addresses could fall together: neither number indices nor replicates wrap around.
  @inlinable @inline(__always)
  func checkAddresses(count: Int, firstReplicate: UInt32) {
    precondition(count <= 1 &<< 32, "a stream has 2^32 numbers per replicate and iteration")
    precondition(firstReplicate <= UInt32.max - 7, "the last of the eight replicates must be below 2^32")
  }
}
