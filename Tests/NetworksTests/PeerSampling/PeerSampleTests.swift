import ExactArithmetic
import Networks
import Testing

@Suite struct PeerSampleTests {
  /// The first s of every order of the view: all subsets are among them, and equally often.
  @Test(arguments: 1...6) func everySubsetIsEquallyLikely(nodes: Int) throws {
    let all = orders(of: nodes)
    for s in 1...nodes {
      let sample = try PeerSample(activeView: nodes, sampleSize: s)
      let counts = Dictionary(grouping: all) { $0.prefix(s).reduce(0) { $0 | 1 << $1 } }.mapValues(\.count)
      #expect(Set(counts.keys) == Set(subsets(of: nodes, size: s)))
      for count in counts.values { #expect(Rational(count, all.count) == sample.subsetProbability) }
      let included = all.count { $0.prefix(s).contains(0) }
      #expect(Rational(included, all.count) == sample.inclusionProbability)
      #expect(sample.subsets == Integer(counts.count))
    }
  }

  @Test func arrivalsAreRoundedUp() throws {
    let sample = try PeerSample(activeView: 20, sampleSize: 10)
    for (fraction, arrivals) in [("9/10", 9), ("91/100", 10), ("1/1000", 1), ("1", 10), ("1/2", 5), ("0.51", 6)] {
      #expect(sample.requiredArrivals(successFraction: try Rational(parsing: fraction)) == arrivals)
    }
  }

  @Test func whatIsWrongIsNamed() throws {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    #expect(
      message { _ = try PeerSample(activeView: 3, sampleSize: 4) } == "a sample of 4 is larger than the view of 3")
    #expect(
      message { _ = try PeerSample(activeView: 0, sampleSize: 1) } == "a view has 1 to 100000 nodes, not 0")
    #expect(
      message { _ = try PeerSample(activeView: 100_001, sampleSize: 1) } == "a view has 1 to 100000 nodes, not 100001")
    #expect(
      message { _ = try PeerSample(activeView: 3, sampleSize: 0) } == "a sample has at least one node, not 0")
    let sample = try PeerSample(activeView: 5, sampleSize: 3)
    #expect(
      message { _ = try SampleStall(sample, offline: 6, requiredArrivals: 1) }
        == "6 offline of a view of 5: 0 to all are expected")
    #expect(
      message { _ = try SampleStall(sample, offline: -1, requiredArrivals: 1) }
        == "-1 offline of a view of 5: 0 to all are expected")
    #expect(
      message { _ = try SampleStall(sample, offline: 1, requiredArrivals: 4) }
        == "4 arrivals of a sample of 3: 1 to all are expected")
    #expect(
      message { _ = try SampleStall(sample, offline: 1, requiredArrivals: 0) }
        == "0 arrivals of a sample of 3: 1 to all are expected")
    #expect(
      message { _ = try SampleCoverage(sample, targets: 6) }
        == "6 nodes to cover of a view of 5: 0 to all are expected")
    func agreement(_ c: Int, _ a: Int, _ b: Int, _ s: Int) -> String {
      message { _ = try SampleAgreement(common: c, onlyFirst: a, onlySecond: b, sampleSize: s) }
    }
    #expect(agreement(1, 2, 0, 2) == "a sample of 2 is larger than the second view of 1")
    #expect(agreement(1, 0, 2, 2) == "a sample of 2 is larger than the first view of 1")
    #expect(agreement(1, -1, 2, 1) == "a part of a view has 0 to 100000 nodes, not -1")
    #expect(agreement(60_000, 30_000, 30_000, 1) == "two views together have at most 100000 nodes, not 120000")
    #expect(agreement(1, 1, 1, 0) == "a sample has at least one node, not 0")
  }

  /// What is refused says why, and at once.
  @Test func whatIsOutOfReachIsRefused() throws {
    let huge = try PeerSample(activeView: 100_000, sampleSize: 50_000)
    #expect(throws: NetworkError.self) { _ = try SampleCoverage(huge).expectedRounds() }
    #expect(throws: NetworkError.self) { _ = try SampleCoverage(huge).probabilityOfMissing(after: 1000) }
    let views = try SampleAgreement(common: 40_000, onlyFirst: 20_000, onlySecond: 20_000, sampleSize: 20_000)
    #expect(throws: NetworkError.self) { _ = try views.overlapLaw() }
    let equal = try SampleAgreement(common: 100_000, onlyFirst: 0, onlySecond: 0, sampleSize: 50_000)
    #expect(throws: NetworkError.self) { _ = try equal.overlapLaw() }
    #expect(equal.probability == 1)
  }
}
