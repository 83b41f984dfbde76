/// A number that formulas and update rules are written over, once.
///
/// Conformers: `Rational` (exact), `Enclosure` (rational end points), `FloatEnclosure` (double end
/// points, rounded outward), `Double` (for plots and fast runs). The laws that every conformer obeys
/// are in the tests of this target: exact conformers satisfy the field laws, enclosures contain the
/// exact result.
public protocol Scalar: AdditiveArithmetic, Sendable {
  /// The value itself, or the conformer's closest or enclosing representation of it.
  init(_ value: Rational)
  static func * (a: Self, b: Self) -> Self
  /// - Precondition: the divisor is not, and does not contain, zero. (A `Double` follows IEEE 754.)
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  static func *= (a: inout Self, b: Self)
  /// `self * self`; an enclosure returns its tighter square.
  var squared: Self { get }
  /// Integer power.
  ///
  /// - Precondition: `exponent >= 0`.
  func power(_ exponent: Int) -> Self
  /// The square root where the scalar can hold or enclose it; of a rational whose root is irrational, an upper bound with
  /// a relative error below 2^-60. Made for right sides, which may grow but not shrink.
  ///
  /// - Precondition: not negative.
  var upperSquareRoot: Self { get }
  /// The natural logarithm where the scalar can enclose it; of a rational an approximation with an error below 2^-64, so
  /// bounds with logarithms are evaluated on enclosures.
  ///
  /// - Precondition: positive.
  var naturalLogarithm: Self { get }
}

extension Scalar {
  @inlinable
  public static var one: Self { Self(Rational.one) }

  @inlinable
  public init(_ value: Int) { self.init(Rational(value)) }

  @inlinable
  public static func *= (a: inout Self, b: Self) { a = a * b }

  @inlinable
  public var squared: Self { self * self }

  /// By repeated squaring.
  @inlinable
  public func power(_ exponent: Int) -> Self {
    precondition(exponent >= 0, "a power with exponent \(exponent)")
    var result = Self.one
    var base = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      rest >>= 1
      if rest > 0 { base *= base }
    }
    return result
  }
}

extension Rational: Scalar {
  public init(_ value: Rational) { self = value }

  public func power(_ exponent: Int) -> Rational { raised(to: exponent) }

  public var upperSquareRoot: Rational { Enclosure(self).upperSquareRoot.upper }
  public var naturalLogarithm: Rational { Enclosure(self).logarithm().midpoint }
}

extension Double: Scalar {
  /// The nearest double.
  public init(_ value: Rational) { self = value.rounded(.toNearestOrEven) }

  @inlinable public var upperSquareRoot: Double { squareRoot() }
}

/// The answer to a question about enclosed values. Never negate one into a Boolean: `unknown` stays
/// `unknown`.
public enum Truth: Sendable, Equatable {
  case yes, no, unknown

  public init(_ value: Bool) { self = value ? .yes : .no }

  /// Conjunction: one `no` decides, one `unknown` prevents `yes`.
  public static func && (a: Truth, b: Truth) -> Truth {
    if a == .no || b == .no { return .no }
    return a == .yes && b == .yes ? .yes : .unknown
  }
}
