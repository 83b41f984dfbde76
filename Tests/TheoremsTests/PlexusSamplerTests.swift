import ExactArithmetic
import Networks
import Testing
import Theorems

@Suite struct PlexusSamplerTests {
  static func values(_ numbers: [Quantity: Int]) -> Values<Enclosure> {
    Values(
      enclosing: numbers.mapValues { Enclosure(Rational($0)) }, iterationCount: numbers[.iterations] ?? 1)
  }

  static func value(_ identifier: String, _ numbers: [Quantity: Int]) throws -> Rational {
    let theorem = try #require(Catalogue.standard[identifier])
    let values = values(numbers)
    #expect(theorem.refusal(values) == nil)
    let terms: [Term<Enclosure>] = theorem.rightSide(values)
    #expect(terms.count == 1 && terms[0].value.isExact)
    return terms[0].value.lower
  }

  /// Each quantity in its place: by hand from the closed forms, with numbers that are all different.
  @Test func valuesByHand() throws {
    let agreement: [Quantity: Int] = [.common: 7, .onlyFirst: 3, .onlySecond: 2, .sampleSize: 4]
    #expect(try Self.value("plexus.agreement", agreement) == Rational(35, 495))
    // More than 1 of 5 sampled of 9 are among the 4 offline: 1 - (C(5,5) + 4 C(5,4))/C(9,5).
    let stall: [Quantity: Int] = [.activeView: 9, .offline: 4, .sampleSize: 5, .requiredArrivals: 4]
    #expect(try Self.value("plexus.stall", stall) == 1 - Rational(21, 126))
    // A second round of 5 of 6 leaves out the same node.
    let coverage: [Quantity: Int] = [.activeView: 6, .sampleSize: 5, .iterations: 2]
    #expect(try Self.value("plexus.coverage", coverage) == Rational(1, 6))
  }

  @Test func everyScalarAgrees() throws {
    let values = Self.values([.activeView: 30, .offline: 7, .sampleSize: 9, .requiredArrivals: 7, .iterations: 12])
    for identifier in ["plexus.stall", "plexus.coverage"] {
      let theorem = try #require(Catalogue.standard[identifier])
      let exact: Enclosure = theorem.rightSide(values).total()
      let float: FloatEnclosure = theorem.rightSide(values.map { FloatEnclosure($0.lower) }).total()
      let double: Double = theorem.rightSide(values.map { Double($0.lower) }).total()
      #expect(float.contains(exact.lower))
      #expect(abs(double / Double(exact.lower) - 1) < 1e-15)
    }
  }

  /// They are equalities about the sampler, which no run meets the hypothesis of.
  @Test func theyAreEqualitiesAboutTheSampler() {
    let laws = Catalogue.standard.theorems.filter { $0.identifier.hasPrefix("plexus.") }
    #expect(laws.map(\.identifier) == ["plexus.agreement", "plexus.stall", "plexus.coverage"])
    for law in laws {
      #expect(law.isEquality && law.leftSide.metric == .samplerProbability && law.origin == .derived)
      #expect(law.hypotheses.map(\.name) == ["idealSampler"])
      #expect(law.attribution == "derived under the assumptions of de Vos et al. 2023")
    }
    #expect(Catalogue.standard.theorems.filter(\.isEquality).count == laws.count)
  }

  @Test func constantsThatDoNotFitAreRefused() throws {
    func refusal(_ identifier: String, _ numbers: [Quantity: Int]) throws -> String? {
      try #require(Catalogue.standard[identifier]).refusal(Self.values(numbers))
    }
    #expect(
      try refusal("plexus.coverage", [.activeView: 3, .sampleSize: 4, .iterations: 1])
        == "a sample of 4 is larger than the view of 3")
    #expect(
      try refusal("plexus.coverage", [.activeView: 1000, .sampleSize: 10, .iterations: 5000])
        == "the exact value is longer than 2^18 bits; plumbline sampler encloses it")
    #expect(try refusal("plexus.coverage", [.activeView: 10, .sampleSize: 10, .iterations: 1_000_000_000]) == nil)
    #expect(
      try refusal("plexus.stall", [.activeView: 9, .offline: 4, .sampleSize: 3, .requiredArrivals: 4])
        == "4 arrivals of a sample of 3: 1 to all are expected")
    #expect(
      try refusal("plexus.agreement", [.common: 1_000_000_000, .onlyFirst: 0, .onlySecond: 0, .sampleSize: 4])
        == "a part of a view has 0 to 100000 nodes, not 1000000000")
  }
}
