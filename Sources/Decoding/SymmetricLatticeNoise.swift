import ExactArithmetic

/// A symmetric law on finitely many multiples of a spacing d: the values k d with |k| <= r.
///
/// The spacing is known by its square, which is rational where d itself, such as a standard deviation, is not.
public struct SymmetricLatticeNoise: Sendable, Equatable {
  /// P(k) = P(-k) = weights[k] / denominator for k = 0 ... r.
  public let weights: [Integer]
  /// weights[0] + 2 (weights[1] + ... + weights[r])
  public let denominator: Integer
  /// d^2
  public let squaredSpacing: Rational

  /// - Precondition: `weights` is not empty and not negative, its last element is positive; `squaredSpacing >= 0`.
  public init(weights: [Integer], squaredSpacing: Rational) {
    precondition(weights.allSatisfy { $0.signum >= 0 } && (weights.last ?? 0).signum > 0, "weights \(weights)")
    precondition(squaredSpacing.signum >= 0, "a squared spacing of \(squaredSpacing)")
    self.init(
      unchecked: weights, denominator: weights[0] + 2 * weights[1...].reduce(0, +), squaredSpacing: squaredSpacing)
  }

  private init(unchecked weights: [Integer], denominator: Integer, squaredSpacing: Rational) {
    self.weights = weights
    self.denominator = denominator
    self.squaredSpacing = squaredSpacing
  }

  /// Plus or minus the standard deviation, each with probability 1/2.
  public static func rademacher(variance: Rational) -> SymmetricLatticeNoise {
    SymmetricLatticeNoise(weights: [0, 1], squaredSpacing: variance)
  }

  /// 0 with probability 1/2, plus or minus sqrt(2) standard deviations with probability 1/4 each.
  public static func threePoint(variance: Rational) -> SymmetricLatticeNoise {
    SymmetricLatticeNoise(weights: [2, 1], squaredSpacing: 2 * variance)
  }

  public var variance: Rational {
    let moment = weights.indices.reduce(Integer(0)) { $0 + Integer($1) * Integer($1) * weights[$1] }
    return squaredSpacing * Rational(2 * moment, denominator)
  }

  /// The law of the sum of `count` independent samples.
  ///
  /// The weights are the coefficients q of the power Q = P^count of a polynomial, and P Q' = count P' Q gives each from
  /// the 2r before it (Euler's recurrence; Knuth, TAOCP 4.7). The lower half is enough by symmetry.
  ///
  /// - Precondition: `count > 0`.
  /// - Complexity: O(r^2 count) products of a machine word with an integer of O(count) bits.
  public func sum(of count: Int) -> SymmetricLatticeNoise {
    precondition(count > 0, "a sum of \(count) samples")
    let r = weights.count - 1
    let steps = (0...2 * r).map { weights[abs($0 - r)] }
    var powers = [steps[0].raised(to: count)]
    powers.reserveCapacity(r * count + 1)
    for i in stride(from: 1, through: r * count, by: 1) {
      var sum: Integer = 0
      for j in stride(from: 1, through: min(i, 2 * r), by: 1) where !steps[j].isZero {
        sum += Integer(j * count - (i - j)) * steps[j] * powers[i - j]
      }
      powers.append(sum.dividedExactly(by: Integer(i) * steps[0]))
    }
    return SymmetricLatticeNoise(
      unchecked: powers.reversed(), denominator: denominator.raised(to: count), squaredSpacing: squaredSpacing)
  }
}
