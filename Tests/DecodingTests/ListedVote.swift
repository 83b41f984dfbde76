import Decoding
import ExactArithmetic

/// A decoded vote by listing all 2^M outcomes of the single workers: what `ExactVote` must equal.
///
/// It shares nothing with the code under test but rational arithmetic: no groups, no binomials, no fixed point.
struct ListedVote {
  private(set) var correct: Rational = 0
  private(set) var wrong: Rational = 0
  private(set) var tie: Rational = 0
  /// sum over outcomes y of min(P(y | +), P(y | -)): twice the error of the best decoder there is.
  private(set) var overlap: Rational = 0
  /// P(|score| <= limit), the score in doubles: what no decoder with rounded weights can be sure of.
  private(set) var nearTie: Double = 0

  private let workers: [(flip: Rational, weight: Weight, approximate: Double)]
  private let nearness: Double

  /// How one worker's vote counts.
  private enum Weight {
    /// The score is a sum of +-v.
    case number(Rational)
    /// The score is the logarithm of a product of odds^(+-1).
    case odds(Rational)
    /// p = 0 or 1: this worker decides alone.
    case infinite
  }

  private struct Score {
    var sum: Rational = 0
    var product: Rational = 1
    /// How many infinite terms, less those of the other sign.
    var infinities = 0
    var approximate = 0.0

    var sign: Int {
      infinities != 0 ? infinities.signum() : sum.isZero ? (product - 1).signum : sum.signum
    }
  }

  init(_ ballot: Ballot) {
    var workers: [(flip: Rational, weight: Weight, approximate: Double)] = []
    for (index, group) in ballot.groups.enumerated() {
      let weight: Weight =
        switch ballot.decoder {
        case .majority: .number(1)
        case .weighted(let weights): .number(weights[index])
        case .logLikelihood:
          group.flip == 0 || group.flip == 1 ? .infinite : .odds((1 - group.flip) / group.flip)
        }
      let approximate = Self.double(weight)
      for _ in 0..<group.count { workers.append((group.flip, weight, approximate)) }
    }
    self.workers = workers
    // Each of M weights is rounded to a grid of 2^17 - M steps: twice the half step that this may move each.
    let total = workers.reduce(0) { $0 + abs($1.approximate) }
    nearness = Double(workers.count) * total / Double((1 << 17) - workers.count) * 1.001
    list(0, Score(), probability: 1, opposite: 1)
  }

  private static func double(_ weight: Weight) -> Double {
    switch weight {
    case .number(let value): Double(value)
    case .odds(let odds): Double(Enclosure(odds).logarithm().midpoint)
    case .infinite: 0
    }
  }

  /// - Parameters:
  ///   - probability: of the votes so far when the sign is +.
  ///   - opposite: of the same votes when the sign is -.
  private mutating func list(_ index: Int, _ score: Score, probability: Rational, opposite: Rational) {
    if probability.isZero { return }
    guard index < workers.count else {
      switch score.sign {
      case 1: correct += probability
      case -1: wrong += probability
      default: tie += probability
      }
      overlap += min(probability, opposite)
      if abs(score.approximate) <= nearness { nearTie += Double(probability) }
      return
    }
    let (flip, weight, approximate) = workers[index]
    for right in [true, false] {
      var next = score
      switch weight {
      case .number(let value): next.sum += right ? value : -value
      case .odds(let odds): next.product = right ? score.product * odds : score.product / odds
      // The vote that a worker with p = 1 gives is always wrong, and its weight is minus infinity.
      case .infinite: next.infinities += right == (flip == 0) ? 1 : -1
      }
      next.approximate += right ? approximate : -approximate
      let (chance, other) = right ? (1 - flip, flip) : (flip, 1 - flip)
      list(index + 1, next, probability: probability * chance, opposite: opposite * other)
    }
  }
}
