import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct EnclosureTests {
  /// Short numbers, so that zero, end points and their equality come up often, and all sizes.
  static let points = Generator<EnclosedPoint>.one(of: [
    .enclosedPoints(in: .enclosures(of: .smallRationals)), .enclosedPoints,
  ])

  @Test func operationsContainTheResultOfTheirPoints() throws {
    try forAll(Self.points, Self.points, count: 4000, seed: 1) { x, y in
      let (a, b) = (x.enclosure, y.enclosure)
      var (sum, product) = (a, a)
      sum += b
      product *= b
      return (a + b).contains(x.point + y.point) && (a - b).contains(x.point - y.point)
        && (a * b).contains(x.point * y.point) && (-a).contains(-x.point) && sum == a + b && product == a * b
        && (b.contains(0) || (a / b).contains(x.point / y.point)) && a.union(b).contains(x.point)
        && a.union(b).contains(y.point) && a.magnitude.contains(x.point.magnitude)
        && Enclosure.maximum(a, b).contains(max(x.point, y.point)) && a.squared.contains(x.point * x.point)
    }
  }

  /// The image of a monotone operation has the images of end points for end points: nothing is wider than it must be.
  @Test func operationsAreNoWiderThanTheImage() throws {
    let enclosures = Generator<Enclosure>.enclosures(of: .one(of: [.smallRationals, .rationals]))
    try forAll(enclosures, enclosures, count: 3000, seed: 2) { a, b in
      let corners = [a.lower, a.upper].flatMap { x in [b.lower, b.upper].map { (x, $0) } }
      func hull(_ operation: (Rational, Rational) -> Rational) -> Enclosure {
        let images = corners.map(operation)
        return Enclosure(lower: images.min()!, upper: images.max()!)
      }
      let squares = [a.lower * a.lower, a.upper * a.upper]
      return a + b == hull(+) && a - b == hull(-) && a * b == hull(*) && (b.contains(0) || a / b == hull(/))
        && a.squared == Enclosure(lower: a.contains(0) ? 0 : squares.min()!, upper: squares.max()!)
        && a.power(2) == a.squared && Enclosure.maximum(a, b) == hull(max)
        && a.magnitude.upper == max(a.lower.magnitude, a.upper.magnitude)
        && a.magnitude.lower == (a.contains(0) ? 0 : min(a.lower.magnitude, a.upper.magnitude))
        && a.union(b) == Enclosure(lower: min(a.lower, b.lower), upper: max(a.upper, b.upper))
    }
  }

  @Test func powersContainThePower() throws {
    let points = Generator<EnclosedPoint>.one(of: [
      .enclosedPoints(in: .enclosures(of: .smallRationals)),
      .enclosedPoints(in: .enclosures(of: .rationals(bits: 100))),
    ])
    try forAll(points, .integers(in: 0...12), seed: 3) { x, exponent in
      x.enclosure.power(exponent).contains(x.point.raised(to: exponent))
    }
    #expect(Enclosure(lower: -2, upper: 3).power(0) == Enclosure(1))
    #expect(Enclosure(Rational(2, 3)).power(7) == Enclosure(Rational(128, 2187)))
  }

  /// Past 2^18 bits the end points are rounded, outward.
  @Test func longPowersAreRoundedOutward() {
    let base = Rational(999, 1000)
    let power = Enclosure(base).power(20_000)
    #expect(power.contains(base.raised(to: 20_000)))
    #expect(!power.isExact && power.width <= .powerOfTwo(-4000))
    #expect(power.upper.denominator.bitWidth < 20_000)
    let large = Enclosure(Rational(4, 3)).power(70_000)
    #expect(large.contains(Rational(4, 3).raised(to: 70_000)))
    #expect(!large.isExact)
    let negative = Enclosure(Rational(-999, 1000)).power(20_001)
    #expect(negative.contains((-base).raised(to: 20_001)))
    #expect(Enclosure(1).power(1_000_000) == Enclosure(1))
    #expect(Enclosure(lower: 0, upper: Rational(1, 2)).power(1_000_000_000).contains(0))
  }

  /// The three answers, from the order of all points.
  @Test func comparisonsHaveThreeAnswers() {
    let enclosures = (0...4).flatMap { lower in
      (lower...4).map { Enclosure(lower: Rational(lower), upper: Rational($0)) }
    }
    for a in enclosures {
      for b in enclosures {
        let pairs = [a.lower, a.upper].flatMap { x in [b.lower, b.upper].map { (x, $0) } }
        let atMost = pairs.map { $0 <= $1 }
        let less = pairs.map { $0 < $1 }
        #expect(
          a.isAtMost(b) == (!atMost.contains(false) ? .yes : !atMost.contains(true) ? .no : .unknown), "\(a), \(b)")
        #expect(
          a.isLess(than: b) == (!less.contains(false) ? .yes : !less.contains(true) ? .no : .unknown), "\(a), \(b)")
      }
    }
  }

  @Test func truthIsAConjunction() {
    #expect(Truth(true) == .yes && Truth(false) == .no)
    #expect((Truth.yes && .yes) == .yes)
    for other in [Truth.yes, .no, .unknown] {
      #expect((Truth.no && other) == .no && (other && Truth.no) == .no)
    }
    #expect((Truth.yes && .unknown) == .unknown && (Truth.unknown && .yes) == .unknown)
    #expect((Truth.unknown && .unknown) == .unknown)
  }

  @Test func widthMidpointAndExactness() throws {
    try forAll(.enclosures, seed: 4) { a in
      a.width == a.upper - a.lower && a.width >= 0 && a.isExact == (a.width == 0)
        && a.midpoint - a.lower == a.upper - a.midpoint
    }
    #expect(
      Enclosure(3) == Enclosure(lower: 3, upper: 3) && Enclosure.zero == Enclosure(0) && Enclosure.one == Enclosure(1))
    let interval = Enclosure(lower: 1, upper: 2)
    #expect(interval.contains(1) && interval.contains(2) && !interval.contains(Rational(201, 100)))
    #expect(!interval.contains(Rational(99, 100)))
  }

  @Test func outwardRoundingIsToTheNextMultiples() throws {
    try forAll(Generator<Enclosure>.enclosures(of: .assortedRationals), .integers(in: -20...200), seed: 5) { a, bits in
      let rounded = a.roundedOutward(bits: bits)
      let unit = Rational.powerOfTwo(-bits)
      return rounded.lower <= a.lower && a.lower < rounded.lower + unit && rounded.upper >= a.upper
        && a.upper > rounded.upper - unit && (rounded.lower / unit).isInteger && (rounded.upper / unit).isInteger
    }
  }

  @Test func divisionThatMayBeByZeroHasNoValueInTheOptionalForm() throws {
    try forAll(.enclosures(of: .smallRationals), .enclosures(of: .smallRationals), seed: 6) { a, b in
      a.divided(by: b) == (b.contains(0) ? nil : a / b)
    }
    #expect(Enclosure(1).divided(by: Enclosure(lower: 0, upper: 1)) == nil)
    #expect(Enclosure(1).divided(by: Enclosure(lower: -1, upper: 0)) == nil)
  }
}
