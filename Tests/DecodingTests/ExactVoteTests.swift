import Decoding
import ExactArithmetic
import Foundation
import PropertyTesting
import Testing

@Suite struct ExactVoteTests {
  /// Equality of rationals, and the two ways to write the error of the optimal decoder.
  static func equalsTheListedVote(_ ballot: Ballot) throws -> Bool {
    let outcome = try ExactVote.outcome(of: ballot)
    let listed = ListedVote(ballot)
    return outcome.correct == Enclosure(listed.correct) && outcome.wrong == Enclosure(listed.wrong)
      && outcome.tie == Enclosure(listed.tie) && listed.correct + listed.wrong + listed.tie == 1
      && outcome.failure == Enclosure(1 - listed.correct)
      && outcome.error == (Enclosure(1) - outcome.advantage) * Enclosure(Rational(1, 2))
      && (ballot.decoder != .logLikelihood || outcome.error == Enclosure(listed.overlap / 2))
  }

  @Test(arguments: 1...12) func equalsTheListedVote(workers: Int) throws {
    try forAll(
      .ballots(workers: workers), count: workers <= 8 ? 100 : 25, seed: UInt64(1000 * workers), Self.equalsTheListedVote
    )
  }

  static func groups(_ flips: [Rational]) -> [WorkerGroup] { flips.map { WorkerGroup(flip: $0) } }

  /// Odds 2, 2 and 4: the third worker against both others is a tie.
  @Test func dependentOddsTie() throws {
    let ballot = try Ballot(
      groups: Self.groups([Rational(1, 3), Rational(1, 3), Rational(1, 5)]), decoder: .logLikelihood)
    let outcome = try ExactVote.outcome(of: ballot)
    #expect(outcome.tie == Enclosure(Rational(4 * 1 + 1 * 4, 45)))
    #expect(outcome.correct == Enclosure(Rational(4 * 4 + 2 * 2 * 4, 45)))
    #expect(outcome.wrong == Enclosure(Rational(1 + 2 * 2, 45)))
  }

  /// Weights that only exact arithmetic tells apart: 1 - 1 +- 1e-50, and 1e40 + 1 against 1e40.
  @Test func weightsBelowTheFixedPointDecide() throws {
    let p = Rational(1, 4)
    let tiny = try Rational(parsing: "1e-50")
    let groups = Self.groups([p, p, p])
    let outcome = try ExactVote.outcome(of: Ballot(groups: groups, decoder: .weighted([1, 1, tiny])))
    #expect(outcome.correct == Enclosure(Rational(9, 16) + Rational(2 * 3, 16) * Rational(3, 4)))
    #expect(outcome.tie == Enclosure(0))
    let large = try Rational(parsing: "1e40")
    let pair = try ExactVote.outcome(of: Ballot(groups: Self.groups([p, p]), decoder: .weighted([large + 1, large])))
    #expect(pair.correct == Enclosure(Rational(3, 4)) && pair.wrong == Enclosure(p) && pair.tie == Enclosure(0))
  }

  /// All weights below the resolution of a fixed point that starts at 1, with no unit of which they are multiples.
  @Test func smallWeightsAreResolved() throws {
    let groups = (1...30).map { WorkerGroup(flip: Rational($0, 100)) }
    let weights = (1...30).map {
      Rational(Integer($0 * $0 * $0 * 1009 % 1_000_003), Integer(10).raised(to: 60) + Integer($0))
    }
    let small = try ExactVote.outcome(of: Ballot(groups: groups, decoder: .weighted(weights)))
    let factor = Rational(Integer(10).raised(to: 60))
    let scaled = try ExactVote.outcome(of: Ballot(groups: groups, decoder: .weighted(weights.map { $0 * factor })))
    #expect(small == scaled)
  }

