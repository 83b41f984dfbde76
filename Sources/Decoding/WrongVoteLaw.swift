import ExactArithmetic

/// The exact Poisson-binomial law of the number of wrong votes: P(j wrong) = numerators[j] / denominator.
public struct WrongVoteLaw: Sendable {
  /// M + 1 nonnegative integers that sum to `denominator`.
  public let numerators: [Integer]
  public let denominator: Integer

  /// The denominator is the product of the denominators of the p in lowest terms: no numerator is reduced with it.
  ///
  /// - Complexity: That of the product of M linear factors, see `IntegerPolynomial`: tens of microseconds for M = 60,
  ///   about a second for M = 5000 with denominators of 10 bits.
  public init(_ groups: [WorkerGroup]) {
    var factors: [(constant: Integer, slope: Integer)] = []
    for group in groups {
      let (wrong, whole) = (group.flip.numerator, group.flip.denominator)
      factors.append(contentsOf: repeatElement((constant: whole - wrong, slope: wrong), count: group.count))
    }
    let product = IntegerPolynomial(productOfLinearFactors: factors)
    numerators = product.coefficients
    denominator = product.valueAtOne
  }

  /// M
  public var workers: Int { numerators.count - 1 }

  public func probability(wrong count: Int) -> Rational { Rational(numerators[count], denominator) }

  /// P(at least `count` wrong).
  public func probability(wrongAtLeast count: Int) -> Rational {
    Rational(numerators[max(0, count)...].reduce(0, +), denominator)
  }
}
