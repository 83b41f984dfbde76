// Optimised code computes a square root by one instruction; code that is not optimised calls the mathematics library's
// function, which rounds correctly too, and this import is what makes the program link with it.
#if canImport(Glibc)
  import Glibc
#endif

/// Two independent standard normals from 64 uniform bits, eight lanes at a time, by the transform of Box and Muller.
///
/// A word is split into the number R of a radius (its 40 high bits) and the number A of an angle (its 24 low bits):
///
///     u     = (R + 1/2) / 2^40                              uniform on a grid of midpoints of (0, 1)
///     theta = pi ((floor(A / 2) + 1/2) / 2^23 - 1/2)        in (-pi/2, pi/2); plus pi if A is odd
///     (first, second) = sqrt(-2 ln u) * (cos theta, sin theta)
///
/// The 2^24 angles are the midpoints of an equal division of the circle, so that over all words every moment of odd total
/// degree vanishes, the two normals are uncorrelated and every mean of a trigonometric polynomial of degree below 2^24 is
/// that of the uniform angle. The grid of radii leaves the variance too small by the factor 1 - ln 2 / 2^41 (a relative
/// error of about 3e-13, by Stirling's formula), and no normal exceeds sqrt(82 ln 2), about 7.54.
///
/// Only IEEE additions, multiplications, one division and one square root are used, never a fused multiplication or a
/// library function, so the bits are the same on every machine. Each result is within 1e-12 of the exact transform.
///
/// Source: G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29, 1958.
@frozen public enum GaussianTransform {
  // The polynomials interpolate at Chebyshev nodes (worked out in 40 digits): artanh(s)/s on [0, 0.172^2] to 3e-14
  // relative, sin(pi y)/y on [0, 1/4] to 8e-14 relative, cos(pi y) there to 2e-15 absolute. They are summed in pairs
  // rather than by Horner's rule, which would leave the processor waiting for one addition after the other.

  /// The two normals of every lane.
  ///
  /// - Parameter words: 64 uniform bits per lane.
  @inlinable @inline(__always)
  public static func normals(_ words: SIMD8<UInt64>) -> (first: SIMD8<Double>, second: SIMD8<Double>) {
    // An odd angle number turns by pi: it flips the sign of both normals, so the radius can carry it.
    let signedRadius = double(bits(radius(words)) ^ (words &<< 63))
    let direction = halfCircle(words)
    return (first: signedRadius * direction.cosine, second: signedRadius * direction.sine)
  }

  /// sqrt(-2 ln u) of the 40 high bits of every lane; between 2^-20 and sqrt(82 ln 2).
  @inlinable @inline(__always)
  public static func radius(_ words: SIMD8<UInt64>) -> SIMD8<Double> {
    // The integer R below the exponent of 2^52 reads as 2^52 + R; 2^52 - 1/2 is a double, so the midpoint is exact.
    let midpoint = double((words &>> 24) | splat(0x4330_0000_0000_0000)) - splat(0x1p52 - 0.5)
    // midpoint = 2^(shifted exponent - 1022) * mantissa with the mantissa in [sqrt(1/2), sqrt(2)): subtracting the
    // fraction of sqrt(1/2) borrows from the exponent exactly when the mantissa would be too small.
    let shifted = bits(midpoint) &- splat(0x0006_A09E_667F_3BCD)
    let exponent = double((shifted &>> 52) | splat(0x4330_0000_0000_0000)) - splat(0x1p52 + 1022 + 40)
    let mantissa = double((shifted & splat(0x000F_FFFF_FFFF_FFFF)) &+ splat(0x3FE6_A09E_667F_3BCD))

    // ln(mantissa) = 2 artanh(s) with s = (mantissa - 1) / (mantissa + 1), |s| < 0.172. Near u = 1 the exponent is
    // zero and mantissa - 1 is exact, so the relative error stays small where the logarithm does.
    let s = (mantissa - splat(1.0)) / (mantissa + splat(1.0))
    let z = s * s
    let z2 = z * z
    // -4 artanh(s) / s as a polynomial in s^2.
    let quotient =
      (splat(-3.9999999999998943) + splat(-1.3333333335915851) * z)
      + z2
      * ((splat(-0.7999998978366476) + splat(-0.5714433229175145) * z)
        + z2 * (splat(-0.4434849982015498) + splat(-0.3921619127950611) * z))
    let minusTwoLogarithm = exponent * splat(-1.3862943611198906) + s * quotient
    // The sign bit is clear already. Clearing it tells the optimiser so: it would otherwise guard every lane against a
    // negative argument, one lane at a time.
    return double(bits(minusTwoLogarithm) & splat(0x7FFF_FFFF_FFFF_FFFF)).squareRoot()
  }

  /// Cosine and sine of the angle in (-pi/2, pi/2) that bits 1 to 23 of every lane number (bit 0 is left to the sign).
  @inlinable @inline(__always)
  public static func halfCircle(_ words: SIMD8<UInt64>) -> (cosine: SIMD8<Double>, sine: SIMD8<Double>) {
    // Below the exponent of 2^51 the last bit weighs 1/2: bits 1 to 23 read as an integer, and bit 0, set, as the half.
    let midpoint = double((words & splat(0xFF_FFFE)) | splat(0x4320_0000_0000_0001)) - splat(0x1p51 + 0x1p22)
    // In units of pi, in (-1/2, 1/2), exact.
    let y = midpoint * splat(0x1p-23)
    let z = y * y
    let z2 = z * z
    let z4 = z2 * z2
    // cos(pi y) as a polynomial in y^2.
    let cosine0 = splat(0.9999999999999981) + splat(-4.934802200543686) * z
    let cosine2 = splat(4.058712126333295) + splat(-1.3352627661817635) * z
    let cosine4 = splat(0.23533058831317874) + splat(-0.025806531975921563) * z
    let cosine6 = splat(0.0019278700526981333) + splat(-0.0001004164642205389) * z
    // sin(pi y) / y as a polynomial in y^2.
    let sine0 = splat(3.141592653589635) + splat(-5.167712779987959) * z
    let sine2 = splat(2.550164035906745) + splat(-0.5992644339357286) * z
    let sine4 = splat(0.08214479467064854) + splat(-0.007364005472115722) * z
    let sine6 = splat(0.0004474920849077101)
    return (
      cosine: (cosine0 + cosine2 * z2) + (cosine4 + cosine6 * z2) * z4,
      sine: y * ((sine0 + sine2 * z2) + (sine4 + sine6 * z2) * z4)
    )
  }

  @inlinable @inline(__always)
  static func splat(_ value: Double) -> SIMD8<Double> { SIMD8(repeating: value) }

  @inlinable @inline(__always)
  static func splat(_ value: UInt64) -> SIMD8<UInt64> { SIMD8(repeating: value) }

  /// The doubles with the given bit patterns. Safe: both vectors have the same size, and every pattern is a double.
  @inlinable @inline(__always)
  static func double(_ patterns: SIMD8<UInt64>) -> SIMD8<Double> { unsafeBitCast(patterns, to: SIMD8<Double>.self) }

  /// The bit patterns of the given doubles. Safe for the same reason.
  @inlinable @inline(__always)
  static func bits(_ values: SIMD8<Double>) -> SIMD8<UInt64> { unsafeBitCast(values, to: SIMD8<UInt64>.self) }
}
