/// An exact rational as it stands in a result, `p/q` or `p`, of any length.
struct RationalText {
  let isNegative: Bool
  /// Digits of the numerator's absolute value, without leading zeros; empty for zero.
  let numerator: Substring.UTF8View
  /// Digits of the denominator, without leading zeros.
  let denominator: Substring.UTF8View

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    isNegative = parts[0].hasPrefix("-")
    let top = isNegative ? parts[0].dropFirst() : parts[0]
    let bottom = parts.count == 2 ? parts[1] : "1"
    guard !top.isEmpty, [top, bottom].allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
    numerator = top.drop { $0 == "0" }.utf8
    denominator = bottom.drop { $0 == "0" }.utf8
    guard !denominator.isEmpty else { return nil }
  }

  var isInteger: Bool { denominator.elementsEqual("1".utf8) }

  /// Two decimals that are equal to this number or enclose it, 17 digits or more.
  ///
  /// Only the leading digits take part, rounded outwards, so the cost does not depend on the length.
  var bounds: (lower: DecimalText, upper: DecimalText) {
    guard !numerator.isEmpty else { return (DecimalText(0), DecimalText(0)) }
    let top = Leading(numerator)
    let bottom = Leading(denominator)
    // 10^17 <= significand < 10^18 on both sides, so either quotient is below 10^18 + 1 and fits one word.
    let low = Self.shiftedQuotient(top.significand, bottom.significand + (bottom.isCut ? 1 : 0))
    let high = Self.shiftedQuotient(top.significand + (top.isCut ? 1 : 0), bottom.significand)
    let exponent = top.exponent - bottom.exponent - 17
    var smaller = DecimalText(low.quotient, exponent: exponent)
    var larger = DecimalText(high.quotient + (high.remainder > 0 ? 1 : 0), exponent: exponent)
    guard isNegative else { return (smaller, larger) }
    smaller.isNegative = true
    larger.isNegative = true
    return (larger, smaller)
  }

  /// 10^17 times `numerator` over `denominator`.
  private static func shiftedQuotient(
    _ numerator: UInt64, _ denominator: UInt64
  ) -> (quotient: UInt64, remainder: UInt64) {
    denominator.dividingFullWidth(numerator.multipliedFullWidth(by: 100_000_000_000_000_000))
  }

  /// A natural number as 18 digits times a power of ten, cut off when it has more.
  private struct Leading {
    let significand: UInt64
    let exponent: Int
    let isCut: Bool

    init(_ digits: Substring.UTF8View) {
      let kept = digits.prefix(18).reduce(into: UInt64(0)) { $0 = 10 * $0 + UInt64($1 - 48) }
      exponent = digits.count - 18
      significand = (0..<max(0, -exponent)).reduce(kept) { value, _ in 10 * value }
      isCut = digits.dropFirst(18).contains { $0 != 48 }
    }
  }
}
