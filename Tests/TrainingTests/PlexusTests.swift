import Algorithms
import ExactArithmetic
import Simulation
import Testing
import Training

@Suite struct PlexusTests {
  static func models(
    of method: any TrainingMethod, _ problem: any LearningProblem, _ environment: TrainingEnvironment, rounds: Int
  ) throws -> [[UInt64]] {
    var models: [[UInt64]] = []
    let record = try method.train(
      problem, in: environment, plan: TrainingPlan(rounds: rounds), seed: 7,
      watch: { round, model in
        models.append(model.parameters.map(\.bitPattern))
        #expect(round == models.count)
      })
    #expect(record.rounds == rounds)
    return models
  }

  /// With everybody in the sample, every model waited for and nobody coming or going, it is federated averaging with all
  /// clients, bit for bit, whatever the speeds, latencies and capacities; with pings and without.
  @Test(arguments: ["0", "1"])
  func withEverybodyItIsFederatedAveraging(pingTimeout: String) throws {
    let problem = try SmallFederations.classification(clients: 8)
    let environment = try SmallFederations.mixedEnvironment(nodes: 8)
    let plexus = try PlexusTraining(["sample": .value(8), "pingTimeout": .value(Rational(Int(pingTimeout)!))])
    let fedAvg = try FedAvgTraining(["sample": .value(8), "serverUpload": .value(1_000_000)])
    let models = try Self.models(of: plexus, problem, environment, rounds: 6)
    #expect(try models == Self.models(of: fedAvg, problem, environment, rounds: 6))
    #expect(Set(models).count == 6)
    #expect(models[0].count == 610)
  }

  /// Round after round by hand: of each round the first s nodes of the hash order train, the first of them that has the
  /// largest upload aggregates, and the model is the average in exact arithmetic.
  @Test(arguments: ["first", "largest-upload"])
  func roundsFollowTheHashOrder(aggregator: String) throws {
    let uploads = [5.0, 9, 9, 7, 1, 3, 2, 8].map { $0 * 0x1p40 }
    let environment = try SmallFederations.evenEnvironment(
      nodes: 8, uploads: Dictionary(uniqueKeysWithValues: uploads.enumerated().map { ($0.offset, $0.element) }))
    let method = try PlexusTraining(["sample": .value(4), "aggregator": .word(aggregator)])
    var sampled: [Int: (aggregator: Int, nodes: Set<Int>)] = [:]
    var models: [Double] = []
    _ = try method.train(
      TallyProblem(clients: 8), in: environment, plan: TrainingPlan(rounds: 20), seed: 1,
      observe: { event in
        switch event {
        case .sampled(let round, let attempt, let node, let nodes, _):
          sampled[round] = (node, Set(nodes))
          #expect(attempt == 1)
        case .aggregated(_, _, _, _, let model): models.append(model.parameters[0])
        case .silent: Issue.record("everybody is there")
        }
      })
    let hash = try SamplingHash(.md5, .dashed, identifiers: HashOrderTests.identifiers(8))
    var model = 0.0
    for round in 1...20 {
      let sample = Array(HashOrderTests.order(hash, round: round).prefix(4))
      let largest = sample.map { uploads[$0] }.max()!
      let best = aggregator == "first" ? sample[0] : sample.first { uploads[$0] == largest }!
      #expect(sampled[round]?.nodes == Set(sample))
      #expect(sampled[round]?.aggregator == best)
      // Sums of powers of two and quarters of them: exact.
      model += sample.reduce(0) { $0 + Double(sign: .plus, exponent: -$1, significand: 1) } / 4
      #expect(models[round - 1] == model)
    }
  }

