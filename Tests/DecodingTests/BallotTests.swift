import Decoding
import ExactArithmetic
import Testing

@Suite struct BallotTests {
  static let two = [WorkerGroup(flip: Rational(1, 3)), WorkerGroup(flip: Rational(1, 4), count: 5)]

  static func message(_ groups: [WorkerGroup], _ decoder: SignDecoder) -> String? {
    do throws(VoteError) {
      _ = try Ballot(groups: groups, decoder: decoder)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func whatCannotBeDecodedIsRefused() {
    for decoder in [SignDecoder.majority, .logLikelihood, .weighted([])] {
      #expect(Self.message([], decoder) == "there are no workers: M = 0")
    }
    #expect(
      Self.message(Self.two, .weighted([1])) == "1 weights for 2 flip probabilities: one for each is expected")
    #expect(
      Self.message(Self.two, .weighted([1, 2, 3])) == "3 weights for 2 flip probabilities: one for each is expected")
    #expect(Self.message(Self.two, .weighted([0, 0])) == "all weights are zero, so every vote would be a tie")
    #expect(Self.message(Self.two, .weighted([0, -1])) == nil)
    #expect(Self.message(Self.two, .majority) == nil && Self.message(Self.two, .logLikelihood) == nil)
  }

  @Test func aVotePartKeepsGroupsAndWeights() throws {
    let ballot = try Ballot(groups: Self.two, decoder: .weighted([2, 3]))
    #expect(ballot.workers == 6)
    #expect(try ballot.first(1).groups == [WorkerGroup(flip: Rational(1, 3))])
    #expect(try ballot.first(1).decoder == .weighted([2]))
    #expect(try ballot.first(4).groups == [Self.two[0], WorkerGroup(flip: Rational(1, 4), count: 3)])
    #expect(try ballot.first(4).decoder == .weighted([2, 3]))
    #expect(try ballot.first(6).groups == Self.two)
    #expect(throws: VoteError.self) { try Ballot(groups: Self.two, decoder: .weighted([0, 1])).first(1) }
  }

  @Test func undefinedGroupsTrap() async {
    await #expect(processExitsWith: .failure) { _ = WorkerGroup(flip: Rational(-1, 1_000_000)) }
    await #expect(processExitsWith: .failure) { _ = WorkerGroup(flip: Rational(1_000_001, 1_000_000)) }
    await #expect(processExitsWith: .failure) { _ = WorkerGroup(flip: Rational(1, 3), count: 0) }
    await #expect(processExitsWith: .failure) { _ = WorkerGroup(flip: Rational(1, 3), count: -1) }
    await #expect(processExitsWith: .failure) {
      _ = try Ballot(groups: [WorkerGroup(flip: 0)], decoder: .majority).first(2)
    }
    await #expect(processExitsWith: .success) { _ = [WorkerGroup(flip: 0), WorkerGroup(flip: 1)] }
  }
}
