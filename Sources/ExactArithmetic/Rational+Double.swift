extension Rational {
  /// The exact value of a finite double; `nil` for an infinity or NaN.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    if value == 0 {
      self = 0
      return
    }
    // significandBitPattern without the hidden bit, which subnormals lack.
    let hidden: UInt64 = value.isNormal ? 1 << 52 : 0
    let significand = Integer(Int64(value.significandBitPattern | hidden))
    let exponent = max(Int(value.exponentBitPattern), 1) - 1075
    let magnitude = Rational(significand) * .powerOfTwo(exponent)
    self = value < 0 ? -magnitude : magnitude
  }

  /// The double that the rounding rule selects; an overflow gives infinity, or the largest finite
  /// double when the rule rounds towards it.
  ///
  /// `.up` is never below and `.down` never above the exact value.
  public func rounded(_ rule: FloatingPointRoundingRule) -> Double {
    // Both are doubles, and division rounds to the nearest.
    if rule == .toNearestOrEven, case .small(let p, let q) = storage, p.magnitude <= 1 << 53, q <= 1 << 53 {
      return Double(p) / Double(q)
    }
    return Double(ratioOf: numerator, to: denominator, rounding: rule)
  }
}

extension Double {
  /// numerator / denominator, rounded by the rule; the fraction need not be in lowest terms.
  ///
  /// - Precondition: `denominator` is not zero.
  public init(
    ratioOf numerator: Integer, to denominator: Integer, rounding rule: FloatingPointRoundingRule = .toNearestOrEven
  ) {
    precondition(!denominator.isZero, "division of \(numerator) by zero")
    if numerator.isZero {
      self = 0
      return
    }
    let negative = (numerator.signum < 0) != (denominator.signum < 0)
    let (p, q) = (numerator.magnitude, denominator.magnitude)
    let away: Bool? =
      switch rule {
      case .up: !negative
      case .down: negative
      case .towardZero: false
      case .awayFromZero: true
      default: nil
      }
    // 2^top <= p/q < 2^(top+1); keep 53 bits, fewer in the subnormal range.
    var top = p.bitWidth - q.bitWidth
    if p.shiftedLeft(by: max(-top, 0)) < q.shiftedLeft(by: max(top, 0)) { top -= 1 }
    let unit = max(top - 52, -1074)
    if top > 1023 {
      self = Self.overflowed(away: away ?? true, negative: negative)
      return
    }
    let dividend = p.shiftedLeft(by: max(-unit, 0))
    let divisor = q.shiftedLeft(by: max(unit, 0))
    var significand = dividend.flooredQuotient(by: divisor)
    let remainder = dividend - significand * divisor
    let increase: Bool =
      if let away {
        away && !remainder.isZero
      } else {
        remainder + remainder > divisor
          || (remainder + remainder == divisor
            && (rule == .toNearestOrAwayFromZero || significand.flooredRemainder(by: 2) == 1))
      }
    if increase { significand = significand + 1 }
    let result = Double(significand.asInt!) * Self.exactPower(unit)
    if result.isInfinite {
      self = Self.overflowed(away: away ?? true, negative: negative)
    } else {
      self = negative ? -result : result
    }
  }

  private static func overflowed(away: Bool, negative: Bool) -> Double {
    let result = away ? Double.infinity : Double.greatestFiniteMagnitude
    return negative ? -result : result
  }

  /// 2^exponent for -1074 ... 971, always representable.
  private static func exactPower(_ exponent: Int) -> Double {
    exponent >= -1022
      ? Double(sign: .plus, exponent: exponent, significand: 1)
      : Double(bitPattern: 1 << UInt64(exponent + 1074))
  }
}
