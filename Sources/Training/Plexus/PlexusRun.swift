import Simulation

/// A run of Plexus: each handler is what one node does about one message, with what that node knows.
final class PlexusRun {
  /// What a node knows.
  struct Peer {
    var view: PeerView
    /// How often it came or went.
    var counter: Int
    /// The last round that it began to train in, and the attempt.
    var lastTraining = (round: 0, attempt: 0)
    var job: TrainingJob?
    /// The last round whose models it averaged.
    var aggregated = 0
    var collections: [Collection] = []
    /// The round that it sent out last, with the model.
    var held: (round: Int, attempt: Int, model: Model)?
    /// The last round whose beginning it was told of.
    var progress = 0
  }

  let method: PlexusTraining
  let learner: any Learner
  let world: World<PlexusMessage>
  let orders: HashOrders
  let random: RandomSource
  let observe: (PlexusEvent) -> Void
  var peers: [Peer]
  var recorder: Recorder
  var incidents = Incidents()
  private var finished = 0
  private let modelBytes: Double

  init(
    _ method: PlexusTraining, learner: any Learner, _ world: World<PlexusMessage>, _ orders: HashOrders,
    plan: TrainingPlan,
    seed: UInt64, _ observe: @escaping (PlexusEvent) -> Void
  ) {
    self.method = method
    self.learner = learner
    self.world = world
    self.orders = orders
    self.observe = observe
    random = RandomSource(seed: seed)
    recorder = Recorder(PlexusTraining.name, plan, learner, ledger: world.ledger)
    modelBytes = Double(learner.modelBytes)
    let view = PeerView(nodes: world.environment.nodes, joined: world.environment.availability.initiallyPresent)
    peers = world.isPresent.map { Peer(view: view, counter: $0 ? 1 : 0) }
  }

  func record() -> TrainingRecord {
    recorder.start(world.ledger)
    // All views agree, and the first sample's aggregator begins; all of the view's nodes are there.
    begin(1, at: aggregatorsFirst(round: 1, view: peers[0].view).preferred[0], model: learner.initial, attempt: 1)
    while !recorder.isOver, let (node, what) = world.next(), recorder.reaches(world.now) {
      switch what {
      case .message(let message, let sender): receive(message, from: sender, at: node)
      case .alarm(let message): wake(message, at: node)
      case .presence(let kind): changePresence(of: node, kind)
      }
    }
    incidents.lostModels += world.lostModels
    return recorder.finish(at: world.now, world.ledger, incidents)
  }

  private func receive(_ message: PlexusMessage, from sender: Int, at node: Int) {
    switch message {
    case .ping(let search): answer(search, at: node)
    case .pong(let search): heard(search, from: sender)
    case .train(let assignment): train(assignment, at: node)
    case .contribute(let contribution): collect(contribution, from: sender, at: node)
    case .membership(let other, let entry): learn(of: other, entry, at: node)
    case .progress(let round): peers[node].progress = max(peers[node].progress, round)
    case .silence, .trained, .overdue, .watchdog: preconditionFailure("an alarm that was sent")
    }
  }

  private func wake(_ message: PlexusMessage, at node: Int) {
    switch message {
    case .silence(let search, let other): silence(of: other, search)
    case .trained(let job): if peers[node].job === job { finishTraining(job, at: node) }
    case .overdue(let collection):
      guard peers[node].collections.contains(where: { $0 === collection }) else { return }
      incidents.stalls += 1
      incidents.shortAggregations += 1
      aggregate(collection, at: node)
    case .watchdog(let round, let attempt): checkProgress(round, attempt, at: node)
    case .ping, .pong, .train, .contribute, .membership, .progress: preconditionFailure("a message to oneself")
    }
  }

  // MARK: Rounds

  /// The aggregator looks for its sample.
  private func begin(_ round: Int, at node: Int, model: Model, attempt: Int) {
    launch(
      Search(
        owner: node, session: world.session[node], round: round, wanted: method.sample,
        .sample(model, attempt: attempt), preferred: [], candidates(round, at: node)))
  }

