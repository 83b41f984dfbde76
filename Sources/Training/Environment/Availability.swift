import Simulation

/// Which nodes are there, and when.
public struct Availability: Sendable, Equatable {
  public let nodes: Int
  /// The nodes that are there at the beginning, ascending.
  public let initiallyPresent: [Int]
  /// In the order of time.
  public let events: [ChurnEvent]

  /// Every node is always there.
  ///
  /// - Precondition: `nodes > 0`.
  public init(nodes: Int) { self.init(ChurnSchedule(nodes: nodes)) }

  public init(_ schedule: ChurnSchedule) {
    nodes = schedule.nodes
    initiallyPresent = schedule.initiallyActive
    events = schedule.events
  }

  /// Whether nobody comes or goes.
  public var isConstant: Bool { events.isEmpty && initiallyPresent.count == nodes }

  /// Reads when each node is there from a table of comma-separated values, for example
  ///
  ///     node,start,end
  ///     0,0,3600
  ///     1,120.5,900
  ///     1,1200,2400
  ///
  /// A node joins at a start and crashes at an end, as the owner of a device does not say good-bye to a federation; a stay
  /// that starts when the last one ends goes on. A node whose first stay starts at 0 is there at the beginning. Lines of
  /// different nodes stand in any order, those of one node in the order of time.
  ///
  /// - Throws: `SimulationError` with the line: a wrong header, an unknown node, a time that is negative or not finite, a
  ///   stay that does not end after its start, one that starts before the node's last one ended; and, at the last line, a
  ///   node without any stay.
  public init(intervals text: String, nodes: Int) throws(SimulationError) {
    guard nodes > 0 else { throw SimulationError("a trace of \(nodes) nodes") }
    let table = try TextTable("a trace of stays", csv: text, header: ["node", "start", "end"])
    var stays = [[(start: Double, end: Double)]](repeating: [], count: nodes)
    for (line, fields) in table.lines {
      let node = try TextTable.node(fields[0], nodes: nodes, line: line)
      let start = try TextTable.number("a start", fields[1], line: line)
      let end = try TextTable.number("an end", fields[2], line: line)
      guard start < end else {
        throw SimulationError("node \(node) comes at \(start) and goes at \(end), not later", line: line)
      }
      if let last = stays[node].last {
        if start < last.start {
          throw SimulationError("time goes back for node \(node), from \(last.start) to \(start)", line: line)
        }
        if start < last.end {
          throw SimulationError("node \(node) comes at \(start), but it is there until \(last.end)", line: line)
        }
        if start == last.end {
          stays[node][stays[node].count - 1].end = end
          continue
        }
      }
      stays[node].append((start, end))
    }
    if let absent = stays.firstIndex(where: \.isEmpty) {
      throw SimulationError("the trace has a gap: node \(absent) is never there", line: table.lines.last?.line ?? 1)
    }
    self.nodes = nodes
    initiallyPresent = stays.indices.filter { stays[$0][0].start == 0 }
    var events: [ChurnEvent] = []
    for (node, own) in stays.enumerated() {
      for stay in own {
        if stay.start > 0 { events.append(ChurnEvent(.join, node: node, at: stay.start)) }
        events.append(ChurnEvent(.crash, node: node, at: stay.end))
      }
    }
    // Within a moment by node, and a node's own events are at different moments.
    self.events = events.sorted { ($0.time, $0.node) < ($1.time, $1.node) }
  }

  private init(nodes: Int, initiallyPresent: [Int], events: [ChurnEvent]) {
    self.nodes = nodes
    self.initiallyPresent = initiallyPresent
    self.events = events
  }

  /// The same with one more node, numbered `nodes`, that is always there.
  func addingNode() -> Availability {
    Availability(nodes: nodes + 1, initiallyPresent: initiallyPresent + [nodes], events: events)
  }
}
