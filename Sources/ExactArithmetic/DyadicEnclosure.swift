/// A nonnegative number between two integers times a power of two: lower 2^exponent ... upper 2^exponent.
///
/// The working form of the elementary functions. At a fixed exponent it is fixed-point arithmetic rounded outward, an
/// order of magnitude faster than rational end points because nothing is reduced to lowest terms; a free exponent
/// keeps the digits of numbers like exp(-700).
package struct DyadicEnclosure {
  package var lower: Integer
  package var upper: Integer
  package var exponent: Int

  package init(lower: Integer, upper: Integer, exponent: Int) {
    assert(lower.signum >= 0 && lower <= upper)
    self.lower = lower
    self.upper = upper
    self.exponent = exponent
  }

  /// The neighbouring multiples of 2^exponent.
  package init(_ value: Rational, exponent: Int) {
    let numerator = value.numerator.shiftedLeft(by: max(-exponent, 0))
    let denominator = value.denominator.shiftedLeft(by: max(exponent, 0))
    self.init(
      lower: numerator.flooredQuotient(by: denominator), upper: numerator.ceilingQuotient(by: denominator),
      exponent: exponent)
  }

  /// The same with rational end points.
  package var enclosure: Enclosure {
    let unit = Rational.powerOfTwo(exponent)
    return Enclosure(lower: Rational(lower) * unit, upper: Rational(upper) * unit)
  }

  /// Whether upper - lower <= 2^-bits lower.
  func isNarrow(significantBits bits: Int) -> Bool { (upper - lower).shiftedLeft(by: bits) <= lower }

  /// End points moved outward to multiples of 2^exponent; exact when that is a finer grid.
  package func rounded(exponent: Int) -> DyadicEnclosure {
    let shift = self.exponent - exponent
    return DyadicEnclosure(
      lower: lower.shiftedLeft(by: shift), upper: -(-upper).shiftedLeft(by: shift), exponent: exponent)
  }

  /// End points moved outward to at most `bits` bits; the upper one may have one more.
  package func rounded(significantBits bits: Int) -> DyadicEnclosure {
    let excess = lower.bitWidth - bits
    return excess <= 0 ? self : rounded(exponent: exponent + excess)
  }

  /// Exact.
  package static func * (a: DyadicEnclosure, b: DyadicEnclosure) -> DyadicEnclosure {
    DyadicEnclosure(lower: a.lower * b.lower, upper: a.upper * b.upper, exponent: a.exponent + b.exponent)
  }

  /// - Precondition: both have the same exponent.
  static func + (a: DyadicEnclosure, b: DyadicEnclosure) -> DyadicEnclosure {
    precondition(a.exponent == b.exponent)
    return DyadicEnclosure(lower: a.lower + b.lower, upper: a.upper + b.upper, exponent: a.exponent)
  }

  /// A positive integer divided by this number, between multiples of this number's own power of two.
  ///
  /// - Precondition: `lower > 0`, `exponent <= 0`.
  func dividing(_ value: Int) -> DyadicEnclosure {
    let dividend = Integer(value).shiftedLeft(by: -2 * exponent)
    return DyadicEnclosure(
      lower: dividend.flooredQuotient(by: upper), upper: dividend.ceilingQuotient(by: lower), exponent: exponent)
  }

  /// Divided by a positive integer, between multiples of the same power of two.
  func divided(by divisor: Int) -> DyadicEnclosure {
    DyadicEnclosure(
      lower: lower.flooredQuotient(by: Integer(divisor)), upper: upper.ceilingQuotient(by: Integer(divisor)),
      exponent: exponent)
  }
}

extension Integer {
  /// `self / divisor` rounded towards plus infinity.
  fileprivate func ceilingQuotient(by divisor: Integer) -> Integer { -(-self).flooredQuotient(by: divisor) }
}
