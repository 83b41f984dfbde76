import Decoding
import ExactArithmetic
import Foundation
import PropertyTesting
import Testing
import Theorems

@Suite struct VoteBoundTests {
  static func applies(_ bound: any VoteBound, to ballot: Ballot) -> Bool {
    bound.conditions.allSatisfy { $0.check(ballot).truth == .yes }
  }

  static func bound(_ identifier: String) -> any VoteBound {
    Catalogue.standard.entry(named: identifier) as! any VoteBound
  }

  static func value(_ identifier: String, _ ballot: Ballot) -> Enclosure { bound(identifier).value(for: ballot) }

  // MARK: Against exact laws

  /// A bound that an exact law contradicts.
  struct Contradiction: Error, CustomStringConvertible {
    var description: String
  }

  /// No tolerance: the exact probability is on the bound's side of both ends of its enclosure.
  static func everyBoundHolds(_ ballot: Ballot) throws -> Bool {
    let outcome = try ExactVote.outcome(of: ballot)
    for bound in Catalogue.standard.voteBounds where applies(bound, to: ballot) {
      let value = bound.value(for: ballot)
      let measured = bound.measure.value(of: outcome)
      let holds =
        switch bound.measure {
        case .failureAtMost: measured.isAtMost(Enclosure(value.upper))
        case .errorAtLeast: Enclosure(value.lower).isAtMost(measured)
        }
      if holds != .yes { throw Contradiction(description: "\(bound.identifier) = \(value) against \(measured)") }
    }
    return true
  }

  @Test(arguments: 1...12) func boundsHoldOnExactLaws(workers: Int) throws {
    try forAll(.ballots(workers: workers), count: 20, seed: UInt64(3000 * workers), Self.everyBoundHolds)
  }

  @Test func boundsHoldOnLargerVotes() throws {
    let groups = Generator<(Rational, Int)>.pair(.interiorFlips, .integers(in: 1...40))
      .map { WorkerGroup(flip: $0, count: $1) }.array(count: 1...3)
    let weights = Generator<Int>.integers(in: -2...6).map { Rational($0 == 0 ? 1 : $0) }.array(count: 3)
    let decoders = Generator<SignDecoder>.one(of: [
      .constant(.majority), .constant(.logLikelihood), weights.map { .weighted($0) },
    ])
    try forAll(groups, decoders, count: 50, seed: 4000) { groups, decoder in
      guard case .weighted(let list) = decoder else {
        return try Self.everyBoundHolds(Ballot(groups: groups, decoder: decoder))
      }
      return try Self.everyBoundHolds(Ballot(groups: groups, decoder: .weighted(Array(list.prefix(groups.count)))))
    }
  }

  /// Where a bound is attained, or nearly: the lower bound with many weak workers, the upper ones with one.
  @Test func boundsHoldAtTheirEdges() throws {
    for exponent in [1, 5, 20] {
      let tiny = Rational(1, Integer(10).raised(to: exponent))
      for flip in [tiny, Rational(1, 2) - tiny, Rational(1, 2), Rational(1, 2) + tiny, 1 - tiny, 0, 1] where flip >= 0 {
        for count in [1, 2, 3, 50] {
          for decoder in [SignDecoder.majority, .logLikelihood, .weighted([-1])] {
            let ballot = try Ballot(groups: [WorkerGroup(flip: flip, count: count)], decoder: decoder)
            #expect(try Self.everyBoundHolds(ballot))
          }
        }
      }
    }
  }

  // MARK: Against another program

  static func ballot(_ reference: ReferenceVote) throws -> Ballot {
    let groups = try zip(reference.flips, reference.counts).map {
      WorkerGroup(flip: try Rational(parsing: $0), count: $1)
    }
    let decoder: SignDecoder =
      switch reference.decoder {
      case "majority": .majority
      case "llr": .logLikelihood
      default: .weighted(try reference.weights.map { try Rational(parsing: $0) })
      }
    return try Ballot(groups: groups, decoder: decoder)
  }

