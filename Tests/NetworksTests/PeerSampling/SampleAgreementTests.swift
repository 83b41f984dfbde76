import ExactArithmetic
import Networks
import Testing

@Suite struct SampleAgreementTests {
  /// All orders of a union of up to 6 nodes: nodes 0 ..< c are common, the next a and b in one view only.
  @Test(arguments: 1...6) func everyOrderOfSmallViews(union: Int) throws {
    let all = orders(of: union)
    for common in 0...union {
      for onlyFirst in 0...(union - common) {
        let onlySecond = union - common - onlyFirst
        for s in 1...max(1, common + min(onlyFirst, onlySecond)) where s <= common + min(onlyFirst, onlySecond) {
          let agreement = try SampleAgreement(
            common: common, onlyFirst: onlyFirst, onlySecond: onlySecond, sampleSize: s)
          var counts = [Int](repeating: 0, count: s + 1)
          for order in all {
            let first = Set(order.filter { $0 < common + onlyFirst }.prefix(s))
            let second = Set(order.filter { $0 < common || $0 >= common + onlyFirst }.prefix(s))
            counts[first.intersection(second).count] += 1
          }
          let law = counts.map { Rational($0, all.count) }
          #expect(try agreement.overlapLaw() == law, "\(agreement)")
          #expect(agreement.probability == law[s], "\(agreement)")
          #expect(try agreement.expectedOverlap() == SampleAgreement.mean(of: law))
        }
      }
    }
  }

  @Test func lawsEqualTheReferenceTable() throws {
    #expect(referenceOverlaps.count == 24)
    for reference in referenceOverlaps {
      let (views, law) = (reference.views, try reference.law.map { try Rational(parsing: $0) })
      let agreement = try SampleAgreement(
        common: views[0], onlyFirst: views[1], onlySecond: views[2], sampleSize: views[3])
      #expect(try agreement.overlapLaw() == law, "\(reference)")
      #expect(agreement.probability == law[views[3]])
    }
  }

  @Test func closedForms() throws {
    func views(_ c: Int, _ a: Int, _ b: Int, _ s: Int) throws -> SampleAgreement {
      try SampleAgreement(common: c, onlyFirst: a, onlySecond: b, sampleSize: s)
    }
    // Equal views agree; views without common members share nothing.
    #expect(try views(7, 0, 0, 3).overlapLaw() == [0, 0, 0, 1])
    #expect(try views(0, 5, 4, 3).overlapLaw() == [1, 0, 0, 0])
    // One extra member of one view costs a place if it is among the s first: s/(c + 1).
    for s in 1...9 {
      let extra = try views(9, 1, 0, s)
      #expect(extra.probability == 1 - Rational(s, 10))
      #expect(try extra.expectedOverlap() == Rational(s) - Rational(s, 10))
    }
    // One sampled: the same one if it comes first of all.
    #expect(try views(5, 3, 2, 1).overlapLaw() == [Rational(1, 2), Rational(1, 2)])
    // A view within the other, b = 0: K is how many of s drawn from the larger one are common, hypergeometric.
    let within = try views(12, 5, 0, 6)
    let law = (0...6).map { k in
      k < 1 ? Rational(0) : Rational(.binomial(12, k) * .binomial(5, 6 - k), .binomial(17, 6))
    }
    #expect(try within.overlapLaw() == law)
    #expect(try within.expectedOverlap() == Rational(6 * 12, 17))
  }

  /// Laws of any views: they sum to 1, do not depend on which view is first, and end in the agreement.
  @Test func lawsOfLargerViews() throws {
    for (c, a, b, s) in [(60, 7, 9, 20), (30, 30, 30, 30), (1, 50, 40, 10), (200, 3, 0, 60), (10, 40, 40, 50)] {
      let there = try SampleAgreement(common: c, onlyFirst: a, onlySecond: b, sampleSize: s)
      let back = try SampleAgreement(common: c, onlyFirst: b, onlySecond: a, sampleSize: s)
      let law = try there.overlapLaw()
      #expect(law.reduce(0, +) == 1 && law.allSatisfy { $0.signum >= 0 })
      #expect(try law == back.overlapLaw())
      #expect(law[s] == there.probability)
    }
  }
}
