import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct RationalArithmeticTests {
  /// The textbook formulas, reduced by Euclid's algorithm: the small and the big path have to agree with them digit by
  /// digit, and so are in lowest terms with a positive denominator.
  func agreesWithTheTextbook(_ a: Rational, _ b: Rational) -> Bool {
    let (p, q, r, s) = (a.numerator, a.denominator, b.numerator, b.denominator)
    return Fraction(p * s + r * q, q * s).isStored(in: a + b) && Fraction(p * s - r * q, q * s).isStored(in: a - b)
      && Fraction(p * r, q * s).isStored(in: a * b) && (b.isZero || Fraction(p * s, q * r).isStored(in: a / b))
      && Fraction(-p, q).isStored(in: -a) && Fraction(p.magnitude, q).isStored(in: a.magnitude)
  }

  @Test func operationsAreTheTextbookFormulasInLowestTerms() throws {
    try forAll(.rationals, .rationals, count: 1500, seed: 1, agreesWithTheTextbook)
    try forAll(.edgeRationals, .edgeRationals, count: 5000, seed: 2, agreesWithTheTextbook)
    try forAll(.rationals(bits: 62), .rationals(bits: 62), count: 4000, seed: 3, agreesWithTheTextbook)
    try forAll(.edgeRationals, .rationals, count: 1500, seed: 4, agreesWithTheTextbook)
  }

  @Test func everyPairOfSmallFractions() {
    let fractions = (-7...7).flatMap { p in (1...7).map { Rational(p, $0) } }
    for a in fractions {
      for b in fractions { #expect(agreesWithTheTextbook(a, b), "\(a) and \(b)") }
    }
  }

  /// The same denominators and numerators again and again, so that whole sums cancel in every size.
  @Test func sumsThatCancel() throws {
    try forAll(.assortedRationals, .assortedRationals, .integers(in: -3...3), count: 2000, seed: 5) { a, b, k in
      agreesWithTheTextbook(a, -a) && agreesWithTheTextbook(a, a) && agreesWithTheTextbook(a + b, b)
        && agreesWithTheTextbook(a + b, -b) && agreesWithTheTextbook(a * b, Rational(k) * b) && a - a == 0
        && (a + b) - b == a
    }
  }

  @Test func fieldLaws() throws {
    try forAll(.assortedRationals, .assortedRationals, .assortedRationals, count: 2000, seed: 6) { a, b, c in
      a + b == b + a && a * b == b * a && (a + b) + c == a + (b + c) && (a * b) * c == a * (b * c)
        && a * (b + c) == a * b + a * c && a + 0 == a && a * 1 == a && a + -a == 0 && a - b == -(b - a) && a * 0 == 0
        && (a.isZero || (a * (1 / a) == 1 && b / a * a == b)) && a.squared == a * a && Rational.one == 1
        && Rational.zero == 0
    }
  }

  @Test func inPlaceOperators() throws {
    try forAll(.assortedRationals, .assortedRationals, seed: 7) { a, b in
      var (sum, difference, product, quotient) = (a, a, a, a)
      sum += b
      difference -= b
      product *= b
      if !b.isZero { quotient /= b }
      return sum == a + b && difference == a - b && product == a * b && (b.isZero || quotient * b == a)
    }
  }

  @Test func theSameOperandTwice() throws {
    try forAll(.assortedRationals, seed: 8) { a in
      var (double, zero, square) = (a, a, a)
      double += double
      zero -= zero
      square *= square
      return double == a * 2 && zero == 0 && square == a * a && (a.isZero || a / a == 1)
    }
  }

  @Test func fractionsAreReducedAndTheSignGoesUp() throws {
    try forAll(.integers, Generator<Integer>.integers.filter { !$0.isZero }, count: 3000, seed: 9) { p, q in
      Fraction(p, q).isStored(in: Rational(p, q))
    }
    #expect(Rational(0, -5).denominator == 1 && Rational(0, -5).numerator == 0)
    #expect(Rational(-6, -4) == Rational(3, 2) && Rational(6, -4) == Rational(-3, 2))
    #expect(Rational(Int.min, Int.min) == 1 && Rational(Int.min, -1).numerator == -Integer(Int.min))
    #expect(Rational(7).denominator == 1)
  }

  @Test func equalValuesHaveEqualHashes() throws {
    try forAll(.assortedRationals, .assortedRationals, seed: 10) { a, b in
      let again = a + b - b
      return again == a && again.hashValue == a.hashValue && Set([again, a]).count == 1 && (a == b) == (a - b == 0)
    }
  }

  @Test func orderIsThatOfTheCrossProducts() throws {
    func check(_ a: Rational, _ b: Rational) -> Bool {
      let (left, right) = (a.numerator * b.denominator, b.numerator * a.denominator)
      return (a < b) == (left < right) && (a > b) == (left > right) && (a <= b) == (left <= right)
        && (a == b) == (left == right) && (a - b).signum == (left - right).signum
    }
    try forAll(.assortedRationals, .assortedRationals, count: 4000, seed: 11, check)
    // Neighbours: the difference is far below what the doubles of these numbers could tell.
    try forAll(.assortedRationals, .integers(in: -1...1), count: 2000, seed: 12) { a, step in
      check(a, a + Rational(step) / (a.magnitude + 1) * .powerOfTwo(-200))
    }
  }

  @Test func wholeParts() throws {
    try forAll(.assortedRationals, count: 3000, seed: 13) { a in
      let (floor, ceiling) = (Rational(a.floor), Rational(a.ceiling))
      return floor <= a && a < floor + 1 && ceiling >= a && a > ceiling - 1 && a.isInteger == (floor == ceiling)
    }
    #expect(Rational(-7, 2).floor == -4 && Rational(-7, 2).ceiling == -3 && Rational(7, 2).floor == 3)
  }

  @Test func powers() throws {
    try forAll(.one(of: [.rationals(bits: 70), .smallRationals]), .integers(in: -9...9), seed: 14) { a, exponent in
      if a.isZero && exponent < 0 { return true }
      let product = (0..<abs(exponent)).reduce(Rational.one) { power, _ in power * a }
      let expected = exponent < 0 ? 1 / product : product
      return a.raised(to: exponent) == expected
        && Fraction(expected.numerator, expected.denominator).isStored(in: a.raised(to: exponent))
        && (exponent < 0 || a.power(exponent) == expected)
    }
  }

  @Test func powersOfTwo() {
    for exponent in -200...200 {
      #expect(Rational.powerOfTwo(exponent) == Rational(2).raised(to: exponent))
    }
  }

  @Test func divisionByZeroHasNoValueInTheOptionalForm() throws {
    #expect(Rational(3, 4).divided(by: 0) == nil)
    #expect(Rational(0).divided(by: 0) == nil)
    try forAll(.assortedRationals, .assortedRationals, seed: 15) { a, b in
      a.divided(by: b) == (b.isZero ? nil : a / b)
    }
  }
}
