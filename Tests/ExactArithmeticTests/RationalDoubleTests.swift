import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct RationalDoubleTests {
  static let rules: [FloatingPointRoundingRule] = [
    .toNearestOrEven, .toNearestOrAwayFromZero, .up, .down, .towardZero, .awayFromZero,
  ]

  /// A double's value by its significand and exponent, which `Double` itself reports.
  func exact(_ value: Double) -> Rational {
    if value == 0 { return 0 }
    let significand = Rational(Integer(Int64(value.significand * 0x1p52))) * .powerOfTwo(Int(value.exponent) - 52)
    return value < 0 ? -significand : significand
  }

  @Test func doublesAreReadExactly() throws {
    try forAll(.doubles, count: 5000, seed: 1) { Rational(exactly: $0) == exact($0) }
    #expect(Rational(exactly: 0.1) == Rational(3_602_879_701_896_397, 36_028_797_018_963_968))
    #expect(Rational(exactly: -0.0) == 0)
    #expect(Rational(exactly: .leastNonzeroMagnitude) == .powerOfTwo(-1074))
    #expect(Rational(exactly: .greatestFiniteMagnitude) == .powerOfTwo(1024) - .powerOfTwo(971))
    for value in [Double.infinity, -.infinity, .nan, .signalingNaN] { #expect(Rational(exactly: value) == nil) }
  }

  @Test(arguments: rules) func aDoubleIsNotRounded(rule: FloatingPointRoundingRule) throws {
    try forAll(.doubles, count: 3000, seed: 2) { Rational(exactly: $0)!.rounded(rule) == $0 }
  }

  /// Around doubles, a fraction of the gap to the next one above: on it, near it, at the tie and beside the tie.
  static let betweenDoubles = Generator<(Double, Int, Int)>.triple(
    Generator<Double>.doubles.filter { $0.magnitude < .greatestFiniteMagnitude }, .integers(in: 0...8),
    .integers(in: -1...1)
  ).map { value, eighths, nudge in
    let lower = Rational(exactly: value)!
    let gap = Rational(exactly: value.nextUp)! - lower
    return lower + gap * Rational(eighths, 8) + gap * Rational(nudge) * .powerOfTwo(-90)
  }

  static let values = Generator<Rational>.one(of: [.rationals, betweenDoubles, .rationals(bits: 3000)])

  @Test func directedRoundingBracketsWithNeighbours() throws {
    try forAll(Self.values, count: 5000, seed: 3) { value in
      let (down, up) = (value.rounded(.down), value.rounded(.up))
      let isBelow = down == -.infinity || exact(down) <= value
      let isAbove = up == .infinity || value <= exact(up)
      let isDouble = down.isFinite && exact(down) == value
      return !down.isNaN && !up.isNaN && isBelow && isAbove && (isDouble ? up == down : up == down.nextUp)
        && value.rounded(.towardZero) == (value > 0 ? down : up)
        && value.rounded(.awayFromZero) == (value > 0 ? up : down)
    }
  }

  @Test func nearestIsNearestAndTiesFollowTheRule() throws {
    try forAll(Self.values, count: 5000, seed: 4) { value in
      let (down, up) = (value.rounded(.down), value.rounded(.up))
      let (even, away) = (value.rounded(.toNearestOrEven), value.rounded(.toNearestOrAwayFromZero))
      // Beyond the finite doubles the next one would be 2^1024.
      let lower = down.isFinite ? exact(down) : -.powerOfTwo(1024)
      let upper = up.isFinite ? exact(up) : .powerOfTwo(1024)
      if down == up { return even == down && away == down }
      if value.magnitude >= .powerOfTwo(1024) { return even == (value > 0 ? .infinity : -.infinity) && away == even }
      switch (value - lower) - (upper - value) {
      case let difference where difference < 0: return even == down && away == down
      case let difference where difference > 0: return even == up && away == up
      default:
        let isDownEven = down.isFinite && down.significandBitPattern % 2 == 0
        return even == (isDownEven ? down : up) && away == (value > 0 ? up : down)
      }
    }
  }

  @Test func ties() {
    let half = Rational.powerOfTwo(-53)
    #expect((1 + half).rounded(.toNearestOrEven) == 1)
    #expect((1 + 3 * half).rounded(.toNearestOrEven) == 1 + 0x1p-51)
    #expect((1 + half).rounded(.toNearestOrAwayFromZero) == 1 + 0x1p-52)
    #expect((-1 - half).rounded(.toNearestOrAwayFromZero) == -1 - 0x1p-52)
    #expect((1 + half + .powerOfTwo(-900)).rounded(.toNearestOrEven) == 1 + 0x1p-52)
    #expect(Rational.powerOfTwo(-1075).rounded(.toNearestOrEven) == 0)
    #expect((Rational.powerOfTwo(-1075) * 3).rounded(.toNearestOrEven) == 0x1p-1073)
    #expect((.powerOfTwo(-1075) + .powerOfTwo(-3000)).rounded(.toNearestOrEven) == .leastNonzeroMagnitude)
    #expect((.powerOfTwo(-1022) - .powerOfTwo(-1075)).rounded(.toNearestOrEven) == .leastNormalMagnitude)
  }

  @Test func underflow() {
    let tiny = powerOfTen(-400)
    #expect(tiny.rounded(.up) == .leastNonzeroMagnitude && tiny.rounded(.down) == 0)
    #expect((-tiny).rounded(.down) == -.leastNonzeroMagnitude && (-tiny).rounded(.up) == 0)
    #expect(tiny.rounded(.toNearestOrEven) == 0 && tiny.rounded(.awayFromZero) == .leastNonzeroMagnitude)
  }

  @Test func overflow() {
    let huge = powerOfTen(400)
    let greatest = Double.greatestFiniteMagnitude
    #expect(huge.rounded(.toNearestOrEven) == .infinity && (-huge).rounded(.toNearestOrEven) == -.infinity)
    #expect(huge.rounded(.down) == greatest && huge.rounded(.up) == .infinity)
    #expect((-huge).rounded(.down) == -.infinity && (-huge).rounded(.up) == -greatest)
    #expect(huge.rounded(.towardZero) == greatest && (-huge).rounded(.towardZero) == -greatest)
    #expect(huge.rounded(.awayFromZero) == .infinity && (-huge).rounded(.awayFromZero) == -.infinity)
    // Half a unit above the greatest finite double is the tie, and goes to infinity.
    let tie = Rational.powerOfTwo(1024) - .powerOfTwo(970)
    #expect(tie.rounded(.toNearestOrEven) == .infinity)
    #expect((tie - .powerOfTwo(-10)).rounded(.toNearestOrEven) == greatest)
    #expect((tie + 1).rounded(.down) == greatest && (tie + 1).rounded(.towardZero) == greatest)
    #expect((.powerOfTwo(1024) - .powerOfTwo(971)).rounded(.toNearestOrEven) == greatest)
    #expect(Rational.powerOfTwo(1024).rounded(.down) == greatest)
  }

  @Test(arguments: rules) func ratiosNeedNotBeInLowestTerms(rule: FloatingPointRoundingRule) throws {
    let factors = Generator<Integer>.integers.filter { !$0.isZero }
    try forAll(Self.values, factors, seed: 5) { value, factor in
      Double(ratioOf: value.numerator * factor, to: value.denominator * factor, rounding: rule) == value.rounded(rule)
    }
    #expect(Double(ratioOf: 0, to: -5, rounding: rule) == 0)
  }

  @Test func theNearestDoubleAsAScalar() {
    #expect(Double(Rational(1, 3)) == 1.0 / 3)
    #expect(Double(Rational(1, 10)) == 0.1)
    #expect(Double(ratioOf: 1, to: -3) == -1.0 / 3)
  }
}
