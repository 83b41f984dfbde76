/// A closed interval with rational end points that is known to contain a real number.
///
/// Arithmetic on end points is exact, so the only width is the one put in by a square root, an
/// exponential, a logarithm or `roundedOutward`.
public struct Enclosure: Sendable, Equatable {
  public let lower: Rational
  public let upper: Rational

  /// - Precondition: `lower <= upper`.
  public init(lower: Rational, upper: Rational) {
    precondition(lower <= upper, "an enclosure from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// The exact value.
  public init(_ value: Rational) {
    lower = value
    upper = value
  }

  public var width: Rational { upper - lower }
  public var midpoint: Rational { isExact ? lower : (lower + upper) * Rational(1, 2) }
  /// Whether the two end points agree, so that the value is known exactly.
  public var isExact: Bool { lower == upper }

  public func contains(_ value: Rational) -> Bool { lower <= value && value <= upper }

  /// The smallest enclosure of both.
  public func union(_ other: Enclosure) -> Enclosure {
    Enclosure(lower: min(lower, other.lower), upper: max(upper, other.upper))
  }

  /// Whether the enclosed value is at most the other one.
  public func isAtMost(_ other: Enclosure) -> Truth {
    if upper <= other.lower { return .yes }
    return lower > other.upper ? .no : .unknown
  }

  /// Whether the enclosed value is below the other one.
  public func isLess(than other: Enclosure) -> Truth {
    if upper < other.lower { return .yes }
    return lower >= other.upper ? .no : .unknown
  }

  /// |x|
  public var magnitude: Enclosure {
    if lower.signum >= 0 { return self }
    if upper.signum <= 0 { return -self }
    return Enclosure(lower: 0, upper: max(-lower, upper))
  }

  /// max(x, y)
  public static func maximum(_ a: Enclosure, _ b: Enclosure) -> Enclosure {
    Enclosure(lower: max(a.lower, b.lower), upper: max(a.upper, b.upper))
  }

  /// End points moved outward to multiples of 2^-bits: shorter numbers, a slightly wider interval.
  public func roundedOutward(bits: Int) -> Enclosure {
    let scale = Rational.powerOfTwo(bits)
    let unit = Rational.powerOfTwo(-bits)
    return Enclosure(
      lower: Rational((lower * scale).floor) * unit, upper: Rational((upper * scale).ceiling) * unit)
  }
}

extension Enclosure {
  /// Outward rounding to about the given number of significant bits of the larger end.
  public func roundedOutward(significantBits: Int) -> Enclosure {
    let size = max(lower.magnitude, upper.magnitude)
    if size.isZero { return self }
    let exponent = size.numerator.bitWidth - size.denominator.bitWidth
    return roundedOutward(bits: significantBits - exponent)
  }
}

extension Enclosure: Scalar {
  public static var zero: Enclosure { Enclosure(0) }

  public static func + (a: Enclosure, b: Enclosure) -> Enclosure {
    Enclosure(lower: a.lower + b.lower, upper: a.upper + b.upper)
  }

  public static func - (a: Enclosure, b: Enclosure) -> Enclosure {
    Enclosure(lower: a.lower - b.upper, upper: a.upper - b.lower)
  }

  public static prefix func - (a: Enclosure) -> Enclosure { Enclosure(lower: -a.upper, upper: -a.lower) }

  public static func * (a: Enclosure, b: Enclosure) -> Enclosure {
    if a.isExact && b.isExact { return Enclosure(a.lower * b.lower) }
    let products = [a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper]
    return Enclosure(lower: products.min()!, upper: products.max()!)
  }

  /// - Precondition: the divisor does not contain zero; `divided(by:)` is the form that returns `nil`.
  public static func / (a: Enclosure, b: Enclosure) -> Enclosure {
    precondition(!b.contains(0), "division by an enclosure that contains zero")
    return a * Enclosure(lower: 1 / b.upper, upper: 1 / b.lower)
  }

  /// The quotient, or `nil` when the divisor may be zero.
  public func divided(by divisor: Enclosure) -> Enclosure? { divisor.contains(0) ? nil : self / divisor }

  /// The square, tighter than `self * self` when zero is inside.
  public var squared: Enclosure {
    let magnitude = self.magnitude
    return Enclosure(lower: magnitude.lower * magnitude.lower, upper: magnitude.upper * magnitude.upper)
  }
}

extension Enclosure {
  /// Exact while the result stays below 2^18 bits; beyond that outward rounded, so that a power with a
  /// million in the exponent costs time but not the memory.
  public func power(_ exponent: Int) -> Enclosure {
    precondition(exponent >= 0, "a power with exponent \(exponent)")
    let size = max(lower.bitSize, upper.bitSize)
    if isExact && size.multipliedReportingOverflow(by: max(exponent, 1)).partialValue <= 1 << 18
      && !size.multipliedReportingOverflow(by: max(exponent, 1)).overflow
    {
      return Enclosure(lower.raised(to: exponent))
    }
    var result = Enclosure(1)
    var base = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = (result * base).shortened(bits: 4096) }
      rest >>= 1
      if rest > 0 { base = base.squared.shortened(bits: 4096) }
    }
    return result
  }

  /// Outward rounding to 2^-bits, only where an end point is longer than that.
  private func shortened(bits: Int) -> Enclosure {
    max(lower.bitSize, upper.bitSize) <= 2 * bits ? self : roundedOutward(bits: bits)
  }
}

extension Enclosure {
  /// The value with the given number of significant digits where both ends agree on them, otherwise the ends
  /// rounded outward: what is printed is never more precise than what is known.
  public func decimal(significantDigits digits: Int) -> String {
    let (low, high) = (lower.decimal(significantDigits: digits), upper.decimal(significantDigits: digits))
    if low == high { return low }
    return "[\(lower.decimal(significantDigits: digits, rounding: .down)), "
      + "\(upper.decimal(significantDigits: digits, rounding: .up))]"
  }
}

extension Rational {
  /// Bits of numerator and denominator together.
  var bitSize: Int { numerator.bitWidth + denominator.bitWidth }
}
