import ExactArithmetic

/// An event of exactly known probability, prepared for drawing.
@frozen public struct BernoulliLaw: Sendable, Equatable {
  public let probability: Rational
  /// The probability's first digit in base 2^64; the last digit there is for probability 1.
  @usableFromInline let head: UInt64
  /// The rest of the probability in units of the first digit's place, in [0, 1]; 1 only for probability 1.
  private let rest: Rational

  /// - Precondition: `probability` in [0, 1].
  public init(_ probability: Rational) {
    precondition(probability.signum >= 0 && probability <= 1, "an event of probability \(probability)")
    self.probability = probability
    (head, rest) = Self.firstDigit(of: probability)
  }

  /// Whether a draw whose first word is `head` is below the probability.
  @usableFromInline
  func decidesTie(_ draw: RandomDraw) -> Bool { decidesTie { draw.word($0) } }

  /// The same for any source of words, so that ties, which no draw is likely to have, can be tested.
  package func decidesTie(_ word: (Int) -> UInt64) -> Bool {
    var rest = rest
    var k = 1
    while !rest.isZero && rest != 1 {
      let digit: UInt64
      (digit, rest) = Self.firstDigit(of: rest)
      if word(k) != digit { return word(k) < digit }
      k += 1
    }
    return rest == 1
  }

  private static func firstDigit(of value: Rational) -> (digit: UInt64, rest: Rational) {
    if value == 1 { return (.max, 1) }
    let scaled = value * .powerOfTwo(64)
    return (UInt64(scaled.floor.asInt128!), scaled - Rational(scaled.floor))
  }
}
