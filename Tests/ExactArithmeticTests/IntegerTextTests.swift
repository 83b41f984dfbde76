import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct IntegerTextTests {
  /// Digits are drawn as text, so that neither side of the round trip is made by the code under test.
  @Test func parsingAndPrintingAreInverse() throws {
    let digits = Generator<Int>.integers(in: 0...9).map { String($0) }.array(count: 1...320).map { $0.joined() }
    try forAll(digits, .element(of: ["", "-", "+"]), seed: 1) { digits, sign in
      let stripped = String(digits.drop { $0 == "0" })
      let plain = stripped.isEmpty ? "0" : (sign == "-" ? "-" : "") + stripped
      guard let value = Integer(sign + digits) else { return false }
      return value.description == plain && "\(Schoolbook(value))" == plain
    }
  }

  @Test func lengthsAroundTheMachineWord() {
    for text in [
      "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
      "18446744073709551615", "18446744073709551616", "-18446744073709551616",
    ] {
      #expect(Integer(text)?.description == text)
      #expect(Integer("000" + text) == (text.hasPrefix("-") ? nil : Integer(text)))
    }
    #expect(Integer("-0") == 0 && Integer("+0")?.description == "0")
    #expect(Integer("+9223372036854775808")?.description == "9223372036854775808")
    #expect(Integer(Substring("-12")) == -12)
  }

  @Test(arguments: [
    "", "-", "+", "--1", "+-1", "-+1", " 1", "1 ", "\t1", "1\n", "1_000", "1,000", "0x10", "1.0", "1e3", "½", "１", "٣",
    "1\u{0301}", "-\u{0301}1", "a", "1a", "١٢", "\u{0}", "1\u{0}", "−1",
    "99999999999999999999 ", " 99999999999999999999", "9999999999999999999９", "-", "--99999999999999999999",
  ])
  func otherTextIsRefused(text: String) {
    #expect(Integer(text) == nil)
  }
}
