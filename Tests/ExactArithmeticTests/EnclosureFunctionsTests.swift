import ExactArithmetic
import PropertyTesting
import Testing

/// Square root, exponential and logarithm against squares and a Taylor series of this file.
@Suite struct EnclosureFunctionsTests {
  static let widths: [Rational] = [
    .powerOfTwo(-10), .powerOfTwo(-64), .powerOfTwo(-300), Rational(1, 3), 1000, Rational(3, 4), 1,
    Rational(7, 1 << 40),
  ]

  // MARK: The oracle

  /// exp(x) for x >= 0 between two fixed-point numbers, by adding x^k / k! with every quotient rounded down for the one
  /// and up for the other.
  static func exponentialBounds(_ x: Rational, bits: Int) -> Enclosure {
    if x < 0 {
      // 1 / exp(-x), whose relative error this keeps.
      let inverse = exponentialBounds(-x, bits: bits)
      return Enclosure(lower: 1 / inverse.upper, upper: 1 / inverse.lower)
    }
    let scale = bits + 2 * (x.ceiling.asInt ?? 0) + 32
    let unit = Integer(1).shiftedLeft(by: scale)
    var (lower, upper) = (unit, unit)
    var (least, most) = (unit, unit)
    var k = 1
    // Twice as many terms as x, and the last one below a unit: the rest is at most as large as the last one.
    while Rational(k) < 2 * x + 2 || most > 1 {
      let divisor = x.denominator * Integer(k)
      least = (least * x.numerator).flooredQuotient(by: divisor)
      most = (most * x.numerator).flooredQuotient(by: divisor) + 1
      lower += least
      upper += most
      k += 1
      if most == 1 && Rational(k) >= 2 * x + 2 { break }
    }
    upper += most
    return Enclosure(lower: Rational(lower, unit), upper: Rational(upper, unit))
  }

  @Test func theOracleIsSharp() {
    for x in [Rational(0), 1, Rational(1, 3), 20, -20, 300] {
      let bounds = Self.exponentialBounds(x, bits: 200)
      #expect(bounds.width <= .powerOfTwo(-180) * max(bounds.upper, 1))
    }
    #expect(Self.exponentialBounds(0, bits: 100).contains(1))
  }

  // MARK: Known digits

  /// Sixty digits after the point, cut off.
  static func constant(_ text: String) throws -> Enclosure {
    let lower = try Rational(parsing: text)
    return Enclosure(lower: lower, upper: lower + powerOfTen(-60))
  }

  @Test func knownDigits() throws {
    let width = powerOfTen(-58)
    let e = try Self.constant("2.718281828459045235360287471352662497757247093699959574966967")
    let logarithmOfTwo = try Self.constant("0.693147180559945309417232121458176568075500134360255254120680")
    let logarithmOfTen = try Self.constant("2.302585092994045684017991454684364207601101488628772976033327")
    let rootOfTwo = try Self.constant("1.414213562373095048801688724209698078569671875376948073176679")
    for (found, known) in [
      (Enclosure(1).exponential(width: width), e), (Enclosure(2).logarithm(width: width), logarithmOfTwo),
      (Enclosure(10).logarithm(width: width), logarithmOfTen), (Enclosure(2).squareRoot(width: width), rootOfTwo),
    ] {
      #expect(overlap(found, known))
      #expect(found.width <= width)
    }
    #expect(overlap(Self.exponentialBounds(1, bits: 250), e))
    #expect(overlap(Enclosure(powerOfTen(400)).logarithm(width: width), logarithmOfTen * Enclosure(400)))
    #expect(overlap(Enclosure(powerOfTen(-300)).logarithm(width: width), logarithmOfTen * Enclosure(-300)))
    #expect(overlap(Enclosure(Rational(1, 2)).logarithm(width: width), -logarithmOfTwo))
    #expect(overlap(Enclosure(.powerOfTwo(-700)).logarithm(width: width), logarithmOfTwo * Enclosure(-700)))
  }

  @Test func exactCases() {
    #expect(Enclosure(Rational(4, 9)).squareRoot() == Enclosure(Rational(2, 3)))
    #expect(Enclosure(0).squareRoot() == Enclosure(0) && Enclosure(1).squareRoot() == Enclosure(1))
    #expect(Enclosure(.powerOfTwo(400)).squareRoot() == Enclosure(.powerOfTwo(200)))
    #expect(Enclosure(lower: 4, upper: 9).squareRoot() == Enclosure(lower: 2, upper: 3))
    #expect(Enclosure(0).exponential() == Enclosure(1))
    #expect(Enclosure(1).logarithm() == Enclosure(0))
    // Numerator or denominator alone being a square is not enough.
    #expect(!Enclosure(Rational(4, 3)).squareRoot().isExact && !Enclosure(Rational(3, 4)).squareRoot().isExact)
  }

  // MARK: Square root

  static let nonnegative = Generator<Rational>.one(of: [
    Generator<Rational>.assortedRationals.map(\.magnitude), .constant(powerOfTen(400)), .constant(powerOfTen(-400)),
  ])

