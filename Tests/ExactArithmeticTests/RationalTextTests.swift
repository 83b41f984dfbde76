import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct ParsingTests {
  static let numbers: [(text: String, value: Rational)] = [
    ("1/40", Rational(1, 40)), ("0.025", Rational(1, 40)), ("1e-3", Rational(1, 1000)), ("-7", -7),
    (".5", Rational(1, 2)),
    ("5.", 5), ("1E+2", 100), ("0.1", Rational(1, 10)), ("+3", 3), ("-0", 0), ("0.000", 0), ("0/5", 0),
    ("6/4", Rational(3, 2)),
    ("-6/4", Rational(-3, 2)), ("+6/4", Rational(3, 2)), ("-.25e1", Rational(-5, 2)), ("5.e1", 50),
    (".5E-1", Rational(1, 20)),
    ("007", 7), ("00.50", Rational(1, 2)), ("1e0", 1), ("1e-0", 1), ("0e5", 0), ("12.5e+1", 125), ("1e007", 10_000_000),
    ("-1.5", Rational(-3, 2)), ("10/5", 2), ("-0.0", 0),
  ]

  @Test(arguments: numbers.indices) func numbersAreReadExactly(index: Int) throws {
    let (text, value) = Self.numbers[index]
    #expect(try Rational(parsing: text) == value, "\(text)")
  }

  @Test func nothingIsRounded() throws {
    let fifty = "3.14159265358979323846264338327950288419716939937510"
    let digits = try #require(Integer(fifty.filter { $0 != "." }))
    #expect(try Rational(parsing: fifty) == Rational(digits, Integer(10).raised(to: 50)))
    #expect(try Rational(parsing: fifty + "1") != Rational(parsing: fifty))
    let ones = String(repeating: "1", count: 5000)
    #expect(try Rational(parsing: ones).description == ones)
    #expect(try Rational(parsing: "1/" + ones) == 1 / Rational(Integer(ones)!))
    #expect(try Rational(parsing: "0.1") + Rational(parsing: "0.2") == Rational(parsing: "0.3"))
    #expect(try Rational(parsing: "1e-400") == powerOfTen(-400))
  }

  @Test func theLargestExponents() throws {
    #expect(try Rational(parsing: "1e10000") == powerOfTen(10_000))
    #expect(try Rational(parsing: "1e-10000") == powerOfTen(-10_000))
    #expect(try Rational(parsing: "-25e-10000") == -25 * powerOfTen(-10_000))
  }

  @Test func decimalsAreTheirDigitsTimesAPowerOfTen() throws {
    let digits = Generator<Int>.integers(in: 0...9).map { String($0) }.array(count: 0...60).map { $0.joined() }
    let exponents = Generator<Int>.integers(in: -80...80)
    try forAll(.pair(digits, digits), exponents, .element(of: ["", "-", "+"]), seed: 1) { digits, exponent, sign in
      let (whole, fraction) = digits
      if whole.isEmpty && fraction.isEmpty { return true }
      let magnitude = Rational(Integer(whole + fraction)!) * powerOfTen(exponent - fraction.count)
      return try Rational(parsing: "\(sign)\(whole).\(fraction)e\(exponent)") == (sign == "-" ? -magnitude : magnitude)
    }
  }

  @Test func whatIsPrintedIsReadBack() throws {
    try forAll(.assortedRationals, count: 2000, seed: 2) { value in
      try Rational(parsing: value.fraction) == value && Rational(parsing: value.description) == value
    }
  }

  @Test func theFormsOfPrinting() {
    #expect(Rational(3).fraction == "3/1" && Rational(3).description == "3")
    #expect(Rational(-3, 6).fraction == "-1/2" && Rational(-3, 6).description == "-1/2")
    #expect(Rational(0).fraction == "0/1" && Rational(0).description == "0")
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "+.", "e5", ".e5", "-e5", "1e", "1e+", "1e-", "1e1.5", "1e1e1", "1.2.3", "--1", "+-1",
    "-+1",
    "nan", "NaN", "inf", "-inf", "infinity", "0x10", "0b1", "１", "１/２", "1/２", "²", "½", "1 ", " 1", "1 /2", "1/ 2",
    "1\n", "1\t",
    "1/", "/1", "/", "1/2/3", "1//2", "1/2.5", "1.5/2", "1/1e2", "1e2/3", "1/+2", "1,5", "1_000", "1.0f", "1e５",
    "1\u{301}",
    "1.\u{301}5", "1e\u{301}5", "٣", "−1", "a", "1a", "1/a", "a/1", "1/-", "1/--2", "0/", "1.5e", "1e 5", "\u{0}",
    "1\u{0}",
  ])
  func otherTextIsNotANumber(text: String) {
    #expect(throws: NumberError.notANumber(text)) { try Rational(parsing: text) }
  }

  @Test func errorsSayWhatIsWrongAndWhatIsExpected() {
    #expect(
      NumberError.notANumber("abc").description
        == "'abc' is not a number (expected for example 1/40, 0.025, 1e-3 or -7)")
    #expect(NumberError.divisionByZero("1/0").description == "'1/0' divides by zero")
    #expect(NumberError.exponentTooLarge("1e99999").description == "'1e99999' has an exponent beyond 10000")
    #expect(Rational.largestDecimalExponent == 10_000)
  }

  @Test func errorsQuoteTheStartOfALongText() {
    let text = String(repeating: "x", count: 70)
    let quoted = "'" + String(repeating: "x", count: 60) + "... (70 characters)'"
    #expect(NumberError.notANumber(text).description.hasPrefix(quoted + " is not a number"))
    #expect(NumberError.divisionByZero(text).description == quoted + " divides by zero")
    #expect(NumberError.exponentTooLarge(text).description == quoted + " has an exponent beyond 10000")
    #expect("abc".shortened(to: 3) == "abc" && "abcd".shortened(to: 3) == "abc... (4 characters)")
  }

  @Test(arguments: ["1/0", "0/0", "-1/0", "5/000", "1/-0"]) func zeroDenominators(text: String) {
    #expect(throws: NumberError.divisionByZero(text)) { try Rational(parsing: text) }
  }

  /// The last ones do not fit a machine word, or fit it and have no magnitude that does.
  @Test(arguments: [
    "1e99999999999", "1e10001", "1e-10001", "0e10001", "1e-99999999999", "1e9223372036854775807",
    "1e9223372036854775808",
    "1e-9223372036854775807", "1e-9223372036854775808", "1e-9223372036854775809", "1e100000000000000000000000000000",
  ])
  func exponentsBeyondTheLimit(text: String) {
    #expect(throws: NumberError.exponentTooLarge(text)) { try Rational(parsing: text) }
  }

  @Test func endlessTextIsRefused() {
    let text = String(repeating: "1", count: 100_001)
    #expect(throws: NumberError.notANumber(text)) { try Rational(parsing: text) }
  }
}

