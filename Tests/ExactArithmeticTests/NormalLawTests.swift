import ExactArithmetic
import PropertyTesting
import Testing

/// The upper tail Q of the standard normal law, against a table, its alternating series around 0 and its asymptotic
/// series: none of them is how the library computes it.
@Suite struct NormalLawTests {
  static let significantBits: Generator<Int> = .element(of: [1, 2, 10, 53, 64, 100, 300])

  /// Sixty digits, made by Reference/normal_tail.py.
  static let table: [(x: String, tail: String)] = [
    ("-10", "0.999999999999999999999992380146975839473934026656748400691636"),
    ("-5", "0.999999713348428120806088326247667125354646145576986388110427"),
    ("-1", "0.841344746068542948585232545632037922477912966726604390987394"),
    ("-1/3", "0.630558659818236361727207717930426416671745630042449640605"),
    ("1/1000", "0.499601057786088937415409677555673058731496752185221700810061"),
    ("1/2", "0.308537538725986896362295389391662260116397824445422063179224"),
    ("1", "0.158655253931457051414767454367962077522087033273395609012606"),
    ("2", "0.022750131948179207200282637166533437471776223701678433983666"),
    ("7/2", "0.000232629079035525036349925886727984773548749335889041235769892"),
    ("5", "0.000000286651571879193911673752332874645353854423013611889573085493"),
    ("37/4", "1.1224633591327982659521479720631590005208656043279067029199e-20"),
    ("16", "6.38875440053808728127548257491766662488672023537043255396601e-58"),
    ("37", "5.72557122252457682268319254827320165643278624283290188167285e-300"),
    ("100", "1.34417907674419830507308016713525284662317273477762439283066e-2174"),
    ("200", "2.57176421164175124807712928774915317628805171625134993744726e-8689"),
  ]

  // MARK: Oracles

  /// 1 / sqrt(2 pi) from Euler's pi.
  static func densityAtZero(bits: Int) -> Enclosure {
    (Enclosure(1) / (Enclosure(2) * eulersPi(bits: bits + 8))).squareRoot(width: .powerOfTwo(-bits - 2))
  }

  /// 1/2 - (x - x^3/(2 3) + x^5/(2^2 2! 5) - x^7/(2^3 3! 7) + ...) / sqrt(2 pi), in fixed point; each quotient is a floor
  /// and so off by less than one unit, which later terms multiply by less than exp(x^2 / 2).
  static func alternatingSeries(_ x: Rational, bits: Int) -> Enclosure {
    // As many more bits as the value has zeros, and as the largest term has digits before the point.
    let scale = bits + (3 * x * x / 2).ceiling.asInt! + 32
    let unit = Integer(1).shiftedLeft(by: scale)
    let (numerator, denominator) = ((x * x).numerator, 2 * (x * x).denominator)
    var power = (Rational(unit) * x).floor
    var sum = power
    var k = 1
    while !(power.magnitude <= 1 && Rational(k) > x * x) {
      power = (-power * numerator).flooredQuotient(by: denominator * Integer(k))
      sum += power.flooredQuotient(by: Integer(2 * k + 1))
      k += 1
    }
    let units = (Rational(k + 2) * exponential(of: x * x / 2, bits: 10).upper).ceiling
    let series = Enclosure(lower: Rational(sum - units, unit), upper: Rational(sum + units, unit))
    return Enclosure(Rational(1, 2)) - series * densityAtZero(bits: scale)
  }

  /// phi(x) / x (1 - 1/x^2 + 3/x^4 - 3 5/x^6 + ...), which lies between any two neighbouring partial sums.
  ///
  /// - Precondition: x^2 > 1.4 bits, or the terms do not become that small.
  static func asymptoticSeries(_ x: Rational, bits: Int) -> Enclosure {
    var (sum, before, term) = (Rational(1), Rational(0), Rational(1))
    var k = 1
    while term.magnitude > .powerOfTwo(-bits) {
      precondition(Rational(2 * k) < x * x)
      term = -term * Rational(2 * k - 1) / (x * x)
      (before, sum) = (sum, sum + term)
      k += 1
    }
    return densityAtZero(bits: bits) * exponential(of: -x * x / 2, bits: bits)
      * Enclosure(lower: min(before, sum), upper: max(before, sum)) * Enclosure(1 / x)
  }

  static func exponential(of x: Rational, bits: Int) -> Enclosure {
    EnclosureFunctionsTests.exponentialBounds(x, bits: bits)
  }

  // MARK: Values

  @Test(arguments: table) func knownDigits(x: String, tail: String) throws {
    let (x, known) = (try Rational(parsing: x), try Rational(parsing: tail))
    for bits in [64, 128, 180] {
      let found = Enclosure(x).normalUpperTail(significantBits: bits)
      let unit = known * powerOfTen(-59)
      #expect(isNarrow(found, significantBits: bits))
      #expect(overlap(found, Enclosure(lower: known - unit, upper: known + unit)))
    }
  }

  @Test func theOraclesAgree() throws {
    for x in [Rational(15), Rational(31, 2)] {
      let (series, asymptotic) = (Self.alternatingSeries(x, bits: 100), Self.asymptoticSeries(x, bits: 100))
      #expect(overlap(series, asymptotic))
      #expect(isNarrow(series, significantBits: 90) && isNarrow(asymptotic, significantBits: 90))
    }
  }

