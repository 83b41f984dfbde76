import ExactArithmetic

/// An enclosure of a decoded vote's law, for votes whose exact law is out of reach.
///
/// Majority encloses the law of the number of wrong votes. Other weights are rounded to a grid; the score's law on the
/// grid is computed in doubles with a bound on every rounding, and scores within the rounding of the weights of zero
/// are counted as undetermined, so the enclosure is wider than for majority and loses tails below about 1e-290.
public enum CertifiedVote {
  public static func outcome(of ballot: Ballot) throws(VoteError) -> VoteOutcome {
    switch ballot.decoder {
    case .majority:
      try afford(ballot, seconds: Double(ballot.workers) * Double(ballot.workers) * (isSteep(ballot) ? 3e-9 : 8e-11))
      return count(CertifiedWrongVoteLaw(ballot.groups))
    case .weighted(let weights):
      return try onGrid(ballot, weights.map { Enclosure($0) })
    case .logLikelihood:
      if ballot.groups.contains(where: { $0.flip.isZero || $0.flip == 1 }) {
        return try ExactVote.outcome(of: ballot)
      }
      return try onGrid(ballot, ballot.groups.map { $0.logLikelihood! })
    }
  }

  /// Whether neighbouring counts of wrong votes are so unlike that each needs its own exponent, which is slow: their
  /// ratios reach M times the odds.
  private static func isSteep(_ ballot: Ballot) -> Bool {
    ballot.groups.contains { group in
      let rarer = min(group.flip, 1 - group.flip)
      return !rarer.isZero && Rational(ballot.workers) > rarer * .powerOfTwo(23)
    }
  }

  private static func count(_ law: CertifiedWrongVoteLaw) -> VoteOutcome {
    let m = law.workers
    return VoteOutcome(
      correct: law.probability(wrongAtMost: (m - 1) / 2), wrong: law.probability(wrongAtLeast: m / 2 + 1),
      tie: m.isMultiple(of: 2) ? law.probability(wrong: m / 2) : Enclosure(0),
      method: "certified: law of the wrong votes in doubles with a bound on every rounding")
  }

  /// Grid points on either side of zero, at most.
  private static let largestReach = 1 << 17
  private static let longestSeconds = 60.0

  private static func afford(_ ballot: Ballot, seconds: Double) throws(VoteError) {
    if seconds > longestSeconds {
      throw VoteError(
        "a certified enclosure of \(ballot.workers) workers' \(ballot.decoder.name) vote is refused: it would take about \(Int(min(seconds, 1e15))) seconds"
      )
    }
  }

  private static func onGrid(_ ballot: Ballot, _ weights: [Enclosure]) throws(VoteError) -> VoteOutcome {
    let counts = ballot.groups.map(\.count)
    try afford(ballot, seconds: Double(ballot.workers) * Double(4 * largestReach) * 1e-9)
    let total = zip(weights, counts).reduce(Rational.zero) { $0 + $1.0.magnitude.upper * Rational($1.1) }
    // Log-likelihood weights of fair coins.
    if total.isZero {
      return VoteOutcome(correct: Enclosure(0), wrong: Enclosure(0), tie: Enclosure(1), method: "exact: no vote counts")
    }
    // Half a unit is lost for each worker in rounding.
    let unit = total / Rational(largestReach - ballot.workers)
    let steps = weights.map { Int(($0.midpoint / unit + Rational(1, 2)).floor.asInt!) }
    // |score - unit * grid score| <= unit * blur for every outcome.
    let blur = zip(zip(weights, steps), counts).reduce(Rational.zero) { sum, item in
      let ((weight, step), count) = item
      let error = max(
        (weight.upper / unit - Rational(step)).magnitude, (weight.lower / unit - Rational(step)).magnitude)
      return sum + Rational(count) * error
    }
    let law = GridLaw(groups: ballot.groups, steps: steps)
    let radius = blur.floor.asInt!
    let surely = law.probability(above: radius)
    let surelyNot = law.probability(below: -radius)
    let open = law.probability(within: radius).upper
    return VoteOutcome(
      correct: Enclosure(lower: surely.lower, upper: min(1, surely.upper + open)),
      wrong: Enclosure(lower: surelyNot.lower, upper: min(1, surelyNot.upper + open)),
      tie: Enclosure(lower: 0, upper: open),
      method: "certified: law of the score with weights rounded to a grid, in doubles with a bound on every rounding")
  }
}

/// The law of a sum of independent steps of +-s on the integers, in doubles, with its error.
struct GridLaw {
  /// Index `reach + s` holds P(score = s).
  private let weights: [Double]
  private let reach: Int
  /// Every weight is off by at most this factor, up and down.
  private let relativeError: Rational

  /// Products below the normal doubles lose this much in all, at most.
  private static let lost = Rational.powerOfTwo(-960)

  init(groups: [WorkerGroup], steps: [Int]) {
    reach = zip(groups, steps).reduce(0) { $0 + $1.0.count * abs($1.1) }
    var law = [Double](repeating: 0, count: 2 * reach + 1)
    var next = law
    law[reach] = 1
    var extent = 0
    var roundings = 0
    for (group, signedStep) in zip(groups, steps) {
      // A negative weight counts the opposite vote.
      let (step, loss) = (abs(signedStep), signedStep < 0 ? 1 - group.flip : group.flip)
      let (down, up) = (Double(loss), Double(1 - loss))
      for _ in 0..<group.count {
        let (from, to) = (reach - extent, reach + extent)
        extent += step
        Self.convolve(law, into: &next, from: from, to: to, step: step, up: up, down: down)
        swap(&law, &next)
        // One for the factor, one for the product, one for the sum.
        roundings += 3
      }
    }
    weights = law
    // (1 + u)^k <= 1 + 2 k u for k u <= 1, u = 2^-53; the sums of the tails add one rounding for each point.
    relativeError = Rational(2 * (roundings + 2 * reach + 1)) * .powerOfTwo(-53)
  }

  private static func convolve(
    _ law: [Double], into next: inout [Double], from: Int, to: Int, step: Int, up: Double, down: Double
  ) {
    if step == 0 {
      for index in from...to { next[index] = law[index] }
      return
    }
    law.withUnsafeBufferPointer { old in
      next.withUnsafeMutableBufferPointer { new in
        for index in from...to { new[index - step] = down * old[index] }
        for index in (to - step + 1)...(to + step) { new[index] = 0 }
        for index in from...to { new[index + step] += up * old[index] }
      }
    }
  }

  func probability(above bound: Int) -> Enclosure { sum(weights[min(reach + bound + 1, weights.count)...]) }
  func probability(below bound: Int) -> Enclosure { sum(weights[..<max(0, reach + bound)]) }
  func probability(within bound: Int) -> Enclosure {
    sum(weights[max(0, reach - bound)...min(weights.count - 1, reach + bound)])
  }

  private func sum(_ part: ArraySlice<Double>) -> Enclosure {
    let total = Rational(exactly: part.reduce(0, +))!
    return Enclosure(
      lower: max(0, total * (1 - relativeError) - Self.lost), upper: min(1, total * (1 + relativeError) + Self.lost))
  }
}
