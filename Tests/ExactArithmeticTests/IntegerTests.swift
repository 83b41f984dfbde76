import ExactArithmetic
import PropertyTesting
import Testing

/// Everything against the schoolbook: random numbers of every size, and every pair of numbers at the borders of
/// machine words.
@Suite struct IntegerTests {
  static let edges = Generator<Integer>.edges

  /// Holds for random pairs and for every pair of edges.
  func holds(count: Int = 2000, seed: UInt64, _ law: (Integer, Integer) throws -> Bool) throws {
    try forAll(.integers, .integers, count: count, seed: seed, law)
    for a in Self.edges {
      for b in Self.edges { #expect(try law(a, b), "\(a) and \(b)") }
    }
  }

  @Test func sumsDifferencesAndProducts() throws {
    try holds(seed: 1) { a, b in
      let (x, y) = (Schoolbook(a), Schoolbook(b))
      return "\(a + b)" == "\(x + y)" && "\(a - b)" == "\(x - y)" && "\(a * b)" == "\(x * y)"
    }
  }

  @Test func inPlaceOperators() throws {
    try holds(seed: 2) { a, b in
      var (sum, difference, product) = (a, a, a)
      sum += b
      difference -= b
      product *= b
      return sum == a + b && difference == a - b && product == a * b
    }
  }

  /// The same number on both sides, which an implementation in place may overwrite too early.
  @Test func theSameOperandTwice() throws {
    try forAll(.integers, seed: 3) { a in
      let x = Schoolbook(a)
      var (double, zero, square) = (a, a, a)
      double += double
      zero -= zero
      square *= square
      return "\(a + a)" == "\(x + x)" && double == a + a && a - a == 0 && zero == 0
        && "\(a * a)" == "\(x * x)" && square == a * a
        && Integer.greatestCommonDivisor(a, a) == a.magnitude && Integer.leastCommonMultiple(a, a) == a.magnitude
        && (a.isZero
          || (a.flooredQuotient(by: a) == 1 && a.flooredRemainder(by: a) == 0 && a.dividedExactly(by: a) == 1))
        && a == a && !(a < a)
    }
  }

  @Test func machineWordsAgainstInt128() throws {
    let words = Generator<Int>.one(of: [
      .integers(in: Int.min...Int.max), .integers(in: -20...20), .element(of: [0, 1, -1, .min, .max, .min + 1]),
    ])
    try forAll(words, words, count: 5000, seed: 4) { p, q in
      let (a, b, x, y) = (Integer(p), Integer(q), Int128(p), Int128(q))
      var laws =
        "\(a + b)" == "\(x + y)" && "\(a - b)" == "\(x - y)" && "\(a * b)" == "\(x * y)" && "\(-a)" == "\(-x)"
        && (a < b) == (x < y) && (a == b) == (x == y) && a.signum == Int(x.signum()) && a.asInt == p
        && "\(a.magnitude)" == "\(x.magnitude)"
      if q != 0 {
        let truncated = x / y
        let floor = truncated * y != x && (x < 0) != (y < 0) ? truncated - 1 : truncated
        laws =
          laws && "\(a.flooredQuotient(by: b))" == "\(floor)" && "\(a.flooredRemainder(by: b))" == "\(x - y * floor)"
      }
      return laws
    }
  }

  @Test func flooredDivision() throws {
    try holds(seed: 5) { a, b in
      if b.isZero { return true }
      let (quotient, remainder) = Schoolbook(a).floored(by: Schoolbook(b))
      return "\(a.flooredQuotient(by: b))" == "\(quotient)" && "\(a.flooredRemainder(by: b))" == "\(remainder)"
        && (remainder.magnitude.isZero || remainder.isNegative == (b.signum < 0))
    }
  }

  @Test func signsOfFlooredDivision() {
    let cases: [(Integer, Integer, Integer, Integer)] = [
      (7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1), (6, -2, -3, 0), (0, -5, 0, 0), (1, -3, -1, -2),
    ]
    for (a, b, quotient, remainder) in cases {
      #expect(a.flooredQuotient(by: b) == quotient)
      #expect(a.flooredRemainder(by: b) == remainder)
    }
  }

  @Test func exactDivision() throws {
    try holds(seed: 6) { a, b in b.isZero || (a * b).dividedExactly(by: b) == a }
  }

  @Test func greatestCommonDivisor() throws {
    try holds(count: 1000, seed: 7) { a, b in
      "\(Integer.greatestCommonDivisor(a, b))" == "\(Schoolbook.greatestCommonDivisor(Schoolbook(a), Schoolbook(b)))"
    }
    // Random numbers are nearly coprime, so a common factor is put in.
    try forAll(.integers, .integers, .integers, count: 500, seed: 8) { a, b, c in
      let (x, y) = (a * c, b * c)
      return "\(Integer.greatestCommonDivisor(x, y))"
        == "\(Schoolbook.greatestCommonDivisor(Schoolbook(x), Schoolbook(y)))"
    }
    #expect(Integer.greatestCommonDivisor(0, 0) == 0)
  }

  @Test func leastCommonMultiple() throws {
    try holds(seed: 9) { a, b in
      let multiple = Integer.leastCommonMultiple(a, b)
      if a.isZero || b.isZero { return multiple == 0 }
      return multiple.signum > 0 && multiple * Integer.greatestCommonDivisor(a, b) == (a * b).magnitude
    }
  }

  @Test func shifts() throws {
    try forAll(.integers, .integers(in: 0...200), count: 2000, seed: 10) { a, bits in
      let (x, power) = (Schoolbook(a), Schoolbook("2").raised(to: bits))
      return "\(a.shiftedLeft(by: bits))" == "\(x * power)"
        && "\(a.shiftedLeft(by: -bits))" == "\(x.floored(by: power).quotient)"
    }
    #expect(Integer(-1).shiftedLeft(by: -1000) == -1)
    #expect(Integer(-5).shiftedLeft(by: -1) == -3)
  }

  @Test func powers() throws {
    try forAll(.integers(bits: 100), .integers(in: 0...12), seed: 11) { a, exponent in
      "\(a.raised(to: exponent))" == "\(Schoolbook(a).raised(to: exponent))"
    }
    #expect(Integer(0).raised(to: 0) == 1)
  }

  @Test func squareRoot() throws {
    let squares = Generator<Integer>.positiveIntegers.map { $0 * $0 }
    let nearSquares = Generator<(Integer, Int)>.pair(squares, .integers(in: -1...1)).map { $0 + Integer($1) }
    for (seed, generator) in [.positiveIntegers, nearSquares, .constant(0)].enumerated() {
      try forAll(generator, seed: UInt64(12 + seed)) { a in
        let root = Schoolbook(a.flooredSquareRoot())
        let next = root + Schoolbook("1")
        return !root.isNegative && !(Schoolbook(a) < root * root) && Schoolbook(a) < next * next
      }
    }
  }

  @Test func order() throws {
    try holds(seed: 15) { a, b in
      let (x, y) = (Schoolbook(a), Schoolbook(b))
      return (a < b) == (x < y) && (a <= b) == !(y < x) && (a == b) == (x == y) && (a > b) == (y < x)
    }
  }

  @Test func signMagnitudeAndWidth() throws {
    try forAll(.integers, count: 3000, seed: 16) { a in
      let x = Schoolbook(a)
      return a.isZero == x.magnitude.isZero && a.signum == (a.isZero ? 0 : x.isNegative ? -1 : 1)
        && a.bitWidth == x.magnitude.bitWidth && "\(a.magnitude)" == x.magnitude.decimal && "\(-a)" == "\(-x)"
    }
  }

  /// A value that fits a machine word is stored in one, whatever it was computed from: otherwise `asInt` has no value,
  /// and equality and hashes differ.
  @Test func equalValuesHaveEqualStorage() throws {
    func isCanonical(_ value: Integer, _ expected: Integer) -> Bool {
      let word = Int(expected.description)
      return value == expected && value.hashValue == expected.hashValue && value.asInt == word
        && Set([value, expected]).count == 1
    }
    try holds(seed: 17) { a, b in
      let parsed = try #require(Integer(a.description))
      return isCanonical(parsed, a) && isCanonical(a + b - b, a) && isCanonical(a - b + b, a) && isCanonical(-(-a), a)
        && (b.isZero || isCanonical((a * b).dividedExactly(by: b), a))
        && (b.isZero || isCanonical(a.flooredQuotient(by: b) * b + a.flooredRemainder(by: b), a))
        && isCanonical(a.shiftedLeft(by: 300).shiftedLeft(by: -300), a)
        && isCanonical((a * a).flooredSquareRoot(), a.magnitude)
        && isCanonical(Integer.greatestCommonDivisor(a * b, a), a.magnitude)
        && isCanonical((a + 1) * (b + 1) - a * b - a - b, 1)
    }
  }

  @Test func differentValuesAreUnequal() throws {
    for (i, a) in Self.edges.enumerated() {
      for (j, b) in Self.edges.enumerated() { #expect((a == b) == (i == j)) }
    }
  }

  @Test func leastWord() {
    let least = Integer(Int64.min)
    #expect(least.description == "-9223372036854775808")
    #expect((-least).description == "9223372036854775808")
    #expect(least.magnitude.description == "9223372036854775808")
    #expect(least.asInt == Int.min && (-least).asInt == nil)
    #expect(least.bitWidth == 64 && least.signum == -1)
    #expect(-(-least) == least && Integer(Int64.min + 1) - 1 == least)
    #expect(least.flooredQuotient(by: -1) == -least && least.dividedExactly(by: -1) == -least)
    #expect(least * least == Integer("85070591730234615865843651857942052864")!)
    #expect(Integer.greatestCommonDivisor(least, 0) == -least && Integer.greatestCommonDivisor(least, 6) == 2)
    #expect(least < Integer(Int64.min + 1) && least - 1 < least)
  }

  @Test func literalsAndConstants() {
    #expect(Integer.zero == 0 && (0 as Integer).isZero)
    #expect((-9_223_372_036_854_775_808 as Integer) == Integer(Int64.min))
  }
}

@Suite struct BinomialTests {
  @Test func pascalsTriangle() {
    var row: [Integer] = [1]
    for n in 0...70 {
      for k in 0...(n + 2) { #expect(Integer.binomial(n, k) == (k <= n ? row[k] : 0)) }
      row = [1] + zip(row, row.dropFirst()).map { $0 + $1 } + [1]
    }
    #expect(Integer.binomial(1000, 500) * Integer.binomial(500, 2) == Integer.binomial(1000, 2) * .binomial(998, 498))
  }
}
