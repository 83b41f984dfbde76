import ExactArithmetic

/// The sample of a round as Plexus derives it: of the nodes that a view believes active, the s with the smallest
/// hash of node and round.
///
/// The hash is ideal: in every round the order of the nodes is uniformly random, independently of other rounds. Then
/// every subset of s nodes is equally likely, for each of them comes first in s! (N - s)! of the N! orders.
///
/// Source: M. de Vos et al., Decentralized Learning Made Practical with Client Sampling, arXiv 2302.13837.
public struct PeerSample: Sendable, Equatable {
  /// N, the nodes that the view believes active.
  public let activeView: Int
  /// s
  public let sampleSize: Int

  /// - Throws: `NetworkError` unless 1 <= s <= N <= `largestView`.
  public init(activeView: Int, sampleSize: Int) throws(NetworkError) {
    guard activeView >= 1, activeView <= Self.largestView else {
      throw NetworkError("a view has 1 to \(Self.largestView) nodes, not \(activeView)")
    }
    guard sampleSize >= 1 else { throw NetworkError("a sample has at least one node, not \(sampleSize)") }
    guard sampleSize <= activeView else {
      throw NetworkError("a sample of \(sampleSize) is larger than the view of \(activeView)")
    }
    self.activeView = activeView
    self.sampleSize = sampleSize
  }

  /// C(N, s), the number of subsets that may be drawn.
  public var subsets: Integer { .binomial(activeView, sampleSize) }

  /// P(the sample is a given subset) = 1/C(N, s).
  public var subsetProbability: Rational { Rational(1, subsets) }

  /// P(a given node is sampled) = s/N.
  public var inclusionProbability: Rational { Rational(sampleSize, activeView) }

  /// ceil(sf s), the models that the aggregator waits for.
  ///
  /// - Precondition: 0 < sf <= 1.
  public func requiredArrivals(successFraction: Rational) -> Int {
    precondition(successFraction.signum > 0 && successFraction <= 1, "a success fraction of \(successFraction)")
    return (successFraction * Rational(sampleSize)).ceiling.asInt!
  }

  /// Larger views are not analysed.
  public static let largestView = 100_000
}

/// Numbers up to this many bits are written out; longer ones are enclosed.
let longestExactProbability = 1 << 18

extension Rational {
  /// The power, exact where it is not too long and otherwise known to 128 significant bits.
  ///
  /// - Precondition: in [0, 1]; `exponent >= 0`.
  func probabilityPower(_ exponent: Int) -> Enclosure {
    if isZero || self == 1 || exponent == 0 { return Enclosure(exponent == 0 ? 1 : self) }
    if isPowerShort(exponent) { return Enclosure(raised(to: exponent)) }
    return DyadicEnclosure(self, significantBits: 128 + 2 * exponent.bitsUsed)
      .power(exponent, significantBits: 128 + 2 * exponent.bitsUsed).enclosure
  }

  private func isPowerShort(_ exponent: Int) -> Bool {
    let (bits, overflow) = denominator.bitWidth.multipliedReportingOverflow(by: exponent)
    return !overflow && bits <= longestExactProbability
  }
}

extension Int {
  /// Bits of a number that is not negative.
  var bitsUsed: Int { Int.bitWidth - leadingZeroBitCount }
}

extension DyadicEnclosure {
  /// About so many significant bits of a positive number.
  init(_ value: Rational, significantBits: Int) {
    self.init(value, exponent: value.numerator.bitWidth - value.denominator.bitWidth - significantBits)
  }

  /// By repeated squaring, rounded outward to so many significant bits in every step.
  func power(_ exponent: Int, significantBits bits: Int) -> DyadicEnclosure {
    var result = DyadicEnclosure(lower: 1, upper: 1, exponent: 0)
    var base = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = (result * base).rounded(significantBits: bits) }
      rest >>= 1
      if rest > 0 { base = (base * base).rounded(significantBits: bits) }
    }
    return result
  }
}
