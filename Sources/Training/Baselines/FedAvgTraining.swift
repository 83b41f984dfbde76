import Algorithms
import ExactArithmetic
import Simulation

/// Federated averaging: a server sends its model to s clients drawn without replacement, each takes its local steps, and the
/// server averages what comes back.
///
/// The server is one more node, numbered as the number of clients, with capacities of its own; it is always there. It waits
/// for all s models.
///
/// Source: H. B. McMahan, E. Moore, D. Ramage, S. Hampson, B. Agüera y Arcas, Communication-efficient learning of deep
/// networks from decentralized data, AISTATS 2017.
public struct FedAvgTraining: TrainingMethod {
  public static let name = "fedavg"
  public static let summary = "federated averaging by a server"
  public static let parameters = [
    Parameter("sample", .integer(1...1 << 24), fallback: .number(10), "s, clients that train in a round"),
    Parameter(
      "serverUpload", .number(positive: false, atMost: nil), fallback: .number(0),
      "bytes per second that the server sends; 0 for no limit"),
    Parameter(
      "serverDownload", .number(positive: false, atMost: nil), fallback: .number(0),
      "bytes per second that the server receives; 0 for no limit"),
  ]

  public let sample: Int
  /// mu of FedProx.
  let proximalWeight: Double
  public let server: NodeProfile

  public init(_ settings: MethodSettings) throws(TrainingError) { try self.init(settings, proximalWeight: 0) }

  init(_ settings: MethodSettings, proximalWeight: Double) throws(TrainingError) {
    self.proximalWeight = proximalWeight
    sample = settings.integer("sample")
    server = NodeProfile(
      secondsPerStep: 0, upload: settings.limit("serverUpload") ?? .infinity,
      download: settings.limit("serverDownload") ?? .infinity)
  }

  /// - Throws: `TrainingError` for an unknown setting or a value outside its domain.
  public init(_ settings: [String: Setting] = [:]) throws(TrainingError) {
    try self.init(try MethodSettings(Self.name, Self.parameters, settings))
  }

  private enum Message {
    case train(Model, round: Int)
    case trained(Model, round: Int)
    /// What the client reminds itself of.
    case done(Model, round: Int)
  }

  /// - Throws: `TrainingError` for a sample larger than the federation, nodes that come or go, or clients that are not nodes.
  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try train(Self.name, problem, in: environment, plan: plan, seed: seed, watch: watch)
  }

  func train(
    _ name: String, _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan,
    seed: UInt64,
    watch: (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    try requireConstantPresence(environment)
    guard sample <= problem.clients else {
      throw TrainingError("\(name): a sample of \(sample) clients of \(problem.clients)")
    }
    let (learner, server) = (problem.makeLearner(), environment.nodes)
    let world = World<Message>(environment.adding(self.server))
    var recorder = Recorder(name, plan, learner, ledger: world.ledger)
    let load = World<Message>.Load(model: Double(learner.modelBytes))
    var received: [(node: Int, model: Model)] = []
    func begin(_ round: Int, _ model: Model) {
      for client in ClientSample(seed: seed).clients(sample, of: problem.clients, round: round) {
        world.send(.train(model, round: round), from: server, to: client, load)
      }
    }
    recorder.start(world.ledger)
    begin(1, learner.initial)
    while !recorder.isOver, let (node, what) = world.next(), recorder.reaches(world.now) {
      switch what {
      case .message(.train(let model, let round), _):
        let seconds = Double(learner.localSteps) * environment.profiles[node].secondsPerStep
        let pause = environment.pauses.seconds(node, training: round)
        world.remind(node, of: .done(model, round: round), after: pause + seconds)
      case .alarm(.done(let model, let round)):
        world.ledger.train(node, seconds: Double(learner.localSteps) * environment.profiles[node].secondsPerStep)
        let trained = learner.train(
          model, client: node, firstStep: round * learner.localSteps, steps: learner.localSteps,
          proximal: proximalWeight)
        world.send(.trained(trained, round: round), from: node, to: server, load)
      case .message(.trained(let model, let round), let sender):
        received.append((sender, model))
        guard received.count == sample else { continue }
        received.sort { $0.node < $1.node }
        let global = learner.average(received.map(\.model))
        if let place = global.parameters.firstIndex(where: { !$0.isFinite }) {
          throw TrainingError("\(name): in round \(round) parameter \(place) of the average is no finite number")
        }
        received = []
        watch(round, global)
        recorder.finishRound(at: world.now, world.ledger) { [global] }
        if !recorder.isOver { begin(round + 1, global) }
      case .alarm, .message, .presence: preconditionFailure("nothing that happens to a server and its clients")
      }
    }
    return recorder.finish(at: world.now, world.ledger, Incidents())
  }
}

/// Clients of a round, drawn without replacement.
package struct ClientSample {
  let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// Every set of `count` clients with the same probability; ascending. Draw i of round k is (i, k) of the stream
  /// `clientSample`.
  ///
  /// - Precondition: `count` in 0 ... clients.
  ///
  /// Source: R. W. Floyd, in J. Bentley, Programming pearls, CACM 30, 1987.
  package func clients(_ count: Int, of clients: Int, round: Int) -> [Int] {
    precondition(count >= 0 && count <= clients, "a sample of \(count) of \(clients)")
    var taken = Set<Int>()
    for (i, last) in (clients - count..<clients).enumerated() {
      let draw = RandomDraw(seed: seed, purpose: .clientSample, first: i, number: round).integer(below: last + 1)
      if !taken.insert(draw).inserted { taken.insert(last) }
    }
    return taken.sorted()
  }
}
