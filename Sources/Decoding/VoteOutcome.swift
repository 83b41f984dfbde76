import ExactArithmetic

/// What the decoder makes of a vote: probabilities that sum to one, ties apart.
public struct VoteOutcome: Sendable, Equatable {
  /// P(U = sign g)
  public let correct: Enclosure
  /// P(U = -sign g)
  public let wrong: Enclosure
  /// P(U = 0)
  public let tie: Enclosure
  /// How the values were obtained.
  public let method: String

  public init(correct: Enclosure, wrong: Enclosure, tie: Enclosure, method: String) {
    self.correct = correct
    self.wrong = wrong
    self.tie = tie
    self.method = method
  }

  /// A = P(U = sign g) - P(U = -sign g)
  public var advantage: Enclosure { correct - wrong }
  /// P(U != sign g): a tie counts as an error.
  public var failure: Enclosure { wrong + tie }
  /// (1 - A)/2: a tie is half an error, as if a fair coin broke it.
  public var error: Enclosure { wrong + tie * Enclosure(Rational(1, 2)) }
}
