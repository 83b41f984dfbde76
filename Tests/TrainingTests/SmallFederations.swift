import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Training

/// A learner whose models can be followed by hand: one number, to which client i adds 2^-i in each of its trainings.
final class Tally: Learner {
  let clients: Int
  let localSteps = 1
  let modelBytes: Int
  let initial: Model = Parameters([0.0])

  init(clients: Int, modelBytes: Int) {
    self.clients = clients
    self.modelBytes = modelBytes
  }

  func train(_ model: Model, client: Int, firstStep: Int, steps: Int, proximal: Double) -> Model {
    Parameters([model.parameters[0] + Double(sign: .plus, exponent: -client, significand: 1)])
  }

  func average(_ models: [Model]) -> Model {
    Parameters([models.reduce(0) { $0 + $1.parameters[0] } / Double(models.count)])
  }

  func merge(_ first: Model, _ second: Model, weight: Double) -> Model {
    Parameters([first.parameters[0] + weight * (second.parameters[0] - first.parameters[0])])
  }

  func adding(_ weight: Double, times end: Model, less start: Model, to model: Model) -> Model {
    Parameters([model.parameters[0] + weight * (end.parameters[0] - start.parameters[0])])
  }

  func distance(_ first: Model, _ second: Model) -> Double { abs(first.parameters[0] - second.parameters[0]) }

  func evaluate(_ model: Model) -> Evaluation { Evaluation(loss: -model.parameters[0], accuracy: 0) }
}

struct TallyProblem: LearningProblem {
  var clients: Int
  var modelBytes = 1000

  func makeLearner() -> any Learner { Tally(clients: clients, modelBytes: modelBytes) }
}

enum SmallFederations {
  /// Softmax regression on Synthetic(1/2, 1/2).
  static func classification(clients: Int) throws -> ClassificationProblem<SoftmaxRegression<Double>> {
    let federation = SyntheticFederation(
      modelSpread: Rational(1, 2), inputSpread: Rational(1, 2), sizes: .equal(30), seed: 3)
    return try ClassificationProblem(
      task: federation.task(clients: clients), architecture: SoftmaxRegression(dimension: 60, classes: 10),
      localSteps: 3, batchSize: 5, stepSize: 0.05, seed: 11)
  }

  /// Nodes of different speeds and capacities at different places.
  static func mixedEnvironment(nodes: Int, availability: Availability? = nil) throws -> TrainingEnvironment {
    let latencies = (0..<5).map { i in (0..<5).map { j in "\(10 + 7 * i + (3 * j) % 11)" }.joined(separator: " ") }
    return try TrainingEnvironment(
      profiles: (0..<nodes).map {
        NodeProfile(
          secondsPerStep: 0.1 + 0.03 * Double($0 * 7 % 5), upload: 50_000 + 1000 * Double($0 * 5 % 7),
          download: 100_000)
      },
      latency: MessageLatency(LatencyMatrix(parsing: latencies.joined(separator: "\n")), nodes: nodes),
      availability: availability)
  }

  /// Nodes that are as far apart as each other and take a second to train; node 0 is the best aggregator, and capacities
  /// take no time worth mentioning but for what is given.
  static func evenEnvironment(
    nodes: Int, latency: Double = 0.125, churn: [ChurnEvent] = [], uploads: [Int: Double] = [:],
    slow: [Int: Double] = [:]
  ) throws -> TrainingEnvironment {
    try TrainingEnvironment(
      profiles: (0..<nodes).map {
        NodeProfile(secondsPerStep: slow[$0] ?? 1, upload: uploads[$0] ?? ($0 == 0 ? 0x1p60 : 0x1p50))
      },
      latency: MessageLatency(seconds: latency), availability: Availability(ChurnSchedule(churn, nodes: nodes)))
  }
}

extension Setting {
  static func value(_ number: Rational) -> Setting { .number(number) }
}
