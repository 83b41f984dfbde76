import Algorithms
import ExactArithmetic
import Simulation
import Testing
import Training

/// Nodes that go in the middle of a round. Everybody is an eighth of a second from everybody, trains for a second, and node 0
/// aggregates whenever it is in the sample, as it is when all are.
///
/// Without pings a round with all nodes is: models out at 0, trained from 1/8 to 9/8, back at 10/8 = 1.25.
@Suite struct PlexusChurnTests {
  static func run(
    nodes: Int, _ settings: [String: Rational], churn: [ChurnEvent], uploads: [Int: Double] = [:],
    slow: [Int: Double] = [:], plan: TrainingPlan? = nil
  ) throws -> (record: TrainingRecord, events: [PlexusEvent]) {
    var settings = settings.mapValues { Setting.number($0) }
    settings["pingTimeout"] = settings["pingTimeout"] ?? .value(0)
    settings["sample"] = settings["sample"] ?? .value(Rational(nodes))
    var events: [PlexusEvent] = []
    let record = try PlexusTraining(settings).train(
      TallyProblem(clients: nodes),
      in: SmallFederations.evenEnvironment(nodes: nodes, churn: churn, uploads: uploads, slow: slow),
      plan: plan ?? TrainingPlan(rounds: 1), seed: 3, observe: { events.append($0) })
    return (record, events)
  }

  /// Who made up each round.
  static func contributors(_ events: [PlexusEvent]) -> [[Int]] {
    events.compactMap { if case .aggregated(_, _, let nodes, _, _) = $0 { nodes } else { nil } }
  }

  @Test func aModelInTrainingIsLostWithItsNode() throws {
    for kind in [ChurnEvent.Kind.leave, .crash] {
      let gone = [ChurnEvent(kind, node: 3, at: 0.6)]
      let stalled = try Self.run(nodes: 4, [:], churn: gone)
      #expect(stalled.record.end == .stalled)
      #expect(stalled.record.rounds == 0)
      #expect(stalled.record.incidents.interruptedTrainings == 1)
      #expect(stalled.record.incidents.stalls == 1)
      // 3 seconds and what node 3 did from 1/8 on.
      #expect(abs(stalled.record.ledger.trainingSeconds - 3.475) < 1e-9)
      let enough = try Self.run(nodes: 4, ["success": Rational(3, 4)], churn: gone)
      #expect(enough.record.end == .rounds)
      #expect(Self.contributors(enough.events) == [[0, 1, 2]])
      #expect(enough.record.incidents.stalls == 0)
      #expect(abs(enough.record.roundEnds[0] - 1.25) < 1e-9)
    }
  }

  /// The last byte has left at 9/8, and the model arrives at 10/8.
  @Test func aModelThatWasSentArrivesWithoutItsNode() throws {
    let (record, events) = try Self.run(nodes: 4, [:], churn: [ChurnEvent(.crash, node: 3, at: 1.2)])
    #expect(Self.contributors(events) == [[0, 1, 2, 3]])
    #expect(record.incidents == Incidents())
    #expect(abs(record.roundEnds[0] - 1.25) < 1e-9)
  }

  /// Node 3 sends 100 bytes per second: of its model and view of 1064 bytes, 500 have left 5 seconds later.
  @Test func aTransferIsCut() throws {
    let (record, _) = try Self.run(
      nodes: 4, [:], churn: [ChurnEvent(.leave, node: 3, at: 6.125)], uploads: [3: 100])
    #expect(record.end == .stalled)
    #expect(record.incidents.lostModels == 1)
    #expect(record.incidents.interruptedTrainings == 0)
    #expect(abs(record.ledger.bytes(.model, of: 3) - 500) < 1e-9)
    #expect(record.ledger.modelsByNode[3] == 0)
  }

  /// The aggregator goes with the models that it has collected.
  @Test func anAggregatorTakesItsModelsAlong() throws {
    let (record, _) = try Self.run(
      nodes: 4, [:], churn: [ChurnEvent(.crash, node: 0, at: 1.3)], uploads: [3: 1000])
    #expect(record.end == .stalled)
    // Those of nodes 0 to 2, and node 3's in its transfer of 1.064 s.
    #expect(record.incidents.lostModels == 4)
  }

  /// Node 3 takes three seconds. Its aggregator goes and comes back meanwhile, but the models that it had are lost.
  @Test func anAggregatorComesBackWithoutItsModels() throws {
    let churn = [ChurnEvent(.crash, node: 0, at: 1.3), ChurnEvent(.join, node: 0, at: 1.4)]
    let (record, events) = try Self.run(nodes: 4, [:], churn: churn, slow: [3: 3])
    #expect(record.end == .stalled)
    #expect(Self.contributors(events).isEmpty)
    #expect(record.incidents.lostModels == 3)
  }

  /// Node 3 is in every sample but takes longer than the others' rounds: each round but the first finds it at work.
  @Test func aLaterRoundInterruptsATraining() throws {
    let (record, events) = try Self.run(
      nodes: 4, ["success": Rational(3, 4)], churn: [], slow: [3: 10], plan: TrainingPlan(rounds: 5))
    #expect(Self.contributors(events) == Array(repeating: [0, 1, 2], count: 5))
    #expect(record.incidents.interruptedTrainings == 4)
    // From each assignment to the next one: what it did not finish counts.
    let begins = [0] + record.roundEnds
    #expect(abs(record.ledger.trainingSecondsByNode[3] - (begins[4] - begins[0])) < 1e-9)
  }

