import Simulation

/// The clock, the network and the nodes' presence: everything that happens to the nodes of a run, in the order of time.
///
/// Messages with a model go through the shared capacities; they arrive when their last byte has left and the latency has
/// passed. Others are small: they take the latency only. What a node sends to itself arrives at once, in the order of
/// events, and costs nothing.
///
/// A node that goes takes its alarms along, and the transfers from and to it are cut; what has left it whole still arrives.
/// What arrives where nobody is, is lost; a model for a node that is not there is not sent at all, as nobody accepts it.
package final class World<Message> {
  package enum Occurrence {
    case message(Message, sender: Int)
    /// What the node reminded itself of.
    case alarm(Message)
    case presence(ChurnEvent.Kind)
  }

  /// What a message weighs.
  package struct Load {
    var model: Double
    var view: Double
    var control: Double

    package init(model: Double = 0, view: Double = 0, control: Double = 0) {
      self.model = model
      self.view = view
      self.control = control
    }
  }

  let environment: TrainingEnvironment
  package private(set) var now = 0.0
  package internal(set) var ledger: Ledger
  /// Models that were lost on their way, because an end was gone.
  package private(set) var lostModels = 0
  package private(set) var isPresent: [Bool]
  /// How often each node came or went: what was started in another session is void.
  private(set) var session: [UInt32]

  private enum Pending {
    case delivery(Message, sender: Int32, isModel: Bool)
    case alarm(Message, session: UInt32)
    case transfer(Int, serial: UInt32)
    case presence(Int)
  }
  /// A message in transfer.
  private struct Cargo {
    var message: Message
    var load: Load
    /// Tells the transfers that had one number apart.
    var serial: UInt32
    /// The event that ends it, the first one when there are several.
    var queued: Double
  }

  private var queue = EventQueue<Pending>()
  private var sharing: CapacitySharing
  private var cargo: [Cargo?] = []
  private var serial: UInt32 = 0
  private var changed: [Int] = []

  package init(_ environment: TrainingEnvironment) {
    self.environment = environment
    let nodes = environment.nodes
    ledger = Ledger(nodes: nodes)
    sharing = CapacitySharing(
      uploads: environment.profiles.map(\.upload), downloads: environment.profiles.map(\.download))
    isPresent = Array(repeating: false, count: nodes)
    session = Array(repeating: 0, count: nodes)
    for node in environment.availability.initiallyPresent { isPresent[node] = true }
    if let first = environment.availability.events.first { queue.push(.presence(0), at: first.time, node: first.node) }
  }

  /// - Precondition: the sender is there.
  package func send(_ message: Message, from sender: Int, to receiver: Int, _ load: Load) {
    let isModel = load.model > 0
    if sender == receiver {
      queue.push(.delivery(message, sender: Int32(sender), isModel: isModel), at: now, node: receiver)
      return
    }
    ledger.countMessage()
    if isModel && !isPresent[receiver] {
      lostModels += 1
      return
    }
    let profiles = environment.profiles
    if isModel && min(profiles[sender].upload, profiles[receiver].download).isFinite {
      let number = sharing.start(
        from: sender, to: receiver, bytes: load.model + load.view + load.control, at: now, changed: &changed)
      if number == cargo.count { cargo.append(nil) }
      serial &+= 1
      cargo[number] = Cargo(message: message, load: load, serial: serial, queued: .infinity)
      queueEnds()
    } else {
      deliver(message, from: sender, to: receiver, load)
    }
  }

  /// Reminds a node of something, unless it goes in the meantime.
  package func remind(_ node: Int, of message: Message, after delay: Double) {
    queue.push(.alarm(message, session: session[node]), at: now + delay, node: node)
  }

  /// What happens next, and to whom; `nil` when nothing is left to happen.
  package func next() -> (node: Int, what: Occurrence)? {
    while let event = queue.pop() {
      now = event.time
      switch event.payload {
      case .delivery(let message, let sender, let isModel):
        if isPresent[event.node] { return (event.node, .message(message, sender: Int(sender))) }
        if isModel { lostModels += 1 }
      case .alarm(let message, let session):
        if session == self.session[event.node] { return (event.node, .alarm(message)) }
      case .transfer(let number, let serial):
        finish(number, serial, queuedAt: event.time)
      case .presence(let place):
        return changePresence(place)
      }
    }
    return nil
  }

  /// The last byte has left.
  private func deliver(_ message: Message, from sender: Int, to receiver: Int, _ load: Load) {
    ledger.send(load.model, .model, from: sender)
    ledger.send(load.view, .view, from: sender)
    ledger.send(load.control, .control, from: sender)
    if load.model > 0 { ledger.countModel(from: sender) }
    queue.push(
      .delivery(message, sender: Int32(sender), isModel: load.model > 0),
      at: now + environment.latency(from: sender, to: receiver), node: receiver)
  }

  /// Queues the ends that came nearer. Those that moved away are looked at again when their event comes.
  private func queueEnds() {
    for number in changed {
      guard let transfer = sharing.transfers[number] else { continue }
      if transfer.end < cargo[number]!.queued {
        cargo[number]!.queued = transfer.end
        queue.push(.transfer(number, serial: cargo[number]!.serial), at: transfer.end, node: transfer.sender)
      }
    }
    changed.removeAll(keepingCapacity: true)
  }

  private func finish(_ number: Int, _ serial: UInt32, queuedAt time: Double) {
    guard let transfer = sharing.transfers[number], let load = cargo[number], load.serial == serial,
      load.queued == time
    else { return }
    if transfer.end > now {
      cargo[number]!.queued = transfer.end
      queue.push(.transfer(number, serial: serial), at: transfer.end, node: transfer.sender)
      return
    }
    _ = sharing.remove(number, at: now, changed: &changed)
    cargo[number] = nil
    queueEnds()
    deliver(load.message, from: transfer.sender, to: transfer.receiver, load.load)
  }

  private func changePresence(_ place: Int) -> (node: Int, what: Occurrence) {
    let events = environment.availability.events
    let event = events[place]
    if place + 1 < events.count {
      queue.push(.presence(place + 1), at: events[place + 1].time, node: events[place + 1].node)
    }
    // Those who leave may still say so: their handler runs before they are gone.
    if event.kind == .join { enter(event.node) } else if event.kind == .crash { exit(event.node) }
    return (event.node, .presence(event.kind))
  }

  private func enter(_ node: Int) {
    isPresent[node] = true
    session[node] &+= 1
  }

  /// Takes a node away and cuts its transfers; whoever handles a leave calls it when the node has said so.
  package func exit(_ node: Int) {
    isPresent[node] = false
    session[node] &+= 1
    while let number = sharing.outgoing[node].last ?? sharing.incoming[node].last {
      let sender = sharing.transfers[number]!.sender
      let moved = sharing.remove(number, at: now, changed: &changed)
      let load = cargo[number]!.load
      let model = min(moved, load.model)
      ledger.send(model, .model, from: sender)
      ledger.send(moved - model, .view, from: sender)
      cargo[number] = nil
      lostModels += 1
    }
    queueEnds()
  }
}
