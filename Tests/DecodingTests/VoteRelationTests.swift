import Decoding
import ExactArithmetic
import PropertyTesting
import Testing

/// What a change of the vote does to its exact law.
@Suite struct VoteRelationTests {
  static let ballots = Generator<Ballot>.ballots(workers: 1...10)

  /// Groups with their weights; `nil` weights for the decoders that have none of their own.
  typealias Part = (group: WorkerGroup, weight: Rational?)

  static func parts(_ ballot: Ballot) -> [Part] {
    guard case .weighted(let weights) = ballot.decoder else { return ballot.groups.map { ($0, nil) } }
    return zip(ballot.groups, weights).map { ($0, $1) }
  }

  /// The law of the vote that a change of the parts makes.
  static func law(_ ballot: Ballot, _ change: ([Part]) -> [Part] = { $0 }) throws -> [Enclosure] {
    let parts = change(parts(ballot))
    let weights = parts.compactMap(\.weight)
    let decoder = weights.isEmpty ? ballot.decoder : .weighted(weights)
    return try law(Ballot(groups: parts.map(\.group), decoder: decoder))
  }

  static func law(_ ballot: Ballot) throws -> [Enclosure] {
    let outcome = try ExactVote.outcome(of: ballot)
    return [outcome.correct, outcome.wrong, outcome.tie]
  }

  /// Correct and wrong change places.
  static func swapped(_ law: [Enclosure]) -> [Enclosure] { [law[1], law[0], law[2]] }

  static func opposite(_ group: WorkerGroup) -> WorkerGroup { WorkerGroup(flip: 1 - group.flip, count: group.count) }

  @Test func theOrderOfGroupsDoesNotMatter() throws {
    try forAll(Self.ballots, .integers(in: 0...9), count: 200, seed: 1) { ballot, shift in
      let law = try Self.law(ballot)
      return try law == Self.law(ballot) { $0.reversed() }
        && law == Self.law(ballot) { Array($0[(shift % $0.count)...] + $0[..<(shift % $0.count)]) }
    }
  }

  @Test func aGroupIsItsWorkers() throws {
    try forAll(Self.ballots, .integers(in: 1...9), count: 200, seed: 2) { ballot, size in
      let law = try Self.law(ballot)
      let split = try Self.law(ballot) { parts in
        parts.flatMap { group, weight -> [Part] in
          if group.count <= size { return [(group, weight)] }
          return [size, group.count - size].map { (WorkerGroup(flip: group.flip, count: $0), weight) }
        }
      }
      let single = try Self.law(ballot) { parts in
        parts.flatMap { group, weight in
          Array(repeating: (WorkerGroup(flip: group.flip), weight), count: group.count)
        }
      }
      return law == split && law == single
    }
  }

  @Test func onlyRatiosOfWeightsMatter() throws {
    let factors: [Rational] = [
      2, Rational(1, 3), Rational(1, Integer(10).raised(to: 50)), Rational(Integer(7).raised(to: 60)),
    ]
    try forAll(Self.ballots, .element(of: factors), count: 300, seed: 3) { ballot, factor in
      try Self.law(ballot) == Self.law(ballot) { $0.map { ($0.group, $0.weight.map { $0 * factor }) } }
    }
  }

  @Test func oppositeWeightsAreTheOppositeSign() throws {
    try forAll(Self.ballots, count: 300, seed: 4) { ballot in
      if ballot.decoder == .logLikelihood { return true }
      let weights = Self.parts(ballot).map { -($0.weight ?? 1) }
      let negated = try Ballot(groups: ballot.groups, decoder: .weighted(weights))
      return try Self.law(negated) == Self.swapped(Self.law(ballot))
    }
  }

  @Test func equalWeightsAreMajority() throws {
    let weights = Generator<Rational>.rationals(bits: 70).map { $0.isZero ? 1 : $0.magnitude }
    try forAll(Self.ballots, weights, count: 200, seed: 5) { ballot, weight in
      let equal = SignDecoder.weighted(ballot.groups.map { _ in weight })
      return try Self.law(Ballot(groups: ballot.groups, decoder: equal))
        == Self.law(Ballot(groups: ballot.groups, decoder: .majority))
    }
  }

  /// A worker that flips with 1 - p and counts as its opposite is the same worker; the optimal decoder sees to it itself,
  /// majority does not.
  @Test func aLiarWithANegatedWeightIsHonest() throws {
    try forAll(Self.ballots, .integers(in: 0...9), count: 300, seed: 6) { ballot, index in
      let law = try Self.law(ballot)
      switch ballot.decoder {
      case .majority: return try Self.swapped(law) == Self.law(ballot) { $0.map { (Self.opposite($0.group), nil) } }
      case .weighted, .logLikelihood:
        return try law
          == Self.law(ballot) { parts in
            var parts = parts
            let place = index % parts.count
            parts[place] = (Self.opposite(parts[place].group), parts[place].weight.map { -$0 })
            return parts
          }
      }
    }
  }

  @Test func oneWorkerIsItsOwnFlip() throws {
    try forAll(.one(of: [.interiorFlips, .element(of: [0, 1])]), count: 100, seed: 7) { (flip: Rational) in
      let group = [WorkerGroup(flip: flip)]
      let honest = [Enclosure(1 - flip), Enclosure(flip), Enclosure(0)]
      let better = min(flip, 1 - flip)
      return try Self.law(Ballot(groups: group, decoder: .majority)) == honest
        && Self.law(Ballot(groups: group, decoder: .weighted([Rational(3, 7)]))) == honest
        && Self.law(Ballot(groups: group, decoder: .weighted([-2]))) == Self.swapped(honest)
        && Self.law(Ballot(groups: group, decoder: .logLikelihood))
          == (flip == Rational(1, 2) ? [0, 0, 1] : [1 - better, better, 0]).map { Enclosure($0) }
    }
  }

  @Test func equalWorkersAreBestCountedEqually() throws {
    let flips = Generator<Rational>.interiorFlips.filter { $0 < Rational(1, 2) }
    try forAll(flips, .integers(in: 1...60), count: 60, seed: 8) { flip, count in
      let groups = [WorkerGroup(flip: flip, count: count)]
      return try Self.law(Ballot(groups: groups, decoder: .logLikelihood))
        == Self.law(Ballot(groups: groups, decoder: .majority))
    }
  }

  @Test func noWeightsBeatTheLogarithmsOfTheOdds() throws {
    try forAll(Self.ballots, count: 400, seed: 9) { ballot in
      let error = try ExactVote.outcome(of: ballot).error.lower
      let best = try ExactVote.outcome(of: Ballot(groups: ballot.groups, decoder: .logLikelihood)).error.lower
      return best <= error && best <= Rational(1, 2)
    }
  }

  /// A vote of weight 0, given or because p = 1/2, may be left out.
  @Test func aWeightlessVoteDoesNotMatter() throws {
    try forAll(Self.ballots, .interiorFlips, count: 200, seed: 10) { ballot, flip in
      switch ballot.decoder {
      case .majority: return true
      case .logLikelihood:
        return try Self.law(ballot) == Self.law(ballot) { $0 + [(WorkerGroup(flip: Rational(1, 2), count: 2), nil)] }
      case .weighted: return try Self.law(ballot) == Self.law(ballot) { $0 + [(WorkerGroup(flip: flip, count: 2), 0)] }
      }
    }
  }
}
