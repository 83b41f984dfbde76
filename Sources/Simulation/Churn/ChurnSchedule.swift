import ExactArithmetic

/// Which nodes come and go, and when: a list that was checked to make sense.
public struct ChurnSchedule: Sendable, Equatable {
  public let nodes: Int
  /// The nodes that are there at the beginning, ascending.
  public let initiallyActive: [Int]
  /// In the order of time; events of one time happen in the order of the list.
  public let events: [ChurnEvent]

  /// Nobody comes or goes.
  ///
  /// - Precondition: `nodes > 0`.
  public init(nodes: Int) {
    precondition(nodes > 0, "a network of \(nodes) nodes")
    self.nodes = nodes
    initiallyActive = Array(0..<nodes)
    events = []
  }

  /// - Parameter initiallyActive: the nodes that are there at the beginning; all when `nil`.
  /// - Throws: `SimulationError` that names the event: an unknown node; a time that is negative, not finite or before that of
  ///   the event above; a join of a node that is there; a leave or crash of one that is not; a leave or crash of the last
  ///   one that is. Also when no node is there at the beginning.
  public init(_ events: [ChurnEvent], nodes: Int, initiallyActive: [Int]? = nil) throws(SimulationError) {
    let numbered = events.enumerated().map { (place: Place.event($0 + 1), event: $1) }
    try self.init(checking: numbered, nodes: nodes, initiallyActive: initiallyActive)
  }

  /// Reads a table of comma-separated values with the header `time,event,node`, for example
  ///
  ///     time,event,node
  ///     10,leave,3
  ///     12.5,crash,0
  ///     20,join,3
  ///
  /// - Throws: `SimulationError` with the line, for whatever is wrong with a list and for an unknown event.
  public init(csv text: String, nodes: Int, initiallyActive: [Int]? = nil) throws(SimulationError) {
    let table = try TextTable("a churn schedule", csv: text, header: ["time", "event", "node"])
    var events: [(place: Place, event: ChurnEvent)] = []
    for (line, fields) in table.lines {
      let time = try TextTable.number("a time", fields[0], line: line)
      guard let kind = ChurnEvent.Kind(rawValue: fields[1]) else {
        let known = ChurnEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw SimulationError("unknown event '\(fields[1].shortened())'; known: \(known)", line: line)
      }
      let node = try TextTable.node(fields[2], nodes: nodes, line: line)
      events.append((.line(line), ChurnEvent(kind, node: node, at: time)))
    }
    try self.init(checking: events, nodes: nodes, initiallyActive: initiallyActive)
  }

  /// The nodes that are there after everything up to and at a time, ascending.
  ///
  /// - Complexity: O(nodes + events).
  public func active(at time: Double) -> [Int] {
    var isActive = [Bool](repeating: false, count: nodes)
    for node in initiallyActive { isActive[node] = true }
    for event in events.prefix(while: { $0.time <= time }) { isActive[event.node] = event.kind == .join }
    return isActive.indices.filter { isActive[$0] }
  }

  /// Where an event is written.
  private enum Place {
    case event(Int)
    case line(Int)
  }

  private init(
    checking events: [(place: Place, event: ChurnEvent)], nodes: Int, initiallyActive: [Int]?
  ) throws(SimulationError) {
    guard nodes > 0 else { throw SimulationError("a churn schedule of \(nodes) nodes") }
    var isActive = [Bool](repeating: initiallyActive == nil, count: nodes)
    for node in initiallyActive ?? [] {
      guard isActive.indices.contains(node) else {
        throw SimulationError("node \(node), active at the beginning, does not exist; nodes are 0 ... \(nodes - 1)")
      }
      isActive[node] = true
    }
    var active = isActive.count { $0 }
    guard active > 0 else { throw SimulationError("no node is active at the beginning") }
    self.nodes = nodes
    self.initiallyActive = isActive.indices.filter { isActive[$0] }
    var last = 0.0
    for (place, event) in events {
      if let wrong = Self.objection(to: event, isActive: isActive, active: active, last: last) {
        switch place {
        case .line(let line): throw SimulationError("\(event): \(wrong)", line: line)
        case .event(let number): throw SimulationError("event \(number), \(event): \(wrong)")
        }
      }
      last = event.time
      isActive[event.node] = event.kind == .join
      active += event.kind == .join ? 1 : -1
    }
    self.events = events.map(\.event)
  }

  /// What is wrong with an event after those before it.
  private static func objection(to event: ChurnEvent, isActive: [Bool], active: Int, last: Double) -> String? {
    guard isActive.indices.contains(event.node) else {
      return "the node does not exist; nodes are 0 ... \(isActive.count - 1)"
    }
    guard event.time.isFinite && event.time >= 0 else { return "a time is finite and not negative" }
    if event.time < last { return "time goes back from \(last)" }
    switch event.kind {
    case .join: return isActive[event.node] ? "the node is there already" : nil
    case .leave, .crash:
      if !isActive[event.node] { return "the node is not there" }
      return active == 1 ? "it is the last active node" : nil
    }
  }
}
