import ExactArithmetic

/// How long it takes until every node has trained: independent rounds, in each of which a uniformly random subset of s of
/// the N nodes of a view trains.
///
/// The targets are n of the N: all of them, or those that are online. With q_j = C(N-j, s)/C(N, s) the probability that
/// a round leaves out j given nodes, inclusion and exclusion over the sets of targets that k rounds left out gives
///
///     P(not all after k rounds) = sum_(j=1...n) (-1)^(j+1) C(n, j) q_j^k,
///     E(rounds until all)       = sum_(k>=0) of that = sum_(j=1...n) (-1)^(j+1) C(n, j)/(1 - q_j).
///
/// Both are rational. Terms up to 2^n times the sum cancel, so enclosures carry n bits more than they promise.
public struct SampleCoverage: Sendable, Equatable {
  public let sample: PeerSample
  /// n
  public let targets: Int

  /// - Parameter targets: all nodes of the view when `nil`.
  /// - Throws: `NetworkError` unless 0 <= n <= N.
  public init(_ sample: PeerSample, targets: Int? = nil) throws(NetworkError) {
    guard (0...sample.activeView).contains(targets ?? 0) else {
      throw NetworkError("\(targets ?? 0) nodes to cover of a view of \(sample.activeView): 0 to all are expected")
    }
    self.sample = sample
    self.targets = targets ?? sample.activeView
  }

  /// P(some target was in none of `rounds` rounds); exact up to 2^18 bits, and beyond known to 128 significant bits.
  ///
  /// - Precondition: `rounds >= 0`.
  /// - Throws: `NetworkError` naming the cost when it is out of reach.
  public func probabilityOfMissing(after rounds: Int) throws(NetworkError) -> Enclosure {
    if isEvident(after: rounds) { return Enclosure(targets > 0 && rounds == 0 ? 1 : 0) }
    guard isShort(after: rounds) else { return try certifiedProbabilityOfMissing(after: rounds) }
    let whole = sample.subsets
    try afford(bits: whole.bitWidth * rounds + targets, operations: 1)
    let sum = terms.reduce(Integer(0)) { $0 + $1.sign * $1.sets * $1.left.raised(to: rounds) }
    return Enclosure(Rational(sum, whole.raised(to: rounds)))
  }

  /// Whether `probabilityOfMissing` is exact, if it is not out of reach.
  ///
  /// - Precondition: `rounds >= 0`.
  public func isProbabilityExact(after rounds: Int) -> Bool { isEvident(after: rounds) || isShort(after: rounds) }

  /// Without a computation: there is nothing to cover, nothing was done, or all nodes train in every round.
  private func isEvident(after rounds: Int) -> Bool {
    precondition(rounds >= 0, "\(rounds) rounds")
    return targets == 0 || rounds == 0 || sample.sampleSize == sample.activeView
  }

  private func isShort(after rounds: Int) -> Bool {
    let (bits, overflow) = sample.subsets.bitWidth.multipliedReportingOverflow(by: rounds)
    return !overflow && bits <= longestExactProbability
  }

  func certifiedProbabilityOfMissing(after rounds: Int) throws(NetworkError) -> Enclosure {
    // A term is at most C(n, j) q_1^(j k), and the sum at least q_1^k: 2^n times 2^-bits is what rounding may cost.
    let bits = targets + 2 * rounds.bitsUsed + 200
    try afford(bits: bits, operations: 4 * rounds.bitsUsed)
    let whole = sample.subsets
    var (lower, upper): (Integer, Integer) = (0, 0)
    var unit: Int?
    for (sign, sets, left) in terms where !left.isZero {
      let power = DyadicEnclosure(Rational(left, whole), significantBits: bits)
        .power(rounds, significantBits: bits)
      // In units of 2^-200 of the first power, q_1^k.
      let exponent = unit ?? power.exponent + power.lower.bitWidth - 200
      unit = exponent
      let term = (power * DyadicEnclosure(lower: sets, upper: sets, exponent: 0)).rounded(exponent: exponent)
      lower += sign.signum > 0 ? term.lower : -term.upper
      upper += sign.signum > 0 ? term.upper : -term.lower
    }
    guard let unit else { return Enclosure(0) }
    return DyadicEnclosure(lower: lower, upper: upper, exponent: unit).enclosure
  }

  /// E(rounds until every target was in one); exact up to 2^18 bits, and beyond known to 128 significant bits.
  ///
  /// - Throws: `NetworkError` naming the cost when it is out of reach.
  public func expectedRounds() throws(NetworkError) -> Enclosure {
    let whole = sample.subsets
    if targets * whole.bitWidth <= longestExactProbability {
      return Enclosure(Self.sum(terms.map { ($0.sign * $0.sets * whole, whole - $0.left) }[...]))
    }
    return try certifiedExpectedRounds()
  }

  func certifiedExpectedRounds() throws(NetworkError) -> Enclosure {
    let whole = sample.subsets
    // Rounding each of n terms costs a unit, and the sum is at least 1.
    let unit = -(200 + targets.bitsUsed)
    try afford(bits: targets + whole.bitWidth - unit, operations: 1)
    var (lower, upper): (Integer, Integer) = (0, 0)
    for (sign, sets, left) in terms {
      let scaled = (sets * whole).shiftedLeft(by: -unit)
      let floor = scaled.flooredQuotient(by: whole - left)
      let ceiling = floor * (whole - left) == scaled ? floor : floor + 1
      lower += sign.signum > 0 ? floor : -ceiling
      upper += sign.signum > 0 ? ceiling : -floor
    }
    return DyadicEnclosure(lower: lower, upper: upper, exponent: unit).enclosure
  }

  /// For j = 1 ... n the sign (-1)^(j+1), C(n, j) and C(N-j, s), one after the other: together they are long.
  private var terms: AnyIterator<(sign: Integer, sets: Integer, left: Integer)> {
    let (nodes, s, targets) = (sample.activeView, sample.sampleSize, targets)
    var (j, sets, left): (Int, Integer, Integer) = (0, 1, sample.subsets)
    return AnyIterator {
      guard j < targets else { return nil }
      sets = (sets * Integer(targets - j)).dividedExactly(by: Integer(j + 1))
      left = nodes - j > s ? (left * Integer(nodes - j - s)).dividedExactly(by: Integer(nodes - j)) : 0
      j += 1
      return (j.isMultiple(of: 2) ? -1 : 1, sets, left)
    }
  }

  /// The sum of fractions, by halves, so that only the last numbers are long.
  private static func sum(_ fractions: ArraySlice<(Integer, Integer)>) -> Rational {
    func unreduced(_ part: ArraySlice<(Integer, Integer)>) -> (Integer, Integer) {
      if part.count <= 1 { return part.first ?? (0, 1) }
      let middle = part.startIndex + part.count / 2
      let (p, q) = unreduced(part[..<middle])
      let (r, t) = unreduced(part[middle...])
      return (p * t + r * q, q * t)
    }
    let (numerator, denominator) = unreduced(fractions)
    return Rational(numerator, denominator)
  }

  /// For each term 8 ns times the number of words to the power 3/2, products being long.
  private func afford(bits: Int, operations: Int) throws(NetworkError) {
    let words = Double(bits) / 64 + 16
    let seconds = Double(targets) * Double(operations) * words * words.squareRoot() * 8e-9
    if seconds > PeerSamplingCost.longestSeconds {
      throw NetworkError(
        "coverage is refused: \(targets) terms of \(bits) bits take \(PeerSamplingCost.words(seconds))")
    }
  }
}
