import Algorithms
import ExactArithmetic
import Objectives
import Simulation
import Testing
import Training

/// Servers with asynchronous clients, and the proximal term, on a small federation.
@Suite struct ServerTests {
  static func problem(localSteps: Int = 3) throws -> ClassificationProblem<SoftmaxRegression<Double>> {
    try ClassificationProblem(
      task: SyntheticFederation(modelSpread: 1, inputSpread: 1, sizes: .equal(30), seed: 3).task(
        clients: 3, as: Double.self),
      architecture: SoftmaxRegression<Double>(dimension: 60, classes: 10), localSteps: localSteps, batchSize: 5,
      stepSize: 0.02, seed: 5)
  }

  static func environment(_ seconds: [Double] = [0.1, 0.25, 0.7]) throws -> TrainingEnvironment {
    try TrainingEnvironment(profiles: seconds.map { NodeProfile(secondsPerStep: $0) })
  }

  static func models(
    _ name: String, _ settings: [String: Setting] = [:], rounds: Int = 12, environment: TrainingEnvironment? = nil,
    localSteps: Int = 3
  ) throws -> (models: [[Double]], record: TrainingRecord) {
    var models: [[Double]] = []
    let method = try TrainingMethods.method(name, settings: settings)
    let record = try method.train(
      problem(localSteps: localSteps), in: environment ?? Self.environment(), plan: TrainingPlan(rounds: rounds),
      seed: 5
    ) { models.append($1.parameters) }
    return (models, record)
  }

  @Test func withoutItsTermFedProxIsFedAvg() throws {
    let average = try Self.models("fedavg", ["sample": .number(3)])
    let proximal = try Self.models("fedprox", ["sample": .number(3), "proximalWeight": .number(0)])
    #expect(average.models == proximal.models && average.record.points == proximal.record.points)
    let held = try Self.models("fedprox", ["sample": .number(3), "proximalWeight": .number(10)])
    #expect(held.models != average.models)
  }

  /// FedProx's local steps against the same steps written down with the model's gradient.
  @Test func theProximalTermIsThatOfTheSquare() throws {
    let problem = try Self.problem()
    let learner = problem.makeLearner()
    let start = learner.train(learner.initial, client: 1, round: 9)
    let end = learner.train(start, client: 1, firstStep: 40, steps: 2, proximal: 4)
    // One step without the term, and what the term adds to the second: -eta mu (y - x) at the first step's end.
    let first = learner.train(start, client: 1, firstStep: 40, steps: 1, proximal: 4)
    let second = learner.train(first, client: 1, firstStep: 41, steps: 1, proximal: 0)
    for k in start.parameters.indices {
      let pull = 0.02 * 4 * (first.parameters[k] - start.parameters[k])
      #expect(abs(end.parameters[k] - (second.parameters[k] - pull)) < 1e-12)
    }
  }

  /// With one client nothing is stale: FedAsync that counts fully is SGD, and so is AsyncFedED with lambda = eps.
  @Test func aLoneClientIsSGD() throws {
    let task = SyntheticFederation(modelSpread: 1, inputSpread: 1, sizes: .equal(30), seed: 3).task(
      clients: 1, as: Double.self)
    let problem = try ClassificationProblem(
      task: task, architecture: SoftmaxRegression<Double>(dimension: 60, classes: 10), localSteps: 2, batchSize: 5,
      stepSize: 0.02, seed: 5)
    let learner = problem.makeLearner()
    var expected: [[Double]] = []
    var model = learner.initial
    for round in 0..<6 {
      model = learner.train(model, client: 0, round: round)
      expected.append(model.parameters)
    }
    for (name, settings) in [
      ("fedasync", ["mixingWeight": .number(1)]),
      ("asyncfeded", ["serverStep": .number(2), "stalenessOffset": .number(2)]),
    ] as [(String, [String: Setting])] {
      var found: [[Double]] = []
      _ = try TrainingMethods.method(name, settings: settings).train(
        problem, in: TrainingEnvironment(nodes: 1, profile: NodeProfile(secondsPerStep: 1)),
        plan: TrainingPlan(rounds: 6), seed: 5
      ) { found.append($1.parameters) }
      #expect(found.count == 6)
      for (own, sgd) in zip(found, expected) {
        #expect(zip(own, sgd).allSatisfy { abs($0 - $1) <= 1e-12 }, "\(name)")
      }
    }
  }

  /// The first arrival is fresh, the second is one arrival old: with s(age) = 1/(age + 1) it counts half as much.
  @Test func oldModelsCountLess() throws {
    let learner = try Self.problem().makeLearner()
    let first = learner.merge(learner.initial, learner.train(learner.initial, client: 0, round: 0), weight: 0.5)
    let second = learner.merge(first, learner.train(learner.initial, client: 1, round: 0), weight: 0.25)
    let found = try Self.models(
      "fedasync", ["weighting": .word("hinge"), "weightingSlope": .number(1)], rounds: 2,
      environment: Self.environment([0.1, 0.15, 0.7])
    ).models
    #expect(found == [first.parameters, second.parameters])
  }

  /// Arrivals follow the clients' speeds: of the first eight, in the order of time.
  @Test func clientsArriveAtTheirOwnSpeed() throws {
    // Three steps take 0.3, 0.75 and 2.1 seconds.
    let record = try Self.models("fedasync", rounds: 8).record
    let times = [0.3, 0.6, 0.75, 0.9, 1.2, 1.5, 1.5, 1.8]
    #expect(zip(record.roundEnds, times).allSatisfy { abs($0 - $1) < 1e-9 } && record.rounds == 8)
  }

  /// A client that wants fewer steps is back sooner.
  @Test func adaptiveStepsChangeTheTimes() throws {
    let fixed = try Self.models("asyncfeded", rounds: 10).record
    let fewer = try Self.models(
      "asyncfeded", ["targetStaleness": .number(0), "adaptivity": .number(100)], rounds: 10
    ).record
    #expect(fewer.time < fixed.time && fewer.ledger.trainingSeconds < fixed.ledger.trainingSeconds)
  }

  @Test func pausesCostTime() throws {
    var paused = try Self.environment()
    paused.pauses = Pauses(probability: 1, meanSeconds: 5, seed: 5)
    for method in ["fedavg", "fedprox", "fedasync", "asyncfeded"] {
      let settings: [String: Setting] = method.hasPrefix("feda") && method != "fedavg" ? [:] : ["sample": .number(3)]
      let own = method == "asyncfeded" ? [:] : settings
      let quick = try Self.models(method, own, rounds: 5).record
      let slow = try Self.models(method, own, rounds: 5, environment: paused).record
      #expect(slow.time > quick.time, "\(method)")
    }
  }

  /// Numbers that leave the range stop the run.
  @Test func nonFiniteModelsAreNamed() throws {
    let wild = try ClassificationProblem(
      task: SyntheticFederation(modelSpread: 1, inputSpread: 1, sizes: .equal(30), seed: 3).task(
        clients: 3, as: Float.self),
      architecture: SoftmaxRegression<Float>(dimension: 60, classes: 10), localSteps: 30, batchSize: 5, stepSize: 1e37,
      seed: 5)
    for (name, words) in [("asyncfeded", "in iteration"), ("fedasync", "client"), ("fedavg", "in round")] {
      let error = try #require(throws: TrainingError.self) {
        try TrainingMethods.method(name, settings: name == "fedavg" ? ["sample": .number(3)] : [:]).train(
          wild, in: Self.environment(), plan: TrainingPlan(rounds: 30), seed: 5)
      }
      #expect(error.message.contains(words), "\(error.message)")
    }
  }
}