  /// The aggregator has found its sample.
  func sendOut(_ search: Search, model: Model, attempt: Int) {
    let (node, round) = (search.owner, search.round)
    if search.chosen.count < method.sample { incidents.shortSamples += 1 }
    let view = peers[node].view
    let load = load(with: view)
    let assignment = Assignment(round: round, attempt: attempt, aggregator: node, model: model, view: view)
    observe(.sampled(round: round, attempt: attempt, aggregator: node, nodes: search.chosen, time: world.now))
    for other in search.chosen { world.send(.train(assignment), from: node, to: other, load) }
    if let delay = method.restartAfter {
      peers[node].held = (round, attempt, model)
      world.remind(node, of: .watchdog(round: round, attempt: attempt), after: delay)
    }
  }

  private func train(_ assignment: Assignment, at node: Int) {
    peers[node].view.merge(assignment.view)
    let (round, attempt) = (assignment.round, assignment.attempt)
    guard (round, attempt) > peers[node].lastTraining else { return }
    interrupt(node)
    peers[node].view.see(node, round: round)
    peers[node].lastTraining = (round, attempt)
    let job = TrainingJob(assignment, start: world.now)
    peers[node].job = job
    let seconds = Double(learner.localSteps) * world.environment.profiles[node].secondsPerStep
    world.remind(node, of: .trained(job), after: seconds)
  }

  private func finishTraining(_ job: TrainingJob, at node: Int) {
    peers[node].job = nil
    world.ledger.train(node, seconds: world.now - job.start)
    let round = job.assignment.round
    let model = learner.train(job.assignment.model, client: node, round: round)
    let (preferred, candidates) = aggregatorsFirst(round: round + 1, view: peers[node].view)
    launch(
      Search(
        owner: node, session: world.session[node], round: round + 1, wanted: 1,
        .aggregator(model, assignment: job.assignment), preferred: preferred, candidates))
  }

  /// A node has found the aggregator of the next round.
  func contribute(_ model: Model, of assignment: Assignment, from node: Int, to aggregator: Int) {
    let view = peers[node].view
    let contribution = Contribution(
      round: assignment.round, assigner: assignment.aggregator, model: model, view: view)
    world.send(.contribute(contribution), from: node, to: aggregator, load(with: view))
  }

  private func collect(_ contribution: Contribution, from sender: Int, at node: Int) {
    peers[node].view.merge(contribution.view)
    guard contribution.round > peers[node].aggregated else {
      incidents.lateModels += 1
      return
    }
    let collection: Collection
    if let known = peers[node].collections.first(where: { $0.round == contribution.round }) {
      collection = known
    } else {
      collection = Collection(round: contribution.round)
      peers[node].collections.append(collection)
      if let delay = method.proceedAfter { world.remind(node, of: .overdue(collection), after: delay) }
    }
    if !collection.assigners.contains(contribution.assigner) { collection.assigners.append(contribution.assigner) }
    // A node that trained for two attempts counts once.
    collection.models.removeAll { $0.node == sender }
    collection.models.append((sender, contribution.model))
    if collection.models.count == method.requiredModels { aggregate(collection, at: node) }
  }

  /// Averages in the order of the nodes, so that the model does not depend on who came first, and goes on.
  private func aggregate(_ collection: Collection, at node: Int) {
    let round = collection.round
    peers[node].aggregated = round
    peers[node].collections.removeAll { $0.round <= round }
    let models = collection.models.sorted { $0.node < $1.node }
    let model = learner.average(models.map(\.model))
    if round <= finished {
      incidents.forks += 1
    } else {
      finished = round
      observe(
        .aggregated(round: round, aggregator: node, from: models.map(\.node), time: world.now, model: model))
      recorder.finishRound(at: world.now, world.ledger) { [model] }
      if recorder.isOver { return }
    }
    if method.restartAfter != nil {
      for assigner in collection.assigners {
        world.send(.progress(round: round + 1), from: node, to: assigner, control)
      }
    }
    begin(round + 1, at: node, model: model, attempt: 1)
  }

