import ExactArithmetic

/// The exact Poisson-binomial law of the number of wrong votes: P(j wrong) = numerators[j] / denominator.
public struct WrongVoteLaw: Sendable {
  /// M + 1 nonnegative integers that sum to `denominator`.
  public let numerators: [Integer]
  public let denominator: Integer

  /// - Complexity: O(M^2) products of integers of M words or fewer.
  public init(_ groups: [WorkerGroup]) {
    var numerators: [Integer] = [1]
    var denominator: Integer = 1
    for group in groups {
      let (wrong, whole) = (group.flip.numerator, group.flip.denominator)
      let right = whole - wrong
      for _ in 0..<group.count {
        denominator = denominator * whole
        numerators.append(0)
        for j in stride(from: numerators.count - 1, through: 1, by: -1) {
          numerators[j] = numerators[j] * right + numerators[j - 1] * wrong
        }
        numerators[0] = numerators[0] * right
      }
    }
    self.numerators = numerators
    self.denominator = denominator
  }

  /// M
  public var workers: Int { numerators.count - 1 }

  public func probability(wrong count: Int) -> Rational { Rational(numerators[count], denominator) }

  /// P(at least `count` wrong).
  public func probability(wrongAtLeast count: Int) -> Rational {
    Rational(numerators[max(0, count)...].reduce(0, +), denominator)
  }
}
