import Decoding
import ExactArithmetic
import Foundation

/// Any weights, by Chernoff's method with the best parameter.
struct ChernoffVote: VoteBound {
  let identifier = "vote.chernoff"
  let statement = "P(U != sign g) <= min over s >= 0 of prod [(1 - p_m) exp(-s v_m) + p_m exp(s v_m)]"
  let origin = Provenance.derived
  let citation = VoteCitations.voting
  let derivation = "Markov's inequality for exp(-s score); the enclosure holds the minimum itself, by convexity"
  let measure = VoteMeasure.failureAtMost
  let conditions: [VoteCondition] = []

  func value(for ballot: Ballot) -> Enclosure {
    // With an infinite weight the score is infinite on the right side.
    guard let edge = ballot.edge else { return Enclosure(0) }
    // The product is convex in s and has slope -2t at 0.
    if edge.upper.signum <= 0 { return Enclosure(1) }
    let product = ScoreTransform(ballot, edge: edge)
    var best = product.estimatedMinimiser
    for _ in 0..<4 {
      if let value = Self.minimum(of: product, near: best) { return value }
      // Where the votes nearly cancel, doubles do not find the minimiser to 36 bits.
      guard let better = product.improvedMinimiser(best) else { break }
      best = better
    }
    return Enclosure(lower: 0, upper: min(1, product.value(at: best).upper))
  }

  /// The minimum, when the minimiser is within a factor 1 +- 2^-36 of the given one.
  private static func minimum(of product: ScoreTransform, near best: Rational) -> Enclosure? {
    let (below, above) = (best * (1 - .powerOfTwo(-36)), best * (1 + .powerOfTwo(-36)))
    guard let slope = product.slope(at: below), slope.upper.signum <= 0,
      let end = product.slope(at: above), end.lower.signum >= 0
    else { return nil }
    let (left, right) = (product.value(at: below), product.value(at: above))
    let upper = min(1, min(left.upper, right.upper))
    // ln of the product lies above its tangent at `below`, and the minimiser before `above`.
    let drop = (Enclosure(slope.lower) * Enclosure(above - below)).exponential(significantBits: product.significantBits)
    return Enclosure(lower: min(upper, left.lower * drop.lower), upper: upper)
  }
}

/// E exp(-s score) as a function of s.
private struct ScoreTransform {
  private let groups: [(flip: Rational, count: Int, weight: Enclosure, odds: Double)]
  private let scale: Rational
  /// Of every step.
  let significantBits: Int

  /// - Precondition: the edge is positive.
  init(_ ballot: Ballot, edge: Enclosure) {
    groups = zip(ballot.groups, ballot.weights).map { group, weight in
      let odds = group.logLikelihood.map { Double($0.midpoint) } ?? (group.flip.isZero ? .infinity : -.infinity)
      return (group.flip, group.count, weight!, odds)
    }
    scale = groups.map(\.weight.magnitude.upper).max()!
    // Near the minimum the groups' slopes, which are at most n v, cancel to less than the edge.
    let size = groups.reduce(Rational.zero) { $0 + Rational($1.count) * $1.weight.magnitude.upper }
    let cancellation = (size / edge.upper).ceiling.bitWidth
    significantBits = 120 + cancellation
  }

  /// (1 - p) exp(-s v) and p exp(s v)
  private func parts(
    _ group: (flip: Rational, count: Int, weight: Enclosure, odds: Double), _ s: Rational
  ) -> (right: Enclosure, wrong: Enclosure) {
    let exponent = group.weight * Enclosure(s)
    func part(_ probability: Rational, _ exponent: Enclosure) -> Enclosure {
      probability.isZero
        ? Enclosure(0) : Enclosure(probability) * exponent.exponential(significantBits: significantBits)
    }
    return (part(1 - group.flip, -exponent), part(group.flip, exponent))
  }

  func value(at s: Rational) -> Enclosure {
    groups.reduce(Enclosure(1)) { product, group in
      let parts = parts(group, s)
      return (product * (parts.right + parts.wrong).power(group.count, significantBits: significantBits))
        .roundedOutward(significantBits: significantBits)
    }
  }

  /// The derivative of the logarithm; `nil` when a factor may be zero.
  func slope(at s: Rational) -> Enclosure? {
    groups.reduce(Optional(Enclosure(0))) { sum, group in
      let parts = parts(group, s)
      guard let sum, let pull = (parts.wrong - parts.right).divided(by: parts.right + parts.wrong) else { return nil }
      return sum
        + (group.weight * pull * Enclosure(Rational(group.count))).roundedOutward(significantBits: significantBits)
    }
  }

  /// The weights in units of the largest.
  private var relativeWeights: [Double] { groups.map { Double($0.weight.midpoint / scale) } }

  /// By bisection of the slope in doubles, sum n v tanh(s v - w/2); only tightness depends on it.
  var estimatedMinimiser: Rational {
    let weights = relativeWeights
    func slope(_ s: Double) -> Double {
      zip(groups, weights).reduce(0) { $0 + Double($1.0.count) * $1.1 * tanh(s * $1.1 - $1.0.odds / 2) }
    }
    var (low, high) = (0x1p-1000, Self.largestParameter)
    if slope(high) > 0 {
      // Weak votes have their minimum near 0: first its size, then its digits.
      while high > 2 * low {
        let middle = (low * high).squareRoot()
        if slope(middle) > 0 { high = middle } else { low = middle }
      }
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if slope(middle) > 0 { high = middle } else { low = middle }
      }
    }
    return rounded(Rational(exactly: high)!) / scale
  }

  /// A step of Newton's method with the slope from enclosures; `nil` when it leads nowhere.
  func improvedMinimiser(_ s: Rational) -> Rational? {
    let parameter = Double(s * scale)
    let curvature = zip(groups, relativeWeights).reduce(0.0) { sum, item in
      let pull = tanh(parameter * item.1 - item.0.odds / 2)
      return sum + Double(item.0.count) * item.1 * item.1 * (1 - pull * pull)
    }
    guard let slope = slope(at: s), curvature.isNormal, let divisor = Rational(exactly: curvature) else { return nil }
    let next = s * scale - slope.midpoint / (divisor * scale)
    let inRange = next.signum > 0 && next <= Rational(exactly: Self.largestParameter)!
    return inRange ? rounded(next) / scale : nil
  }

  /// 40 bits: the same on every machine.
  private func rounded(_ parameter: Rational) -> Rational {
    Enclosure(parameter).roundedOutward(significantBits: 40).upper
  }

  /// In units of 1/largest weight; beyond it a longer exponential gains nothing worth its time.
  private static let largestParameter = 16384.0
}

extension Enclosure {
  /// A power of a nonnegative number, rounded to the given number of significant bits after each product.
  fileprivate func power(_ exponent: Int, significantBits: Int) -> Enclosure {
    var (result, base, rest) = (Enclosure(1), self, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = (result * base).roundedOutward(significantBits: significantBits) }
      rest >>= 1
      if rest > 0 { base = base.squared.roundedOutward(significantBits: significantBits) }
    }
    return result
  }
}
