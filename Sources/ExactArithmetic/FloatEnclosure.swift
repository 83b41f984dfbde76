/// A closed interval with double end points, rounded outward after every operation.
///
/// Fast certified arithmetic: an operation on doubles is correctly rounded, so the next double outward
/// is a bound. Overflow gives infinite end points, which still enclose; an undefined product gives the
/// whole line.
@frozen
public struct FloatEnclosure: Sendable, Equatable {
  public var lower: Double
  public var upper: Double

  /// - Precondition: `lower <= upper`, so neither is NaN.
  @inlinable
  public init(lower: Double, upper: Double) {
    precondition(lower <= upper, "an enclosure from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  @inlinable
  init(unchecked lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  public static let wholeLine = FloatEnclosure(lower: -.infinity, upper: .infinity)

  /// The exact rational end points, or `nil` when one is infinite.
  public var enclosure: Enclosure? {
    guard let lower = Rational(exactly: lower), let upper = Rational(exactly: upper) else { return nil }
    return Enclosure(lower: lower, upper: upper)
  }

  public var midpoint: Double { lower / 2 + upper / 2 }

  public func contains(_ value: Rational) -> Bool {
    (Rational(exactly: lower).map { $0 <= value } ?? (lower < 0))
      && (Rational(exactly: upper).map { value <= $0 } ?? (upper > 0))
  }

  @inlinable
  public var containsZero: Bool { lower <= 0 && 0 <= upper }

  /// The sign when it is certain.
  @inlinable
  public var certainSign: Int? {
    if lower > 0 { return 1 }
    if upper < 0 { return -1 }
    return lower == 0 && upper == 0 ? 0 : nil
  }
}

extension FloatEnclosure: Scalar {
  @inlinable
  public static var zero: FloatEnclosure { FloatEnclosure(unchecked: 0, 0) }

  public init(_ value: Rational) { self.init(unchecked: value.rounded(.down), value.rounded(.up)) }

  /// One step outward; a NaN (from infinity minus infinity, or zero times infinity) widens to the line.
  @inlinable @inline(__always)
  static func outward(_ lower: Double, _ upper: Double) -> FloatEnclosure {
    if lower.isNaN || upper.isNaN { return FloatEnclosure(unchecked: -.infinity, .infinity) }
    return FloatEnclosure(unchecked: lower.nextDown, upper.nextUp)
  }

  @inlinable
  public static func + (a: FloatEnclosure, b: FloatEnclosure) -> FloatEnclosure {
    // Adding an exact zero is exact; without this case zeros of a sparse matrix would widen the sum.
    if b.lower == 0 && b.upper == 0 { return a }
    if a.lower == 0 && a.upper == 0 { return b }
    return outward(a.lower + b.lower, a.upper + b.upper)
  }

  @inlinable
  public static func - (a: FloatEnclosure, b: FloatEnclosure) -> FloatEnclosure { a + (-b) }

  @inlinable
  public static prefix func - (a: FloatEnclosure) -> FloatEnclosure { FloatEnclosure(unchecked: -a.upper, -a.lower) }

  @inlinable
  public static func * (a: FloatEnclosure, b: FloatEnclosure) -> FloatEnclosure {
    if (a.lower == 0 && a.upper == 0) || (b.lower == 0 && b.upper == 0) { return zero }
    let p = a.lower * b.lower
    let q = a.lower * b.upper
    let r = a.upper * b.lower
    let s = a.upper * b.upper
    if p.isNaN || q.isNaN || r.isNaN || s.isNaN { return FloatEnclosure(unchecked: -.infinity, .infinity) }
    return outward(min(min(p, q), min(r, s)), max(max(p, q), max(r, s)))
  }

  /// A divisor that contains zero gives the whole line.
  @inlinable
  public var naturalLogarithm: FloatEnclosure {
    guard let enclosure, enclosure.lower.signum > 0 else { return .wholeLine }
    let logarithm = enclosure.logarithm()
    return FloatEnclosure(unchecked: logarithm.lower.rounded(.down), logarithm.upper.rounded(.up))
  }

  public var upperSquareRoot: FloatEnclosure {
    // The root of a double is rounded correctly.
    .outward(max(0, lower).squareRoot(), upper.squareRoot())
  }

  public static func / (a: FloatEnclosure, b: FloatEnclosure) -> FloatEnclosure {
    if b.containsZero { return FloatEnclosure(unchecked: -.infinity, .infinity) }
    return a * outward(1 / b.upper, 1 / b.lower)
  }

  @inlinable
  public var squared: FloatEnclosure {
    if lower >= 0 { return self * self }
    if upper <= 0 { return (-self) * (-self) }
    let largest = max(-lower, upper)
    return FloatEnclosure(unchecked: 0, (largest * largest).nextUp)
  }
}
