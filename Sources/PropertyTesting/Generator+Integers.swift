import ExactArithmetic

extension Generator where Value == Int {
  /// Every value of the range equally likely; shrinks towards the one nearest to zero.
  public static func integers(in range: ClosedRange<Int>) -> Generator {
    let origin = min(max(0, range.lowerBound), range.upperBound)
    let shift = Integer(origin)
    let bounds = (lower: Integer(range.lowerBound), upper: Integer(range.upperBound))
    return Generator { source in
      Example(shrinkingToZero: Integer(Int.random(in: range, using: &source)) - shift)
        .map { $0 + shift }.pruned { bounds.lower <= $0 && $0 <= bounds.upper }.map { $0.asInt! }
    }
  }
}

extension Generator where Value == Integer {
  /// Magnitudes below 2^bits, every length in bits equally likely, of either sign; shrinks towards zero.
  ///
  /// - Precondition: `bits >= 0`.
  public static func integers(bits: Int) -> Generator {
    precondition(bits >= 0, "integers of \(bits) bits")
    return Generator { source in
      let length = Int.random(in: 0...bits, using: &source)
      var magnitude: Integer = length == 0 ? 0 : 1
      for _ in 0..<max(length - 1, 0) / 32 {
        magnitude = magnitude.shiftedLeft(by: 32) + Integer(Int(source.next() >> 32))
      }
      let rest = max(length - 1, 0) % 32
      magnitude = magnitude.shiftedLeft(by: rest) + Integer(Int(source.next() >> 32 & (1 << UInt64(rest) - 1)))
      return Example(shrinkingToZero: Bool.random(using: &source) ? magnitude : -magnitude)
    }
  }

  /// The lengths in bits that `integers` draws from: inside a machine word, at its border, and many words.
  public static var customarySizes: [Int] { [8, 62, 64, 128, 1024] }

  /// Values at which representations change: 0, ±1, and ±(2^k - 1), ±2^k, ±(2^k + 1) at the borders of
  /// machine words, `Int64.min` and `Int64.max` among them.
  public static var edges: [Integer] {
    var values: [Integer] = [0, 1, -1, 2, -2]
    for exponent in [31, 32, 53, 62, 63, 64, 126, 127, 128] {
      for offset: Integer in [-1, 0, 1] {
        let value = Integer(1).shiftedLeft(by: exponent) + offset
        values += [value, -value]
      }
    }
    return values
  }

  /// All customary sizes and the edges, each as often.
  public static var integers: Generator {
    .one(of: customarySizes.map(integers(bits:)) + [edgeIntegers])
  }

  /// One of `edges`; shrinks like any integer.
  public static var edgeIntegers: Generator {
    let values = edges
    return Generator { Example(shrinkingToZero: values.randomElement(using: &$0)!) }
  }

  /// The magnitudes of `integers`, 1 in place of 0.
  public static var positiveIntegers: Generator { integers.map { $0.isZero ? 1 : $0.magnitude } }
}

extension Example where Value == Integer {
  /// The opposite of a negative value, zero, then values at 1/2, 1/4, ... of the distance to it.
  ///
  /// - Parameter step: Where to start in these distances. A branch starts at half the step that led to it, where a binary
  ///   search would, and so finds the border of a monotone property in a few trials for every bit.
  fileprivate init(shrinkingToZero value: Integer, step: Integer? = nil) {
    self.init(value) {
      let first = step ?? value.magnitude
      let steps = [
        AnySequence(halvings(of: first)), AnySequence(halvings(of: value.magnitude).lazy.prefix { $0 > first }),
      ].lazy.joined()
      let opposite = value.signum < 0 ? [Example(shrinkingToZero: -value)] : []
      return [
        AnySequence(opposite),
        AnySequence(
          steps.map {
            Example(shrinkingToZero: value.signum < 0 ? value + $0 : value - $0, step: $0.shiftedLeft(by: -1))
          }),
      ].lazy.joined()
    }
  }
}

/// value, value / 2, ... 1, rounded down.
private func halvings(of value: Integer) -> some Sequence<Integer> {
  sequence(state: value) { rest in
    if rest.isZero { return nil }
    defer { rest = rest.shiftedLeft(by: -1) }
    return rest
  }
}
