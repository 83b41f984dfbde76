extension Integer: AdditiveArithmetic {
  public static var zero: Integer { 0 }

  @inline(__always)
  public static func + (a: Integer, b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      return Integer(Int128(x) + Int128(y))
    }
    return addBig(a, b)
  }

  @inline(__always)
  public static func - (a: Integer, b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      return Integer(Int128(x) - Int128(y))
    }
    return subtractBig(a, b)
  }

  @inline(__always)
  public static func * (a: Integer, b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      return Integer(Int128(x) * Int128(y))
    }
    return multiplyBig(a, b)
  }

  public static prefix func - (a: Integer) -> Integer {
    if case .small(let x) = a.storage { return Integer(-x) }
    return subtractBig(0, a)
  }

  public static func *= (a: inout Integer, b: Integer) { a = a * b }
}

extension Integer {
  /// `self / divisor` where the division is known to leave no remainder.
  ///
  /// - Precondition: `divisor` is not zero and divides `self`.
  public func dividedExactly(by divisor: Integer) -> Integer {
    precondition(!divisor.isZero, "division of \(self) by zero")
    if case .small(let x) = storage, case .small(let y) = divisor.storage { return Integer(x / y) }
    return dividedExactlyBig(by: divisor)
  }

  /// `self / divisor` rounded towards minus infinity.
  ///
  /// - Precondition: `divisor` is not zero.
  public func flooredQuotient(by divisor: Integer) -> Integer {
    precondition(!divisor.isZero, "division of \(self) by zero")
    return flooredQuotientBig(by: divisor)
  }

  /// `self - divisor * flooredQuotient(by: divisor)`: zero or of the divisor's sign.
  public func flooredRemainder(by divisor: Integer) -> Integer {
    self - divisor * flooredQuotient(by: divisor)
  }

  public func raised(to exponent: Int) -> Integer {
    precondition(exponent >= 0, "an integer raised to \(exponent)")
    return raisedBig(to: UInt(exponent))
  }

  /// n choose k, 0 for k > n.
  ///
  /// - Precondition: neither is negative.
  public static func binomial(_ n: Int, _ k: Int) -> Integer {
    precondition(n >= 0 && k >= 0, "\(n) choose \(k)")
    return binomialBig(UInt(n), UInt(k))
  }

  /// Multiplies by 2^bits; a negative count divides, rounding towards minus infinity.
  public func shiftedLeft(by bits: Int) -> Integer {
    bits >= 0 ? shiftedLeftBig(by: UInt(bits)) : shiftedRightBig(by: UInt(-bits))
  }

  /// Largest integer whose square is at most `self`.
  ///
  /// - Precondition: `self >= 0`.
  public func flooredSquareRoot() -> Integer {
    precondition(signum >= 0, "square root of \(self)")
    return flooredSquareRootBig()
  }

  /// Nonnegative; zero only when both are zero.
  @inline(__always)
  public static func greatestCommonDivisor(_ a: Integer, _ b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      return Integer(Int64(binaryGCD(x.magnitude, y.magnitude)))
    }
    return greatestCommonDivisorBig(a, b)
  }

  /// Nonnegative.
  public static func leastCommonMultiple(_ a: Integer, _ b: Integer) -> Integer {
    leastCommonMultipleBig(a, b)
  }
}

/// Greatest common divisor of machine words; `binaryGCD(0, x) == x`.
@inline(__always)
func binaryGCD(_ a: UInt64, _ b: UInt64) -> UInt64 {
  if a == 0 { return b }
  if b == 0 { return a }
  let shift = (a | b).trailingZeroBitCount
  var u = a &>> UInt64(truncatingIfNeeded: a.trailingZeroBitCount)
  var v = b &>> UInt64(truncatingIfNeeded: b.trailingZeroBitCount)
  // Branch-free inside: the comparison is unpredictable, a mispredicted branch costs more than the step.
  while u != v {
    let difference = u &- v
    let borrow = u < v
    v = borrow ? u : v
    u = (borrow ? 0 &- difference : difference) &>> UInt64(truncatingIfNeeded: difference.trailingZeroBitCount)
  }
  return u &<< UInt64(truncatingIfNeeded: shift)
}

/// Two greatest common divisors at once: the chains are independent, so the second is almost free, and
/// one loop has one mispredicted exit.
@inline(__always)
func binaryGCDPair(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (UInt64, UInt64) {
  if a == 0 || b == 0 || c == 0 || d == 0 { return (binaryGCD(a, b), binaryGCD(c, d)) }
  let firstShift = (a | b).trailingZeroBitCount
  let secondShift = (c | d).trailingZeroBitCount
  var u = a &>> UInt64(truncatingIfNeeded: a.trailingZeroBitCount)
  var v = b &>> UInt64(truncatingIfNeeded: b.trailingZeroBitCount)
  var x = c &>> UInt64(truncatingIfNeeded: c.trailingZeroBitCount)
  var y = d &>> UInt64(truncatingIfNeeded: d.trailingZeroBitCount)
  while (u ^ v) | (x ^ y) != 0 {
    let first = u &- v
    let second = x &- y
    let firstBorrow = u < v
    let secondBorrow = x < y
    v = firstBorrow ? u : v
    y = secondBorrow ? x : y
    let nextU = (firstBorrow ? 0 &- first : first) &>> UInt64(truncatingIfNeeded: first.trailingZeroBitCount)
    let nextX = (secondBorrow ? 0 &- second : second) &>> UInt64(truncatingIfNeeded: second.trailingZeroBitCount)
    // A finished chain (difference zero) stays at its fixed point u == v.
    u = first == 0 ? v : nextU
    x = second == 0 ? y : nextX
  }
  return (u &<< UInt64(truncatingIfNeeded: firstShift), x &<< UInt64(truncatingIfNeeded: secondShift))
}
