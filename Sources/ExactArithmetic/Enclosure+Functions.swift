// Square root, exponential and logarithm to a requested width. Each works on dyadic numbers m / 2^bits
// with floors and ceilings outward, and doubles the precision until the width is reached.

extension Enclosure {
  /// The square root, at most `width` wider than the image of the end points.
  ///
  /// - Precondition: `lower >= 0`, `width > 0`.
  public func squareRoot(width: Rational = .powerOfTwo(-64)) -> Enclosure {
    precondition(lower.signum >= 0, "square root of an enclosure that starts at \(lower)")
    precondition(width.signum > 0, "an enclosure of width \(width)")
    return image(width: width, Self.squareRootBounds)
  }

  /// The natural logarithm of both ends, within 2^-64.
  ///
  /// - Precondition: `lower > 0`.
  public var naturalLogarithm: Enclosure { logarithm() }

  /// The square root of both ends, each with a relative error below 2^-60.
  public var upperSquareRoot: Enclosure {
    if lower.isZero { return upper.isZero ? self : Enclosure(lower: 0, upper: Enclosure(upper).upperSquareRoot.upper) }
    let exponent = lower.numerator.bitWidth - lower.denominator.bitWidth
    return squareRoot(width: .powerOfTwo(exponent / 2 - 64))
  }

  private static func squareRootBounds(_ x: Rational, _ width: Rational) -> Enclosure {
    let p = x.numerator.flooredSquareRoot()
    let q = x.denominator.flooredSquareRoot()
    if p * p == x.numerator && q * q == x.denominator { return Enclosure(Rational(p, q)) }
    // floor(sqrt(x) 2^k) from floor(x 4^k); 2^-k <= width.
    let k = bits(for: width)
    let root = (x * .powerOfTwo(2 * k)).floor.flooredSquareRoot()
    let unit = Rational.powerOfTwo(-k)
    return Enclosure(lower: Rational(root) * unit, upper: Rational(root + 1) * unit)
  }

  /// The exponential, at most `width` wider than the image of the end points.
  ///
  /// - Precondition: `width > 0`; end points of magnitude at most 2^20, beyond which the exact result
  ///   would not fit in memory.
  public func exponential(width: Rational = .powerOfTwo(-64)) -> Enclosure {
    precondition(width.signum > 0, "an enclosure of width \(width)")
    return image(width: width) { x, width in Self.refined(width) { Self.exponentialBounds(x, bits: $0) } }
  }

  /// The natural logarithm, at most `width` wider than the image of the end points.
  ///
  /// - Precondition: `lower > 0`, `width > 0`.
  public func logarithm(width: Rational = .powerOfTwo(-64)) -> Enclosure {
    precondition(lower.signum > 0, "logarithm of an enclosure that starts at \(lower)")
    precondition(width.signum > 0, "an enclosure of width \(width)")
    return image(width: width) { x, width in Self.refined(width) { Self.logarithmBounds(x, bits: $0) } }
  }

  /// Smallest k >= 0 with 2^-k <= width.
  public static func bits(for width: Rational) -> Int {
    // 2^-(k+1) < width < 2^-(k-1)
    let k = width.denominator.bitWidth - width.numerator.bitWidth
    return max(0, .powerOfTwo(-k) <= width ? k : k + 1)
  }

  /// The image under an increasing function, from bounds of its value at each end; the ends share the width.
  private func image(width: Rational, _ bounds: (Rational, Rational) -> Enclosure) -> Enclosure {
    if isExact { return bounds(lower, width) }
    let half = width * Rational(1, 2)
    return Enclosure(lower: bounds(lower, half).lower, upper: bounds(upper, half).upper)
  }

  private static func refined(_ width: Rational, _ evaluate: (Int) -> Enclosure) -> Enclosure {
    var precision = bits(for: width) + 16
    while true {
      let result = evaluate(precision)
      if result.width <= width { return result }
      precision *= 2
    }
  }

  /// exp(x) = exp(x / 2^k)^(2^k) with |x / 2^k| <= 1/2 and a Taylor sum whose tail is at most the last
  /// term's size.
  private static func exponentialBounds(_ x: Rational, bits: Int) -> Enclosure {
    if x.isZero { return Enclosure(1) }
    precondition(x.magnitude <= .powerOfTwo(20), "exponential of \(x.decimal(significantDigits: 6))")
    let halvings = max(0, x.magnitude.ceiling.bitWidth + 1)
    // Each squaring doubles the relative error and exp may be as large as 2^(3/2 |x|).
    let growth = halvings + (x.signum > 0 ? 2 * (x.ceiling.asInt ?? 0) : 0)
    let working = bits + growth + 8
    let reduced = Enclosure(x * .powerOfTwo(-halvings)).roundedOutward(bits: working)
    var sum = Enclosure(1)
    var term = Enclosure(1)
    var n = 1
    while term.magnitude.upper > .powerOfTwo(-working) {
      term = (term * reduced * Enclosure(Rational(1, n))).roundedOutward(bits: working)
      sum = sum + term
      n += 1
    }
    // |reduced| <= 1/2: the tail is at most |last term| (1/2 + 1/4 + ...) <= |last term|.
    let tail = term.magnitude.upper
    sum = sum + Enclosure(lower: -tail, upper: tail)
    for _ in 0..<halvings { sum = sum.squared.roundedOutward(bits: working) }
    return sum
  }

  /// log x = k log 2 + 2 artanh((m-1)/(m+1)), x = m 2^k, m in [2/3, 4/3].
  private static func logarithmBounds(_ x: Rational, bits: Int) -> Enclosure {
    if x == 1 { return Enclosure(0) }
    var k = x.numerator.bitWidth - x.denominator.bitWidth
    var m = x * .powerOfTwo(-k)
    if m > Rational(4, 3) {
      m = m * Rational(1, 2)
      k += 1
    } else if m < Rational(2, 3) {
      m = m * 2
      k -= 1
    }
    let working = bits + 16 + abs(k).bitWidth - abs(k).leadingZeroBitCount
    let fraction = inverseHyperbolicTangent((m - 1) / (m + 1), bits: working) * Enclosure(2)
    if k == 0 { return fraction }
    let logarithmOfTwo = DyadicEnclosure.logarithmOfTwo(bits: working).enclosure.roundedOutward(bits: working + 2)
    return Enclosure(Rational(k)) * logarithmOfTwo + fraction
  }

  /// Sum of z^(2i+1)/(2i+1) for |z| <= 1/3 in fixed point; the tail is at most 1/8 of the last power times 9/8.
  private static func inverseHyperbolicTangent(_ z: Rational, bits: Int) -> Enclosure {
    let start = DyadicEnclosure(z.magnitude, exponent: -bits)
    let square = (start * start).rounded(exponent: -bits)
    var (power, sum, n) = (start, start, 1)
    while power.upper > 1 {
      power = (power * square).rounded(exponent: -bits)
      n += 2
      sum = sum + power.divided(by: n)
    }
    let result = DyadicEnclosure(lower: sum.lower, upper: sum.upper + power.upper, exponent: -bits).enclosure
    return z.signum < 0 ? -result : result
  }
}
