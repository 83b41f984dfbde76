// log 2, pi and 1 / sqrt(2 pi) between multiples of 2^-bits. The first thousand bits are computed once and kept.

extension DyadicEnclosure {
  private static let keptBits = 1024
  private static let keptLogarithmOfTwo = computedLogarithmOfTwo(bits: keptBits)
  private static let keptPi = computedPi(bits: keptBits)
  private static let keptNormalDensity = computedNormalDensity(bits: keptBits)

  /// log 2, at most two units of 2^-bits wide.
  static func logarithmOfTwo(bits: Int) -> DyadicEnclosure {
    (bits < keptBits ? keptLogarithmOfTwo : computedLogarithmOfTwo(bits: bits)).rounded(exponent: -bits)
  }

  /// At most two units of 2^-bits wide.
  static func pi(bits: Int) -> DyadicEnclosure {
    (bits < keptBits ? keptPi : computedPi(bits: bits)).rounded(exponent: -bits)
  }

  /// 1 / sqrt(2 pi), the standard normal density at 0, at most two units of 2^-bits wide.
  static func normalDensityAtZero(bits: Int) -> DyadicEnclosure {
    (bits < keptBits ? keptNormalDensity : computedNormalDensity(bits: bits)).rounded(exponent: -bits)
  }

  /// log 2 = 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749).
  private static func computedLogarithmOfTwo(bits: Int) -> DyadicEnclosure {
    combination([(18, 26), (-2, 4801), (8, 8749)], alternating: false, bits: bits)
  }

  /// pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin 1706).
  private static func computedPi(bits: Int) -> DyadicEnclosure {
    combination([(16, 5), (-4, 239)], alternating: true, bits: bits)
  }

  /// With 1 / (2 pi) between multiples of 4^-k: the floored root of y 4^k is floor(sqrt(y) 2^k).
  private static func computedNormalDensity(bits: Int) -> DyadicEnclosure {
    let k = bits + 2
    let inverse = pi(bits: 2 * k).dividing(1)
    let square = DyadicEnclosure(lower: inverse.lower, upper: inverse.upper, exponent: inverse.exponent - 1)
      .rounded(exponent: -2 * k)
    return DyadicEnclosure(
      lower: square.lower.flooredSquareRoot(), upper: square.upper.flooredSquareRoot() + 1, exponent: -k)
  }

  /// The sum of factor artanh(1/m), or arctan(1/m) when the series alternates, over the pairs (factor, m).
  private static func combination(
    _ parts: [(factor: Int, reciprocal: Int)], alternating: Bool, bits: Int
  ) -> DyadicEnclosure {
    // The error is a few units for each term, of which there are at most `bits`; the factors add up to less than 32.
    let working = bits + bits.bitWidth - bits.leadingZeroBitCount + 10
    var (sum, error): (Integer, Integer) = (0, 0)
    for (factor, reciprocal) in parts {
      let (value, units) = series(ofReciprocal: reciprocal, alternating: alternating, bits: working)
      sum += Integer(factor) * value
      error += Integer(abs(factor) * units)
    }
    return DyadicEnclosure(lower: sum - error, upper: sum + error, exponent: -working)
  }

  /// The sum over k of (+-1)^k / ((2k + 1) m^(2k + 1)), times 2^bits, with a bound of its error in units.
  ///
  /// A floor of a floor is the floor of the whole quotient, so each term is off by less than one unit; the terms left
  /// out, the first of which has a power below one unit, make less than two together (m >= 2).
  private static func series(
    ofReciprocal m: Int, alternating: Bool, bits: Int
  ) -> (value: Integer, error: Int) {
    let square = Integer(m * m)
    var power = Integer(1).shiftedLeft(by: bits).flooredQuotient(by: Integer(m))
    var sum: Integer = 0
    var k = 0
    while !power.isZero {
      let term = power.flooredQuotient(by: Integer(2 * k + 1))
      sum = alternating && k & 1 == 1 ? sum - term : sum + term
      power = power.flooredQuotient(by: square)
      k += 1
    }
    return (sum, k + 2)
  }
}

extension Enclosure {
  /// The circle's half circumference over its radius, in an enclosure no wider than asked for.
  ///
  /// - Precondition: `width > 0`.
  public static func pi(width: Rational) -> Enclosure {
    precondition(width.signum > 0, "an enclosure of width \(width)")
    return DyadicEnclosure.pi(bits: bits(for: width) + 1).enclosure
  }
}