@Suite struct DecimalTests {
  static let cases: [(value: Rational, digits: Int, text: String)] = [
    (0, 5, "0"), (1, 5, "1"), (-1, 1, "-1"), (10, 1, "10"), (Rational(1, 3), 5, "0.33333"),
    (Rational(2, 3), 5, "0.66667"),
    (Rational(-2, 3), 5, "-0.66667"), (Rational(-1, 40), 17, "-0.025"), (Rational(1, 8), 2, "0.13"),
    (Rational(-1, 8), 2, "-0.13"), (Rational(1, 8), 3, "0.125"), (Rational(5, 2), 1, "3"), (Rational(25, 10), 2, "2.5"),
    // Carries: the rounding adds a digit.
    (Rational(99_996, 10_000), 4, "10"), (Rational(99_994, 10_000), 4, "9.999"), (Rational(99_999, 100_000), 3, "1"),
    (Rational(999_995, 10), 5, "100000"), (Rational(-9_999, 1_000), 2, "-10"), (Rational(95, 10), 1, "10"),
    (Rational(94, 10), 1, "9"),
    // Zeros before the point are not significant but are needed.
    (123_456, 3, "123000"), (100_000, 17, "100000"), (Rational(1_234_567, 10), 6, "123457"),
    // The exponent form from 1e17 and below 1e-5.
    (powerOfTen(16), 17, "10000000000000000"), (powerOfTen(17), 17, "1e17"), (15 * powerOfTen(19), 17, "1.5e20"),
    (Rational(99_999_999_999_999_999), 17, "99999999999999999"), (Rational(99_999_999_999_999_999), 16, "1e17"),
    (Rational(99_999_999_999_999_999) + Rational(1, 2), 17, "1e17"), (-123 * powerOfTen(18), 2, "-1.2e20"),
    (powerOfTen(-5), 17, "0.00001"), (Rational(99, 10_000_000), 17, "9.9e-6"), (powerOfTen(-6), 17, "1e-6"),
    (Rational(9_999_996, 1) * powerOfTen(-12), 3, "0.00001"), (Rational(123, 100_000), 2, "0.0012"),
    (powerOfTen(400), 17, "1e400"), (powerOfTen(-400), 17, "1e-400"), (3 * powerOfTen(-9999), 4, "3e-9999"),
    (-powerOfTen(300) / 3, 6, "-3.33333e299"),
  ]