  @Test func squaresOfTheRootsEndPointsBracket() throws {
    try forAll(Self.nonnegative, .element(of: Self.widths), count: 1500, seed: 1) { x, width in
      let root = Enclosure(x).squareRoot(width: width)
      return root.lower >= 0 && root.lower * root.lower <= x && x <= root.upper * root.upper && root.width <= width
    }
  }

  @Test func rootsOfSquaresAreExact() throws {
    try forAll(Self.nonnegative, seed: 2) { x in Enclosure(x * x).squareRoot(width: 5) == Enclosure(x) }
  }

  /// width(root) - width <= sqrt(upper) - sqrt(lower), by squaring twice.
  func isWithin(_ width: Rational, _ root: Enclosure, ofImageOf x: Enclosure) -> Bool {
    let excess = root.width - width
    if excess <= 0 { return true }
    let rest = x.upper - x.lower - excess * excess
    return rest >= 0 && 4 * excess * excess * x.lower <= rest * rest
  }

  @Test func rootsOfEnclosuresContainThoseOfTheirPoints() throws {
    let points = Generator<EnclosedPoint>.enclosedPoints(in: .enclosures(of: Self.nonnegative))
    try forAll(points, .element(of: Self.widths), seed: 3) { x, width in
      let root = x.enclosure.squareRoot(width: width)
      return root.lower >= 0 && root.lower * root.lower <= x.point && x.point <= root.upper * root.upper
        && isWithin(width, root, ofImageOf: x.enclosure)
    }
  }

  /// Both ends fall just outside a multiple of the unit, so each is moved by nearly a whole one; neither is a square.
  @Test(arguments: [Rational(1, 3), Rational(1, 4), .powerOfTwo(-64), Rational(7, 1 << 40)])
  func theWidthCoversBothEnds(width: Rational) {
    for denominator in 1...64 {
      let middle = Rational(3) + Rational(1, denominator)
      let x = Enclosure(
        lower: (middle - width * .powerOfTwo(-9)).squared - .powerOfTwo(-90),
        upper: (middle + width * .powerOfTwo(-9)).squared + .powerOfTwo(-90))
      #expect(isWithin(width, x.squareRoot(width: width), ofImageOf: x), "\(denominator)")
    }
  }

  @Test func theDefaultWidth() {
    #expect(Enclosure(2).squareRoot().width <= .powerOfTwo(-64) && Enclosure(2).squareRoot().width > .powerOfTwo(-80))
    #expect(Enclosure(2).exponential().width <= .powerOfTwo(-64) && Enclosure(2).logarithm().width <= .powerOfTwo(-64))
  }

