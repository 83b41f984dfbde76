import ExactArithmetic

/// The exact law of a decoded vote.
///
/// Majority counts wrong votes. Other weights meet in the middle: the groups are split in two, the law of either
/// half's score is listed, and one sweep over both, in the order of their scores, adds up the three outcomes.
public enum ExactVote {
  /// - Throws: `VoteError` naming the cost when it is out of reach; `CertifiedVote` encloses those.
  public static func outcome(of ballot: Ballot) throws(VoteError) -> VoteOutcome {
    switch ballot.decoder {
    case .majority:
      try afford(ballot, states: ballot.workers + 1, products: Double(ballot.workers * ballot.workers) / 2)
      return count(WrongVoteLaw(ballot.groups))
    case .weighted(let weights):
      return try sweep(ballot, ScoreScale.canTellApart(ballot.groups.map(\.count))) {
        ScoreScale.weighted(weights, counts: $0.map(\.count))
      }
    case .logLikelihood:
      // A worker that is always right, or always wrong, decides alone; all of them agree.
      if ballot.groups.contains(where: { $0.flip.isZero || $0.flip == 1 }) { return outcome(1, 0, 0, over: 1) }
      return try sweep(ballot, ScoreScale.canTellApart(ballot.groups.map(\.count))) {
        ScoreScale.logLikelihood(odds: $0.map { (1 - $0.flip) / $0.flip }, counts: $0.map(\.count))
      }
    }
  }

  private static func count(_ law: WrongVoteLaw) -> VoteOutcome {
    let (m, weights) = (law.workers, law.numerators)
    // Right when fewer than half are wrong.
    let wrong = weights[(m / 2 + 1)...].reduce(0, +)
    let tie = m.isMultiple(of: 2) ? weights[m / 2] : 0
    return outcome(law.denominator - wrong - tie, wrong, tie, over: law.denominator)
  }

  private static func outcome(
    _ correct: Integer, _ wrong: Integer, _ tie: Integer, over denominator: Integer
  ) -> VoteOutcome {
    func share(_ part: Integer) -> Enclosure { Enclosure(Rational(part, denominator)) }
    return VoteOutcome(
      correct: share(correct), wrong: share(wrong), tie: share(tie), method: "exact: law of the votes in rationals")
  }

  private static func sweep(
    _ ballot: Ballot, _ canTellApart: Bool, _ scale: ([WorkerGroup]) -> ScoreScale
  ) throws(VoteError) -> VoteOutcome {
    let groups = ballot.groups
    guard canTellApart else {
      throw refusal(ballot, "it would list more than 2^120 outcomes")
    }
    let scores = scale(groups)
    let halves = split(groups, scores)
    let states = halves.map { stateCount($0) }
    try afford(ballot, states: states.max()!, products: Double(states[0]) + 3 * Double(states[1]))
    let laws = halves.map { PartialLaw($0) }
    return sweep(laws[0], laws[1], scores)
  }

  /// One pass: as the left score rises, the right scores that outweigh it begin earlier.
  private static func sweep(_ left: PartialLaw, _ right: PartialLaw, _ scores: ScoreScale) -> VoteOutcome {
    // suffix[i] = sum of right weights from i on.
    var suffix: [Integer] = [0]
    for entry in right.entries.reversed() { suffix.append(suffix.last! + entry.weight) }
    suffix.reverse()
    var (correct, tie): (Integer, Integer) = (0, 0)
    // Right entries from `certain` on surely outweigh; those in open ..< certain are decided one by one.
    var (open, certain) = (right.entries.count, right.entries.count)
    for entry in left.entries {
      while certain > 0, entry.position + right.entries[certain - 1].position > scores.slack { certain -= 1 }
      while open > 0, entry.position + right.entries[open - 1].position >= -scores.slack { open -= 1 }
      var winning = suffix[certain]
      for index in open..<certain {
        let other = right.entries[index]
        switch scores.sign(code: entry.code + other.code, position: entry.position + other.position) {
        case 1: winning += other.weight
        case 0: tie += entry.weight * other.weight
        default: break
        }
      }
      correct += entry.weight * winning
    }
    let whole = left.denominator * right.denominator
    return outcome(correct, whole - correct - tie, tie, over: whole)
  }

  private typealias Half = [(group: WorkerGroup, vote: ScoreScale.Step)]

  /// Large groups first, each to the half that has fewer states so far.
  private static func split(_ groups: [WorkerGroup], _ scores: ScoreScale) -> [Half] {
    var halves: [Half] = [[], []]
    for item in zip(groups, scores.votes).sorted(by: { $0.0.count > $1.0.count }) {
      let target = stateCount(halves[0]) <= stateCount(halves[1]) ? 0 : 1
      halves[target].append((item.0, item.1))
    }
    return halves
  }

  /// At most this many different scores: one for each outcome, or fewer where equal codes merge.
  private static func stateCount(_ half: Half) -> Int {
    var outcomes = 1
    var span: Int128 = 1
    for (group, vote) in half {
      outcomes =
        outcomes.multipliedReportingOverflow(by: group.count + 1).overflow ? .max : outcomes * (group.count + 1)
      span += 2 * Int128(group.count) * Int128(vote.code.magnitude)
    }
    return span < Int128(outcomes) ? Int(span) : outcomes
  }

  /// Longer lists than this are refused.
  private static let largestStateCount = 1 << 20
  private static let longestSeconds = 60.0

  /// - Parameter products: how many products of integers of the denominator's size are taken.
  private static func afford(_ ballot: Ballot, states: Int, products: Double) throws(VoteError) {
    let words =
      ballot.groups.reduce(0.0) { $0 + Double($1.count) * Double($1.flip.denominator.bitWidth) } / 64
    // A product of half-size integers, and what surrounds it.
    let seconds = products * (1e-7 + 1e-9 * words) + Double(states) * 1e-6
    if states > largestStateCount || seconds > longestSeconds {
      throw refusal(
        ballot,
        "it would list \(states) scores and take about \(seconds < 3600 ? "\(Int(seconds) + 1) seconds" : "\(Int(min(seconds / 3600, 1e15)) + 1) hours")"
      )
    }
  }

  private static func refusal(_ ballot: Ballot, _ cost: String) -> VoteError {
    VoteError("the exact law of \(ballot.workers) workers' \(ballot.decoder.name) vote is refused: \(cost)")
  }
}
