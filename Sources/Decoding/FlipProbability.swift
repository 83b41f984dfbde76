import ExactArithmetic

/// The probability that the sign of a mini-batch gradient is wrong: that g + noise has the sign opposite to g, where the
/// noise is the mean of B independent samples of variance sigma^2.
///
/// One coordinate of one worker; S = sqrt(B) |g| / sigma is the signal-to-noise ratio. A gradient of zero has no right
/// sign; by symmetry either sign then counts as wrong half of the time it occurs. A stochastic gradient of exactly zero
/// has no sign: the worker abstains, which is not wrong. So without noise nothing is ever wrong, also at g = 0.
public enum FlipProbability {
  /// Q(S) = P(N(0, 1) > S) for normal noise, with a relative width of at most 2^-significantBits.
  ///
  /// Exactly 1/2 at g = 0 with noise, and exactly 0 without noise. Beyond S = 1449 the lower end is 0 (see
  /// `normalUpperTail`).
  ///
  /// - Parameters:
  ///   - batch: B, samples per stochastic gradient.
  ///   - gradient: g; its sign does not matter.
  ///   - variance: sigma^2 of one sample.
  /// - Precondition: `batch > 0`, `variance >= 0`, `significantBits > 0`.
  public static func gaussian(
    batch: Int, gradient: Rational, variance: Rational, significantBits: Int
  ) -> Enclosure {
    precondition(significantBits > 0, "\(significantBits) significant bits")
    guard let square = squaredSignalToNoise(batch, gradient, variance) else { return .zero }
    // A change of S by e changes Q(S) by at most (S + 1) e of its value, since phi(S) / Q(S) < S + 1.
    let aboveRatio = square.ceiling.flooredSquareRoot() + 3
    let ratio = Enclosure(square).squareRoot(width: .powerOfTwo(-significantBits - 3 - aboveRatio.bitWidth))
    return ratio.normalUpperTail(significantBits: significantBits + 2)
  }

  /// A bound for every unimodal symmetric law of the noise with this variance: 2 / (9 S^2) where S > 2 / sqrt 3, else
  /// 1/2 - S / (2 sqrt 3).
  ///
  /// Exact in the first case, at most 2^-64 wide in the second. A mean of unimodal symmetric samples is unimodal and
  /// symmetric; the laws of `SymmetricLatticeNoise` need not be unimodal, and the bound can fail for them. Source:
  /// Bernstein, Wang, Azizzadenesheli and Anandkumar 2018, "signSGD", from Gauss's inequality.
  ///
  /// - Parameters: as for `gaussian`.
  /// - Precondition: `batch > 0`, `variance >= 0`.
  public static func unimodalBound(batch: Int, gradient: Rational, variance: Rational) -> Enclosure {
    guard let square = squaredSignalToNoise(batch, gradient, variance) else { return .zero }
    if square > Rational(4, 3) { return Enclosure(Rational(2, 9) / square) }
    return Enclosure(Rational(1, 2)) - Enclosure(square / 12).squareRoot()
  }

  /// The exact probabilities for noise with finitely many values.
  ///
  /// - Parameters:
  ///   - batch: B, samples per stochastic gradient.
  ///   - gradient: g; its sign does not matter. At g = 0, `wrong` is the probability of either sign.
  ///   - law: the noise of one sample.
  /// - Returns: `wrong`, P(g + mean noise has the sign opposite to g), and `abstains`, P(g + mean noise = 0).
  /// - Precondition: `batch > 0`.
  /// - Complexity: that of `law.sum(of: batch)`.
  public static func exact(
    batch: Int, gradient: Rational, law: SymmetricLatticeNoise
  ) -> (wrong: Rational, abstains: Rational) {
    precondition(batch > 0, "a batch of \(batch)")
    return exact(gradient: gradient, batch: batch, sum: law.sum(of: batch))
  }

  /// The same from the law of the sum of the batch's noise, for many gradients.
  public static func exact(
    gradient: Rational, batch: Int, sum: SymmetricLatticeNoise
  ) -> (wrong: Rational, abstains: Rational) {
    if sum.squaredSpacing.isZero { return (wrong: 0, abstains: gradient.isZero ? 1 : 0) }
    // The sum of the samples is k d, and g + k d / B is wrong when k d > B |g| on the other side of 0: k^2 > limit.
    let limit = (Rational(batch) * gradient).squared / sum.squaredSpacing
    let largestRight = limit.floor.flooredSquareRoot()
    guard let last = largestRight.asInt, last < sum.weights.count else { return (wrong: 0, abstains: 0) }
    let abstains = Rational(last).squared == limit ? sum.weights[last] : 0
    return (
      wrong: Rational(sum.weights[(last + 1)...].reduce(0, +), sum.denominator),
      abstains: Rational(abstains, sum.denominator)
    )
  }

  /// S^2 = B g^2 / sigma^2; `nil` without noise.
  private static func squaredSignalToNoise(_ batch: Int, _ gradient: Rational, _ variance: Rational) -> Rational? {
    precondition(batch > 0, "a batch of \(batch)")
    precondition(variance.signum >= 0, "a variance of \(variance)")
    return (Rational(batch) * gradient.squared).divided(by: variance)
  }
}
