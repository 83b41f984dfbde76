import ExactArithmetic
import PropertyTesting
import Testing

/// Doubles rounded outward, against the exact rational results.
@Suite struct FloatEnclosureTests {
  /// Every magnitude; small integers and dyadics, so that zeros and equal ends come up; and infinite ends.
  static let endPoints = Generator<Double>.one(of: [
    .doubles, .doubles, .doubles, Generator<Int>.integers(in: -8...8).map { Double($0) / 4 },
  ])

  static let enclosures = Generator<(Double, Double, Int)>.triple(endPoints, endPoints, .integers(in: 0...9)).map {
    a, b, kind in
    switch kind {
    case 0...2: FloatEnclosure(lower: a, upper: a)
    case 3: FloatEnclosure(lower: a, upper: a.nextUp)
    case 4: FloatEnclosure(lower: a, upper: .infinity)
    case 5: FloatEnclosure(lower: -.infinity, upper: a)
    case 6: FloatEnclosure(lower: min(a, 0), upper: max(a, 0))
    default: FloatEnclosure(lower: min(a, b), upper: max(a, b))
    }
  }

  struct Point: Sendable, CustomStringConvertible {
    var enclosure: FloatEnclosure
    var value: Rational
    var description: String { "\(value) in \(enclosure)" }
  }

  /// A point of the enclosure; where an end is infinite, one far outside the finite doubles now and then.
  static let points = Generator<(FloatEnclosure, Int)>.pair(enclosures, .integers(in: -2...10)).map {
    enclosure, position in
    let far = Rational.powerOfTwo(position > 4 ? 2000 : 3)
    let lower = Rational(exactly: enclosure.lower), upper = Rational(exactly: enclosure.upper)
    let (least, most) = (lower ?? upper! - far, upper ?? lower! + far)
    return Point(enclosure: enclosure, value: least + (most - least) * Rational(min(max(position, 0), 8), 8))
  }

  @Test func pointsAreInside() throws {
    try forAll(Self.points, count: 3000, seed: 1) { $0.enclosure.contains($0.value) }
  }

  @Test func operationsContainTheResultOfTheirPoints() throws {
    try forAll(Self.points, Self.points, count: 20_000, seed: 2) { x, y in
      let (a, b) = (x.enclosure, y.enclosure)
      return (a + b).contains(x.value + y.value) && (a - b).contains(x.value - y.value)
        && (a * b).contains(x.value * y.value) && (-a).contains(-x.value) && a.squared.contains(x.value * x.value)
        && (y.value.isZero || (a / b).contains(x.value / y.value))
    }
  }

  @Test func theSameOperandTwice() throws {
    try forAll(Self.points, count: 3000, seed: 3) { x in
      var (double, square) = (x.enclosure, x.enclosure)
      double += double
      square *= square
      return double.contains(x.value * 2) && square.contains(x.value * x.value)
    }
  }

  @Test func powersContainThePower() throws {
    try forAll(Self.points, .integers(in: 0...9), count: 2000, seed: 4) { x, exponent in
      x.enclosure.power(exponent).contains(x.value.raised(to: exponent))
    }
  }

  /// One unit on either side of the two doubles around the exact result, so that a result is useful as well as right.
  @Test func resultsOfExactOperandsAreNearlyAsTightAsDoublesAllow() throws {
    func isTight(_ found: FloatEnclosure, _ exact: Rational, steps: Int) -> Bool {
      var (lower, upper) = (exact.rounded(.down), exact.rounded(.up))
      for _ in 0..<steps { (lower, upper) = (lower.nextDown, upper.nextUp) }
      return found.lower >= lower && found.upper <= upper
    }
    try forAll(Self.endPoints, Self.endPoints, count: 10_000, seed: 5) { x, y in
      let (a, b) = (FloatEnclosure(lower: x, upper: x), FloatEnclosure(lower: y, upper: y))
      let (p, q) = (Rational(exactly: x)!, Rational(exactly: y)!)
      let quotientIsNormal = !q.isZero && (1 / y).isNormal && (p / q).magnitude > .powerOfTwo(-1000)
      return isTight(a + b, p + q, steps: 1) && isTight(a - b, p - q, steps: 1) && isTight(a * b, p * q, steps: 1)
        && isTight(a.squared, p * p, steps: 1) && (!quotientIsNormal || isTight(a / b, p / q, steps: 4))
    }
  }

  @Test func sumsWithAnExactZeroAreExact() throws {
    try forAll(Self.enclosures, seed: 6) { a in
      a + .zero == a && .zero + a == a && a - .zero == a && a * .zero == .zero && .zero * a == .zero
    }
  }

