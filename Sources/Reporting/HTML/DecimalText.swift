/// A decimal number held as its digits.
///
/// Exact results reach far below the smallest `Double`, so their decimals are rounded and written as text; no locale
/// has a say in it.
struct DecimalText: Equatable {
  var isNegative = false
  /// Significant digits, without zeros at either end; empty for zero.
  private(set) var digits: [Int]
  /// The power of ten of the first digit; zero for zero.
  private(set) var exponent: Int

  /// `digits` read as an integer times ten to the power `exponent`.
  init(isNegative: Bool = false, digits: [Int], exponent: Int) {
    let leading = digits.prefix { $0 == 0 }.count
    var kept = Array(digits.dropFirst(leading))
    self.exponent = kept.isEmpty ? 0 : exponent + kept.count - 1
    while kept.last == 0 { kept.removeLast() }
    self.digits = kept
    self.isNegative = isNegative && !kept.isEmpty
  }

  /// `significand` times ten to the power `exponent`.
  init(_ significand: UInt64, exponent: Int = 0) {
    self.init(digits: String(significand).compactMap(\.wholeNumberValue), exponent: exponent)
  }

  /// Reads `-12.5e-3` and the like; `nil` for anything else.
  init?(_ text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard parts.count <= 2, let mantissa = parts.first else { return nil }
    var exponent = 0
    if parts.count == 2 {
      guard let written = Int(parts[1]), written.magnitude < 1_000_000_000 else { return nil }
      exponent = written
    }
    let unsigned = mantissa.hasPrefix("-") || mantissa.hasPrefix("+") ? mantissa.dropFirst() : mantissa
    let halves = unsigned.split(separator: ".", omittingEmptySubsequences: false)
    let written = halves.joined()
    guard halves.count <= 2, !written.isEmpty, written.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    if halves.count == 2 { exponent -= halves[1].count }
    self.init(isNegative: mantissa.hasPrefix("-"), digits: written.utf8.map { Int($0) - 48 }, exponent: exponent)
  }

  /// The shortest decimal that reads back as `value`; `nil` when it is not finite.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self.init(value.description)
  }

  var isZero: Bool { digits.isEmpty }

  /// This number times ten to the power `power`.
  func scaled(byPowerOfTen power: Int) -> DecimalText {
    var scaled = self
    if !isZero { scaled.exponent += power }
    return scaled
  }

  /// This number over ten to the power `power`, which keeps shares of enormous or tiny numbers computable.
  func double(overPowerOfTen power: Int) -> Double {
    guard !isZero else { return 0 }
    let figures = digits.prefix(17)
    let power = exponent - power - figures.count + 1
    return Double((isNegative ? "-" : "") + figures.map(String.init).joined() + "e\(power)") ?? 0
  }

  /// This number with at most `count` significant digits; `.up` and `.down` go to the larger and the smaller number.
  func rounded(to count: Int, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> DecimalText {
    guard digits.count > count else { return self }
    var kept = Array(digits.prefix(count))
    let raises =
      switch rule {
      case .up: !isNegative
      case .down: isNegative
      default: digits[count] >= 5
      }
    if raises {
      var index = count - 1
      while index >= 0, kept[index] == 9 {
        kept[index] = 0
        index -= 1
      }
      if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
    }
    return DecimalText(isNegative: isNegative, digits: kept, exponent: exponent - count + 1)
  }

  /// The number to `count` significant digits: `0.0125`, `3.00000`, `1.23457×10⁻⁸`.
  ///
  /// Trailing zeros are written only where digits were dropped, so `0.5` is 0.5 and `0.500000` is a rounded value.
  func formatted(digits count: Int = 6, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> String {
    guard !isZero else { return "0" }
    let short = rounded(to: count, rule)
    var figures = short.digits.map(String.init)
    let isCut = digits.count > count
    if isCut { figures += Array(repeating: "0", count: max(0, count - figures.count)) }
    let sign = isNegative ? "\u{2212}" : ""
    let power = short.exponent
    let isPlainInteger = !isCut && (figures.count - 1...8).contains(power)
    guard isPlainInteger || (-4..<min(6, count)).contains(power) else {
      let fraction = figures.dropFirst().joined()
      return sign + figures[0] + (fraction.isEmpty ? "" : "." + fraction) + "×10" + Self.superscript(power)
    }
    if power < 0 { return sign + "0." + String(repeating: "0", count: -power - 1) + figures.joined() }
    figures += Array(repeating: "0", count: max(0, power + 1 - figures.count))
    let fraction = figures.dropFirst(power + 1).joined()
    return sign + figures.prefix(power + 1).joined() + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// An exponent in superscript digits, which need no markup and so serve HTML and SVG alike.
  static func superscript(_ number: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    return String(String(number).map { raised[$0] ?? $0 })
  }
}
