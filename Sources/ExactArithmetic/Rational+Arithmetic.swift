extension Rational: AdditiveArithmetic {
  public static var zero: Rational { 0 }
  public static var one: Rational { 1 }

  public static func + (a: Rational, b: Rational) -> Rational { combine(a, b, subtracting: false) }
  public static func - (a: Rational, b: Rational) -> Rational { combine(a, b, subtracting: true) }

  /// Knuth's addition (TAOCP 4.5.1): one gcd of the denominators, and a second, small one only when
  /// the first is not 1.
  @inline(__always)
  private static func combine(_ a: Rational, _ b: Rational, subtracting: Bool) -> Rational {
    if case .small(let p, let q) = a.storage, case .small(let r, let s) = b.storage {
      let divisor = binaryGCD(UInt64(q), UInt64(s))
      // Products of numbers below 2^31 fit a word, and their sum too.
      if (p.magnitude | UInt64(q) | r.magnitude | UInt64(s)) >> 31 == 0 {
        return combineWords(p, q, r, s, divisor: Int64(divisor), subtracting: subtracting)
      }
      let reducedQ = divisor == 1 ? q : q / Int64(divisor)
      let reducedS = divisor == 1 ? s : s / Int64(divisor)
      // |p s|, |r q| < 2^126, so neither the sum nor the difference overflows.
      let left = Int128(p.multipliedFullWidth(reducedS))
      let right = Int128(r.multipliedFullWidth(reducedQ))
      let sum = subtracting ? left &- right : left &+ right
      if divisor == 1 {
        return Rational(
          reducedNumerator: Integer(sum), denominator: Integer(Int128(q.multipliedFullWidth(s))))
      }
      // Only a common factor of the sum and the denominators' gcd can cancel.
      let second = binaryGCD(UInt64(truncatingIfNeeded: sum.magnitude % UInt128(divisor)), divisor)
      return Rational(
        reducedNumerator: Integer(second == 1 ? sum : sum / Int128(second)),
        denominator: Integer(Int128(reducedQ.multipliedFullWidth(s / Int64(second)))))
    }
    return combineBig(a, b, subtracting: subtracting)
  }

  /// The same in machine words, for parts below 2^31.
  @inline(__always)
  private static func combineWords(
    _ p: Int64, _ q: Int64, _ r: Int64, _ s: Int64, divisor: Int64, subtracting: Bool
  ) -> Rational {
    if divisor == 1 {
      let (left, right) = (p &* s, r &* q)
      return Rational(words: subtracting ? left &- right : left &+ right, q &* s)
    }
    let reducedQ = Int64(UInt32(truncatingIfNeeded: q) / UInt32(truncatingIfNeeded: divisor))
    let reducedS = Int64(UInt32(truncatingIfNeeded: s) / UInt32(truncatingIfNeeded: divisor))
    let (left, right) = (p &* reducedS, r &* reducedQ)
    let sum = subtracting ? left &- right : left &+ right
    let second = Int64(binaryGCD(sum.magnitude % UInt64(divisor), UInt64(divisor)))
    if second == 1 {
      return Rational(words: sum, reducedQ &* s)
    }
    return Rational(words: sum / second, reducedQ &* (s / second))
  }

  private static func combineBig(_ a: Rational, _ b: Rational, subtracting: Bool) -> Rational {
    let divisor = Integer.greatestCommonDivisor(a.denominator, b.denominator)
    func sum(_ q: Integer, _ s: Integer) -> Integer {
      let left = a.numerator * s
      let right = b.numerator * q
      return subtracting ? left - right : left + right
    }
    if divisor == 1 {
      return Rational(
        reducedNumerator: sum(a.denominator, b.denominator), denominator: a.denominator * b.denominator)
    }
    let q = a.denominator.dividedExactly(by: divisor)
    let numerator = sum(q, b.denominator.dividedExactly(by: divisor))
    let second = Integer.greatestCommonDivisor(numerator, divisor)
    return Rational(
      reducedNumerator: numerator.dividedExactly(by: second),
      denominator: q * b.denominator.dividedExactly(by: second))
  }

  /// Cross-cancelling before multiplying keeps both products in lowest terms.
  public static func * (a: Rational, b: Rational) -> Rational {
    if case .small(let p, let q) = a.storage, case .small(let r, let s) = b.storage {
      let (first, second) = binaryGCDPair(p.magnitude, UInt64(s), r.magnitude, UInt64(q))
      let (p, q) = (p.dividedUnlessOne(first), q.dividedUnlessOne(second))
      let (r, s) = (r.dividedUnlessOne(second), s.dividedUnlessOne(first))
      let (numerator, numeratorOverflow) = p.multipliedReportingOverflow(by: r)
      let (denominator, denominatorOverflow) = q.multipliedReportingOverflow(by: s)
      if !numeratorOverflow && !denominatorOverflow && numerator != .min {
        return Rational(words: numerator, denominator)
      }
      return Rational(
        reducedNumerator: Integer(Int128(p.multipliedFullWidth(r))),
        denominator: Integer(Int128(q.multipliedFullWidth(s))))
    }
    let first = Integer.greatestCommonDivisor(a.numerator, b.denominator)
    let second = Integer.greatestCommonDivisor(b.numerator, a.denominator)
    return Rational(
      reducedNumerator: a.numerator.dividedExactly(by: first) * b.numerator.dividedExactly(by: second),
      denominator: a.denominator.dividedExactly(by: second) * b.denominator.dividedExactly(by: first))
  }

  public static prefix func - (a: Rational) -> Rational {
    Rational(reducedNumerator: -a.numerator, denominator: a.denominator)
  }

  /// - Precondition: the divisor is not zero; `divided(by:)` is the form that returns `nil`.
  public static func / (a: Rational, b: Rational) -> Rational {
    precondition(!b.isZero, "division of \(a) by zero")
    return a * b.reciprocal
  }

  public static func *= (a: inout Rational, b: Rational) { a = a * b }
  public static func /= (a: inout Rational, b: Rational) { a = a / b }
}

extension Rational {
  private var reciprocal: Rational {
    numerator.signum < 0
      ? Rational(reducedNumerator: -denominator, denominator: -numerator)
      : Rational(reducedNumerator: denominator, denominator: numerator)
  }

  /// The quotient, or `nil` when `divisor` is zero.
  public func divided(by divisor: Rational) -> Rational? { divisor.isZero ? nil : self / divisor }

  /// Integer power; a negative exponent inverts.
  ///
  /// - Precondition: `self` is not zero when the exponent is negative.
  public func raised(to exponent: Int) -> Rational {
    if exponent < 0 { return (Rational.one / self).raised(to: -exponent) }
    return Rational(
      reducedNumerator: numerator.raised(to: exponent), denominator: denominator.raised(to: exponent))
  }
}

extension Int64 {
  /// Most random pairs are coprime, and a division costs more than this test.
  @inline(__always)
  fileprivate func dividedUnlessOne(_ divisor: UInt64) -> Int64 {
    divisor == 1 ? self : self / Int64(bitPattern: divisor)
  }
}

extension Int128 {
  @inline(__always)
  fileprivate init(_ product: (high: Int64, low: UInt64)) {
    self = (Int128(product.high) &<< 64) | Int128(product.low)
  }

}

extension Int64 {
  @inline(__always)
  fileprivate func multipliedFullWidth(_ other: Int64) -> (high: Int64, low: UInt64) {
    multipliedFullWidth(by: other)
  }
}
