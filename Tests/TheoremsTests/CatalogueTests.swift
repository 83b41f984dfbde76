import ExactArithmetic
import Foundation
import Testing
import Theorems

@Suite struct CatalogueTests {
  static let order: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .strongConvexity, .noiseVariance, .heterogeneity, .mixingRate,
    .initialGap, .initialDistance,
  ]

  static func values(_ texts: [String]) throws -> Values<Rational> {
    let numbers = try texts.map { try Rational(parsing: $0) }
    return Values(
      Dictionary(uniqueKeysWithValues: zip(order, numbers)), iterationCount: numbers[1].numerator.asInt!)
  }

  /// The committed table was computed by another program; equality is of rationals.
  @Test func rightSidesEqualTheReferenceTable() throws {
    #expect(referenceBounds.count == 36)
    for reference in referenceBounds {
      let theorem = try #require(Catalogue.standard[reference.theorem])
      let terms = theorem.rightSide(try Self.values(reference.quantities))
      #expect(terms.map(\.value) == (try reference.terms.map { try Rational(parsing: $0) }), "\(reference)")
      #expect(terms.map(\.name) == ["initialisation", "gradientNoise", "topologyNoise", "topologyHeterogeneity"])
    }
  }

  @Test func everyScalarAgrees() throws {
    for reference in referenceBounds {
      let theorem = try #require(Catalogue.standard[reference.theorem])
      let values = try Self.values(reference.quantities)
      let exact: Rational = theorem.rightSide(values).total()
      let enclosed: Enclosure = theorem.rightSide(values.map { Enclosure($0) }).total()
      let float: FloatEnclosure = theorem.rightSide(values.map { FloatEnclosure($0) }).total()
      let double: Double = theorem.rightSide(values.map { Double($0) }).total()
      #expect(enclosed == Enclosure(exact))
      #expect(float.contains(exact))
      #expect(abs(double / Double(exact) - 1) < 1e-13)
    }
  }

  /// The formulas read only what they declare: evaluating with nothing else must not trap.
  @Test func everyTheoremReadsOnlyItsQuantities() {
    for theorem in Catalogue.standard.theorems {
      let given = Dictionary(
        uniqueKeysWithValues: theorem.quantities.map { ($0, Enclosure($0 == .secondEigenvalue ? Rational(1, 2) : 1)) })
      let values = Values(enclosing: given, iterationCount: 1)
      #expect(!theorem.rightSide(values).isEmpty)
      for hypothesis in theorem.hypotheses {
        switch hypothesis.condition {
        case .inequality(_, let sides), .equality(let sides): _ = sides(values)
        case .structural: break
        }
      }
    }
  }

  @Test func everyEntryIsComplete() {
    for theorem in Catalogue.standard.theorems {
      #expect(!theorem.statement.isEmpty && !theorem.derivation.isEmpty && !theorem.citation.reference.isEmpty)
      let transcribed = ["localsgd.stich2019", "gossip.averaging-time", "fedavg.li2020"].contains(theorem.identifier)
      #expect(theorem.origin == (transcribed ? .transcribed : .derived))
      #expect(Set(theorem.hypotheses.map(\.name)).count == theorem.hypotheses.count)
      #expect(Set(theorem.termNames).count == theorem.termNames.count)
    }
  }

  static let dsgd = Catalogue.standard.theorems.filter { $0.identifier.hasPrefix("dsgd.") }

  @Test func theStepSizeLimitIsPOver4L() throws {
    for theorem in Self.dsgd {
      let hypothesis = try #require(theorem.hypotheses.first { $0.name == "stepSizeLimit" })
      guard case .inequality(let strict, let sides) = hypothesis.condition else {
        Issue.record("the step size is not an inequality")
        return
      }
      #expect(!strict)
      func judge(_ step: Rational) -> Truth {
        let (left, right) = sides(
          Values(
            [.smoothness: Enclosure(3), .stepSize: Enclosure(step), .mixingRate: Enclosure(Rational(1, 2))],
            iterationCount: 1))
        return left.isAtMost(right)
      }
      #expect(judge(Rational(1, 24)) == .yes)
      #expect(judge(Rational(1, 24) + Rational(1, 1_000_000_000)) == .no)
    }
  }

  /// A file is a theorem or, in each folder, one file of what they share.
  /// 3 ln(8)/ln(2) = 9 and 3 ln(27)/ln(3/2) = 24.38...
  @Test func averagingTimesAreLogarithms() throws {
    let theorem = try #require(Catalogue.standard["gossip.averaging-time"])
    func time(_ eigenvalue: Rational, _ accuracy: Rational) -> Enclosure {
      theorem.rightSide(
        Values(
          enclosing: [.secondEigenvalue: Enclosure(eigenvalue), .accuracy: Enclosure(accuracy)], iterationCount: 1)
      ).total()
    }
    let nine = time(Rational(1, 2), Rational(1, 8))
    #expect(nine.contains(9) && nine.width < .powerOfTwo(-50))
    let other = time(Rational(2, 3), Rational(1, 27))
    #expect(other.lower > Rational(24_385, 1000) && other.upper < Rational(24_386, 1000))
    #expect(time(Rational(1, 2), 1).contains(0))
  }

  /// By hand, with n = 2, s' = 1, K = 2, T = 3, L = 2, mu = 1, a = 16: rate 2/21, and 2 rate/mu = 4/21 of each part of B + C.
  @Test func publishedFederatedAveragingByHand() throws {
    let theorem = try #require(Catalogue.standard["fedavg.li2020"])
    func total(sample: Rational) -> [String: Rational] {
      let values = Values<Rational>(
        [
          .nodes: 2, .stepSize: Rational(1, 8), .smoothness: 2, .strongConvexity: 1, .noiseVariance: 4,
          .gradientSecondMoment: 3, .localSteps: 2, .sampleSize: sample, .localGap: Rational(1, 4), .initialDistance: 5,
          .stepOffset: 16,
        ], iterationCount: 3, integers: [.nodes: 2, .sampleSize: sample.numerator.asInt!])
      return Dictionary(uniqueKeysWithValues: theorem.rightSide(values).map { ($0.name, $0.value) })
    }
    let parts = [
      "initialisation": Rational(80, 21), "gradientNoise": Rational(8, 21), "heterogeneity": Rational(12, 21),
      "localDrift": Rational(96, 21), "sampling": Rational(192, 21),
    ]
    #expect(total(sample: 1) == parts)
    #expect(total(sample: 2) == parts.merging(["sampling": 0]) { $1 })
  }

  @Test func registryMatchesTheFolders() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Theorems")
    var files: [String] = []
    for folder in [
      "DSGD", "SignSGD", "AsyncDSGD", "DIGEST", "LocalSGD", "DelayedSGD", "Gossip", "Plexus", "FedAvg", "AsyncFedED",
    ] {
      files += try FileManager.default.contentsOfDirectory(atPath: sources.appendingPathComponent(folder).path)
        .filter { file in !["Deviation", "Descent", "Law", "Assumptions"].contains { file.hasSuffix("\($0).swift") } }
        .map { $0.replacing(".swift", with: "") }
    }
    #expect(Set(files) == Set(Catalogue.standard.theorems.map { "\(type(of: $0))" }))
  }

  @Test func aTermOfAnotherKindIsNotAdded() throws {
    // p = 1 (plain averaging): the topology terms vanish.
    let values = try Self.values(["4/1", "10/1", "1/8", "1/1", "1/2", "1/1", "3/1", "1/1", "2/1", "4/1"])
    for theorem in Self.dsgd {
      let terms = theorem.rightSide(values)
      #expect(terms.filter { $0.name.hasPrefix("topology") }.allSatisfy { $0.value == 0 })
    }
  }
}

@Suite struct QuantityTests {
  @Test func namesAreUniqueAndDomainsJudge() {
    #expect(Set(Quantity.allCases.map(\.symbol)).count == Quantity.allCases.count)
    #expect(Quantity.stepSize.domain.objection(to: 0) != nil)
    #expect(Quantity.stepSize.domain.objection(to: Rational(1, 9)) == nil)
    #expect(Quantity.iterations.domain.objection(to: Rational(1, 2)) != nil)
    #expect(Quantity.iterations.domain.objection(to: 0) != nil)
    #expect(Quantity.mixingRate.domain.objection(to: 2) != nil)
    #expect(Quantity.noiseVariance.domain.objection(to: -1) != nil)
    #expect(Quantity.noiseVariance.domain.objection(to: 0) == nil)
  }
}
