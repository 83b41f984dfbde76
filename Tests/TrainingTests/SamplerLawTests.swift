import Algorithms
import ExactArithmetic
import Networks
import Simulation
import Testing
import Training

/// The sampler of a run against the exact laws of an ideal hash, a uniformly random order.
///
/// Hashes are fixed, so a test that passes stays so; the false-alarm rates say how far a right sampler could have been from
/// failing.
@Suite struct SamplerLawTests {
  static func choose(_ n: Int, _ k: Int) -> Double {
    k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  /// Identifiers that no other draw has.
  static func identifiers(_ nodes: Int, draw: Int) -> [[UInt8]] { (0..<nodes).map { Array("\(draw)/\($0)".utf8) } }

  /// P1: every set of s = 3 of 6 nodes is equally likely. The chi-square statistic of 4000 rounds in 20 cells is above 66
  /// with probability 4e-7.
  @Test func samplesAreUniform() throws {
    var counts: [Set<Int>: Int] = [:]
    _ = try PlexusTraining(["sample": .value(3), "window": .value(100_000), "pingTimeout": .value(0)]).train(
      TallyProblem(clients: 6), in: SmallFederations.evenEnvironment(nodes: 6), plan: TrainingPlan(rounds: 4000),
      seed: 1,
      observe: {
        if case .sampled(let round, _, _, let nodes, _) = $0, round <= 4000 { counts[Set(nodes), default: 0] += 1 }
      })
    #expect(counts.values.reduce(0, +) == 4000)
    #expect(counts.count == 20)
    let statistic = counts.values.reduce(0.0) { $0 + (Double($1) - 200) * (Double($1) - 200) / 200 }
    #expect(statistic < 66)
  }

  /// P4: the mean of the rounds until all of 6 nodes have been in a sample of 2, over 600 networks, is within five deviations
  /// of the exact expectation: probability below 6e-7. So is the share of networks where somebody is missing after 6 rounds.
  @Test func coverageTakesAsLongAsItShould() throws {
    var rounds: [Double] = []
    var missing = 0
    for draw in 0..<600 {
      var (seen, last): (Set<Int>, Int?) = ([], nil)
      var seenAfterSix = 0
      _ = try PlexusTraining(
        ["sample": .value(2), "window": .value(100_000), "pingTimeout": .value(0)],
        identifiers: Self.identifiers(6, draw: draw)
      ).train(
        TallyProblem(clients: 6), in: SmallFederations.evenEnvironment(nodes: 6), plan: TrainingPlan(rounds: 60),
        seed: 1,
        observe: {
          guard case .sampled(let round, _, _, let nodes, _) = $0 else { return }
          seen.formUnion(nodes)
          if round == 6 { seenAfterSix = seen.count }
          if seen.count == 6 && last == nil { last = round }
        })
      rounds.append(Double(try #require(last)))
      if seenAfterSix < 6 { missing += 1 }
    }
    let law = try SampleCoverage(PeerSample(activeView: 6, sampleSize: 2))
    let mean = rounds.reduce(0, +) / 600
    let deviation = (rounds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 599 / 600).squareRoot()
    #expect(abs(mean - Double(try law.expectedRounds().midpoint)) < 5 * deviation)
    let p = Double(try law.probabilityOfMissing(after: 6).midpoint)
    #expect(abs(Double(missing) / 600 - p) < 5 * (p * (1 - p) / 600).squareRoot())
  }

  /// P2: two views with c common candidates, a of the first only and b of the second only agree on the sample with
  /// probability C(c, s) / C(a + b + c, s). Five deviations of 20000 rounds: probability below 6e-7.
  @Test(arguments: [(8, 1, 1, 3), (10, 2, 0, 2), (12, 3, 4, 4)])
  func viewsAgreeAsOftenAsTheyShould(common: Int, first: Int, second: Int, sample: Int) throws {
    let nodes = common + first + second
    let hash = try SamplingHash(.md5, .dashed, identifiers: HashOrderTests.identifiers(nodes))
    let one = PeerView(nodes: nodes, joined: Array(0..<common + first))
    let other = PeerView(nodes: nodes, joined: Array(0..<common) + Array(common + first..<nodes))
    var agreements = 0
    for round in 1...20_000 {
      let order = HashOrder(hash, round: round)
      let samples = [one, other].map { view in
        var candidates = Candidates(order, view, window: 100_000)
        return (0..<sample).map { _ in candidates.next()! }
      }
      if samples[0] == samples[1] { agreements += 1 }
    }
    let p = Self.choose(common, sample) / Self.choose(nodes, sample)
    #expect(abs(Double(agreements) / 20_000 - p) < 5 * (p * (1 - p) / 20_000).squareRoot())
  }

  /// P3: of 12 nodes 5 are silent; a round with s = 6 and sf = 1/2 stalls when more than 3 of its sample are:
  /// (C(5,4) C(7,2) + C(5,5) C(7,1)) / C(12,6) = 112/924. Five deviations of 4000 first rounds: probability below 6e-7.
  ///
  /// The silent have small uploads, and one of every sample is not silent, so an aggregator that is there is always found.
  @Test func roundsStallAsOftenAsTheyShould() throws {
    let silent = (7..<12).map { ChurnEvent(.crash, node: $0, at: 0) }
    let environment = try SmallFederations.evenEnvironment(
      nodes: 12, churn: silent,
      uploads: Dictionary(uniqueKeysWithValues: (7..<12).map { ($0, 0x1p40) }))
    var stalls = 0
    for draw in 0..<4000 {
      let method = try PlexusTraining(
        ["sample": .value(6), "success": .value(Rational(1, 2)), "pingTimeout": .value(0)],
        identifiers: Self.identifiers(12, draw: draw))
      let record = try method.train(
        TallyProblem(clients: 12), in: environment, plan: TrainingPlan(rounds: 1, testEveryRounds: nil), seed: 1)
      #expect(record.end == (record.rounds == 0 ? .stalled : .rounds))
      if record.end == .stalled { stalls += 1 }
    }
    let p = 112.0 / 924
    #expect(abs(Double(stalls) / 4000 - p) < 5 * (p * (1 - p) / 4000).squareRoot())
  }

  /// P5: a node that falls silent in round a is asked in the rounds a + 1 ... a + window, and then never again. Certain.
  @Test(arguments: [1, 3, 8])
  func silenceIsDetectedAfterTheWindow(window: Int) throws {
    // With all nodes in the sample, and node 3 never the aggregator.
    let environment = try SmallFederations.evenEnvironment(
      nodes: 4, churn: [ChurnEvent(.crash, node: 3, at: 8)], uploads: [3: 0x1p40])
    var rounds = (seen: 0, silent: Set<Int>())
    let record = try PlexusTraining([
      "sample": .value(4), "success": .value(Rational(3, 4)), "window": .value(Rational(window)),
    ]).train(
      TallyProblem(clients: 4), in: environment, plan: TrainingPlan(rounds: 40), seed: 1,
      observe: { event in
        switch event {
        case .sampled(let round, _, _, let nodes, _): if nodes.contains(3) { rounds.seen = max(rounds.seen, round) }
        case .silent(3, let round, _): rounds.silent.insert(round)
        case .silent, .aggregated: break
        }
      })
    #expect(record.rounds == 40)
    #expect(rounds.seen >= 3)
    #expect(rounds.silent == Set(rounds.seen + 1...rounds.seen + window))
  }
}
