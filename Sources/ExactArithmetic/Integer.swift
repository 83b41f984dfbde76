/// An integer of any size.
///
/// Values whose magnitude is below 2^63 are stored in a machine word and never allocate; larger ones
/// are GMP limbs. The representation is canonical, so equal values have equal storage.
public struct Integer: Sendable {
  // Sendable is sound because a `Limbs` is never written after `Limbs.make` has returned it.
  enum Storage: @unchecked Sendable {
    case small(Int64)  // never Int64.min, so that negation cannot overflow
    case big(Limbs)
  }

  let storage: Storage

  @inline(__always)
  init(big: Limbs) { storage = .big(big) }

  /// Takes a product that may still fit a machine word.
  @inline(__always)
  init(normalizing limbs: Limbs) {
    let fitsWord = limbs.withUnsafeMutablePointers { count, words in
      abs(count.pointee) == 1 && words[0] <= UInt(Int64.max)
    }
    if fitsWord {
      self = limbs.withUnsafeMutablePointers { Integer(limbCount: $0.pointee, limbs: $1) }
    } else {
      self.init(big: limbs)
    }
  }

  /// - Precondition: `word` is not `Int64.min`.
  @inline(__always)
  init(word: Int64) {
    assert(word != .min)
    storage = .small(word)
  }

  @inline(__always)
  public init(_ value: Int64) {
    if value == .min {
      storage = .big(
        Limbs.make(capacity: 1) {
          $0[0] = 1 << 63
          return -1
        })
    } else {
      storage = .small(value)
    }
  }

  @inline(__always)
  public init(_ value: Int) { self.init(Int64(value)) }

  /// The integer `negative ? -magnitude : magnitude`.
  @inline(__always)
  init(magnitude: UInt128, negative: Bool) {
    if magnitude <= UInt128(Int64.max) {
      let value = Int64(truncatingIfNeeded: magnitude)
      storage = .small(negative ? -value : value)
    } else {
      let high = UInt(truncatingIfNeeded: magnitude >> 64)
      let count = high == 0 ? 1 : 2
      storage = .big(
        Limbs.make(capacity: 2) {
          $0[0] = UInt(truncatingIfNeeded: magnitude)
          $0[1] = high
          return negative ? -count : count
        })
    }
  }

  @inline(__always)
  public init(_ value: Int128) { self.init(magnitude: value.magnitude, negative: value < 0) }

  /// Parses an optional sign and decimal digits; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    if let value = Int64(text), value != .min {
      self.init(value)
    } else {
      self.init(decimalBig: text.hasPrefix("-") ? "-" + digits : String(digits))
    }
  }

  /// -1, 0 or 1.
  public var signum: Int {
    switch storage {
    case .small(let value): Int(value.signum())
    case .big(let limbs): limbs.isNegative ? -1 : 1
    }
  }

  public var isZero: Bool { signum == 0 }

  /// Number of bits of the magnitude; 0 for zero.
  public var bitWidth: Int {
    switch storage {
    case .small(let value): 64 - value.magnitude.leadingZeroBitCount
    case .big: bitWidthBig()
    }
  }

  public var magnitude: Integer { signum < 0 ? -self : self }

  /// The value as a machine word, or `nil` when it does not fit.
  public var asInt: Int? {
    if case .small(let value) = storage { return Int(value) }
    return self == Integer(Int64.min) ? Int.min : nil
  }
}

extension Integer {
  /// The value as two machine words, or `nil` when its magnitude reaches 2^125.
  public var asInt128: Int128? {
    if let word = asInt { return Int128(word) }
    guard bitWidth <= 125 else { return nil }
    let unit = Integer(1).shiftedLeft(by: 62)
    return Int128(flooredQuotient(by: unit).asInt!) << 62 + Int128(flooredRemainder(by: unit).asInt!)
  }
}

extension Integer: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.init(value) }
}

extension Integer: CustomStringConvertible {
  /// Decimal digits.
  public var description: String {
    switch storage {
    case .small(let value): String(value)
    case .big: decimalBig()
    }
  }
}

extension Integer: Hashable, Comparable {
  public static func == (a: Integer, b: Integer) -> Bool {
    switch (a.storage, b.storage) {
    case (.small(let x), .small(let y)): x == y
    case (.big, .big): compareBig(a, b) == 0
    default: false
    }
  }

  public static func < (a: Integer, b: Integer) -> Bool {
    if case .small(let x) = a.storage, case .small(let y) = b.storage { return x < y }
    return compareBig(a, b) < 0
  }

  public func hash(into hasher: inout Hasher) { hashBig(into: &hasher) }
}
