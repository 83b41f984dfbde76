import ExactArithmetic

/// Reads JSON from front to back without building a tree, for files whose arrays of numbers are long; every error has its place.
struct JSONScanner {
  let file: DataFile
  /// The next byte.
  private(set) var position = 0

  init(_ file: DataFile) { self.file = file }

  /// - Parameter position: The byte that is wrong; the next one by default.
  func error(_ message: String, at position: Int? = nil) -> DataFileError {
    let before = file.bytes[..<min(position ?? self.position, file.bytes.count)]
    let newline = UInt8(ascii: "\n")
    let column = before.count - (before.lastIndex(of: newline).map { $0 + 1 } ?? 0) + 1
    return file.error(.column(line: before.count { $0 == newline } + 1, column: column), message)
  }

  /// The next byte that is not white space; 0 at the end.
  @inline(__always)
  mutating func peek() -> UInt8 {
    while position < file.bytes.count {
      let byte = file.bytes[position]
      if byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09 { return byte }
      position += 1
    }
    return 0
  }

  /// - Parameter what: What is expected, for the error.
  mutating func expect(_ character: Unicode.Scalar, _ what: String) throws(DataFileError) {
    guard peek() == UInt8(ascii: character) else { throw unexpected(what) }
    position += 1
  }

  mutating func unexpected(_ what: String) -> DataFileError {
    _ = peek()
    guard position < file.bytes.count else { return error("the file ends here; \(what) is expected") }
    let word = file.bytes[position...].prefix(16).prefix { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }
    return error("expected \(what), found '\(String(decoding: word, as: UTF8.self))'")
  }

  mutating func end() throws(DataFileError) {
    _ = peek()
    if position < file.bytes.count { throw unexpected("the end of the file") }
  }

  /// Goes to the next member of an array or object, or past its end. Called before the first member too.
  ///
  /// - Returns: Whether there is a member.
  mutating func next(
    isFirst: inout Bool, close: Unicode.Scalar, _ what: String
  ) throws(DataFileError) -> Bool {
    let byte = peek()
    defer { isFirst = false }
    if byte == UInt8(ascii: close) {
      position += 1
      return false
    }
    if isFirst { return true }
    guard byte == UInt8(ascii: ",") else { throw unexpected("',' or '\(close)' \(what)") }
    position += 1
    return true
  }

  /// The key of the next member of an object, or `nil` past its end.
  mutating func key(isFirst: inout Bool, _ what: String) throws(DataFileError) -> String? {
    guard try next(isFirst: &isFirst, close: "}", what) else { return nil }
    let key = try string("a key \(what)")
    try expect(":", "':'")
    return key
  }

  mutating func string(_ what: String) throws(DataFileError) -> String {
    let start = position
    try expect("\"", what)
    var bytes: [UInt8] = []
    while true {
      guard position < file.bytes.count else { throw error("the file ends in a string") }
      let byte = file.bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw error("a string that is not UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"): bytes += Array(String(try escape()).utf8)
      case ..<0x20: throw error("a control character in a string", at: position - 1)
      default: bytes.append(byte)
      }
    }
  }

  /// What follows a backslash.
  private mutating func escape() throws(DataFileError) -> Unicode.Scalar {
    let start = position - 1
    guard position < file.bytes.count else { throw error("the file ends in a string") }
    let byte = file.bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var value = try hexadecimal(start)
      if value >= 0xd800 && value < 0xdc00, file.bytes[position...].starts(with: [0x5c, 0x75]) {
        position += 2
        let low = try hexadecimal(start)
        guard low >= 0xdc00 && low < 0xe000 else { throw error("half of a pair of surrogates", at: start) }
        value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw error("half of a pair of surrogates", at: start) }
      return scalar
    default: throw error("an unknown escape in a string", at: start)
    }
  }

  private mutating func hexadecimal(_ start: Int) throws(DataFileError) -> UInt32 {
    let digits = file.bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      throw error("an escape without four hexadecimal digits", at: start)
    }
    position += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)!
  }

  /// The nearest double of a finite number.
  mutating func number(_ what: String) throws(DataFileError) -> Double {
    let first = peek()
    let start = position
    let isNegative = first == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var (mantissa, exponent, digits) = (0, 0, 0)
    let whole = position
    readDigits(&mantissa, &digits)
    // No leading zeros.
    guard digits > 0 && (digits == 1 || file.bytes[whole] != UInt8(ascii: "0")) else {
      position = start
      throw unexpected(what)
    }
    if byte() == UInt8(ascii: ".") {
      position += 1
      let before = digits
      readDigits(&mantissa, &digits)
      exponent = before - digits
      guard digits > before else { throw error("a number without a digit after its point", at: start) }
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      position += 1
      let isDown = byte() == UInt8(ascii: "-")
      if isDown || byte() == UInt8(ascii: "+") { position += 1 }
      var (power, count) = (0, 0)
      readDigits(&power, &count)
      guard count > 0 else { throw error("a number without a digit in its exponent", at: start) }
      exponent = count > 6 ? 1_000_000 : exponent + (isDown ? -power : power)
    }
    // Both factors are exact doubles, so that one rounding gives the nearest (W. D. Clinger, How to read floating point
    // numbers accurately, PLDI 1990).
    if digits <= 15 && exponent.magnitude <= 22 {
      let value =
        exponent < 0 ? Double(mantissa) / Self.powersOfTen[-exponent] : Double(mantissa) * Self.powersOfTen[exponent]
      return isNegative ? -value : value
    }
    let text = String(decoding: file.bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw error("\(text.shortened()) is beyond the doubles", at: start)
    }
    return value
  }

  private static let powersOfTen: [Double] = (0...22).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

  @inline(__always)
  private func byte() -> UInt8 { position < file.bytes.count ? file.bytes[position] : 0 }

  /// Digits from here on, appended to a number that is right while it has at most 18.
  @inline(__always)
  private mutating func readDigits(_ value: inout Int, _ count: inout Int) {
    while true {
      let digit = byte() &- UInt8(ascii: "0")
      if digit > 9 { return }
      value = value &* 10 &+ Int(digit)
      count += 1
      position += 1
    }
  }

  /// Passes over any value.
  mutating func skip(depth: Int = 0) throws(DataFileError) {
    guard depth < 100 else { throw error("values nested more than 100 deep") }
    var isFirst = true
    switch peek() {
    case UInt8(ascii: "{"):
      position += 1
      while try key(isFirst: &isFirst, "in an object") != nil { try skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      position += 1
      while try next(isFirst: &isFirst, close: "]", "in an array") { try skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string("a string")
    default:
      for word in ["true", "false", "null"] where file.bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return
      }
      _ = try number("a value")
    }
  }
}
