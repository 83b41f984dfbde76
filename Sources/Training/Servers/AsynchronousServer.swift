import Simulation

/// A server that takes up each client's model when it comes and answers at once with its own.
///
/// The server is one more node, numbered as the number of clients, always there and without limits of its own. A round is an
/// arrival.
struct AsynchronousServer {
  /// What the server makes of an arrival, and how many local steps the client takes next.
  typealias Rule = (_ arrival: Arrival, _ learner: any Learner) -> (model: Model, localSteps: Int)

  struct Arrival {
    var client: Int
    /// The server's model when it comes.
    var server: Model
    /// What the client started from, and what it made of it.
    var start: Model
    var end: Model
    /// Arrivals since the client started.
    var staleness: Int
    /// What the client took.
    var localSteps: Int
  }

  /// rho of the term (rho/2) |y - x_s|^2 in the clients' objectives.
  let proximalWeight: Double
  let rule: Rule

  private enum Message {
    case train(Model, steps: Int, version: Int)
    /// What the client reminds itself of.
    case done(Model, steps: Int, version: Int)
    case trained(Model, start: Model, steps: Int, version: Int)
  }

  /// - Throws: `TrainingError` when a model is no number any more, with the iteration and the client.
  func train(
    _ method: String, _ learner: any Learner, in environment: TrainingEnvironment, plan: TrainingPlan,
    watch: (Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    let (server, clients) = (environment.nodes, environment.nodes)
    let world = World<Message>(environment.adding(NodeProfile(secondsPerStep: 0)))
    var recorder = Recorder(method, plan, learner, ledger: world.ledger)
    let load = World<Message>.Load(model: Double(learner.modelBytes))
    var (global, version) = (learner.initial, 0)
    var trainings = [Int](repeating: 0, count: clients)
    var stepsTaken = [Int](repeating: 0, count: clients)
    recorder.start(world.ledger)
    for client in 0..<clients {
      world.send(.train(global, steps: learner.localSteps, version: 0), from: server, to: client, load)
    }
    while !recorder.isOver, let (node, what) = world.next(), recorder.reaches(world.now) {
      switch what {
      case .message(.train(let model, let steps, let started), _):
        let pause = environment.pauses.seconds(node, training: trainings[node])
        trainings[node] += 1
        world.remind(
          node, of: .done(model, steps: steps, version: started),
          after: pause + Double(steps) * environment.profiles[node].secondsPerStep)
      case .alarm(.done(let start, let steps, let started)):
        world.ledger.train(node, seconds: Double(steps) * environment.profiles[node].secondsPerStep)
        let end = learner.train(
          start, client: node, firstStep: stepsTaken[node], steps: steps, proximal: proximalWeight)
        stepsTaken[node] += steps
        world.send(.trained(end, start: start, steps: steps, version: started), from: node, to: server, load)
      case .message(.trained(let end, let start, let steps, let started), let client):
        let next = rule(
          Arrival(
            client: client, server: global, start: start, end: end, staleness: version - started, localSteps: steps),
          learner)
        if let place = next.model.parameters.firstIndex(where: { !$0.isFinite }) {
          throw TrainingError(
            "\(method): in iteration \(version) the model that client \(client) sent makes parameter \(place) no finite number"
          )
        }
        (global, version) = (next.model, version + 1)
        watch(version, global)
        recorder.finishRound(at: world.now, world.ledger) { [global] }
        world.send(.train(global, steps: next.localSteps, version: version), from: server, to: client, load)
      case .alarm, .message, .presence: preconditionFailure("nothing that happens to a server and its clients")
      }
    }
    return recorder.finish(at: world.now, world.ledger, Incidents())
  }
}
