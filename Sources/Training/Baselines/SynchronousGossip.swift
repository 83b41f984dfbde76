import Objectives

/// Rounds in which every node trains, sends its model to some others, waits for those that are sent to it, and averages them
/// with its own.
///
/// A node is at most one round ahead of those that it hears; what comes early waits.
struct SynchronousGossip {
  /// To whom a node sends in a round, counted from 0, and whom it hears. Without the node itself.
  let receivers: (_ node: Int, _ round: Int) -> [Int]
  let senders: (_ node: Int, _ round: Int) -> [Int]

  private enum Message {
    case model(Model, round: Int)
    case done(round: Int)
  }

  private struct Node {
    var model: Model
    var round = 0
    var hasTrained = false
    /// Models that came, of this round and later ones.
    var received: [(round: Int, sender: Int, model: Model)] = []
  }

  func train(
    _ method: String, _ learner: any Learner, in environment: TrainingEnvironment, plan: TrainingPlan
  ) -> TrainingRecord {
    let world = World<Message>(environment)
    var recorder = Recorder(method, plan, learner, ledger: world.ledger)
    let load = World<Message>.Load(model: Double(learner.modelBytes))
    var nodes = [Node](repeating: Node(model: learner.initial), count: environment.nodes)
    // How many nodes have ended each round that not all have ended, and the models of those that were ahead.
    var ended: [Int] = []
    var ahead: [[Model?]] = []
    var over = 0
    func seconds(_ node: Int) -> Double { Double(learner.localSteps) * environment.profiles[node].secondsPerStep }
    func begin(_ node: Int) { world.remind(node, of: .done(round: nodes[node].round), after: seconds(node)) }
    func average(_ node: Int) {
      let round = nodes[node].round
      let expected = senders(node, round)
      guard nodes[node].hasTrained, nodes[node].received.count(where: { $0.round == round }) == expected.count
      else { return }
      var models = nodes[node].received.filter { $0.round == round }.map { (node: $0.sender, model: $0.model) }
      models.append((node, nodes[node].model))
      models.sort { $0.node < $1.node }
      nodes[node].received.removeAll { $0.round == round }
      nodes[node].model = learner.average(models.map(\.model))
      nodes[node].hasTrained = false
      nodes[node].round = round + 1
      if ended.count <= round - over {
        ended.append(0)
        ahead.append(Array(repeating: nil, count: nodes.count))
      }
      ended[round - over] += 1
      ahead[round - over][node] = nodes[node].model
      if ended[round - over] == nodes.count {
        let models = ahead.removeFirst()
        ended.removeFirst()
        over += 1
        recorder.finishRound(at: world.now, world.ledger) { models.map { $0! } }
      }
      if !recorder.isOver { begin(node) }
    }
    recorder.start(world.ledger)
    for node in nodes.indices { begin(node) }
    while !recorder.isOver, let (node, what) = world.next(), recorder.reaches(world.now) {
      switch what {
      case .alarm(.done(let round)):
        world.ledger.train(node, seconds: seconds(node))
        let trained = learner.train(nodes[node].model, client: node, round: round + 1)
        nodes[node].model = trained
        nodes[node].hasTrained = true
        for other in receivers(node, round) {
          world.send(.model(trained, round: round), from: node, to: other, load)
        }
        average(node)
      case .message(.model(let model, let round), let sender):
        nodes[node].received.append((round, sender, model))
        average(node)
      case .alarm, .message, .presence: preconditionFailure("nothing that happens in synchronous rounds")
      }
    }
    return recorder.finish(at: world.now, world.ledger, Incidents())
  }
}
