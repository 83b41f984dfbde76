import ExactArithmetic
import Simulation

/// A scalar in which the losses of linear models can be evaluated.
///
/// Rationals are none, as the values are irrational: enclosures take their place.
public protocol LossScalar: Scalar {
  init(double: Double)
  /// 1 / (1 + exp(-z))
  static func sigmoid(_ z: Self) -> Self
  /// log(1 + exp(z))
  static func softplus(_ z: Self) -> Self
}

extension Lanes: LossScalar {
  @inlinable @inline(__always)
  public init(double: Double) { self.init(repeating: double) }

  public static func sigmoid(_ z: Lanes) -> Lanes { Lanes(z.values.sigmoid) }
  public static func softplus(_ z: Lanes) -> Lanes { Lanes(z.values.softplus) }
}

extension Double: LossScalar {
  public init(double: Double) { self = double }

  // Through vectors, so that a lane has the bits of a scalar run.
  public static func sigmoid(_ z: Double) -> Double { SIMD8(repeating: z).sigmoid[0] }
  public static func softplus(_ z: Double) -> Double { SIMD8(repeating: z).softplus[0] }
}

extension Enclosure: LossScalar {
  /// - Precondition: finite.
  public init(double: Double) { self.init(Rational(exactly: double)!) }

  public static func sigmoid(_ z: Enclosure) -> Enclosure {
    (Enclosure(1) / (Enclosure(1) + (-z).exponential())).roundedOutward(bits: 80)
  }

  public static func softplus(_ z: Enclosure) -> Enclosure {
    (Enclosure(1) + z.exponential()).logarithm().roundedOutward(bits: 80)
  }
}

extension SIMD8<Double> {
  /// 1 / (1 + exp(-z)), with an absolute error below 2^-50 and the same bits on every machine; NaN of NaN.
  @inline(__always)
  var sigmoid: SIMD8<Double> {
    let decay = exponentialDecay
    return SIMD8(repeating: 1).replacing(with: decay, where: self .< 0) / (SIMD8(repeating: 1) + decay)
  }

  /// log(1 + exp(z)), with an absolute error below 2^-50 (1 + |z|) and the same bits on every machine; NaN of NaN.
  @inline(__always)
  var softplus: SIMD8<Double> {
    let decay = exponentialDecay
    // log(1 + e) = 2 artanh(y), y = e / (2 + e) <= 1/3. The 18 terms that are summed leave a relative tail below 10^-18.
    let y = decay / (SIMD8(repeating: 2) + decay)
    let square = y * y
    var sum = SIMD8(repeating: 1.0 / 35)
    for n in stride(from: 33.0, through: 1, by: -2) { sum = sum * square + SIMD8(repeating: 1 / n) }
    return replacing(with: 0, where: self .< 0) + SIMD8(repeating: 2) * y * sum
  }

  /// exp(-|x|) with a relative error below 2^-51, but for magnitudes above 700, which count as 700: 2^k times a polynomial
  /// of the rest r, |r| <= 0.3466.
  ///
  /// The rest errs by less than 2^-54, the Taylor sum of degree 13 by 4e-18 and its rounding by less than 2 units of 2^-53.
  @inline(__always)
  var exponentialDecay: SIMD8<Double> {
    let negative = replacing(with: SIMD8(repeating: -0.0) - self, where: self .> 0)
    let x = negative.replacing(with: -700, where: negative .< -700)
    // Adding 1.5 * 2^52 rounds to a whole number and leaves it in the low bits.
    let shift = SIMD8(repeating: 0x1.8p52)
    let shifted = x * SIMD8(repeating: 1.4426950408889634) + shift
    let power = shifted - shift
    // ln 2 in two parts, the first of 32 bits, so that its product with a whole number below 2^11 is exact.
    let rest =
      x - power * SIMD8(repeating: 6.93147180369123816490e-01) - power * SIMD8(repeating: 1.90821492927058770002e-10)
    var sum = SIMD8(repeating: Self.inverseFactorials.13)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.12)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.11)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.10)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.9)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.8)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.7)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.6)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.5)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.4)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.3)
    sum = sum * rest + SIMD8(repeating: Self.inverseFactorials.2)
    sum = sum * rest + SIMD8(repeating: 1)
    sum = sum * rest + SIMD8(repeating: 1)
    let exponent = (unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &+ SIMD8<UInt64>(repeating: 1023)) &<< 52
    return sum * unsafeBitCast(exponent, to: SIMD8<Double>.self)
  }

  /// 1/n! at place n.
  @inline(__always)
  private static var inverseFactorials:
    (
      Double, Double, Double, Double, Double, Double, Double, Double, Double, Double, Double, Double, Double, Double
    )
  {
    (
      1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320, 1 / 362880, 1 / 3_628_800, 1 / 39_916_800,
      1 / 479_001_600, 1 / 6_227_020_800
    )
  }
}