  static let moderate = Generator<Rational>.one(of: [
    EnclosureFunctionsTests.exponents.map { $0 / 5 }.filter { !$0.isZero },
    // Fine grids over both methods and their border, which moves with the bits.
    Generator<Int>.integers(in: -1024...1024).map { Rational($0, 128) },
    Generator<Int>.integers(in: 1...10).map { Rational($0) },
  ])

  @Test func tails() throws {
    try forAll(Self.moderate, Self.significantBits, count: 600, seed: 1) { x, bits in
      let found = Enclosure(x).normalUpperTail(significantBits: bits)
      return isNarrow(found, significantBits: bits) && overlap(found, Self.alternatingSeries(x, bits: bits + 16))
    }
  }

  @Test func farTails() throws {
    let arguments = Generator<(Int, Int)>.pair(.integers(in: 15 * 70...40 * 64), .integers(in: 60...70)).map {
      Rational($0, $1)
    }
    try forAll(arguments, .element(of: [1, 30, 64, 110]), count: 150, seed: 2) { x, bits in
      let found = Enclosure(x).normalUpperTail(significantBits: bits)
      return isNarrow(found, significantBits: bits) && overlap(found, Self.asymptoticSeries(x, bits: bits + 16))
    }
  }

  @Test func enclosuresContainTheTailsOfTheirPoints() throws {
    let points = Generator<EnclosedPoint>.enclosedPoints(in: .enclosures(of: Self.moderate))
    try forAll(points, Self.significantBits, count: 300, seed: 3) { x, bits in
      let found = x.enclosure.normalUpperTail(significantBits: bits)
      let (least, most) = (
        Self.alternatingSeries(x.enclosure.upper, bits: bits + 16),
        Self.alternatingSeries(x.enclosure.lower, bits: bits + 16)
      )
      let slack = Rational.powerOfTwo(-bits)
      return found.lower <= least.upper && most.lower <= found.upper
        && overlap(found, Self.alternatingSeries(x.point, bits: bits + 16))
        && found.lower >= least.lower * (1 - slack) && found.upper <= most.upper * (1 + slack)
    }
  }

  // MARK: Laws

  /// Q(x) + Q(-x) = 1
  @Test func symmetry() throws {
    #expect(Enclosure(0).normalUpperTail(significantBits: 1) == Enclosure(Rational(1, 2)))
    try forAll(Self.moderate, Self.significantBits, count: 500, seed: 4) { x, bits in
      let (tail, opposite) = (
        Enclosure(x).normalUpperTail(significantBits: bits), Enclosure(-x).normalUpperTail(significantBits: bits)
      )
      return (tail + opposite).contains(1) && (tail.lower < Rational(1, 2)) == (x > 0)
    }
  }

  @Test func decreasing() throws {
    // Neighbours 1/512 apart change by far more than 2^-64 of the value.
    let grid = Generator<Int>.integers(in: -4096...20_000).map { Rational($0, 512) }
    try forAll(grid, count: 500, seed: 5) { x in
      let (tail, next) = (
        Enclosure(x).normalUpperTail(significantBits: 64),
        Enclosure(x + Rational(1, 512)).normalUpperTail(significantBits: 64)
      )
      return next.upper < tail.lower
    }
  }

  @Test func farOutIsStillEnclosed() {
    let end = Enclosure(1449).normalUpperTail(significantBits: 20)
    #expect(isNarrow(end, significantBits: 20))
    for x in [1449 + .powerOfTwo(-100), 1_000_000, powerOfTen(400)] {
      let tail = Enclosure(x).normalUpperTail(significantBits: 64)
      #expect(tail.lower == 0 && tail.upper > end.upper && tail.upper < powerOfTen(-455_000))
      let opposite = Enclosure(-x).normalUpperTail(significantBits: 64)
      #expect(opposite.upper == 1 && isNarrow(opposite, significantBits: 64))
      let line = Enclosure(lower: -x, upper: x).normalUpperTail(significantBits: 64)
      #expect(line == Enclosure(lower: 0, upper: 1))
    }
  }

  // MARK: Doubles

  @Test func doublesContainTheTailAndAreNeighbours() throws {
    let points = Generator<Int>.integers(in: -10_000...38_000).map { Double($0) / 1000 }
    try forAll(points, count: 500, seed: 6) { x in
      let found = FloatEnclosure(lower: x, upper: x).normalUpperTail
      let exact = Enclosure(Rational(exactly: x)!).normalUpperTail(significantBits: 100)
      return found.contains(exact.lower) && found.contains(exact.upper) && found.upper <= found.lower.nextUp.nextUp
    }
    try forAll(points, points, count: 200, seed: 7) { x, y in
      let (x, y) = (min(x, y), max(x, y))
      return FloatEnclosure(lower: x, upper: y).normalUpperTail
        == FloatEnclosure(
          lower: FloatEnclosure(lower: y, upper: y).normalUpperTail.lower,
          upper: FloatEnclosure(lower: x, upper: x).normalUpperTail.upper)
    }
  }

  @Test func doublesAtTheEnds() {
    #expect(FloatEnclosure.wholeLine.normalUpperTail == FloatEnclosure(lower: 0, upper: 1))
    #expect(FloatEnclosure(lower: .infinity, upper: .infinity).normalUpperTail == FloatEnclosure(0))
    let far = FloatEnclosure(lower: 40, upper: .greatestFiniteMagnitude).normalUpperTail
    #expect(far == FloatEnclosure(lower: 0, upper: .leastNonzeroMagnitude))
  }
}