  @Test func valuesEncloseTheReferenceTable() throws {
    #expect(referenceVotes.count == 109)
    // The table is rounded to 60 digits.
    let rounding = Rational(1, Integer(10).raised(to: 58))
    for reference in referenceVotes {
      let ballot = try Self.ballot(reference)
      for bound in Catalogue.standard.voteBounds {
        guard let text = reference.bounds[bound.identifier] else {
          // The infimum of the Chernoff bound is not attained; no other bound lacks a value where it applies.
          #expect(bound.identifier == "vote.chernoff" || !Self.applies(bound, to: ballot), "\(bound) \(reference)")
          continue
        }
        #expect(Self.applies(bound, to: ballot), "\(bound.identifier) \(reference)")
        let value = bound.value(for: ballot)
        if text == "far" {
          #expect(value.lower >= 0 && value.upper < Rational(1, Integer(10).raised(to: 9000)))
          continue
        }
        let expected = try Rational(parsing: text)
        #expect(
          value.lower <= expected * (1 + rounding) && expected * (1 - rounding) <= value.upper,
          "\(bound.identifier) = \(value.decimal(significantDigits: 20)) of \(reference)")
        #expect(
          value.width <= .powerOfTwo(-50) * expected,
          "\(bound.identifier) = \(value.decimal(significantDigits: 20)) of \(reference)")
      }
    }
  }

  /// An infimum that is only approached is the upper end's limit: (1/3)^4 with every certain worker on the right side.
  @Test func anInfimumThatIsNotAttainedIsEnclosed() throws {
    let groups = [WorkerGroup(flip: 0, count: 4), WorkerGroup(flip: Rational(1, 3), count: 4)]
    let value = Self.value("vote.chernoff", try Ballot(groups: groups, decoder: .majority))
    #expect(value.contains(Rational(1, 81)))
    #expect(value.upper - Rational(1, 81) < Rational(1, 1_000_000_000))
    #expect(Self.value("vote.chernoff", try Ballot(groups: [groups[0]], decoder: .majority)).contains(0))
  }

  /// Weak votes that nearly cancel: doubles alone do not find the minimiser.
  @Test func aMinimumNextToOneIsEnclosed() throws {
    let (small, tiny) = (Rational(1, 1_000_000), Rational(1, Integer(10).raised(to: 25)))
    let flips = [Rational(1, 2) - small - tiny, Rational(1, 2) + small]
    let ballot = try Ballot(groups: flips.map { WorkerGroup(flip: $0, count: 7) }, decoder: .majority)
    let value = Self.value("vote.chernoff", ballot)
    // 1 - value = t^2/(2M) to the first order, t = 7e-25, M = 14.
    let gain = Rational(7) * tiny * Rational(7) * tiny / 28 * 4
    #expect(((Enclosure(1) - value) / Enclosure(gain) - Enclosure(1)).magnitude.upper < Rational(1, 1_000_000))
  }

  // MARK: Relations between the bounds

  @Test func boundsAreOrdered() throws {
    try forAll(.ballots(workers: 1...12), count: 100, seed: 5000) { ballot in
      let kearnsSaul = Self.bound("vote.kearns-saul")
      let chernoff = Self.value("vote.chernoff", ballot)
      var holds = chernoff.upper <= 1 && chernoff.lower >= 0
      if Self.applies(kearnsSaul, to: ballot) {
        holds = holds && chernoff.lower <= kearnsSaul.value(for: ballot).upper
      }
      if Self.applies(Self.bound("vote.imperfect"), to: ballot) {
        // The derivation gives away the differences between the weights' ratios.
        holds = holds && kearnsSaul.value(for: ballot).lower <= Self.value("vote.imperfect", ballot).upper
      }
      if ballot.decoder == .logLikelihood {
        let (llr, bhattacharyya) = (Self.value("vote.llr", ballot), Self.value("vote.bhattacharyya", ballot))
        holds =
          holds && bhattacharyya.lower <= llr.upper && chernoff.lower <= bhattacharyya.upper
          && bhattacharyya.lower <= chernoff.upper
        if Self.applies(Self.bound("vote.imperfect"), to: ballot) {
          holds = holds && Self.value("vote.imperfect", ballot) == llr
        }
      }
      if Self.applies(Self.bound("vote.majority"), to: ballot) {
        holds = holds && chernoff.lower <= Self.value("vote.majority", ballot).upper
      }
      return holds
    }
  }

  /// Rounded multiples of the log-likelihood weights lose next to nothing.
  @Test func nearlyExactWeightsNearlyAttainTheOptimalBound() throws {
    let groups = [Rational(1, 3), Rational(1, 5), Rational(2, 7), Rational(3, 4)].map {
      WorkerGroup(flip: $0, count: 3)
    }
    for factor in [Rational(1), Rational(7, 3), Rational(Integer(10).raised(to: 30))] {
      let weights = groups.map { group in
        (Enclosure((1 - group.flip) / group.flip).logarithm(width: .powerOfTwo(-80)) * Enclosure(factor)).midpoint
      }
      let value = Self.value("vote.imperfect", try Ballot(groups: groups, decoder: .weighted(weights)))
      let llr = Self.value("vote.llr", try Ballot(groups: groups, decoder: .logLikelihood))
      #expect((value / llr - Enclosure(1)).magnitude.upper < .powerOfTwo(-70))
    }
  }

  @Test func boundsDoNotDependOnTheUnitOfTheWeights() throws {
    let factor = Rational(3, Integer(10).raised(to: 40))
    try forAll(.ballots(workers: 1...8), count: 100, seed: 6000) { ballot in
      guard case .weighted(let weights) = ballot.decoder else { return true }
      let scaled = try Ballot(groups: ballot.groups, decoder: .weighted(weights.map { $0 * factor }))
      return Catalogue.standard.voteBounds.allSatisfy { bound in
        let applies = Self.applies(bound, to: ballot)
        if applies != Self.applies(bound, to: scaled) { return false }
        let (value, other) = (bound.value, applies ? scaled : ballot)
        let (a, b) = applies ? (value(ballot), value(other)) : (Enclosure(0), Enclosure(0))
        return a.lower <= b.upper && b.lower <= a.upper
      }
    }
  }

  // MARK: Conditions and the registry

  @Test func conditionsAreChecked() throws {
    func broken(_ identifier: String, _ flips: [Rational], _ decoder: SignDecoder) throws -> [String] {
      let ballot = try Ballot(groups: flips.map { WorkerGroup(flip: $0) }, decoder: decoder)
      return Self.bound(identifier).conditions.filter { $0.check(ballot).truth != .yes }.map(\.name)
    }
    let (low, half, high) = (Rational(1, 3), Rational(1, 2), Rational(2, 3))
    #expect(try broken("vote.kearns-saul", [low, high], .majority) == ["positiveEdge"])
    #expect(try broken("vote.kearns-saul", [low, high], .weighted([1, -1])) == [])
    #expect(try broken("vote.kearns-saul", [low, high], .weighted([2, 1])) == [])
    #expect(try broken("vote.kearns-saul", [half], .logLikelihood) == ["positiveEdge"])
    #expect(try broken("vote.kearns-saul", [0, high], .logLikelihood) == [])
    for identifier in ["vote.llr", "vote.bhattacharyya"] {
      #expect(try broken(identifier, [low], .logLikelihood) == [])
      #expect(try broken(identifier, [low], .majority) == ["logLikelihoodWeights"])
      #expect(try broken(identifier, [low], .weighted([1])) == ["logLikelihoodWeights"])
    }
    #expect(try broken("vote.imperfect", [low, high], .weighted([1, -5])) == [])
    #expect(try broken("vote.imperfect", [low, high], .weighted([1, 5])) == ["agreeingSigns"])
    #expect(try broken("vote.imperfect", [low, low], .weighted([1, 0])) == ["agreeingSigns"])
    #expect(try broken("vote.imperfect", [low, half], .weighted([1, 0])) == [])
    #expect(try broken("vote.imperfect", [low, half], .majority) == ["agreeingSigns"])
    #expect(try broken("vote.imperfect", [low, 0], .majority) == ["interiorFlips"])
    #expect(try broken("vote.majority", [low, high], .majority) == ["meanFlip"])
    #expect(try broken("vote.majority", [low, half], .majority) == [])
    #expect(try broken("vote.majority", [low, low], .weighted([1, 1])) == ["equalWeights"])
    #expect(try broken("vote.chernoff", [high, high], .majority) == [])
    #expect(try broken("vote.llr-lower", [high, 1], .majority) == [])
  }

  @Test func vacuityIsOfUpperBounds() {
    let half = Rational(1, 2)
    #expect(Vacuity(Enclosure(lower: 0, upper: half - .powerOfTwo(-90)), .failureAtMost) == .no)
    #expect(Vacuity(Enclosure(lower: 0, upper: half), .failureAtMost) == .coin)
    #expect(Vacuity(Enclosure(lower: half, upper: 1), .failureAtMost) == .certainty)
    #expect(Vacuity(Enclosure(half), .errorAtLeast) == .no)
  }

  @Test func registryMatchesTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Theorems/Voting")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0 != "VoteBound.swift" }.map { $0.replacing(".swift", with: "") + "Vote" }
    #expect(Set(files) == Set(Catalogue.standard.voteBounds.map { "\(type(of: $0))" }))
    #expect(files.count == Catalogue.standard.voteBounds.count)
  }

  @Test func everyEntryIsComplete() {
    for bound in Catalogue.standard.voteBounds {
      #expect(bound.identifier.hasPrefix("vote."))
      #expect(!bound.statement.isEmpty && !bound.derivation.isEmpty && !bound.citation.reference.isEmpty)
      #expect(Set(bound.conditions.map(\.name)).count == bound.conditions.count)
      #expect(bound.origin == (bound.identifier == "vote.llr-lower" ? .transcribed : .derived))
      #expect(bound.measure == (bound.identifier == "vote.llr-lower" ? .errorAtLeast : .failureAtMost))
      #expect(Catalogue.standard.entry(named: bound.identifier)?.statement == bound.statement)
      #expect(Catalogue.standard[bound.identifier] == nil)
    }
  }
}