  /// Odds whose coprime base has too many powers for one code each: every group is then a direction of its own.
  @Test func oddsWithALongCoprimeBase() throws {
    var source = SplitMix64(seed: 5)
    let primes: [Integer] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71]
    for _ in 0..<3 {
      let flips = (0..<4).map { _ in
        let odds = primes.reduce(Rational(1)) { product, prime in
          let power = Rational(prime.raised(to: Int.random(in: 0...150, using: &source)))
          return Bool.random(using: &source) ? product * power : product / power
        }
        return 1 / (1 + odds)
      }
      // Twice the same worker, and once its opposite: exact ties that the codes do not show.
      let ballot = try Ballot(
        groups: Self.groups(flips + [flips[0], 1 - flips[1]]), decoder: .logLikelihood)
      #expect(try Self.equalsTheListedVote(ballot))
      #expect(try Self.equalsTheListedVote(Ballot(groups: Self.groups([flips[0], flips[0]]), decoder: .logLikelihood)))
    }
  }

  static let large = [
    WorkerGroup(flip: Rational(1, 3), count: 334), WorkerGroup(flip: Rational(2, 5), count: 333),
    WorkerGroup(flip: Rational(9, 20), count: 333),
  ]

  /// P(score > 0), P(score < 0) and P(score = 0) by a loop over the numbers of wrong votes, in doubles.
  static func looped(_ groups: [WorkerGroup], _ weights: [Double]) -> [Double] {
    let laws: [[Double]] = groups.map { group in
      let n = group.count
      let (up, down) = (log(Double(group.flip)), log(Double(1 - group.flip)))
      return (0...n).map { wrong -> Double in
        let choose = lgamma(Double(n + 1)) - lgamma(Double(wrong + 1)) - lgamma(Double(n - wrong + 1))
        return exp(choose + Double(wrong) * up + Double(n - wrong) * down)
      }
    }
    var sums = [0.0, 0, 0]
    for (i, a) in laws[0].enumerated() {
      for (j, b) in laws[1].enumerated() {
        let part = weights[0] * Double(groups[0].count - 2 * i) + weights[1] * Double(groups[1].count - 2 * j)
        for (k, c) in laws[2].enumerated() {
          let score = part + weights[2] * Double(groups[2].count - 2 * k)
          sums[score > 1e-9 ? 0 : score < -1e-9 ? 1 : 2] += a * b * c
        }
      }
    }
    return sums
  }

  @Test(arguments: [
    SignDecoder.majority, .weighted([3, 2, 1]), .weighted([1, Rational(1, 2), Rational(-1, 7)]), .logLikelihood,
  ]) func thousandWorkersInThreeGroups(decoder: SignDecoder) throws {
    let outcome = try ExactVote.outcome(of: Ballot(groups: Self.large, decoder: decoder))
    #expect((outcome.correct + outcome.wrong + outcome.tie) == Enclosure(1))
    let weights: [Double] =
      switch decoder {
      case .majority: [1, 1, 1]
      case .weighted(let list): list.map { Double($0) }
      case .logLikelihood: Self.large.map { log(Double((1 - $0.flip) / $0.flip)) }
      }
    let expected = Self.looped(Self.large, weights)
    for (value, reference) in zip([outcome.correct, outcome.wrong, outcome.tie], expected) {
      #expect(abs(Double(value.lower) - reference) <= 1e-9 * reference + 1e-300, "\(decoder)")
    }
  }

  static let distinct = (1...60).map { WorkerGroup(flip: Rational(3 * $0, 401)) }

  @Test func sixtyDifferentWorkersByMajority() throws {
    let outcome = try ExactVote.outcome(of: Ballot(groups: Self.distinct, decoder: .majority))
    let law = WrongVoteLaw(Self.distinct)
    #expect(outcome.wrong == Enclosure(law.probability(wrongAtLeast: 31)))
    #expect(outcome.tie == Enclosure(law.probability(wrong: 30)))
    #expect((outcome.correct + outcome.wrong + outcome.tie) == Enclosure(1))
  }

  /// What is out of reach is refused with its cost, at once.
  @Test func lawsOutOfReachAreRefused() throws {
    let distinctWeights = (1...60).map { Rational(1, $0) }
    for decoder in [SignDecoder.logLikelihood, .weighted(distinctWeights)] {
      let ballot = try Ballot(groups: Self.distinct, decoder: decoder)
      let error = #expect(throws: VoteError.self) { try ExactVote.outcome(of: ballot) }
      let message = try #require(error).message
      #expect(
        message.hasPrefix(
          "the exact law of 60 workers' \(decoder.name) vote is refused: it would list 1073741824 scores and take about"
        ), "\(message)")
      #expect(message.hasSuffix("seconds") || message.hasSuffix("hours"), "\(message)")
    }
    for decoder in [SignDecoder.majority, .logLikelihood, .weighted([1])] {
      for count in [10_000_000, Int.max / 2] {
        let ballot = try Ballot(groups: [WorkerGroup(flip: Rational(1, 3), count: count)], decoder: decoder)
        let error = #expect(throws: VoteError.self) { try ExactVote.outcome(of: ballot) }
        #expect(
          try #require(error).message.hasPrefix("the exact law of \(count) workers' \(decoder.name) vote is refused:"))
      }
    }
  }

  /// A hundred groups in which only a few weights differ have few scores, whatever the number of groups.
  @Test func manyGroupsWithFewScores() throws {
    let groups = (1...100).map { WorkerGroup(flip: Rational($0, 300)) }
    let equal = try ExactVote.outcome(of: Ballot(groups: groups, decoder: .weighted(Array(repeating: 7, count: 100))))
    let majority = try ExactVote.outcome(of: Ballot(groups: groups, decoder: .majority))
    #expect(equal == majority)
    let single = Array(repeating: WorkerGroup(flip: Rational(1, 3)), count: 100)
    let whole = [WorkerGroup(flip: Rational(1, 3), count: 100)]
    #expect(
      try ExactVote.outcome(of: Ballot(groups: single, decoder: .logLikelihood))
        == ExactVote.outcome(of: Ballot(groups: whole, decoder: .logLikelihood)))
  }

  /// Scores that fixed point cannot tell from zero are decided one by one, so their number is part of the cost.
  @Test func nearTiesArePartOfTheCost() throws {
    let groups = (1...27).map { WorkerGroup(flip: Rational($0, 100)) }
    let weights = [try Rational(parsing: "1e-50")] + Array(repeating: Rational(1), count: 26)
    let ballot = try Ballot(groups: groups, decoder: .weighted(weights))
    let error = #expect(throws: VoteError.self) { try ExactVote.outcome(of: ballot) }
    #expect(try #require(error).message.contains("one by one"))
  }

  /// Votes that weigh nothing cost nothing.
  @Test func weightlessVotesAreNotListed() throws {
    let coins = WorkerGroup(flip: Rational(1, 2), count: 1_000_000)
    let one = WorkerGroup(flip: Rational(1, 3))
    #expect(
      try ExactVote.outcome(of: Ballot(groups: [coins, one], decoder: .logLikelihood)).correct
        == Enclosure(Rational(2, 3)))
    #expect(
      try ExactVote.outcome(of: Ballot(groups: [coins, one], decoder: .weighted([0, -1]))).correct
        == Enclosure(Rational(1, 3)))
    #expect(try ExactVote.outcome(of: Ballot(groups: [coins], decoder: .logLikelihood)).tie == Enclosure(1))
  }
}
