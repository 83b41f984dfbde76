import Checking
import Foundation

/// How values are shown: six significant digits, how much is known about them, and the exact rational.
enum ValueMarkup {
  /// Longest rational that is printed in full.
  static let longestRational = 200
  /// Longest rational that stands beside its decimal instead of behind a disclosure.
  private static let longestInline = 24

  // MARK: Decimals

  /// The value to six significant digits.
  static func decimal(_ value: MeasuredValue) -> String {
    switch value {
    case .enclosure(let record): decimal(record.decimal)
    case .estimate(let record): decimal(record.estimate)
    }
  }

  /// A decimal to six significant digits; text that is no decimal is shown as it is.
  static func decimal(_ text: String) -> String { DecimalText(text)?.formatted() ?? text }

  /// A floating-point number to six significant digits, or in words when it is not finite.
  static func decimal(_ value: Double) -> String {
    if let number = DecimalText(value) { return number.formatted() }
    return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞"
  }

  /// A ratio to six significant digits, or as many more as it takes to tell it from one.
  ///
  /// A ratio of 1.0000001 refutes a claim and must not read as 1; `≈ 1` is one that 17 digits do not tell from one.
  static func ratio(_ value: MeasuredValue) -> String {
    let number =
      switch value {
      case .enclosure(let record): DecimalText(record.decimal)
      case .estimate(let record): DecimalText(record.estimate)
      }
    guard let number else { return decimal(value) }
    let one = DecimalText(1)
    if number != one {
      let digits = (6...17).first { number.rounded(to: $0) != one } ?? 17
      return number.formatted(digits: digits)
    }
    if case .enclosure(let record) = value, !isOne(record) { return "≈ 1" }
    return "1"
  }

  private static func isOne(_ record: EnclosureRecord) -> Bool {
    [record.lower, record.upper].allSatisfy { $0 == "1" || $0 == "1/1" }
  }

  // MARK: Knowledge

  /// How much is known about a value, with its interval when it has one.
  static func knowledge(_ value: MeasuredValue) -> String {
    switch value {
    case .enclosure(let record):
      if isExact(record) { return "exact" }
      return "certified enclosure " + interval(record)
    case .estimate(let record):
      return "estimate, " + interval(record)
    }
  }

  static func isExact(_ record: EnclosureRecord) -> Bool { record.lower == record.upper }

  /// Both ends as decimals rounded outwards, with enough digits, up to twelve, to tell the ends apart.
  static func interval(_ record: EnclosureRecord) -> String {
    guard let lower = RationalText(record.lower)?.bounds.lower, let upper = RationalText(record.upper)?.bounds.upper
    else { return "" }
    let power = max(lower.exponent, upper.exponent)
    let width = upper.double(overPowerOfTen: power) - lower.double(overPowerOfTen: power)
    let digits = width > 0 ? Int(min(12, max(6, 2 - log10(width).rounded(.down)))) : 12
    return brackets(lower.formatted(digits: digits, .down), upper.formatted(digits: digits, .up))
  }

  /// The interval of an estimate, its ends rounded outwards.
  static func interval(_ record: EstimateRecord) -> String {
    func end(_ value: Double, _ rule: FloatingPointRoundingRule) -> String {
      DecimalText(value)?.formatted(digits: 6, rule) ?? decimal(value)
    }
    return "\(percent(record.confidence)) interval "
      + brackets(end(record.lowerEstimate, .down), end(record.upperEstimate, .up))
  }

  private static func brackets(_ lower: String, _ upper: String) -> String { "[\(lower), \(upper)]" }

  /// A probability in percent.
  static func percent(_ probability: Double) -> String {
    (DecimalText(probability)?.scaled(byPowerOfTen: 2).formatted() ?? decimal(probability)) + " %"
  }

  // MARK: Exact rationals

  /// The decimal of an enclosure, followed by its exact form.
  static func value(_ record: EnclosureRecord) -> HTMLNode {
    .group([.text(decimal(record.decimal) + " "), exactForm(record)])
  }

  /// The exact ends of a value: in full when short, otherwise by their number of digits.
  static func exactForm(_ record: EnclosureRecord) -> HTMLNode {
    let ends = isExact(record) ? [("", record.lower)] : [("from\u{A0}", record.lower), ("to\u{A0}", record.upper)]
    if isExact(record), RationalText(record.lower)?.isInteger == true, record.lower.count <= 6 { return .group([]) }
    if isExact(record), record.lower.count <= longestInline {
      return tag("span", ["class": "exact"]) { "=\u{A0}" + record.lower }
    }
    guard ends.contains(where: { $0.1.count < longestRational }) else {
      return tag("span", ["class": "exact"]) { ends.map { $0.0 + size($0.1) }.joined(separator: ", ") }
    }
    return tag("details") {
      tag("summary") { isExact(record) ? "exact rational" : "exact ends" }
      for (word, text) in ends {
        " "
        tag("span", ["class": "rational"]) { word + (text.count < longestRational ? text : size(text)) }
      }
    }
  }

  /// The length of a rational in words.
  private static func size(_ text: String) -> String {
    guard let rational = RationalText(text) else { return "a number of \(text.count) characters" }
    if rational.isInteger { return "an integer of \(rational.numerator.count) digits" }
    return "a rational of \(rational.numerator.count) over \(rational.denominator.count) digits"
  }

  // MARK: Sampling

  /// e to the power `logarithm`, which may be far outside the range of `Double`.
  static func exponential(_ logarithm: Double) -> String {
    guard logarithm.isFinite else { return decimal(logarithm < 0 ? 0 : logarithm) }
    let power = logarithm / log(10)
    guard abs(power) < 1e15 else { return "e^" + decimal(logarithm) }
    let whole = power.rounded(.down)
    return (DecimalText(pow(10, power - whole))?.scaled(byPowerOfTen: Int(whole)).formatted(digits: 4)) ?? ""
  }

  /// 1 over the rational `alpha`; `nil` when that does not exist.
  static func reciprocal(_ alpha: String) -> String? {
    guard let rational = RationalText(alpha), !rational.numerator.isEmpty, !rational.isNegative else { return nil }
    let parts = [rational.denominator, rational.numerator].map { String(Substring($0)) }
    return RationalText(parts.joined(separator: "/"))?.bounds.lower.formatted()
  }
}
