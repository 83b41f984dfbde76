import ExactArithmetic

/// The nonnegative number mantissa * 2^exponent, far outside the range of doubles if need be.
///
/// Conversion, product and sum each have a relative error of at most 2^-53: the mantissa is a double's, and the exponent
/// neither overflows nor underflows.
struct ScaledDouble: Sendable {
  /// In [1, 2), or 0.
  private(set) var mantissa: Double
  private(set) var exponent: Int

  static let zero = ScaledDouble(0, exponent: 0)

  /// value * 2^exponent, exactly. Precondition: `value` is zero or a positive normal number.
  @inline(__always)
  init(_ value: Double, exponent: Int) {
    assert(value == 0 || (value.isNormal && value > 0))
    if value == 0 {
      (mantissa, self.exponent) = (0, 0)
    } else {
      let bits = value.bitPattern
      mantissa = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
      self.exponent = exponent + Int(bits >> 52) - 1023
    }
  }

  /// numerator / denominator, rounded once. Precondition: 0 <= numerator <= denominator, 0 < denominator.
  init(ratioOf numerator: Integer, to denominator: Integer) {
    if let p = numerator.asInt, let q = denominator.asInt, q <= 1 << 53 {
      // Both conversions are exact, so the division's rounding is the only one.
      self.init(Double(p) / Double(q), exponent: 0)
    } else {
      let shift = denominator.bitWidth - numerator.bitWidth
      self.init(Double(ratioOf: numerator.shiftedLeft(by: shift), to: denominator), exponent: -shift)
    }
  }

  @inline(__always)
  static func * (a: ScaledDouble, b: ScaledDouble) -> ScaledDouble {
    ScaledDouble(a.mantissa * b.mantissa, exponent: a.exponent + b.exponent)
  }

  @inline(__always)
  static func + (a: ScaledDouble, b: ScaledDouble) -> ScaledDouble {
    if a.mantissa == 0 { return b }
    if b.mantissa == 0 { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let gap = large.exponent - small.exponent
    // Dropping less than 2^-59 of the sum is within the rounding of an addition.
    if gap > 60 { return large }
    return ScaledDouble(large.mantissa + small.mantissa * Double.powerOfTwo(-gap), exponent: large.exponent)
  }

  /// The value as a double when it is in the middle of the doubles' range, so that products of a few stay normal.
  var asDouble: Double? { exponent >= -400 && exponent <= 400 ? mantissa * Double.powerOfTwo(exponent) : nil }

  var rational: Rational { Rational(exactly: mantissa)! * .powerOfTwo(exponent) }
}

extension Double {
  /// 2^exponent. Precondition: -1022 <= exponent <= 1023.
  @inline(__always)
  static func powerOfTwo(_ exponent: Int) -> Double {
    assert(-1022 <= exponent && exponent <= 1023)
    return Double(bitPattern: UInt64(truncatingIfNeeded: exponent + 1023) << 52)
  }
}
