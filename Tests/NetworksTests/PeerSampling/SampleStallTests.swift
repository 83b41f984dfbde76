import ExactArithmetic
import Testing

@testable import Networks

@Suite struct SampleStallTests {
  static func stall(_ n: Int, _ o: Int, _ s: Int, _ r: Int) throws -> SampleStall {
    try SampleStall(try PeerSample(activeView: n, sampleSize: s), offline: o, requiredArrivals: r)
  }

  /// All subsets of views of up to 7 nodes, the first o of them offline.
  @Test(arguments: 1...7) func everySubsetOfASmallView(nodes: Int) throws {
    for s in 1...nodes {
      let all = subsets(of: nodes, size: s)
      for offline in 0...nodes {
        for arrivals in 1...s {
          let stalled = all.count { ($0 >> offline).nonzeroBitCount < arrivals }
          let stall = try Self.stall(nodes, offline, s, arrivals)
          #expect(stall.probability == Rational(stalled, all.count), "\(stall)")
        }
      }
    }
  }

  @Test func probabilitiesEqualTheReferenceTable() throws {
    #expect(referenceStalls.count == 20)
    for reference in referenceStalls {
      let counts = reference.counts
      let stall = try Self.stall(counts[0], counts[1], counts[2], counts[3])
      #expect(stall.probability == (try Rational(parsing: reference.probability)), "\(reference)")
    }
  }

  @Test func closedForms() throws {
    // All must arrive: no stall if none of the s is offline.
    #expect(try Self.stall(10, 3, 4, 4).probability == 1 - Rational(.binomial(7, 4), .binomial(10, 4)))
    // One must arrive: a stall if all are offline.
    #expect(try Self.stall(10, 5, 4, 1).probability == Rational(.binomial(5, 4), .binomial(10, 4)))
    #expect(try Self.stall(10, 0, 4, 4).probability == 0)
    #expect(try Self.stall(10, 10, 4, 1).probability == 1)
    #expect(try Self.stall(10, 1, 4, 3).probability == 0)
    // The half that stalls is the half that does not, by exchanging online and offline.
    #expect(try Self.stall(40, 20, 9, 5).probability == Rational(1, 2))
  }

  @Test func seriesOfRounds() throws {
    let stall = try Self.stall(10, 3, 4, 4)
    #expect(stall.probabilityOfNone(in: 0) == Enclosure(1))
    #expect(stall.probabilityOfNone(in: 3) == Enclosure((1 - stall.probability).raised(to: 3)))
    // Beyond 2^18 bits: enclosed, and the squares of enclosures agree with the enclosures of squares.
    let (one, two) = (stall.probabilityOfNone(in: 300_000), stall.probabilityOfNone(in: 600_000))
    #expect(!one.isExact && !two.isExact)
    #expect(one.width <= one.lower * .powerOfTwo(-120))
    let square = one * one
    #expect(square.lower <= two.upper && two.lower <= square.upper)
    #expect(try Self.stall(10, 10, 4, 1).probabilityOfNone(in: 1_000_000_000) == Enclosure(0))
    #expect(try Self.stall(10, 0, 4, 1).probabilityOfNone(in: 1_000_000_000) == Enclosure(1))
  }

  /// The enclosed power against the exact one.
  @Test func certifiedPowersContainTheExactOnes() {
    for (value, exponent) in [(Rational(2, 3), 1), (Rational(1, 7), 1000), (Rational(999, 1000), 12_345)] {
      let enclosed = DyadicEnclosure(value, significantBits: 160).power(exponent, significantBits: 160).enclosure
      let exact = value.raised(to: exponent)
      #expect(enclosed.contains(exact))
      #expect(enclosed.width <= exact * .powerOfTwo(-128))
    }
  }
}
