// Q(x) = P(N(0, 1) > x), the upper tail of the standard normal law.
//
// With the density phi, Q(x) = 1/2 - phi(x) (x + x^3/3 + x^5/(3 5) + x^7/(3 5 7) + ...): all terms are positive, but the
// difference loses as many digits as Q has zeros. Further out Q(x) = phi(x) / (x + 1/(x + 2/(x + 3/(x + ...)))),
// Laplace's continued fraction, needs few terms and loses nothing (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14).

extension Enclosure {
  /// P(N(0, 1) > x) for the enclosed x, with a relative width: each end is off by at most 2^-significantBits times the
  /// value. For an exact argument, upper - lower <= 2^-significantBits lower.
  ///
  /// Beyond x = 1449, where x^2 / 2 > 2^20, the bounds are 0 and 2^-1512775, which is just above exp(-2^20): a far tail stays a
  /// valid enclosure.
  ///
  /// - Precondition: `significantBits > 0`.
  /// - Complexity: O(b) products of integers of O(b) bits for x^2 = O(b) with b = `significantBits`; the results near
  ///   x have as many bits as -log2 Q(x), which is 0.72 x^2.
  public func normalUpperTail(significantBits: Int) -> Enclosure {
    precondition(significantBits > 0, "\(significantBits) significant bits")
    // Decreasing: the lower end of the tail comes from the upper end of x.
    let least = Self.normalUpperTail(at: upper, bits: significantBits)
    if isExact { return least }
    return Enclosure(lower: least.lower, upper: Self.normalUpperTail(at: lower, bits: significantBits).upper)
  }

  private static func normalUpperTail(at x: Rational, bits: Int) -> Enclosure {
    if x.isZero { return Enclosure(Rational(1, 2)) }
    if x.signum > 0 {
      // Q(x) < exp(-x^2 / 2) and 1449^2 / 2 > 2^20.
      if x > 1449 { return belowExponentialRange }
      return DyadicEnclosure.normalUpperTail(at: x, bits: bits).enclosure
    }
    // Q(x) = 1 - Q(-x) is at least 1/2, so that Q(-x) is needed to an absolute error only, and not at all when
    // Q(-x) < exp(-x^2 / 2) / 2 < 2^-(bits + 1); log 2 < 7/10.
    if 5 * x.squared >= Rational(7 * bits) { return Enclosure(lower: 1 - .powerOfTwo(-bits - 1), upper: 1) }
    let opposite = DyadicEnclosure.normalUpperTail(at: -x, bits: bits + 2).enclosure
    return (Enclosure(1) - opposite).roundedOutward(bits: bits + 3)
  }
}

extension FloatEnclosure {
  /// P(N(0, 1) > x) for the enclosed x, each end at most one double further out than necessary.
  ///
  /// Below 5e-324, beyond x = 38.5, the lower end is 0 and the upper end the smallest double.
  public var normalUpperTail: FloatEnclosure {
    // 64 bits: a double rarely lies between the rational bounds.
    func tail(_ x: Double) -> FloatEnclosure {
      guard let x = Rational(exactly: x) else { return x > 0 ? FloatEnclosure(0) : FloatEnclosure(1) }
      let tail = Enclosure(x).normalUpperTail(significantBits: 64)
      return FloatEnclosure(lower: tail.lower.rounded(.down), upper: tail.upper.rounded(.up))
    }
    let least = tail(upper)
    return lower == upper ? least : FloatEnclosure(lower: least.lower, upper: tail(lower).upper)
  }
}

extension DyadicEnclosure {
  /// P(N(0, 1) > x), narrow to the given number of bits.
  ///
  /// - Precondition: 0 < x <= 1449.
  fileprivate static func normalUpperTail(at x: Rational, bits: Int) -> DyadicEnclosure {
    // Only for choosing between methods and for the number of terms; the width is checked.
    let estimate = x.rounded(.toNearestOrEven)
    let usesSeries = 5 * estimate * estimate <= Double(bits)
    var spare = 24
    while true {
      let working = bits + spare + (usesSeries ? Int(0.75 * estimate * estimate) : 0)
      // 12 bits more, because x < 2^11 multiplies its own error in phi(x).
      let point = DyadicEnclosure(x, exponent: -(working + 12))
      let result =
        (usesSeries
        ? point.normalUpperTailBySeries(bits: working)
        : point.normalUpperTailByFraction(depth: fractionDepth(x: estimate, bits: bits + spare), bits: working))
        .rounded(significantBits: bits + 3)
      if result.isNarrow(significantBits: bits) { return result }
      spare *= 2
    }
  }

  /// exp(-x^2 / 2) / sqrt(2 pi)
  private func normalDensity(bits: Int) -> DyadicEnclosure {
    var halfSquare = self * self
    halfSquare.exponent -= 1
    return halfSquare.exponential(negative: true, bits: bits) * Self.normalDensityAtZero(bits: bits)
  }

  private func normalUpperTailBySeries(bits: Int) -> DyadicEnclosure {
    var term = rounded(exponent: -bits)
    let square = (self * self).rounded(exponent: -bits)
    var sum = term
    var odd = 1
    // Until the last term is one unit and each further one at most half of the one before.
    repeat {
      odd += 2
      term = (term * square).rounded(exponent: -bits).divided(by: odd)
      sum = sum + term
    } while term.upper > 1 || square.upper + square.upper > Integer(odd + 2).shiftedLeft(by: bits)
    sum.upper += term.upper
    let inner = (sum * normalDensity(bits: bits)).rounded(exponent: -bits)
    let half = Integer(1).shiftedLeft(by: bits - 1)
    // An upper end beyond 1/2 would only say that the bits are too few.
    return DyadicEnclosure(lower: max(0, half - inner.upper), upper: half - inner.lower, exponent: -bits)
  }

  /// phi(x) / T_1 with T_n = x + n / T_(n+1).
  ///
  /// T_n = x + I_n / I_(n-1) with I_n the integral of t^n exp(-t^2/2 - x t) over t > 0: Q(x) = phi(x) I_0, and
  /// integration by parts gives 1 = x I_0 + I_1 and n I_(n-1) = x I_n + I_(n+1). So T_n >= x for all n, and the
  /// recursion starts from x <= T_depth <= x + depth / x.
  private func normalUpperTailByFraction(depth: Int, bits: Int) -> DyadicEnclosure {
    let x = rounded(exponent: -bits)
    var fraction = x
    fraction.upper += x.dividing(depth).upper
    for n in stride(from: depth - 1, through: 1, by: -1) { fraction = x + fraction.dividing(n) }
    return normalDensity(bits: bits) * fraction.dividing(1)
  }

  /// Number of levels of the fraction that leaves a relative error of 2^-bits: a relative change of T_(n+1) changes T_n
  /// by n / (T_n T_(n+1)) times as much, and T_n is about (x + sqrt(x^2 + 4n)) / 2.
  private static func fractionDepth(x: Double, bits: Int) -> Int {
    var (missing, n, change) = (bits, 0, 1.0)
    while missing > 0 {
      n += 1
      let tail = (x + (x * x + 4 * Double(n)).squareRoot()) / 2
      change *= Double(n) / (tail * tail)
      while change <= 0.5 {
        change *= 2
        missing -= 1
      }
    }
    return n
  }
}
