import ExactArithmetic
import PropertyTesting
import Testing

/// The exponential to a relative width, and pi.
@Suite struct RelativeExponentialTests {
  static let significantBits: Generator<Int> = .element(of: [1, 2, 10, 53, 64, 100, 300, 1100])

  /// Of both signs, from 2^-900 to 700, and borders where the number of powers of two that are split off changes.
  static let exponents = Generator<Rational>.one(of: [
    EnclosureFunctionsTests.exponents.map { $0 * 5 },
    .element(of: [700, -700, 1, -1, Rational(2001, 2), Rational(-7, 3), Rational(1, 3), 0, .powerOfTwo(-2000)]),
    Generator<(Int, Int)>.pair(.integers(in: -1000...1000), .integers(in: 20...200)).map { k, bits in
      Rational(k) * Enclosure(2).logarithm(width: .powerOfTwo(-bits)).lower
    },
  ])

  @Test func exponentials() throws {
    try forAll(Self.exponents, Self.significantBits, count: 800, seed: 1) { x, bits in
      let found = Enclosure(x).exponential(significantBits: bits)
      return isNarrow(found, significantBits: bits)
        && overlap(found, EnclosureFunctionsTests.exponentialBounds(x, bits: bits + 32))
    }
  }

  @Test func exponentialsOfEnclosures() throws {
    let points = Generator<EnclosedPoint>.enclosedPoints(in: .enclosures(of: Self.exponents))
    try forAll(points, Self.significantBits, count: 400, seed: 2) { x, bits in
      let found = x.enclosure.exponential(significantBits: bits)
      let (lower, upper) = (
        EnclosureFunctionsTests.exponentialBounds(x.enclosure.lower, bits: bits + 32),
        EnclosureFunctionsTests.exponentialBounds(x.enclosure.upper, bits: bits + 32)
      )
      let slack = Rational.powerOfTwo(-bits)
      return found.lower <= lower.upper && found.upper >= upper.lower
        && overlap(found, EnclosureFunctionsTests.exponentialBounds(x.point, bits: bits + 32))
        && found.lower >= lower.lower * (1 - slack) && found.upper <= upper.upper * (1 + slack)
    }
  }

  /// exp(x) exp(-x) = 1, for arguments that the series of this file's oracle does not reach.
  @Test(arguments: [1000, 32_768, Rational(1_048_575), .powerOfTwo(20)])
  func largeArgumentsAreReciprocal(x: Rational) {
    let (large, small) = (
      Enclosure(x).exponential(significantBits: 80), Enclosure(-x).exponential(significantBits: 80)
    )
    #expect(isNarrow(large, significantBits: 80) && isNarrow(small, significantBits: 80))
    let product = large * small
    #expect(product.contains(1) && product.width < .powerOfTwo(-77))
  }

  @Test func knownDigits() throws {
    for (x, digits) in [
      (Rational(-700), "9.859676543759770856705372947849465105115600181400941710586467e-305"),
      (Rational(-1000, 3), "1.718591656056231540366265707256660122402944846140454657170745e-145"),
    ] {
      let known = try Rational(parsing: digits)
      let found = Enclosure(x).exponential(significantBits: 170)
      #expect((found.lower / known - 1).magnitude < powerOfTen(-50))
      #expect(isNarrow(found, significantBits: 170))
    }
  }

  @Test func zeroIsExact() { #expect(Enclosure(0).exponential(significantBits: 1) == Enclosure(1)) }

  @Test func farBelowIsStillEnclosed() {
    let end = Enclosure(-.powerOfTwo(20)).exponential(significantBits: 20)
    for x in [-.powerOfTwo(20) - 1, Rational(-5_000_000), -powerOfTen(300)] {
      let far = Enclosure(x).exponential(significantBits: 64)
      #expect(far.lower == 0 && far.upper > end.upper && far.upper < 2 * end.lower)
      let wide = Enclosure(lower: x, upper: 0).exponential(significantBits: 64)
      #expect(wide.lower == 0 && wide.upper == 1)
    }
  }

  @Test func pi() throws {
    let digits = "3.141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117067"
    let lower = try Rational(parsing: digits)
    let known = Enclosure(lower: lower, upper: lower + powerOfTen(-99))
    for width in EnclosureFunctionsTests.widths + [powerOfTen(-97)] {
      let found = Enclosure.pi(width: width)
      #expect(overlap(found, known) && found.width <= width)
    }
    // More than what is kept, against another series.
    let fine = Enclosure.pi(width: .powerOfTwo(-3000))
    #expect(fine.width <= .powerOfTwo(-3000) && overlap(fine, eulersPi(bits: 3000)))
    #expect(overlap(fine, Enclosure.pi(width: .powerOfTwo(-1023))))
  }
}
