import Algorithms
import ExactArithmetic
import Simulation
import Testing
import Training

/// Nodes that come and go at random: whatever happens, a run ends, its record adds up, and the same seed has the same record.
@Suite struct DrawnChurnTests {
  static func churn(nodes: Int, seed: UInt64) throws -> ChurnSchedule {
    var stream = NodeStream(seed: seed, purpose: .trainingPeer, node: 0)
    var isPresent = (0..<nodes).map { _ in stream.integer(below: 4) > 0 }
    for node in 0..<6 { isPresent[node] = true }
    let initially = isPresent.indices.filter { isPresent[$0] }
    var (time, events) = (0.0, [ChurnEvent]())
    for _ in 0..<80 {
      time += stream.exponential()
      // Nodes 0 and 1 stay, so that somebody is there.
      let node = 2 + stream.integer(below: nodes - 2)
      let kind: ChurnEvent.Kind = !isPresent[node] ? .join : stream.integer(below: 2) == 0 ? .leave : .crash
      isPresent[node] = kind == .join
      events.append(ChurnEvent(kind, node: node, at: time))
    }
    return try ChurnSchedule(events, nodes: nodes, initiallyActive: initially)
  }

  @Test(arguments: 0..<30)
  func runsEndAndAddUp(seed: UInt64) throws {
    let nodes = 20
    let environment = try SmallFederations.mixedEnvironment(
      nodes: nodes, availability: Availability(try Self.churn(nodes: nodes, seed: seed)))
    let methods: [any TrainingMethod] = [
      try PlexusTraining([
        "sample": .value(5), "success": .value(Rational(Int(seed % 5) + 1, 5)),
        "window": .value(seed % 2 == 0 ? 8 : 1000),
        "pingTimeout": .value(seed % 3 == 0 ? 0 : Rational(1, 2)), "restartAfter": .value(seed % 4 == 0 ? 0 : 6),
        "proceedAfter": .value(seed % 4 == 1 ? 4 : 0), "hash": .word(seed % 7 == 0 ? "sha256" : "md5"),
      ]),
      try GossipTraining(["period": .value(Rational(2, 3))]),
    ]
    for method in methods {
      let plan = try TrainingPlan(seconds: 150, testEveryRounds: 5)
      let record = try method.train(TallyProblem(clients: nodes), in: environment, plan: plan, seed: seed)
      #expect(record.end == .seconds || record.end == .stalled)
      #expect(record.time <= 150)
      #expect(zip(record.roundEnds, record.roundEnds.dropFirst()).allSatisfy { $0 <= $1 })
      let ledger = record.ledger
      #expect(abs((0..<nodes).reduce(0) { $0 + ledger.bytes(of: $1) } - ledger.bytesSent) < 1e-3)
      #expect((0..<nodes).reduce(0) { $0 + ledger.modelsByNode[$1] } == ledger.modelsSent)
      // What was cut is counted beyond the whole models.
      #expect(ledger.bytes(.model) >= Double(1000 * ledger.modelsSent) - 1e-3)
      #expect(ledger.bytes(.model) <= Double(1000 * (ledger.modelsSent + record.incidents.lostModels)) + 1e-3)
      // Nobody trains more than all the time.
      #expect((0..<nodes).allSatisfy { ledger.trainingSecondsByNode[$0] <= 150 + 1e-9 })
      #expect(try method.train(TallyProblem(clients: nodes), in: environment, plan: plan, seed: seed) == record)
    }
  }
}
