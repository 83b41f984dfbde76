import ExactArithmetic

/// The oracle of `Integer`: sign and digits of base 2^16, with the methods of paper and pencil. Numbers go in and come
/// out as decimal text, so it shares nothing with what it judges.
struct Schoolbook: Equatable, CustomStringConvertible {
  var isNegative: Bool
  var magnitude: Digits

  init(isNegative: Bool, magnitude: Digits) {
    self.isNegative = isNegative && !magnitude.isZero
    self.magnitude = magnitude
  }

  init(_ text: String) {
    let isNegative = text.hasPrefix("-")
    self.init(isNegative: isNegative, magnitude: Digits(decimal: isNegative ? text.dropFirst() : text[...]))
  }

  init(_ value: Integer) { self.init(value.description) }

  var description: String { (isNegative ? "-" : "") + magnitude.decimal }

  static func + (a: Schoolbook, b: Schoolbook) -> Schoolbook {
    if a.isNegative == b.isNegative {
      return Schoolbook(isNegative: a.isNegative, magnitude: a.magnitude + b.magnitude)
    }
    return a.magnitude < b.magnitude
      ? Schoolbook(isNegative: b.isNegative, magnitude: b.magnitude - a.magnitude)
      : Schoolbook(isNegative: a.isNegative, magnitude: a.magnitude - b.magnitude)
  }

  static prefix func - (a: Schoolbook) -> Schoolbook { Schoolbook(isNegative: !a.isNegative, magnitude: a.magnitude) }

  static func - (a: Schoolbook, b: Schoolbook) -> Schoolbook { a + -b }

  static func * (a: Schoolbook, b: Schoolbook) -> Schoolbook {
    Schoolbook(isNegative: a.isNegative != b.isNegative, magnitude: a.magnitude * b.magnitude)
  }

  static func < (a: Schoolbook, b: Schoolbook) -> Bool { (a - b).isNegative }

  /// Quotient towards minus infinity, and a remainder of the divisor's sign.
  func floored(by divisor: Schoolbook) -> (quotient: Schoolbook, remainder: Schoolbook) {
    let (quotient, remainder) = magnitude.divided(by: divisor.magnitude)
    let negative = isNegative != divisor.isNegative
    let one = Schoolbook("1")
    let result = Schoolbook(isNegative: negative, magnitude: quotient)
    let floor = negative && !remainder.isZero ? result - one : result
    return (floor, self - divisor * floor)
  }

  static func greatestCommonDivisor(_ a: Schoolbook, _ b: Schoolbook) -> Schoolbook {
    var (x, y) = (a.magnitude, b.magnitude)
    while !y.isZero { (x, y) = (y, x.divided(by: y).remainder) }
    return Schoolbook(isNegative: false, magnitude: x)
  }

  func raised(to exponent: Int) -> Schoolbook { (0..<exponent).reduce(Schoolbook("1")) { power, _ in power * self } }
}

/// A nonnegative number, least significant digit of base 2^16 first, without leading zeros.
struct Digits: Equatable {
  var digits: [UInt16]

  init(_ digits: [UInt16]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  init(decimal text: Substring) {
    var digits: [UInt16] = []
    for character in text.utf8 {
      var carry = UInt32(character - 48)
      for i in digits.indices {
        carry += UInt32(digits[i]) * 10
        digits[i] = UInt16(truncatingIfNeeded: carry)
        carry >>= 16
      }
      if carry > 0 { digits.append(UInt16(carry)) }
    }
    self.init(digits)
  }

  var decimal: String {
    if isZero { return "0" }
    var rest = digits
    var text = ""
    while !rest.isEmpty {
      var remainder: UInt32 = 0
      for i in rest.indices.reversed() {
        let value = remainder << 16 | UInt32(rest[i])
        rest[i] = UInt16(value / 10)
        remainder = value % 10
      }
      while rest.last == 0 { rest.removeLast() }
      text.append(Character(UnicodeScalar(UInt8(48 + remainder))))
    }
    return String(text.reversed())
  }

  var isZero: Bool { digits.isEmpty }
  var bitWidth: Int { digits.isEmpty ? 0 : 16 * digits.count - digits.last!.leadingZeroBitCount }

  static func < (a: Digits, b: Digits) -> Bool {
    if a.digits.count != b.digits.count { return a.digits.count < b.digits.count }
    return a.digits.reversed().lexicographicallyPrecedes(b.digits.reversed())
  }

  static func + (a: Digits, b: Digits) -> Digits {
    var sum: [UInt16] = []
    var carry: UInt32 = 0
    for i in 0..<max(a.digits.count, b.digits.count) + 1 {
      carry += UInt32(i < a.digits.count ? a.digits[i] : 0) + UInt32(i < b.digits.count ? b.digits[i] : 0)
      sum.append(UInt16(truncatingIfNeeded: carry))
      carry >>= 16
    }
    return Digits(sum)
  }

  /// `b` is at most `a`.
  static func - (a: Digits, b: Digits) -> Digits {
    var difference = a.digits
    var borrow: Int32 = 0
    for i in difference.indices {
      borrow += Int32(a.digits[i]) - Int32(i < b.digits.count ? b.digits[i] : 0)
      difference[i] = UInt16(truncatingIfNeeded: borrow)
      borrow >>= 16
    }
    return Digits(difference)
  }

  static func * (a: Digits, b: Digits) -> Digits {
    var product = [UInt16](repeating: 0, count: a.digits.count + b.digits.count)
    for (i, x) in a.digits.enumerated() {
      var carry: UInt32 = 0
      for (j, y) in b.digits.enumerated() {
        carry += UInt32(x) * UInt32(y) + UInt32(product[i + j])
        product[i + j] = UInt16(truncatingIfNeeded: carry)
        carry >>= 16
      }
      product[i + b.digits.count] = UInt16(carry)
    }
    return Digits(product)
  }

  /// Long division in base 2: the shifted divisor is subtracted where it fits.
  func divided(by divisor: Digits) -> (quotient: Digits, remainder: Digits) {
    let steps = bitWidth - divisor.bitWidth
    if steps < 0 { return (Digits([]), self) }
    var shifted = divisor
    for _ in 0..<steps / 16 { shifted.digits.insert(0, at: 0) }
    for _ in 0..<steps % 16 { shifted = shifted + shifted }
    var quotient = [UInt16](repeating: 0, count: steps / 16 + 1)
    var remainder = self
    for step in (0...steps).reversed() {
      if !(remainder < shifted) {
        remainder = remainder - shifted
        quotient[step / 16] |= 1 << UInt16(step % 16)
      }
      shifted.halve()
    }
    return (Digits(quotient), remainder)
  }

  private mutating func halve() {
    for i in digits.indices {
      digits[i] = digits[i] >> 1 | (i + 1 < digits.count ? digits[i + 1] << 15 : 0)
    }
    if digits.last == 0 { digits.removeLast() }
  }
}