  /// The aggregator averages what it has: two seconds after the first model, its own at 9/8.
  @Test func aStalledRoundProceeds() throws {
    let (record, events) = try Self.run(
      nodes: 4, ["proceedAfter": 2], churn: [ChurnEvent(.crash, node: 3, at: 0.6)], plan: TrainingPlan(rounds: 3))
    #expect(record.end == .rounds)
    #expect(Self.contributors(events).first == [0, 1, 2])
    #expect(record.incidents.stalls == 3)
    #expect(record.incidents.shortAggregations == 3)
    #expect(record.incidents.restarts == 0)
    // Node 0 receives from itself at once: it trains from 0 to 1.
    #expect(abs(record.roundEnds[0] - 3) < 1e-9)
  }

  /// Without news of round 2 the aggregator samples again: the node that fell silent is replaced, and models of both
  /// attempts count, each node once.
  @Test func aStalledRoundRestarts() throws {
    let probe = try Self.run(nodes: 6, ["sample": 3, "pingTimeout": 1], churn: [])
    guard case .sampled(_, _, let aggregator, let chosen, _)? = probe.events.first else {
      Issue.record("no sample")
      return
    }
    let victim = chosen.first { $0 != aggregator && $0 != 0 }!
    let (record, events) = try Self.run(
      nodes: 6, ["sample": 3, "pingTimeout": 1, "restartAfter": 5],
      churn: [ChurnEvent(.crash, node: victim, at: 0.9)], plan: TrainingPlan(rounds: 4))
    #expect(record.end == .rounds)
    #expect(record.incidents.stalls >= 1)
    #expect(record.incidents.restarts == record.incidents.stalls)
    #expect(record.incidents.silentPings >= 1)
    let attempts = events.compactMap {
      event -> (Int, Int, Set<Int>)? in
      guard case .sampled(1, let attempt, let node, let nodes, _) = event else { return nil }
      return (attempt, node, Set(nodes))
    }
    #expect(attempts.map(\.0) == [1, 2])
    #expect(attempts.map(\.1) == [aggregator, aggregator])
    #expect(attempts[0].2 == Set(chosen))
    #expect(!attempts[1].2.contains(victim) && attempts[1].2.count == 3)
    #expect(Self.contributors(events).map(\.count) == [3, 3, 3, 3])
    #expect(Set(Self.contributors(events)[0]) == attempts[1].2)
  }

  /// Without pings a node learns that others are there from the views that come with models only: an aggregator from those
  /// who have trained, and they from it. With a window of two rounds everybody stays known to everybody.
  @Test func viewsTravelWithModels() throws {
    let (record, events) = try Self.run(nodes: 4, ["window": 2], churn: [], plan: TrainingPlan(rounds: 10))
    #expect(record.rounds == 10)
    #expect(Self.contributors(events) == Array(repeating: [0, 1, 2, 3], count: 10))
    #expect(record.incidents == Incidents())
  }

  /// Who leaves tells the others, so nobody asks it; who crashes is asked in vain.
  @Test func leavingIsToldAndCrashingIsNot() throws {
    let silent = try [ChurnEvent.Kind.leave, .crash].map { kind in
      try Self.run(
        nodes: 5, ["sample": 4, "pingTimeout": 1, "success": Rational(3, 4)],
        churn: [ChurnEvent(kind, node: 4, at: 0.1)], plan: TrainingPlan(rounds: 20)
      ).record.incidents.silentPings
    }
    // A ping may be under way when it leaves.
    #expect(silent[0] <= 2)
    #expect(silent[1] > 10)
  }

  /// A node that comes later, or back, is found and trains.
  @Test func whoJoinsIsSampled() throws {
    let churn = try ChurnSchedule(
      [ChurnEvent(.join, node: 5, at: 3), ChurnEvent(.leave, node: 1, at: 4), ChurnEvent(.join, node: 1, at: 30)],
      nodes: 6, initiallyActive: [0, 1, 2, 3, 4])
    var trained: [(round: Int, nodes: [Int])] = []
    let even = try SmallFederations.evenEnvironment(nodes: 6)
    let record = try PlexusTraining(["sample": .value(4), "success": .value(Rational(1, 2))]).train(
      TallyProblem(clients: 6),
      in: TrainingEnvironment(profiles: even.profiles, latency: even.latency, availability: Availability(churn)),
      plan: TrainingPlan(rounds: 60), seed: 2,
      observe: { if case .sampled(let round, _, _, let nodes, _) = $0 { trained.append((round, nodes)) } })
    let begins = [0] + record.roundEnds
    func isIn(_ node: Int, _ times: Range<Double>) -> Bool {
      trained.contains { $0.nodes.contains(node) && times.contains(begins[$0.round - 1]) }
    }
    #expect(!isIn(5, 0..<2.9) && isIn(5, 3..<1000))
    // Once the news is everywhere nobody samples node 1 until it is back.
    #expect(!isIn(1, 6..<29.9) && isIn(1, 30..<1000))
  }
}
