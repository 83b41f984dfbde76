import ExactArithmetic

/// The exact law of a decoded vote.
///
/// Majority counts wrong votes. Other weights meet in the middle: the groups are split in two, the law of either
/// half's score is listed, and one sweep over both, in the order of their scores, adds up the three outcomes.
public enum ExactVote {
  /// - Throws: `VoteError` naming the cost when it is out of reach; `CertifiedVote` encloses those.
  public static func outcome(of ballot: Ballot) throws(VoteError) -> VoteOutcome {
    let workers = ballot.workers
    // Every one of them would be a score, or more than one.
    if workers >= largestStateCount { throw refusal(ballot, "it would list more than \(workers) scores") }
    switch ballot.decoder {
    case .majority:
      // A product tree: what a product of two numbers of all coefficients takes, some tens of times.
      try afford(ballot, states: workers + 1, products: Double(workers) * Double(workers) / 16)
      return count(WrongVoteLaw(ballot.groups))
    case .weighted(let weights):
      let parts = zip(ballot.groups, weights).filter { !$0.1.isZero }
      let groups = parts.map(\.0)
      return try sweep(ballot, groups, ScoreScale.weighted(parts.map(\.1), counts: groups.map(\.count)))
    case .logLikelihood:
      // A worker that is always right, or always wrong, decides alone; all of them agree.
      if ballot.groups.contains(where: { $0.flip.isZero || $0.flip == 1 }) { return outcome(1, 0, 0, over: 1) }
      let groups = ballot.groups.filter { !$0.edge.isZero }
      return try sweep(ballot, groups, ScoreScale.logLikelihood(groups))
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

  /// - Parameter groups: those whose votes weigh something.
  private static func sweep(
    _ ballot: Ballot, _ groups: [WorkerGroup], _ scores: ScoreScale?
  ) throws(VoteError) -> VoteOutcome {
    guard let scores else { throw refusal(ballot, "it would list more than 2^120 outcomes") }
    let halves = split(groups, scores)
    let states = halves.map { stateCount($0) }
    try afford(ballot, states: states.max()!, products: Double(states[0]) + 3 * Double(states[1]))
    let laws = halves.map { PartialLaw($0) }
    let nearTies = nearTies(laws[0], laws[1], scores)
    // A microsecond for each digit of a score.
    let seconds = Double(nearTies) * Double(groups.count) * 1e-6
    if seconds > longestSeconds {
      throw refusal(
        ballot, "it would decide \(nearTies) near ties one by one and take about \(duration(seconds))")
    }
    return sweep(laws[0], laws[1], scores)
  }

  /// How many pairs of scores fixed point does not decide.
  private static func nearTies(_ left: PartialLaw, _ right: PartialLaw, _ scores: ScoreScale) -> Int {
    var (open, certain) = (right.entries.count, right.entries.count)
    return left.entries.reduce(0) { sum, entry in
      advance(&open, &certain, entry, right, scores)
      return sum + certain - open
    }
  }

  /// Right entries from `certain` on surely outweigh the left one; those in open ..< certain are decided one by one.
  private static func advance(
    _ open: inout Int, _ certain: inout Int, _ entry: PartialLaw.Entry, _ right: PartialLaw, _ scores: ScoreScale
  ) {
    while certain > 0, entry.position + right.entries[certain - 1].position > scores.slack { certain -= 1 }
    while open > 0, entry.position + right.entries[open - 1].position >= -scores.slack { open -= 1 }
  }

  /// One pass: as the left score rises, the right scores that outweigh it begin earlier.
  private static func sweep(_ left: PartialLaw, _ right: PartialLaw, _ scores: ScoreScale) -> VoteOutcome {
    // suffix[i] = sum of right weights from i on.
    var suffix: [Integer] = [0]
    for entry in right.entries.reversed() { suffix.append(suffix.last! + entry.weight) }
    suffix.reverse()
    var (correct, tie): (Integer, Integer) = (0, 0)
    var (open, certain) = (right.entries.count, right.entries.count)
    for entry in left.entries {
      advance(&open, &certain, entry, right, scores)
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
      throw refusal(ballot, "it would list \(states) scores and take about \(duration(seconds))")
    }
    // Powers, probabilities and their sums.
    let bytes = Double(states) * (100 + 24 * words)
    if bytes > largestBytes {
      throw refusal(
        ballot, "it would list \(states) scores and take about \(Int(bytes / 1e9) + 1) gigabytes of memory")
    }
  }

  private static let largestBytes = 4e9

  private static func duration(_ seconds: Double) -> String {
    seconds < 3600 ? "\(Int(seconds) + 1) seconds" : "\(Int(min(seconds / 3600, 1e15)) + 1) hours"
  }

  private static func refusal(_ ballot: Ballot, _ cost: String) -> VoteError {
    VoteError("the exact law of \(ballot.workers) workers' \(ballot.decoder.name) vote is refused: \(cost)")
  }
}
