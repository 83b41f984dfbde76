/// What the nodes of a Plexus network tell each other, and remind themselves of.
enum PlexusMessage {
  case ping(Search)
  case pong(Search)
  case train(Assignment)
  case contribute(Contribution)
  /// A node has joined or left.
  case membership(node: Int, PeerView.Entry)
  /// To the last aggregator: a round has begun.
  case progress(round: Int)

  /// A ping had no answer in time.
  case silence(Search, node: Int)
  case trained(TrainingJob)
  /// A collection has waited long enough.
  case overdue(Collection)
  /// A round was sent out long ago.
  case watchdog(round: Int, attempt: Int)
}

/// A node's search for nodes that are there, for one round.
final class Search {
  enum Purpose {
    /// The sample to send the global model to.
    case sample(Model, attempt: Int)
    /// The aggregator to send a trained model to.
    case aggregator(Model, assignment: Assignment)
  }

  let owner: Int
  /// The owner's session: when it has gone and come back, its searches are over.
  let session: UInt32
  let round: Int
  let wanted: Int
  let purpose: Purpose
  /// To be asked before the others.
  private var preferred: ArraySlice<Int>
  private var candidates: Candidates
  var waiting: [Int] = []
  var chosen: [Int] = []
  var isOpen = true

  init(
    owner: Int, session: UInt32, round: Int, wanted: Int, _ purpose: Purpose, preferred: [Int], _ candidates: Candidates
  ) {
    self.owner = owner
    self.session = session
    self.round = round
    self.wanted = wanted
    self.purpose = purpose
    self.preferred = preferred[...]
    self.candidates = candidates
  }

  func nextCandidate() -> Int? { preferred.popFirst() ?? candidates.next() }

  /// Takes a node off those that are waited for; `false` when it was not one of them.
  func stopWaiting(for node: Int) -> Bool {
    guard let place = waiting.firstIndex(of: node) else { return false }
    waiting.remove(at: place)
    return true
  }
}

/// The global model on its way to a node that is to train it.
final class Assignment {
  let round: Int
  let attempt: Int
  let aggregator: Int
  let model: Model
  let view: PeerView

  init(round: Int, attempt: Int, aggregator: Int, model: Model, view: PeerView) {
    self.round = round
    self.attempt = attempt
    self.aggregator = aggregator
    self.model = model
    self.view = view
  }
}

/// A trained model on its way to the next aggregator.
final class Contribution {
  /// The round that it was trained in.
  let round: Int
  /// Who sent the round out.
  let assigner: Int
  let model: Model
  let view: PeerView

  init(round: Int, assigner: Int, model: Model, view: PeerView) {
    self.round = round
    self.assigner = assigner
    self.model = model
    self.view = view
  }
}

/// A training under way.
final class TrainingJob {
  let assignment: Assignment
  let start: Double

  init(_ assignment: Assignment, start: Double) {
    self.assignment = assignment
    self.start = start
  }
}

/// The models of a round that have reached one node.
final class Collection {
  let round: Int
  var models: [(node: Int, model: Model)] = []
  /// Who sent the round out, as far as is known.
  var assigners: [Int] = []

  init(round: Int) { self.round = round }
}
