import ExactArithmetic
import LinearAlgebra
import PropertyTesting
import Testing

@Suite struct SimplestFractionTests {
  /// The smallest denominator that has a fraction in the interval, by trying them in turn.
  func smallestDenominator(_ lower: Rational, _ upper: Rational) -> Integer {
    var denominator: Integer = 1
    while (lower * Rational(denominator)).ceiling > (upper * Rational(denominator)).floor {
      denominator = denominator + 1
    }
    return denominator
  }

  @Test func hasTheSmallestDenominatorWithinTheTolerance() throws {
    let values = Generator<Rational>.rationals(bits: 14)
    let tolerances = Generator<Int>.integers(in: 0...400).map { Rational(1, 1 + $0 * $0) }
    try forAll(values, tolerances, count: 3000, seed: 1) { value, tolerance in
      let found = Rational.simplest(within: tolerance, of: value)
      return (found - value).magnitude <= tolerance
        && found.denominator == smallestDenominator(value - tolerance, value + tolerance)
    }
  }

  @Test func withoutToleranceItIsTheValue() throws {
    try forAll(.rationals, seed: 2) { Rational.simplest(within: 0, of: $0) == $0 }
  }

  @Test func isSymmetricInTheSign() throws {
    try forAll(.rationals(bits: 20), .rationals(bits: 8), seed: 3) { value, tolerance in
      Rational.simplest(within: tolerance.magnitude, of: -value)
        == -Rational.simplest(within: tolerance.magnitude, of: value)
    }
  }

  @Test func knownFractions() {
    let pi = Rational(exactly: Double.pi)!
    #expect(Rational.simplest(within: Rational(1, 100), of: pi) == Rational(22, 7))
    #expect(Rational.simplest(within: Rational(1, 1_000_000), of: pi) == Rational(355, 113))
    #expect(Rational.simplest(within: Rational(1, 1 << 30), of: Rational(exactly: 1.0 / 3)!) == Rational(1, 3))
    #expect(Rational.simplest(within: 4, of: pi) == 0)
    #expect(Rational.simplest(within: Rational(1, 2), of: Rational(5, 2)) == 2)
  }

  @Test func aNegativeToleranceIsRefused() async {
    await #expect(processExitsWith: .failure) { _ = Rational.simplest(within: -1, of: 2) }
  }
}