  @Test func rationalsAreEnclosedByNeighbours() throws {
    let values = Generator<Rational>.one(of: [.rationals, .rationals(bits: 2500)])
    try forAll(values, count: 3000, seed: 7) { value in
      let found = FloatEnclosure(value)
      return found.contains(value) && (found.lower == found.upper || found.lower.nextUp == found.upper)
    }
    #expect(FloatEnclosure(3) == FloatEnclosure(lower: 3, upper: 3))
    #expect(FloatEnclosure.one == FloatEnclosure(lower: 1, upper: 1))
    #expect(FloatEnclosure(powerOfTen(400)) == FloatEnclosure(lower: .greatestFiniteMagnitude, upper: .infinity))
  }

  @Test func membershipIsDecidedExactly() {
    let third = FloatEnclosure(Rational(1, 3))
    #expect(third.contains(Rational(1, 3)) && !third.contains(Rational(1, 3) + .powerOfTwo(-53)))
    #expect(!third.contains(Rational(1, 3) - .powerOfTwo(-53)))
    let above = FloatEnclosure(lower: 1, upper: .infinity)
    #expect(above.contains(powerOfTen(500)) && above.contains(1) && !above.contains(1 - .powerOfTwo(-500)))
    let below = FloatEnclosure(lower: -.infinity, upper: -1)
    #expect(below.contains(-powerOfTen(500)) && below.contains(-1) && !below.contains(-1 + .powerOfTwo(-500)))
    let beyond = FloatEnclosure(lower: .infinity, upper: .infinity)
    #expect(!beyond.contains(0) && !(-beyond).contains(0) && !beyond.contains(powerOfTen(500)))
    #expect(FloatEnclosure.wholeLine.contains(powerOfTen(500)) && FloatEnclosure.wholeLine.contains(-powerOfTen(500)))
  }

  @Test func theSignIsThatOfAllPointsOrNone() {
    func sign(_ lower: Double, _ upper: Double) -> Int? { FloatEnclosure(lower: lower, upper: upper).certainSign }
    #expect(sign(1, 2) == 1 && sign(-2, -1) == -1 && sign(0, 0) == 0 && sign(-0.0, 0) == 0)
    #expect(sign(0, 1) == nil && sign(-1, 0) == nil && sign(-1, 1) == nil)
    #expect(sign(.leastNonzeroMagnitude, .infinity) == 1 && sign(-.infinity, -.leastNonzeroMagnitude) == -1)
    #expect(FloatEnclosure(lower: 0, upper: 1).containsZero && FloatEnclosure(lower: -1, upper: -0.0).containsZero)
    #expect(!FloatEnclosure(lower: 1, upper: 2).containsZero && !FloatEnclosure(lower: -2, upper: -1).containsZero)
  }

  @Test func exactEndPoints() throws {
    try forAll(Self.enclosures, seed: 8) { a in
      guard let exact = a.enclosure else { return a.lower.isInfinite || a.upper.isInfinite }
      return exact.lower == Rational(exactly: a.lower) && exact.upper == Rational(exactly: a.upper)
    }
    #expect(FloatEnclosure(lower: 1, upper: .infinity).enclosure == nil)
    #expect(FloatEnclosure(lower: -3, upper: 5).midpoint == 1)
    #expect(FloatEnclosure(lower: .greatestFiniteMagnitude, upper: .greatestFiniteMagnitude).midpoint.isFinite)
  }

  @Test func divisionByAnEnclosureOfZeroIsTheWholeLine() {
    for divisor in [FloatEnclosure.zero, FloatEnclosure(lower: -1, upper: 1), FloatEnclosure(lower: 0, upper: 1)] {
      #expect(FloatEnclosure(1) / divisor == .wholeLine)
    }
  }

  @Test func overflowKeepsContaining() {
    let greatest = FloatEnclosure(lower: .greatestFiniteMagnitude, upper: .greatestFiniteMagnitude)
    let value = Rational(exactly: .greatestFiniteMagnitude)!
    #expect((greatest + greatest).contains(value * 2) && (greatest * greatest).contains(value * value))
    #expect((-greatest - greatest).contains(-value * 2) && (-greatest * greatest).contains(-value * value))
    #expect((greatest + greatest - greatest).contains(value))
    #expect((greatest * greatest * .zero) == .zero)
    #expect((greatest * greatest / greatest).contains(value))
    let least = FloatEnclosure(lower: .leastNonzeroMagnitude, upper: .leastNonzeroMagnitude)
    #expect((least * least).contains(.powerOfTwo(-2148)) && (-least * least).contains(-.powerOfTwo(-2148)))
    #expect((FloatEnclosure(1) / least).contains(.powerOfTwo(1074)))
    #expect((FloatEnclosure(1) / greatest).contains(1 / value))
  }
}
