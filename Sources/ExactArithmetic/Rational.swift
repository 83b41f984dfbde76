/// A rational number of any size, always in lowest terms with a positive denominator.
///
/// Every operation is exact; nothing rounds silently. Operands that fit machine words take a path
/// without allocation.
public struct Rational: Sendable {
  enum Storage: Sendable {
    /// Both parts fit machine words; one tag to test, nothing to release.
    case small(Int64, Int64)
    case big(Integer, Integer)
  }

  let storage: Storage

  public var numerator: Integer {
    switch storage {
    case .small(let numerator, _): Integer(word: numerator)
    case .big(let numerator, _): numerator
    }
  }

  /// Positive.
  public var denominator: Integer {
    switch storage {
    case .small(_, let denominator): Integer(word: denominator)
    case .big(_, let denominator): denominator
    }
  }

  /// Parts in lowest terms, neither of them `Int64.min`.
  @inline(__always)
  init(words numerator: Int64, _ denominator: Int64) {
    assert(numerator != .min && denominator > 0)
    storage = .small(numerator, denominator)
  }

  @inline(__always)
  init(reducedNumerator: Integer, denominator: Integer) {
    if case .small(let p) = reducedNumerator.storage, case .small(let q) = denominator.storage {
      storage = .small(p, q)
    } else {
      storage = .big(reducedNumerator, denominator)
    }
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
  public static func == (a: Rational, b: Rational) -> Bool {
    switch (a.storage, b.storage) {
    case (.small(let p, let q), .small(let r, let s)): p == r && q == s
    case (.big(let p, let q), .big(let r, let s)): p == r && q == s
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(numerator)
    hasher.combine(denominator)
  }

  public static func < (a: Rational, b: Rational) -> Bool {
    if case .small(let p, let q) = a.storage, case .small(let r, let s) = b.storage {
      return Int128(p) * Int128(s) < Int128(r) * Int128(q)
    }
    return a.numerator * b.denominator < b.numerator * a.denominator
  }
}
