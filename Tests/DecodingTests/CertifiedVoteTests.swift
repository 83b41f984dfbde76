import Decoding
import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct CertifiedVoteTests {
  static func encloses(_ outcome: VoteOutcome, _ exact: VoteOutcome) -> Bool {
    func inside(_ part: KeyPath<VoteOutcome, Enclosure>) -> Bool {
      outcome[keyPath: part].contains(exact[keyPath: part].lower)
    }
    return [\.correct, \.wrong, \.tie, \.advantage, \.failure, \.error].allSatisfy(inside)
      && [\.correct, \.wrong, \.tie].allSatisfy { (part: KeyPath<VoteOutcome, Enclosure>) in
        outcome[keyPath: part].lower >= 0 && outcome[keyPath: part].upper <= 1
      }
  }

  /// It contains the exact law, and is no wider than what rounding the weights leaves open.
  @Test(arguments: 1...12) func enclosesTheListedVote(workers: Int) throws {
    try forAll(.ballots(workers: workers), count: workers <= 8 ? 8 : 4, seed: UInt64(2000 * workers)) { ballot in
      let outcome = try CertifiedVote.outcome(of: ballot)
      let open = Rational(exactly: ballot.decoder == .majority ? 0 : ListedVote(ballot).nearTie)!
      return try Self.encloses(outcome, ExactVote.outcome(of: ballot))
        && [outcome.correct, outcome.wrong].allSatisfy { $0.width <= open + Rational(1, 1_000_000_000) }
    }
  }

  @Test(arguments: [
    SignDecoder.majority, .weighted([3, 2, 1]), .weighted([1, Rational(-1, 2), Rational(1, 1_000_003)]), .logLikelihood,
  ]) func enclosesLargerVotes(decoder: SignDecoder) throws {
    let ballot = try Ballot(groups: ExactVoteTests.large, decoder: decoder)
    #expect(try Self.encloses(CertifiedVote.outcome(of: ballot), ExactVote.outcome(of: ballot)))
  }

  /// Sixty groups are out of the exact law's reach, but twenty values in triples are not, and equal weights are majority.
  @Test func enclosesVotesOfSixtyGroups() throws {
    let groups = (0..<60).map { WorkerGroup(flip: Rational(1 + $0 % 4, 13)) }
    let few = (0..<4).map { WorkerGroup(flip: Rational(1 + $0, 13), count: 15) }
    let certified = try CertifiedVote.outcome(of: Ballot(groups: groups, decoder: .logLikelihood))
    let exact = try ExactVote.outcome(of: Ballot(groups: few, decoder: .logLikelihood))
    #expect(Self.encloses(certified, exact))

    let majority = try ExactVote.outcome(of: Ballot(groups: ExactVoteTests.distinct, decoder: .majority))
    let equal = SignDecoder.weighted(Array(repeating: Rational(2, 7), count: 60))
    #expect(
      Self.encloses(try CertifiedVote.outcome(of: Ballot(groups: ExactVoteTests.distinct, decoder: equal)), majority))

    let optimal = try CertifiedVote.outcome(of: Ballot(groups: ExactVoteTests.distinct, decoder: .logLikelihood))
    #expect(optimal.correct.width < Rational(1, 1000))
    #expect(optimal.error.lower <= majority.error.upper)
  }

  @Test func coinsTie() throws {
    let ballot = try Ballot(groups: [WorkerGroup(flip: Rational(1, 2), count: 3)], decoder: .logLikelihood)
    #expect(Self.encloses(try CertifiedVote.outcome(of: ballot), try ExactVote.outcome(of: ballot)))
  }

  /// Probabilities below the normal doubles underflow to enclosures that start at 0.
  @Test func underflowIsEnclosed() throws {
    let tiny = try Rational(parsing: "1e-400")
    for decoder in [SignDecoder.weighted([1, 1]), .logLikelihood, .majority] {
      for groups in [
        [WorkerGroup(flip: tiny, count: 3), WorkerGroup(flip: Rational(1, 3), count: 2)],
        [WorkerGroup(flip: Rational(1, 1_000_000), count: 70), WorkerGroup(flip: 1 - tiny, count: 3)],
      ] {
        let ballot = try Ballot(groups: groups, decoder: decoder)
        #expect(Self.encloses(try CertifiedVote.outcome(of: ballot), try ExactVote.outcome(of: ballot)))
      }
    }
  }

  @Test func votesOutOfReachAreRefused() throws {
    for count in [1_000_000, Int.max / 2] {
      let ballot = try Ballot(groups: [WorkerGroup(flip: Rational(1, 3), count: count)], decoder: .weighted([2]))
      let error = #expect(throws: VoteError.self) { try CertifiedVote.outcome(of: ballot) }
      #expect(
        try #require(error).message.hasPrefix(
          "a certified enclosure of \(count) workers' weighted vote is refused: it would take about"))
    }
  }

  /// Where every count of wrong votes needs its own exponent, the law takes tens of times as long.
  @Test(arguments: [Rational.powerOfTwo(-300), 1 - .powerOfTwo(-300)])
  func slowMajoritiesAreRefused(_ flip: Rational) throws {
    let ballot = try Ballot(groups: [WorkerGroup(flip: flip, count: 200_000)], decoder: .majority)
    #expect(throws: VoteError.self) { try CertifiedVote.outcome(of: ballot) }
  }
}
