import Foundation
import Testing

@testable import Reporting

@Suite struct HTMLNumberTests {
  @Test(arguments: [
    ("0", "0"), ("-0.000", "0"), ("0.5", "0.5"), ("1.2345678", "1.23457"), ("0.99999996", "1.00000"),
    ("999999.5", "1.00000×10⁶"), ("123456.7", "123457"), ("1000000", "1000000"), ("1234567890", "1.23457×10⁹"),
    ("1e9", "1×10⁹"), ("0.0001", "0.0001"), ("0.00001", "1×10⁻⁵"), ("-2.5e-400", "−2.5×10⁻⁴⁰⁰"),
    ("1.9999999e+400", "2.00000×10⁴⁰⁰"), ("+12.50", "12.5"), ("100", "100"), (".5", "0.5"),
  ])
  func sixDigits(text: String, expected: String) {
    #expect(ValueMarkup.decimal(text) == expected)
  }

  @Test(arguments: ["", "-", ".", "1e", "1.2.3", "1,5", "nan", "0x10", "1e99999999999999999999", "٣"])
  func otherTextIsNoDecimal(text: String) {
    #expect(DecimalText(text) == nil)
    #expect(ValueMarkup.decimal(text) == text)
  }

  /// The C library writes the same six digits, up to ties, which the shortest decimal of a `Double` has almost never.
  @Test func agreesWithTheCLibrary() throws {
    var generator = TestGenerator(state: 1)
    for _ in 0..<2_000 {
      let value =
        Double.random(in: -1...1, using: &generator) * pow(10, Double(Int.random(in: -300...300, using: &generator)))
      let rounded = try #require(DecimalText(value)?.rounded(to: 6))
      #expect(rounded == DecimalText(String(format: "%.5e", value)), "\(value)")
    }
  }

  @Test func directedRounding() throws {
    let number = try #require(DecimalText("1.0000001"))
    let negative = try #require(DecimalText("-1.0000009"))
    #expect(number.formatted(digits: 6, .up) == "1.00001")
    #expect(number.formatted(digits: 6, .down) == "1.00000")
    #expect(negative.formatted(digits: 6, .up) == "−1.00000")
    #expect(negative.formatted(digits: 6, .down) == "−1.00001")
    #expect(DecimalText(12).formatted(digits: 6, .up) == "12")
  }

  // MARK: Rationals

  @Test(arguments: ["", "-", "1/", "/2", "1/0", "1/00", "1/2/3", "1.5", "a/b", "1/-2", "+1/2"])
  func otherTextIsNoRational(text: String) {
    #expect(RationalText(text) == nil)
  }

  /// Long division of small numbers, digit by digit, is the oracle for the enclosing decimals.
  @Test func boundsEncloseTheQuotient() throws {
    var generator = TestGenerator(state: 2)
    for _ in 0..<2_000 {
      let numerator = UInt64.random(in: 1...UInt64(1) << 40, using: &generator)
      let denominator = UInt64.random(in: 1...UInt64(1) << 40, using: &generator)
      let bounds = try #require(RationalText("\(numerator)/\(denominator)")).bounds
      var remainder = numerator % denominator
      var digits = String(numerator / denominator).compactMap(\.wholeNumberValue)
      for _ in 0..<60 {
        digits.append(Int(10 * remainder / denominator))
        remainder = 10 * remainder % denominator
      }
      let quotient = DecimalText(digits: digits, exponent: -60)
      #expect(Self.isAtMost(bounds.lower, quotient), "\(numerator)/\(denominator)")
      #expect(
        Self.isAtMost(quotient, bounds.upper) && (remainder == 0 || bounds.upper != quotient),
        "\(numerator)/\(denominator)")
      #expect(Self.agreeTo(14, bounds.lower, bounds.upper))
    }
  }

  /// Over a power of ten the digits of the numerator are those of the quotient, however many there are.
  @Test(arguments: [1, 17, 18, 19, 40, 1_000], [0, 1, 17, 18, 19, 500])
  func boundsOfLongRationals(length: Int, power: Int) throws {
    let digits = HTMLSamples.digits(length, seed: UInt64(length))
    let exact = DecimalText(digits: digits.compactMap(\.wholeNumberValue), exponent: -power)
    let text = digits + "/1" + String(repeating: "0", count: power)
    let bounds = try #require(RationalText(text)).bounds
    #expect(Self.isAtMost(bounds.lower, exact) && Self.isAtMost(exact, bounds.upper))
    #expect(Self.agreeTo(14, bounds.lower, bounds.upper))
    let negative = try #require(RationalText("-" + text)).bounds
    #expect(negative.lower.isNegative && negative.lower.digits == bounds.upper.digits)
    #expect(negative.upper.digits == bounds.lower.digits)
  }

  /// Digits beyond the 18 that are looked at make the quotient smaller or larger, never equal.
  @Test func cutDigitsWidenTheBounds() throws {
    let power = "1" + String(repeating: "0", count: 18)
    let more = String(power.dropLast()) + "9"
    let below = try #require(RationalText("1/" + more)).bounds
    #expect(below.upper == DecimalText("1e-18"))
    #expect(Self.isAtMost(below.lower, try #require(DecimalText("0.999999999999999991e-18"))))
    let above = try #require(RationalText(more + "/1")).bounds
    #expect(above.lower == DecimalText("1e18"))
    #expect(Self.isAtMost(try #require(DecimalText(more)), above.upper))
    let equal = try #require(RationalText("1/" + power)).bounds
    #expect(equal.lower == equal.upper)
  }

  @Test func integersAndZero() throws {
    #expect(try #require(RationalText("007")).isInteger)
    #expect(try #require(RationalText("5/1")).isInteger)
    #expect(try !#require(RationalText("5/11")).isInteger)
    #expect(try #require(RationalText("-0/3")).bounds.lower == DecimalText(0))
    let half = try #require(RationalText("1/2")).bounds
    #expect(half.lower == half.upper && half.lower.formatted() == "0.5")
  }

  /// `first <= second` for positive numbers.
  private static func isAtMost(_ first: DecimalText, _ second: DecimalText) -> Bool {
    if first.exponent != second.exponent { return first.exponent < second.exponent }
    return !second.digits.lexicographicallyPrecedes(first.digits)
  }

  private static func agreeTo(_ digits: Int, _ lower: DecimalText, _ upper: DecimalText) -> Bool {
    let power = upper.exponent
    let difference = upper.double(overPowerOfTen: power) - lower.double(overPowerOfTen: power)
    return difference < pow(10, Double(-digits))
  }
}
