import ExactArithmetic
import Testing

/// Undefined input traps; it never gives a number.
@Suite struct PreconditionTests {
  @Test func divisionOfRationalsByZero() async {
    await #expect(processExitsWith: .failure) { _ = Rational(1, 3) / Rational(0) }
    await #expect(processExitsWith: .failure) { _ = Rational.powerOfTwo(100) / Rational.zero }
    await #expect(processExitsWith: .failure) { _ = Rational(0) / Rational(0) }
    await #expect(processExitsWith: .failure) { _ = Rational(1, 0) }
    await #expect(processExitsWith: .failure) { _ = Rational(0).raised(to: -1) }
  }

  @Test func divisionOfIntegersByZero() async {
    await #expect(processExitsWith: .failure) { _ = Integer(5).flooredQuotient(by: 0) }
    await #expect(processExitsWith: .failure) { _ = Integer(5).flooredRemainder(by: 0) }
    await #expect(processExitsWith: .failure) { _ = Integer(5).dividedExactly(by: 0) }
    await #expect(processExitsWith: .failure) { _ = Double(ratioOf: 1, to: 0) }
  }

  @Test func functionsOutsideTheirDomain() async {
    await #expect(processExitsWith: .failure) { _ = Integer(-1).flooredSquareRoot() }
    await #expect(processExitsWith: .failure) { _ = Integer(2).raised(to: -1) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(-1).squareRoot() }
    await #expect(processExitsWith: .failure) { _ = Enclosure(lower: 0, upper: 1).logarithm() }
    await #expect(processExitsWith: .failure) { _ = Enclosure(2).power(-1) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(.powerOfTwo(21)).exponential() }
    await #expect(processExitsWith: .failure) { _ = Enclosure(.powerOfTwo(21)).exponential(significantBits: 64) }
    await #expect(processExitsWith: .failure) { _ = FloatEnclosure(2).power(-1) }
    await #expect(processExitsWith: .failure) { _ = Rational(1).decimal(significantDigits: 0) }
  }

  @Test func divisionByAnEnclosureOfZero() async {
    await #expect(processExitsWith: .failure) { _ = Enclosure(1) / Enclosure(lower: -1, upper: 1) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(1) / Enclosure(0) }
  }

  @Test func widthsThatCannotBeReached() async {
    await #expect(processExitsWith: .failure) { _ = Enclosure(2).squareRoot(width: 0) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(2).exponential(width: -1) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(2).logarithm(width: 0) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(2).exponential(significantBits: 0) }
    await #expect(processExitsWith: .failure) { _ = Enclosure.pi(width: 0) }
  }

  @Test func endPointsInTheWrongOrder() async {
    await #expect(processExitsWith: .failure) { _ = Enclosure(lower: 1, upper: 0) }
    await #expect(processExitsWith: .failure) { _ = FloatEnclosure(lower: 1, upper: 0) }
    await #expect(processExitsWith: .failure) { _ = FloatEnclosure(lower: .nan, upper: 0) }
  }
}
