extension Enclosure {
  /// The exponential with a relative width: each end is off by at most 2^-significantBits times the value, so that
  /// exp(-700), about 1e-304, keeps its digits. For an exact argument, upper - lower <= 2^-significantBits lower.
  ///
  /// An argument below -2^20 gives the bounds 0 and 2^-1512775, which is just above exp(-2^20): the digits are lost
  /// but a far tail stays a valid enclosure.
  ///
  /// - Precondition: `significantBits > 0`; end points of at most 2^20, beyond which the result would not fit in
  ///   memory.
  /// - Complexity: O(sqrt(b)) products of b-bit integers with b = `significantBits`; ten microseconds at 64.
  public func exponential(significantBits: Int) -> Enclosure {
    precondition(significantBits > 0, "\(significantBits) significant bits")
    if isExact { return Self.relativeExponential(lower, bits: significantBits) }
    return Enclosure(
      lower: Self.relativeExponential(lower, bits: significantBits).lower,
      upper: Self.relativeExponential(upper, bits: significantBits).upper)
  }

  private static func relativeExponential(_ x: Rational, bits: Int) -> Enclosure {
    if x.isZero { return Enclosure(1) }
    if x < -.powerOfTwo(20) { return belowExponentialRange }
    precondition(x <= .powerOfTwo(20), "exponential of \(x.decimal(significantDigits: 6))")
    var spare = 16
    while true {
      let magnitude = DyadicEnclosure(x.magnitude, exponent: -(bits + spare))
      let result = magnitude.exponential(negative: x.signum < 0, bits: bits + spare)
        .rounded(significantBits: bits + 3)
      if result.isNarrow(significantBits: bits) { return result.enclosure }
      spare *= 2
    }
  }

  /// 0 ... 2^-1512775, which contains exp(x) for all x <= -2^20, because 2^20 / log 2 = 1512775.39...
  static let belowExponentialRange = Enclosure(lower: 0, upper: .powerOfTwo(-1_512_775))
}

extension DyadicEnclosure {
  /// exp(y), or exp(-y), for this number y: a relative error of a few times 2^-bits beside that from the width of y.
  ///
  /// exp(+-y) = 2^(+-k) exp(r) with 0 <= r <= 1, and exp(r) = exp(r / 2^h)^(2^h) by a Taylor sum of positive terms.
  ///
  /// - Precondition: y < 2^21; its width is at most 1/4.
  func exponential(negative: Bool, bits: Int) -> DyadicEnclosure {
    // Each squaring doubles the relative error; each costs as much as a term of the sum, and saves some.
    let squarings = Int(Double(bits).squareRoot() / 2) + 1
    let working = bits + squarings + 8
    // 22 bits more than the working ones, because log 2 is multiplied by k < 2^22.
    let y = rounded(exponent: -(working + 22))
    let logarithmOfTwo = Self.logarithmOfTwo(bits: working + 22)
    // The quotients are rounded so that the remainder, and with it every term, is not negative.
    let k: Integer
    var rest: DyadicEnclosure
    if negative {
      k = -(-y.upper).flooredQuotient(by: logarithmOfTwo.lower)
      rest = DyadicEnclosure(
        lower: k * logarithmOfTwo.lower - y.upper, upper: k * logarithmOfTwo.upper - y.lower, exponent: y.exponent)
    } else {
      k = y.lower.flooredQuotient(by: logarithmOfTwo.upper)
      rest = DyadicEnclosure(
        lower: y.lower - k * logarithmOfTwo.upper, upper: y.upper - k * logarithmOfTwo.lower, exponent: y.exponent)
    }
    precondition(rest.upper.bitWidth <= working + 22, "an exponential of a wide enclosure")
    rest.exponent -= squarings
    rest = rest.rounded(exponent: -working)

    let one = Integer(1).shiftedLeft(by: working)
    var term = DyadicEnclosure(lower: one, upper: one, exponent: -working)
    var sum = term
    var n = 0
    repeat {
      n += 1
      term = (term * rest).rounded(exponent: -working).divided(by: n)
      sum = sum + term
    } while term.upper > 1
    // rest <= 1/2: what is left out is at most the last term times 1/2 + 1/4 + ...
    sum.upper += term.upper
    for _ in 0..<squarings { sum = (sum * sum).rounded(exponent: -working) }
    let power = k.asInt!
    sum.exponent += negative ? -power : power
    return sum
  }
}