  @Test(arguments: cases.indices) func forms(index: Int) {
    let (value, digits, text) = Self.cases[index]
    #expect(value.decimal(significantDigits: digits) == text)
  }

  @Test func seventeenDigitsUnlessSaid() {
    #expect(Rational(1, 3).decimal() == "0.33333333333333333")
  }

  /// The text, read back exactly, is within half a unit of the last of the digits, and has no more digits than that.
  @Test func decimalsAreTheNearest() throws {
    let values = Generator<Rational>.assortedRationals.filter { !$0.isZero }
    try forAll(values, .integers(in: 1...40), count: 2000, seed: 1) { value, digits in
      let text = value.decimal(significantDigits: digits)
      let back = try Rational(parsing: text)
      var exponent = 0
      while value.magnitude >= powerOfTen(exponent + 1) { exponent += 1 }
      while value.magnitude < powerOfTen(exponent) { exponent -= 1 }
      let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
      let significant = text.contains(".") ? mantissa.count : mantissa.reversed().drop { $0 == "0" }.count
      return (back - value).magnitude <= powerOfTen(exponent - digits + 1) / 2 && back.signum == value.signum
        && significant <= digits && !(text.contains(".") && mantissa.hasSuffix("0"))
        && text.contains("e") == (back.magnitude < powerOfTen(-5) || back.magnitude >= powerOfTen(17))
    }
  }

  /// `.down` and `.up` give the neighbouring texts that bracket the value.
  @Test func directedDecimalsAreBounds() throws {
    try forAll(.assortedRationals, .integers(in: 1...40), count: 2000, seed: 3) { value, digits in
      let down = try Rational(parsing: value.decimal(significantDigits: digits, rounding: .down))
      let up = try Rational(parsing: value.decimal(significantDigits: digits, rounding: .up))
      let nearest = try Rational(parsing: value.decimal(significantDigits: digits))
      if down == value || up == value { return down == value && up == value && nearest == value }
      var exponent = 0
      while value.magnitude >= powerOfTen(exponent + 1) { exponent += 1 }
      while value.magnitude < powerOfTen(exponent) { exponent -= 1 }
      return down < value && value < up && up - down == powerOfTen(exponent - digits + 1)
        && nearest == (value - down < up - value || (value - down == up - value && value < 0) ? down : up)
    }
    #expect(Rational(99_999, 10_000).decimal(significantDigits: 3, rounding: .up) == "10")
    #expect(Rational(-99_999, 10_000).decimal(significantDigits: 3, rounding: .down) == "-10")
    #expect(Rational(-99_999, 10_000).decimal(significantDigits: 3, rounding: .up) == "-9.99")
  }

  /// One number where both ends print alike, otherwise an interval that contains the enclosure.
  @Test func enclosuresPrintNoMoreThanIsKnown() throws {
    let enclosures = Generator<(Rational, Int)>.pair(.assortedRationals, .integers(in: 0...60)).map { value, bits in
      Enclosure(lower: value, upper: value + value.magnitude * .powerOfTwo(-bits))
    }
    try forAll(enclosures, .integers(in: 1...20), seed: 4) { enclosure, digits in
      let text = enclosure.decimal(significantDigits: digits)
      let ends = try text.split { "[], ".contains($0) }.map { try Rational(parsing: String($0)) }
      if ends.count == 1 {
        return text == enclosure.lower.decimal(significantDigits: digits)
          && text == enclosure.upper.decimal(significantDigits: digits)
      }
      return text.hasPrefix("[") && text.hasSuffix("]") && ends.count == 2 && ends[0] <= enclosure.lower
        && enclosure.upper <= ends[1] && ends[0] < ends[1]
    }
    #expect(Enclosure(lower: Rational(1, 3), upper: Rational(2, 3)).decimal(significantDigits: 2) == "[0.33, 0.67]")
    #expect(Enclosure(Rational(1, 3)).decimal(significantDigits: 4) == "0.3333")
  }

  @Test func tiesGoAwayFromZero() throws {
    try forAll(.integers(in: 1...9_999), .integers(in: -20...12), .booleans, seed: 2) { n, exponent, isNegative in
      let tie = (Rational(n) + Rational(1, 2)) * powerOfTen(exponent)
      let value = isNegative ? -tie : tie
      let up = Rational(isNegative ? -(n + 1) : n + 1) * powerOfTen(exponent)
      return try Rational(parsing: value.decimal(significantDigits: "\(n)".count)) == up
    }
  }
}
