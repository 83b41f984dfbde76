import Algorithms
import ExactArithmetic
import Simulation

/// Gossip learning: every so often a node sends its model to a random peer, which merges it with its own, weighted by their
/// ages, and takes its local steps.
///
/// A model's age is the number of trainings in it: of two that merge the larger one, and one more with the training. What
/// comes while a node trains waits, the last one only. A round is a period of the clock, in which every node that is there
/// sends once; a node's clock starts at a random point of the first period.
///
/// Nodes may come and go: who is absent neither sends nor receives, and goes on with its model when it is back. What it was
/// about to merge is lost.
///
/// Source: R. Ormándi, I. Hegedűs, M. Jelasity, Gossip learning with linear models on fully distributed data, 2013.
public struct GossipTraining: TrainingMethod {
  public static let name = "gossip-learning"
  public static let summary = "gossip learning: models sent to random peers, merged by age, then trained"
  public static let parameters = [
    Parameter("period", .number(positive: true, atMost: nil), fallback: .number(1), "seconds between a node's messages")
  ]

  /// In seconds.
  public let period: Double

  public init(_ settings: MethodSettings) throws(TrainingError) { period = settings.number("period") }

  /// - Throws: `TrainingError` for an unknown setting or a value outside its domain.
  public init(_ settings: [String: Setting] = [:]) throws(TrainingError) {
    try self.init(try MethodSettings(Self.name, Self.parameters, settings))
  }

  private enum Message {
    case model(Model, age: Int)
    /// Time to send.
    case tick(Int)
    case done
    /// A period is over.
    case round
  }

  private struct Node {
    var model: Model
    var age = 0
    var waiting: (model: Model, age: Int)?
    /// When its training began, while it trains.
    var start: Double?
    /// The merged model that it trains.
    var merged: (model: Model, age: Int)?
    var trainings = 0
  }

  /// - Throws: `TrainingError` with fewer than two nodes, or clients that are not the nodes.
  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    guard environment.nodes >= 2 else { throw TrainingError("gossip-learning: every node needs a peer") }
    let (learner, random) = (problem.makeLearner(), RandomSource(seed: seed))
    // The clock of the rounds is one more node, which is always there.
    let clock = environment.nodes
    let world = World<Message>(environment.adding(NodeProfile(secondsPerStep: 0)))
    var recorder = Recorder(Self.name, plan, learner, ledger: world.ledger)
    var incidents = Incidents()
    let load = World<Message>.Load(model: Double(learner.modelBytes))
    var nodes = [Node](repeating: Node(model: learner.initial), count: environment.nodes)
    func seconds(_ node: Int) -> Double { Double(learner.localSteps) * environment.profiles[node].secondsPerStep }
    func phase(_ node: Int) -> Double { random.draw(.trainingPeer, node: node, number: 0).uniform * period }
    /// The next tick of the node's clock that is after the time.
    func schedule(_ node: Int, after time: Double) {
      let count = max(0, ((time - phase(node)) / period).rounded(.down) + 1)
      world.remind(node, of: .tick(Int(count)), after: max(0, phase(node) + count * period - time))
    }
    func begin(_ node: Int, _ model: Model, _ age: Int) {
      let (own, theirs) = (nodes[node].age, age)
      // Models without a training weigh alike.
      let weight = own + theirs == 0 ? 0.5 : Double(theirs) / Double(own + theirs)
      nodes[node].merged = (learner.merge(nodes[node].model, model, weight: weight), max(own, theirs))
      nodes[node].start = world.now
      world.remind(node, of: .done, after: seconds(node))
    }
    func stop(_ node: Int) {
      if let start = nodes[node].start {
        world.ledger.train(node, seconds: world.now - start)
        incidents.interruptedTrainings += 1
      }
      nodes[node].start = nil
      nodes[node].merged = nil
      nodes[node].waiting = nil
    }
    recorder.start(world.ledger)
    for node in nodes.indices where world.isPresent[node] { schedule(node, after: 0) }
    world.remind(clock, of: .round, after: period)
    while !recorder.isOver, let (node, what) = world.next(), recorder.reaches(world.now) {
      switch what {
      case .alarm(.tick(let number)):
        let draw = random.draw(.trainingPeer, node: node, number: number + 1).integer(below: nodes.count - 1)
        world.send(
          .model(nodes[node].model, age: nodes[node].age), from: node, to: draw < node ? draw : draw + 1, load)
        // By the number, as a sum of periods may round to the moment that has just passed.
        world.remind(
          node, of: .tick(number + 1), after: max(0, phase(node) + Double(number + 1) * period - world.now))
      case .message(.model(let model, let age), _):
        if nodes[node].start == nil {
          begin(node, model, age)
        } else {
          if nodes[node].waiting != nil { incidents.lateModels += 1 }
          nodes[node].waiting = (model, age)
        }
      case .alarm(.done):
        guard let (model, age) = nodes[node].merged else { preconditionFailure("a training without a model") }
        world.ledger.train(node, seconds: seconds(node))
        nodes[node].model = learner.train(model, client: node, round: nodes[node].trainings)
        nodes[node].age = age + 1
        nodes[node].trainings += 1
        nodes[node].start = nil
        nodes[node].merged = nil
        if let (model, age) = nodes[node].waiting {
          nodes[node].waiting = nil
          begin(node, model, age)
        }
      case .alarm(.round):
        recorder.finishRound(at: world.now, world.ledger) { nodes.map(\.model) }
        world.remind(clock, of: .round, after: Double(recorder.record.rounds + 1) * period - world.now)
      case .presence(.join): schedule(node, after: world.now)
      case .presence(.leave):
        world.exit(node)
        stop(node)
      case .presence(.crash): stop(node)
      case .alarm, .message: preconditionFailure("nothing that happens in gossip")
      }
    }
    incidents.lostModels = world.lostModels
    return recorder.finish(at: world.now, world.ledger, incidents)
  }
}
