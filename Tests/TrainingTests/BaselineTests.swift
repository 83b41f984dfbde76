import Algorithms
import ExactArithmetic
import Foundation
import Networks
import Simulation
import Testing
import Training

@Suite struct BaselineTests {
  static let methods: [any TrainingMethod] = [
    try! FedAvgTraining(["sample": .value(4)]), try! DecentralisedSGD(["degree": .value(4)]),
    try! DecentralisedSGD(["degree": .value(3), "graph": .word("drawn")]), OnePeerSGD(),
    try! GossipTraining(["period": .value(Rational(1, 2))]), try! PlexusTraining(["sample": .value(4)]),
  ]

  /// Every method learns, says so in one kind of record, and says the same again.
  @Test(arguments: methods.indices)
  func everyMethodLearns(index: Int) throws {
    let method = Self.methods[index]
    let problem = try SmallFederations.classification(clients: 10)
    let environment = try SmallFederations.mixedEnvironment(nodes: 10)
    let plan = try TrainingPlan(rounds: 40, testEveryRounds: 10)
    let record = try method.train(problem, in: environment, plan: plan, seed: 9)
    #expect(record.method == type(of: method).name)
    #expect(record.points.map(\.round) == [0, 10, 20, 30, 40])
    #expect(record.end == .rounds)
    let (first, last) = (record.points.first!, record.points.last!)
    #expect(last.loss < first.loss)
    #expect(last.accuracy > first.accuracy + 0.1)
    #expect(
      zip(record.points, record.points.dropFirst()).allSatisfy { $0.time < $1.time && $0.bytesSent < $1.bytesSent })
    #expect(record.ledger.bytes(.model) == Double(record.ledger.modelsSent * 4880))
    #expect(abs((0..<10).reduce(0) { $0 + record.ledger.trainingSecondsByNode[$1] } - last.trainingSeconds) < 1e-6)
    #expect(try method.train(problem, in: environment, plan: plan, seed: 9) == record)
  }

  /// The registry lists every type of the sources that is declared a training method.
  @Test func theRegistryListsEveryMethod() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Training")
    var declared: Set<String> = []
    for part in ["Plexus", "Baselines", "Servers"] {
      for file in try FileManager.default.contentsOfDirectory(
        at: folder.appending(path: part), includingPropertiesForKeys: nil)
      {
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: /struct (\w+): TrainingMethod\b/) { declared.insert(String(match.1)) }
      }
    }
    #expect(declared == Set(TrainingMethods.all.map { "\($0)" }))
    #expect(declared.count == 8)
  }

  /// Every name of the registry makes a method of that name, from its defaults.
  @Test func theRegistryMakesItsMethods() throws {
    #expect(Set(TrainingMethods.all.map { $0.name }).count == TrainingMethods.all.count)
    for method in TrainingMethods.all {
      #expect(type(of: try TrainingMethods.method(method.name)) == method)
      #expect(!method.summary.isEmpty && method.parameters.allSatisfy { !$0.meaning.isEmpty })
    }
  }

  /// A round of four clients one second from their server: there, a second of training, and back.
  @Test func federatedAveragingTakesItsTime() throws {
    let environment = try TrainingEnvironment(
      nodes: 5, profile: NodeProfile(secondsPerStep: 1, upload: 500), latency: MessageLatency(seconds: 1))
    let record = try FedAvgTraining(["sample": .value(4), "serverUpload": .value(2000), "serverDownload": .value(1000)])
      .train(
        TallyProblem(clients: 5), in: environment, plan: TrainingPlan(rounds: 2), seed: 1)
    // 4 models of 1000 bytes at 2000 per second: 2 s; 1 s there; 1 s of training; back at 1000/4 each: 4 s; 1 s.
    #expect(record.roundEnds == [9, 18])
    #expect(record.ledger.bytes(of: 5) == 8000)
    #expect(record.ledger.modelsSent == 16)
    #expect(record.ledger.trainingSeconds == 8)
  }

  /// D-PSGD on the complete graph is federated averaging with all clients, whose models all nodes then hold.
  @Test func onTheCompleteGraphItIsFederatedAveraging() throws {
    let problem = try SmallFederations.classification(clients: 6)
    let environment = try SmallFederations.mixedEnvironment(nodes: 6)
    let plan = try TrainingPlan(rounds: 5)
    let complete = try DecentralisedSGD(["degree": .value(5)]).train(problem, in: environment, plan: plan, seed: 1)
    let server = try FedAvgTraining(["sample": .value(6)]).train(problem, in: environment, plan: plan, seed: 1)
    for (one, other) in zip(complete.points, server.points) {
      // Means of six equal numbers, which may round.
      #expect(abs(one.loss - other.loss) < 1e-12)
      #expect(abs(one.accuracy - other.accuracy) < 1e-12)
    }
    #expect(complete.points.count == 6)
  }

  /// Averaging with one peer keeps the mean of all nodes, whatever order the messages come in; client i adds 2^-i a round.
  @Test func onePeerRoundsKeepTheMean() throws {
    let record = try OnePeerSGD().train(
      TallyProblem(clients: 8), in: SmallFederations.mixedEnvironment(nodes: 8),
      plan: TrainingPlan(rounds: 6, testedNodes: 8), seed: 1)
    // The mean of 2^0 ... 2^-7.
    let growth = (2 - 0x1p-7) / 8
    for point in record.points { #expect(abs(-point.loss - growth * Double(point.round)) < 1e-12) }
    // One model of each node a round; at the end some are one or two rounds ahead.
    #expect(record.ledger.modelsSent >= 6 * 8 && record.ledger.modelsSent <= 8 * 8)
  }

  @Test(arguments: [(10, 3), (11, 4), (50, 2), (40, 11), (9, 6)])
  func graphsAreRegular(nodes: Int, degree: Int) throws {
    for graph in [
      try RegularGraph.circulant(nodes: nodes, degree: degree),
      try RegularGraph.drawn(nodes: nodes, degree: degree, seed: 1),
    ] {
      #expect((0..<nodes).allSatisfy { graph.degree(of: $0) == degree })
      #expect(graph.isConnected)
    }
    #expect(
      try RegularGraph.drawn(nodes: nodes, degree: degree, seed: 1)
        == RegularGraph.drawn(nodes: nodes, degree: degree, seed: 1))
  }

  @Test func impossibleBaselinesAreRefused() throws {
    let five = try SmallFederations.evenEnvironment(nodes: 5)
    let churning = try SmallFederations.evenEnvironment(nodes: 5, churn: [ChurnEvent(.leave, node: 1, at: 1)])
    let plan = try TrainingPlan(rounds: 1)
    let cases: [(any TrainingMethod, TrainingEnvironment, String)] = [
      (try FedAvgTraining(["sample": .value(6)]), five, "fedavg: a sample of 6 clients of 5"),
      (
        try FedAvgTraining(["sample": .value(2)]), churning,
        "fedavg waits for every node that it counts on, so none may come or go"
      ),
      (try DecentralisedSGD(["degree": .value(5)]), five, "d-psgd: 5 neighbours of each node in a network of 5"),
      (
        try DecentralisedSGD(["degree": .value(3)]), five,
        "d-psgd: 5 nodes cannot each have 3 neighbours, as both are odd"
      ),
      (OnePeerSGD(), churning, "one-peer-sgd waits for every node that it counts on, so none may come or go"),
    ]
    for (method, environment, message) in cases {
      #expect(throws: TrainingError(message)) {
        try method.train(TallyProblem(clients: 5), in: environment, plan: plan, seed: 1)
      }
    }
  }

  /// Every set of 2 of 5 clients is equally likely: the chi-square statistic of 10 cells is above 48 with probability 3e-7.
  @Test func clientsAreDrawnUniformly() {
    var counts: [[Int]: Int] = [:]
    for round in 0..<5000 { counts[ClientSample(seed: 3).clients(2, of: 5, round: round), default: 0] += 1 }
    #expect(counts.count == 10 && counts.keys.allSatisfy { $0[0] < $0[1] })
    #expect(counts.values.reduce(0.0) { $0 + (Double($1) - 500) * (Double($1) - 500) / 500 } < 48)
    #expect(ClientSample(seed: 3).clients(5, of: 5, round: 1) == [0, 1, 2, 3, 4])
  }

  /// Two nodes that tick once a second: the merge weighs by age.
  @Test func gossipMergesByAge() throws {
    let record = try GossipTraining().train(
      TallyProblem(clients: 2),
      in: TrainingEnvironment(nodes: 2, profile: NodeProfile(secondsPerStep: 0.001)),
      plan: TrainingPlan(rounds: 1, testedNodes: 2), seed: 4)
    // The first message merges two models of age 0 into 0 and its receiver r adds 2^-r: age 1. The answer meets a model of
    // age 0, so it is taken over, and the other one adds to it.
    let values = [1.0, 0.5]
    let sums = [values[0], values[1]].map { ($0 + 1.5) / 2 }
    #expect(sums.contains { abs(-record.points[1].loss - $0) < 1e-12 })
    #expect(record.ledger.modelsSent == 2)
  }
}
