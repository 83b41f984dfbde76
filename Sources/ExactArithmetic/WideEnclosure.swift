/// An interval between two multiples of 2^-1024, rounded outward.
///
/// For recursions in which intervals of doubles widen with every step although the numbers do not: what is lost in some
/// hundred bits is still nothing. Some hundred times slower than `FloatEnclosure`.
public struct WideEnclosure: Sendable, Equatable {
  /// End points in units of 2^-1024.
  private let low: Integer
  private let high: Integer

  private static let bits = 1024

  private init(_ low: Integer, _ high: Integer) {
    self.low = low
    self.high = high
  }

  /// The rational end points.
  public var rationalEnclosure: Enclosure {
    let unit = Rational.powerOfTwo(-Self.bits)
    return Enclosure(lower: Rational(low) * unit, upper: Rational(high) * unit)
  }

  private var containsZero: Bool { low.signum <= 0 && high.signum >= 0 }
}

extension WideEnclosure: Scalar {
  public static var zero: WideEnclosure { WideEnclosure(0, 0) }

  public init(_ value: Rational) {
    let scaled = value.numerator.shiftedLeft(by: Self.bits)
    self.init(scaled.flooredQuotient(by: value.denominator), -(-scaled).flooredQuotient(by: value.denominator))
  }

  public static func + (a: WideEnclosure, b: WideEnclosure) -> WideEnclosure {
    WideEnclosure(a.low + b.low, a.high + b.high)
  }

  public static func - (a: WideEnclosure, b: WideEnclosure) -> WideEnclosure {
    WideEnclosure(a.low - b.high, a.high - b.low)
  }

  public static prefix func - (a: WideEnclosure) -> WideEnclosure { WideEnclosure(-a.high, -a.low) }

  public static func * (a: WideEnclosure, b: WideEnclosure) -> WideEnclosure {
    let (low, high): (Integer, Integer)
    if a.low.signum >= 0 && b.low.signum >= 0 {
      (low, high) = (a.low * b.low, a.high * b.high)
    } else {
      let products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
      (low, high) = (products.min()!, products.max()!)
    }
    return WideEnclosure(low.shiftedLeft(by: -bits), -(-high).shiftedLeft(by: -bits))
  }

  public static func / (a: WideEnclosure, b: WideEnclosure) -> WideEnclosure {
    precondition(!b.containsZero, "a division by an enclosure of zero")
    let numerators = [a.low.shiftedLeft(by: bits), a.high.shiftedLeft(by: bits)]
    let pairs = numerators.flatMap { numerator in [(numerator, b.low), (numerator, b.high)] }
    return WideEnclosure(
      pairs.map { $0.0.flooredQuotient(by: $0.1) }.min()!, pairs.map { -(-$0.0).flooredQuotient(by: $0.1) }.max()!)
  }

  public var squared: WideEnclosure {
    let square = self * self
    return containsZero ? WideEnclosure(0, square.high) : square
  }

  public var naturalLogarithm: WideEnclosure {
    let logarithm = rationalEnclosure.logarithm(width: .powerOfTwo(-Self.bits))
    return WideEnclosure(WideEnclosure(logarithm.lower).low, WideEnclosure(logarithm.upper).high)
  }

  public var upperSquareRoot: WideEnclosure {
    // sqrt(x 2^-k) = sqrt(x 2^k) 2^-k
    func root(_ end: Integer) -> Integer { end.shiftedLeft(by: Self.bits).flooredSquareRoot() }
    return WideEnclosure(low.signum <= 0 ? 0 : root(low), high.signum <= 0 ? 0 : root(high) + 1)
  }
}
