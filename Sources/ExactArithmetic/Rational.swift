/// A rational number of any size, always in lowest terms with a positive denominator.
///
/// Every operation is exact; nothing rounds silently. Operands that fit machine words take a path
/// without allocation.
public struct Rational: Sendable {
  public let numerator: Integer
  /// Positive.
  public let denominator: Integer

  @inline(__always)
  init(reducedNumerator: Integer, denominator: Integer) {
    numerator = reducedNumerator
    self.denominator = denominator
  }

  @inline(__always)
  public init(_ value: Integer) { self.init(reducedNumerator: value, denominator: 1) }

  @inline(__always)
  public init(_ value: Int) { self.init(Integer(value)) }

  /// The fraction in lowest terms.
  ///
  /// - Precondition: `denominator` is not zero; `divided(by:)` is the form that returns `nil`.
  public init(_ numerator: Integer, _ denominator: Integer) {
    precondition(!denominator.isZero, "division of \(numerator) by zero")
    let divisor = Integer.greatestCommonDivisor(numerator, denominator)
    let sign = denominator.signum < 0 ? -divisor : divisor
    self.init(
      reducedNumerator: numerator.dividedExactly(by: sign), denominator: denominator.dividedExactly(by: sign))
  }

  public init(_ numerator: Int, _ denominator: Int) { self.init(Integer(numerator), Integer(denominator)) }

  /// 2^exponent, for any sign of the exponent.
  public static func powerOfTwo(_ exponent: Int) -> Rational {
    let power = Integer(1).shiftedLeft(by: abs(exponent))
    return exponent >= 0
      ? Rational(power) : Rational(reducedNumerator: 1, denominator: power)
  }

  /// -1, 0 or 1.
  public var signum: Int { numerator.signum }
  public var isZero: Bool { numerator.isZero }
  public var isInteger: Bool { denominator == 1 }
  public var magnitude: Rational { signum < 0 ? -self : self }

  /// Largest integer at most `self`.
  public var floor: Integer { numerator.flooredQuotient(by: denominator) }
  /// Smallest integer at least `self`.
  public var ceiling: Integer { -(-numerator).flooredQuotient(by: denominator) }

  func _checkInvariants() {
    precondition(denominator.signum > 0)
    precondition(Integer.greatestCommonDivisor(numerator, denominator) == 1)
  }
}

extension Rational: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
}

extension Rational: Hashable, Comparable {
  public static func < (a: Rational, b: Rational) -> Bool {
    if case .small(let p) = a.numerator.storage, case .small(let q) = a.denominator.storage,
      case .small(let r) = b.numerator.storage, case .small(let s) = b.denominator.storage
    {
      return Int128(p) * Int128(s) < Int128(r) * Int128(q)
    }
    return a.numerator * b.denominator < b.numerator * a.denominator
  }
}