  /// Smallest k >= 0 with 2^-k <= width.
  @Test func bitsForAWidth() throws {
    try forAll(Generator<Rational>.assortedRationals.filter { $0 > 0 }, seed: 4) { width in
      let bits = Enclosure.bits(for: width)
      return bits >= 0 && .powerOfTwo(-bits) <= width && (bits == 0 || .powerOfTwo(1 - bits) > width)
    }
    for k in 0...70 { #expect(Enclosure.bits(for: .powerOfTwo(-k)) == k) }
    #expect(Enclosure.bits(for: 1000) == 0)
  }

  // MARK: Exponential

  /// Positive and negative, from 2^-900 to 20; larger ones are cases of their own because they are slow.
  static let exponents = Generator<(Rational, Int)>.pair(.smallRationals, .integers(in: -900...0)).map { x, power in
    power > -300 ? x / 3 : x * .powerOfTwo(power)
  }

  func isExponential(_ found: Enclosure, of x: Rational, width: Rational) -> Bool {
    let bits = Enclosure.bits(for: width) + 32
    return found.width <= width && overlap(found, Self.exponentialBounds(x, bits: bits))
  }

  @Test func exponentials() throws {
    try forAll(Self.exponents, .element(of: Self.widths), seed: 5) { x, width in
      isExponential(Enclosure(x).exponential(width: width), of: x, width: width)
    }
  }

  @Test(arguments: [700, -700, Rational(2001, 2), Rational(-7, 3), Rational(1, 3), 64, -63])
  func exponentialsOfLargeArguments(x: Rational) {
    for width in [Rational.powerOfTwo(-10), .powerOfTwo(-300)] {
      #expect(isExponential(Enclosure(x).exponential(width: width), of: x, width: width))
    }
  }

  @Test func exponentialsFarBelowTheWidth() {
    let found = Enclosure(-700).exponential(width: .powerOfTwo(-1200))
    #expect(found.lower > 0 && isExponential(found, of: -700, width: .powerOfTwo(-1200)))
    #expect(Enclosure(-100_000).exponential().lower >= 0)
  }

  @Test func exponentialsOfEnclosures() throws {
    let points = Generator<EnclosedPoint>.enclosedPoints(in: .enclosures(of: Self.exponents))
    try forAll(points, .element(of: Self.widths), count: 400, seed: 6) { x, width in
      let bits = Enclosure.bits(for: width) + 32
      let found = x.enclosure.exponential(width: width)
      let (lower, upper) = (
        Self.exponentialBounds(x.enclosure.lower, bits: bits), Self.exponentialBounds(x.enclosure.upper, bits: bits)
      )
      let point = Self.exponentialBounds(x.point, bits: bits)
      return found.lower <= lower.upper && found.upper >= upper.lower && overlap(found, point)
        && found.width <= width + upper.upper - lower.lower
    }
  }

  /// exp(x + y) = exp(x) exp(y)
  @Test func exponentialsMultiply() throws {
    try forAll(Self.exponents, Self.exponents, count: 300, seed: 7) { x, y in
      overlap(Enclosure(x + y).exponential(), Enclosure(x).exponential() * Enclosure(y).exponential())
    }
  }

  // MARK: Logarithm

  static let arguments = Generator<Rational>.one(of: [
    Generator<Rational>.assortedRationals.map(\.magnitude).filter { !$0.isZero },
    // Near 1, where the logarithm is near 0.
    Generator<(Int, Int)>.pair(.integers(in: -9...9), .integers(in: 5...200)).map {
      1 + Rational($0) * .powerOfTwo(-$1)
    },
    // The borders of the reduction to [2/3, 4/3].
    .element(of: [Rational(2, 3), Rational(4, 3), Rational(1, 2), 2, Rational(3, 2), Rational(8, 3), Rational(1, 3)]),
  ])

  /// exp is monotone, so the logarithm is between the end points when x is between their exponentials.
  func isLogarithm(_ found: Enclosure, of x: Enclosure, bits: Int) -> Bool {
    Self.exponentialBounds(found.lower, bits: bits).lower <= x.lower
      && x.upper <= Self.exponentialBounds(found.upper, bits: bits).upper
  }

  @Test func logarithms() throws {
    try forAll(Self.arguments, .element(of: Self.widths), count: 250, seed: 8) { x, width in
      let found = Enclosure(x).logarithm(width: width)
      // Relative to x, as the oracle's bits are absolute.
      let bits = Enclosure.bits(for: width) + x.numerator.bitWidth + x.denominator.bitWidth + 32
      return found.width <= width && isLogarithm(found, of: Enclosure(x), bits: bits)
    }
  }

  @Test func logarithmsOfExtremes() {
    for x in [powerOfTen(-300), powerOfTen(400), Rational(3) * .powerOfTwo(500), 1 + .powerOfTwo(-500)] {
      let found = Enclosure(x).logarithm(width: .powerOfTwo(-300))
      #expect(found.width <= .powerOfTwo(-300))
      #expect(isLogarithm(found, of: Enclosure(x), bits: 2000))
    }
  }

  /// log((1 + z) / (1 - z)) = 2 (z + z^3/3 + ...) for z = 2^-k, which no rounding moves: the rest of the series is all that
  /// lies between a partial sum and the value.
  @Test(arguments: widths) func logarithmsWhoseFirstTermIsDyadic(width: Rational) {
    for k in 2...400 {
      let z = Rational.powerOfTwo(-k)
      let found = Enclosure((1 + z) / (1 - z)).logarithm(width: width)
      let cube = z * z * z
      #expect(found.lower < 2 * z + cube && found.upper > 2 * z + Rational(2, 3) * cube, "k = \(k)")
      #expect(found.width <= width)
    }
  }

  @Test func logarithmsOfEnclosures() throws {
    let points = Generator<EnclosedPoint>.enclosedPoints(in: .enclosures(of: .smallRationals.map { $0.magnitude + 1 }))
    try forAll(points, .element(of: Self.widths), count: 300, seed: 9) { x, width in
      let found = x.enclosure.logarithm(width: width)
      let fine = width * .powerOfTwo(-20)
      let image = Enclosure(
        lower: Enclosure(x.enclosure.lower).logarithm(width: fine).lower,
        upper: Enclosure(x.enclosure.upper).logarithm(width: fine).upper)
      return isLogarithm(found, of: x.enclosure, bits: Enclosure.bits(for: width) + 64)
        && found.width <= width + image.width && overlap(found, Enclosure(x.point).logarithm(width: fine))
    }
  }

  @Test func logarithmAndExponentialAreInverse() throws {
    try forAll(.smallRationals, .element(of: Self.widths), count: 300, seed: 10) { x, width in
      let y = x.magnitude + Rational(1, 7)
      return Enclosure(y).logarithm(width: width).exponential(width: width).contains(y)
        && Enclosure(x / 5).exponential(width: min(width, .powerOfTwo(-40))).logarithm(width: width).contains(x / 5)
    }
  }

  /// log(x y) = log x + log y
  @Test func logarithmsAdd() throws {
    try forAll(Self.arguments, Self.arguments, count: 300, seed: 11) { x, y in
      overlap(Enclosure(x * y).logarithm(), Enclosure(x).logarithm() + Enclosure(y).logarithm())
    }
  }
}