  /// ceil(sf s) models make a round; the others come too late.
  @Test func theFirstModelsMakeARound() throws {
    let method = try PlexusTraining(["sample": .value(5), "success": .value(Rational(1, 2))])
    #expect(method.requiredModels == 3)
    var counts: [Int] = []
    let record = try method.train(
      TallyProblem(clients: 9), in: SmallFederations.mixedEnvironment(nodes: 9), plan: TrainingPlan(rounds: 30),
      seed: 1,
      observe: { event in
        if case .aggregated(_, _, let nodes, _, _) = event {
          counts.append(nodes.count)
          #expect(nodes == nodes.sorted())
        }
      })
    #expect(counts == Array(repeating: 3, count: 30))
    // Two a round, but for trainings that the next round interrupts and models under way at the end.
    let dropped = record.incidents.lateModels + record.incidents.interruptedTrainings
    #expect(dropped > 30 && dropped <= 60)
  }

  /// The same seed has the same bytes, in everything that can happen.
  @Test func theSameSeedHasTheSameBytes() throws {
    let problem = try SmallFederations.classification(clients: 12)
    let churn = try Availability(
      ChurnSchedule(
        csv: "time,event,node\n1,leave,3\n1.3,crash,5\n2,join,3\n2.2,leave,7\n4,join,5\n4.1,crash,3\n", nodes: 12))
    let environment = try SmallFederations.mixedEnvironment(nodes: 12, availability: churn)
    let methods: [any TrainingMethod] = [
      try PlexusTraining([
        "sample": .value(4), "success": .value(Rational(3, 4)), "restartAfter": .value(3), "proceedAfter": .value(2),
      ]),
      try GossipTraining(["period": .value(Rational(1, 2))]),
    ]
    for method in methods {
      let plan = try TrainingPlan(rounds: 12, testEveryRounds: 2)
      let record = try method.train(problem, in: environment, plan: plan, seed: 5)
      #expect(record.points.count == 7)
      #expect(try method.train(problem, in: environment, plan: plan, seed: 5) == record)
      #expect(try method.train(problem, in: environment, plan: plan, seed: 5).csv == record.csv)
    }
  }

  /// It learns, and the record says when, with what bytes and what computing.
  @Test func timeToAccuracyIsRead() throws {
    let problem = try SmallFederations.classification(clients: 12)
    let record = try PlexusTraining(["sample": .value(5)]).train(
      problem, in: SmallFederations.mixedEnvironment(nodes: 12),
      plan: TrainingPlan(rounds: 60, testEveryRounds: nil, testEverySeconds: 4), seed: 1)
    let (first, last) = (record.points.first!, record.points.last!)
    #expect(last.loss < first.loss && last.accuracy > first.accuracy + 0.2)
    let reached = try #require(record.first(withAccuracy: (first.accuracy + last.accuracy) / 2))
    #expect(reached.time > 0 && reached.time <= last.time)
    #expect(record.first(withAccuracy: 1.1) == nil)
    // One test a 4 seconds, with the first round that ends in them.
    for (one, next) in zip(record.points.dropFirst(), record.points.dropFirst(2)) where next.round < 60 {
      #expect((next.time / 4).rounded(.down) > (one.time / 4).rounded(.down))
    }
    #expect(record.csv.hasPrefix("time,round,accuracy,loss,bytesSent,modelsSent,trainingSeconds\n0.0,0,"))
    #expect(record.end == .rounds && record.rounds == 60)
    // s trainings of K = 3 steps a round, the last round's complete.
    let profiles = try SmallFederations.mixedEnvironment(nodes: 12).profiles
    #expect(record.ledger.trainingSeconds > 60 * 5 * 3 * profiles.map(\.secondsPerStep).min()! - 1e-6)
    #expect(record.ledger.trainingSeconds < 60 * 5 * 3 * profiles.map(\.secondsPerStep).max()! + 1e-6)
    let bytes = (0..<12).reduce(0) { $0 + record.ledger.bytes(of: $1) }
    #expect(abs(bytes - record.ledger.bytesSent) < 1)
    // A model of 610 doubles, and 12 entries of 16 bytes with each.
    #expect(record.ledger.bytes(.model) == Double(record.ledger.modelsSent * 4880))
    #expect(record.ledger.bytes(.view) == Double(record.ledger.modelsSent * 192))
  }

