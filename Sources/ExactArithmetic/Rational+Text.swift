/// Why a text is not an exact number.
public enum NumberError: Error, Equatable, CustomStringConvertible {
  case notANumber(String)
  case divisionByZero(String)
  case exponentTooLarge(String)

  public var description: String {
    switch self {
    case .notANumber(let text): "'\(text.shortened())' is not a number (expected for example 1/40, 0.025, 1e-3 or -7)"
    case .divisionByZero(let text): "'\(text.shortened())' divides by zero"
    case .exponentTooLarge(let text):
      "'\(text.shortened())' has an exponent beyond \(Rational.largestDecimalExponent)"
    }
  }
}

extension Rational {
  /// Larger decimal exponents are refused: the exact number would fill the memory.
  public static let largestDecimalExponent = 10_000

  /// Parses `1/40`, `0.025`, `1e-3`, `-7` exactly.
  ///
  /// - Throws: `NumberError`; nothing is ever rounded.
  public init(parsing text: String) throws(NumberError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let numerator = Integer(parts[0]), let denominator = Integer(parts[1]), !parts[1].hasPrefix("+") else {
        throw .notANumber(text)
      }
      if denominator.isZero { throw .divisionByZero(text) }
      self.init(numerator, denominator)
      return
    }
    guard parts.count == 1, text.utf8.count <= 100_000 else { throw .notANumber(text) }
    self = try Self.decimal(text)
  }

  /// sign? (digits ("." digits?)? | "." digits) (("e" | "E") sign? digits)?
  private static func decimal(_ text: String) throws(NumberError) -> Rational {
    var mantissa = text[...]
    var exponent = 0
    if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      mantissa = text[..<mark]
      let digits = text[text.index(after: mark)...]
      guard let value = Integer(digits) else { throw .notANumber(text) }
      guard let small = value.asInt, (-largestDecimalExponent...largestDecimalExponent).contains(small) else {
        throw .exponentTooLarge(text)
      }
      exponent = small
    }
    let negative = mantissa.hasPrefix("-")
    if negative || mantissa.hasPrefix("+") { mantissa = mantissa.dropFirst() }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, mantissa.contains(where: \.isASCIIDigit),
      mantissa.allSatisfy({ $0.isASCIIDigit || $0 == "." })
    else { throw .notANumber(text) }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard let digits = Integer(String(parts[0]) + fraction) else { throw .notANumber(text) }
    let scale = exponent - fraction.count
    let power = Integer(10).raised(to: abs(scale))
    let value = scale >= 0 ? Rational(digits * power) : Rational(digits, power)
    return negative ? -value : value
  }

  /// `p/q`, also for integers: the form that results carry.
  public var fraction: String { "\(numerator)/\(denominator)" }

  /// The value rounded to the given number of significant decimal digits; trailing zeros are dropped, and
  /// an exponent appears below 1e-5 and from 1e17.
  ///
  /// - Parameter rule: `.up` and `.down` give a bound; every other rule rounds to nearest, halves away from
  ///   zero.
  public func decimal(
    significantDigits digits: Int = 17, rounding rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> String {
    precondition(digits > 0, "\(digits) significant digits")
    if isZero { return "0" }
    let value = magnitude
    // An estimate of floor(log10) from the bit lengths, corrected below by at most a step or two.
    var exponent = Int((Double(value.numerator.bitWidth - value.denominator.bitWidth) * 0.30103).rounded(.down))
    let one = Rational(10)
    while value >= one.raised(to: exponent + 1) { exponent += 1 }
    while value < one.raised(to: exponent) { exponent -= 1 }
    let shifted = value * one.raised(to: digits - 1 - exponent)
    var scaled: Integer =
      switch rule {
      case .up: signum > 0 ? shifted.ceiling : shifted.floor
      case .down: signum > 0 ? shifted.floor : shifted.ceiling
      default: (shifted + Rational(1, 2)).floor
      }
    if scaled >= Integer(10).raised(to: digits) {
      scaled = scaled.dividedExactly(by: 10)
      exponent += 1
    }
    var text = Array(scaled.description)
    while text.count > 1, text.last == "0" { text.removeLast() }
    let sign = signum < 0 ? "-" : ""
    if exponent < -5 || exponent >= 17 {
      let rest = text.dropFirst()
      return sign + String(text[0]) + (rest.isEmpty ? "" : "." + String(rest)) + "e\(exponent)"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + String(text) }
    if text.count <= exponent + 1 {
      return sign + String(text) + String(repeating: "0", count: exponent + 1 - text.count)
    }
    return sign + String(text[...exponent]) + "." + String(text[(exponent + 1)...])
  }
}

extension String {
  /// The text itself, or its start and its length when it is too long for a message.
  public func shortened(to limit: Int = 60) -> String {
    count <= limit ? self : prefix(limit) + "... (\(count) characters)"
  }
}

extension Rational: CustomStringConvertible {
  /// `p/q`, or `p` for an integer.
  public var description: String { isInteger ? numerator.description : fraction }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { self >= "0" && self <= "9" }
}
