import ExactArithmetic

/// One random number with an address: as many uniform bits as its law needs, all a pure function of the seed, the
/// purpose, the replicate, the place (a node, or a link's two ends) and the number of the draw there.
///
/// Nothing is consumed. The functions below read the same bits from the start, so two laws of one draw are dependent;
/// independent numbers have different addresses.
///
/// Block b of the draw is Philox's at the counter (number, first | second << 24, replicate,
/// purpose | b << 8 | (second >> 8) << 16), where `first` and `second` have 24 bits and `second` is 0 for a node: different
/// addresses have different counters, so no two draws share bits, nor does a draw share any with a `NoiseStream` of
/// another purpose.
@frozen public struct RandomDraw: Sendable, Equatable {
  @usableFromInline let counter: SIMD4<UInt32>
  @usableFromInline let key: SIMD2<UInt32>

  /// - Parameters:
  ///   - first: A node, or a link's sender; below 2^24.
  ///   - second: A link's receiver; below 2^24. 0 for a node.
  ///   - number: Counts the draws of the place, or the slots of the run; below 2^32.
  ///   - replicate: Below 2^32.
  @inlinable
  public init(
    seed: UInt64, purpose: StreamPurpose, first: Int, second: Int = 0, number: Int, replicate: Int = 0
  ) {
    precondition(UInt(bitPattern: first) < 1 << 24 && UInt(bitPattern: second) < 1 << 24, "a node outside 0 ..< 2^24")
    precondition(UInt(bitPattern: number) < 1 << 32, "a draw's number outside 0 ..< 2^32")
    precondition(UInt(bitPattern: replicate) < 1 << 32, "a replicate outside 0 ..< 2^32")
    let (low, high) = (UInt32(truncatingIfNeeded: second), UInt32(truncatingIfNeeded: second &>> 8))
    counter = SIMD4(
      UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: first) | low &<< 24,
      UInt32(truncatingIfNeeded: replicate), purpose.rawValue | high &<< 16)
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32))
  }

  /// The same address in a later replicate.
  @inlinable
  func advanced(byReplicates count: Int) -> RandomDraw {
    var counter = self.counter
    counter.z &+= UInt32(truncatingIfNeeded: count)
    return RandomDraw(counter: counter, key: key)
  }

  @usableFromInline
  init(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) {
    self.counter = counter
    self.key = key
  }

  /// Word k of the draw: 64 uniform bits.
  ///
  /// - Precondition: `k` in 0 ..< 512. Whoever reads on while bits tie gets there with probability below 2^-500.
  @inlinable
  public func word(_ k: Int) -> UInt64 {
    precondition(UInt(bitPattern: k) < 512, "a draw has 512 words")
    var counter = self.counter
    counter.w |= UInt32(truncatingIfNeeded: k &>> 1) &<< 8
    let block = Philox4x32.block(counter: counter, key: key)
    let (high, low) = k & 1 == 0 ? (block.x, block.y) : (block.z, block.w)
    return UInt64(high) &<< 32 | UInt64(low)
  }

  /// Uniform on the midpoints of 2^52 equal parts of (0, 1): never 0 or 1, mean exactly 1/2.
  @inlinable
  public var uniform: Double { (Double(word(0) &>> 12) + 0.5) * 0x1p-52 }

  /// Exponential with mean 1, by inversion: -ln(`uniform`), at least 2^-53 and at most 53 ln 2 = 36.74.
  ///
  /// The bits are the same on every machine. The grid of `uniform` moves the distribution function by at most 2^-53.
  public var exponential: Double { -uniform.naturalLogarithm }

  /// Whether the event of a law happens: true with exactly its probability.
  ///
  /// The draw is read as a real number uniform in [0, 1) whose digits in base 2^64 are the words, and compared with the
  /// probability digit by digit until they differ: after one word but for one in 2^64 draws. So of two laws on one draw
  /// the less probable event implies the other.
  @inlinable
  public func bernoulli(_ law: BernoulliLaw) -> Bool {
    let word = word(0)
    return word != law.head ? word < law.head : law.decidesTie(self)
  }

  /// Uniform on 0 ..< `bound`, every value with exactly the same probability.
  ///
  /// - Precondition: `bound` in 1 ... 2^62.
  ///
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29, 2019.
  @inlinable
  public func integer(below bound: Int) -> Int {
    precondition(bound > 0 && bound <= 1 << 62, "an integer below \(bound)")
    let bound = UInt64(bound)
    var k = 0
    var product = word(0).multipliedFullWidth(by: bound)
    if product.low < bound {
      // 2^64 mod bound of the products' low halves are one too many.
      let excess = (0 &- bound) % bound
      while product.low < excess {
        k += 1
        product = word(k).multipliedFullWidth(by: bound)
      }
    }
    return Int(product.high)
  }
}