  /// Whether the round that a node sent out has ended; if not, it begins again.
  private func checkProgress(_ round: Int, _ attempt: Int, at node: Int) {
    guard let held = peers[node].held, held.round == round, held.attempt == attempt, peers[node].progress <= round
    else { return }
    incidents.stalls += 1
    guard attempt <= PlexusTraining.restartLimit else { return }
    incidents.restarts += 1
    begin(round, at: node, model: held.model, attempt: attempt + 1)
  }

  // MARK: Coming and going

  private func changePresence(of node: Int, _ kind: ChurnEvent.Kind) {
    switch kind {
    case .join:
      peers[node].counter += 1
      announce(node, hasJoined: true)
    case .leave:
      peers[node].counter += 1
      announce(node, hasJoined: false)
      world.exit(node)
      forget(node)
    case .crash:
      forget(node)
    }
  }

  /// Tells s nodes of its view, at random, that it comes or goes.
  private func announce(_ node: Int, hasJoined: Bool) {
    let entry = PeerView.Entry(counter: peers[node].counter, hasJoined: hasJoined)
    let round = peers[node].view.latestRound
    peers[node].view.register(node, entry)
    if hasJoined { peers[node].view.see(node, round: round) }
    var stream = random.stream(.trainingPeer, node: node)
    // Each entry has draws of its own, far more than are needed to meet s nodes that are candidates.
    let draws = 64 * method.sample
    stream.position = peers[node].counter * draws
    var told: [Int] = []
    for _ in 0..<draws where told.count < method.sample {
      let other = stream.integer(below: peers.count)
      guard other != node, !told.contains(other),
        peers[node].view.isCandidate(other, round: round, window: method.window)
      else { continue }
      told.append(other)
      world.send(.membership(node: node, entry), from: node, to: other, control)
    }
  }

  private func learn(of other: Int, _ entry: PeerView.Entry, at node: Int) {
    peers[node].view.register(other, entry)
    if entry.hasJoined { peers[node].view.see(other, round: peers[node].view.latestRound) }
  }

  /// What a node had in memory only is lost with it.
  private func forget(_ node: Int) {
    interrupt(node)
    incidents.lostModels += peers[node].collections.reduce(0) { $0 + $1.models.count }
    peers[node].collections = []
    peers[node].held = nil
  }

  private func interrupt(_ node: Int) {
    guard let job = peers[node].job else { return }
    peers[node].job = nil
    incidents.interruptedTrainings += 1
    world.ledger.train(node, seconds: world.now - job.start)
  }

  // MARK: Support

  var control: World<PlexusMessage>.Load { .init(control: Double(method.controlBytes)) }

  private func load(with view: PeerView) -> World<PlexusMessage>.Load {
    .init(model: modelBytes, view: Double(view.knownNodes * method.viewEntryBytes))
  }

  func candidates(_ round: Int, at node: Int) -> Candidates {
    Candidates(orders.order(of: round), peers[node].view, window: method.window)
  }

  /// The sample of a round as a view has it, the best aggregator first, and the candidates after it.
  func aggregatorsFirst(round: Int, view: PeerView) -> (preferred: [Int], rest: Candidates) {
    var candidates = Candidates(orders.order(of: round), view, window: method.window)
    if method.aggregator == .first { return (candidates.next().map { [$0] } ?? [], candidates) }
    let profiles = world.environment.profiles
    var sample: [Int] = []
    sample.reserveCapacity(method.sample)
    for _ in 0..<method.sample {
      guard let node = candidates.next() else { break }
      // Behind all with an upload at least as large.
      var place = sample.count
      while place > 0 && profiles[sample[place - 1]].upload < profiles[node].upload { place -= 1 }
      sample.insert(node, at: place)
    }
    return (sample, candidates)
  }
}