  @Test func theTimeOfThePlanEndsARun() throws {
    let record = try PlexusTraining(["sample": .value(4)]).train(
      TallyProblem(clients: 6), in: SmallFederations.evenEnvironment(nodes: 6), plan: TrainingPlan(seconds: 10), seed: 1
    )
    #expect(record.end == .seconds && record.time == 10)
    // A round is a second of training and four latencies of 1/8: two pings and their answers run one after the other with
    // the models. Where the aggregator is in its own sample nothing is faster, as it waits for the others.
    #expect(record.rounds >= 5 && record.rounds <= 6)
    #expect(record.roundEnds.allSatisfy { $0 <= 10 })
  }

  @Test func wrongSettingsAreRefused() throws {
    let (five, problem) = (try SmallFederations.evenEnvironment(nodes: 5), TallyProblem(clients: 5))
    let plan = try TrainingPlan(rounds: 1)
    func message(_ body: () throws -> Void) -> String? {
      #expect(throws: TrainingError.self) { try body() }?.message
    }
    for value: Rational in [0, Rational(-1, 2), Rational(11, 10)] {
      #expect(
        message { _ = try PlexusTraining(["success": .value(value)]) }
          == "plexus: 'success' is number > 0, at most 1, not \(value)")
    }
    #expect(
      message { _ = try PlexusTraining(["sample": .value(6)]).train(problem, in: five, plan: plan, seed: 1) }
        == "plexus: a sample of 6 nodes in a network of 5")
    let three = try TrainingEnvironment(
      profiles: five.profiles, availability: Availability(ChurnSchedule([], nodes: 5, initiallyActive: [0, 2, 3])))
    #expect(
      message { _ = try PlexusTraining(["sample": .value(4)]).train(problem, in: three, plan: plan, seed: 1) }
        == "plexus: a sample of 4 nodes, but views start with the 3 that are there")
    let twins = try PlexusTraining(["sample": .value(2)], identifiers: [[1], [2], [3], [2], [5]])
    #expect(
      message { _ = try twins.train(problem, in: five, plan: plan, seed: 1) }
        == "nodes 1 and 3 have the same identifier, 02 in base 16")
    let few = try PlexusTraining(["sample": .value(2)], identifiers: [[1], [2]])
    #expect(
      message { _ = try few.train(problem, in: five, plan: plan, seed: 1) } == "plexus: 2 identifiers for 5 nodes")
    #expect(
      message {
        _ = try PlexusTraining(["sample": .value(2)]).train(TallyProblem(clients: 4), in: five, plan: plan, seed: 1)
      }
        == "plexus: 4 clients for 5 nodes")
    #expect(
      message { _ = try PlexusTraining(["sampel": .value(2)]) }?.hasPrefix(
        "plexus has no setting 'sampel'; known: sample,")
        == true)
    #expect(message { _ = try PlexusTraining(["hash": .word("md4")]) } == "plexus: 'hash' is md5, sha256, not md4")
    #expect(
      message { _ = try PlexusTraining(["sample": .word("all")]) }
        == "plexus: 'sample' is integer in 1 ... 1048576, not all")
    #expect(
      message { _ = try TrainingMethods.method("sgd") }
        == "unknown method 'sgd'; known: plexus, fedavg, d-psgd, one-peer-sgd, gossip-learning, fedprox, fedasync, asyncfeded"
    )
    #expect(message { _ = try TrainingPlan() } == "a run needs an end: rounds, seconds or both")
    #expect(message { _ = try TrainingPlan(rounds: 0) } == "rounds must be at least 1, not 0")
    #expect(message { _ = try TrainingPlan(seconds: .infinity) } == "seconds must be positive and finite, not inf")
  }
}
