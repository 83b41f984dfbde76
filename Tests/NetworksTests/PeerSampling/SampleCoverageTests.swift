import ExactArithmetic
import Testing

@testable import Networks

@Suite struct SampleCoverageTests {
  static func coverage(_ n: Int, _ s: Int, targets: Int? = nil) throws -> SampleCoverage {
    try SampleCoverage(try PeerSample(activeView: n, sampleSize: s), targets: targets)
  }

  /// All sequences of up to 3 subsets of up to 5 nodes.
  @Test(arguments: 1...5) func everySequenceOfSamples(nodes: Int) throws {
    for s in 1...nodes {
      let all = subsets(of: nodes, size: s)
      for targets in 0...nodes {
        let coverage = try Self.coverage(nodes, s, targets: targets)
        let wanted = 1 << targets - 1
        var covered = [0]
        for rounds in 0...3 {
          let missing = covered.count { $0 & wanted != wanted }
          let expected = Enclosure(Rational(missing, covered.count))
          #expect(try coverage.probabilityOfMissing(after: rounds) == expected, "\(coverage), \(rounds)")
          covered = covered.flatMap { set in all.map { set | $0 } }
        }
      }
    }
  }

  /// Inclusion and exclusion against the Markov chain.
  @Test func valuesEqualTheReferenceTable() throws {
    #expect(referenceCoverages.count == 18)
    for reference in referenceCoverages {
      let counts = reference.counts
      let coverage = try Self.coverage(counts[0], counts[1], targets: counts[2])
      let missing = try Rational(parsing: reference.missing)
      #expect(try coverage.probabilityOfMissing(after: counts[3]) == Enclosure(missing), "\(reference)")
      #expect(try coverage.expectedRounds() == Enclosure(try Rational(parsing: reference.expected)), "\(reference)")
    }
  }

  @Test func closedForms() throws {
    // One node a round: the coupon collector, n (1 + 1/2 + ... + 1/n).
    for nodes in [1, 2, 5, 17] {
      let harmonic = (1...nodes).reduce(Rational(0)) { $0 + Rational(1, $1) }
      #expect(try Self.coverage(nodes, 1).expectedRounds() == Enclosure(Rational(nodes) * harmonic))
    }
    // All in every round.
    #expect(try Self.coverage(9, 9).expectedRounds() == Enclosure(1))
    #expect(try Self.coverage(9, 9).probabilityOfMissing(after: 1_000_000_000) == Enclosure(0))
    #expect(try Self.coverage(9, 9).probabilityOfMissing(after: 0) == Enclosure(1))
    // One target: a geometric time.
    #expect(try Self.coverage(12, 3, targets: 1).expectedRounds() == Enclosure(4))
    #expect(
      try Self.coverage(12, 3, targets: 1).probabilityOfMissing(after: 5) == Enclosure(Rational(3, 4).raised(to: 5)))
    // No target.
    #expect(try Self.coverage(12, 3, targets: 0).expectedRounds() == Enclosure(0))
    #expect(try Self.coverage(12, 3, targets: 0).probabilityOfMissing(after: 0) == Enclosure(0))
    // One short of all: a second round has all of them unless it leaves out the same one.
    #expect(try Self.coverage(6, 5).probabilityOfMissing(after: 2) == Enclosure(Rational(1, 6)))
  }

  /// The chain once more, for views of a size that is published, and the enclosures beside the exact values.
  @Test(arguments: [(100, 10, 30), (60, 13, 60), (45, 44, 4), (80, 1, 9)])
  func theChainOfCoveredNodes(nodes: Int, s: Int, rounds: Int) throws {
    let coverage = try Self.coverage(nodes, s)
    let whole = coverage.sample.subsets
    // From m covered nodes to m + i.
    func ways(_ m: Int, _ i: Int) -> Integer {
      i > nodes - m || s - i > m ? 0 : .binomial(nodes - m, i) * .binomial(m, s - i)
    }
    var law: [Integer] = [1] + [Integer](repeating: 0, count: nodes)
    for _ in 0..<rounds {
      law = (0...nodes).map { k in (max(0, k - s)...k).reduce(Integer(0)) { $0 + law[$1] * ways($1, k - $1) } }
    }
    let missing = 1 - Rational(law[nodes], whole.raised(to: rounds))
    #expect(try coverage.probabilityOfMissing(after: rounds) == Enclosure(missing))
    var expected = [Rational](repeating: 0, count: nodes + 1)
    for m in (0..<nodes).reversed() {
      let onward = (1...min(s, nodes - m)).reduce(Rational(0)) { $0 + Rational(ways(m, $1), whole) * expected[m + $1] }
      expected[m] = (1 + onward) / (1 - Rational(ways(m, 0), whole))
    }
    #expect(try coverage.expectedRounds() == Enclosure(expected[0]))
    for (enclosed, exact) in [
      (try coverage.certifiedProbabilityOfMissing(after: rounds), missing),
      (try coverage.certifiedExpectedRounds(), expected[0]),
    ] {
      #expect(enclosed.contains(exact))
      #expect(enclosed.width <= exact * .powerOfTwo(-128))
    }
  }

  /// A thousand nodes and many rounds: enclosures with all the digits that they promise.
  @Test func longNumbersAreEnclosed() throws {
    let expected = try Self.coverage(1000, 100).expectedRounds()
    #expect(!expected.isExact && expected.width <= expected.lower * .powerOfTwo(-128))
    let coverage = try Self.coverage(1000, 10)
    // After few rounds terms of 2^390 cancel.
    let few = try Self.coverage(400, 4)
    let (early, exact) = (try few.certifiedProbabilityOfMissing(after: 3), try few.probabilityOfMissing(after: 3))
    #expect(exact.isExact && early.contains(exact.lower) && early.width <= .powerOfTwo(-128))
    // P(missing) is between that of one node and a thousand times that.
    let missing = try coverage.probabilityOfMissing(after: 20_000)
    let one = Rational(99, 100).probabilityPower(20_000)
    #expect(!missing.isExact && missing.width <= missing.lower * .powerOfTwo(-128))
    #expect(one.upper < missing.lower && missing.upper < 1001 * one.lower)
    // Past 2^18 bits, where one round more makes little difference.
    let round = coverage.sample.subsets.bitWidth
    let short = try coverage.probabilityOfMissing(after: longestExactProbability / round)
    let long = try coverage.probabilityOfMissing(after: longestExactProbability / round + 1)
    #expect(short.isExact && !long.isExact)
    #expect(long.upper < short.lower && short.lower * Rational(98, 100) < long.lower)
  }
}
