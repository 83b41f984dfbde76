import PropertyTesting
import Simulation
import Testing

@Suite struct ChurnScheduleTests {
  @Test func eventsChangeWhoIsThere() throws {
    let events = [
      ChurnEvent(.leave, node: 1, at: 2), ChurnEvent(.crash, node: 0, at: 3), ChurnEvent(.join, node: 1, at: 3),
      ChurnEvent(.join, node: 0, at: 7.5),
    ]
    let schedule = try ChurnSchedule(events, nodes: 3)
    #expect(schedule.initiallyActive == [0, 1, 2] && schedule.events == events)
    for (time, active) in [(0.0, [0, 1, 2]), (2, [0, 2]), (2.9, [0, 2]), (3, [1, 2]), (7.5, [0, 1, 2])] {
      #expect(schedule.active(at: time) == active, "at \(time)")
    }
    #expect(ChurnSchedule(nodes: 2).active(at: 9) == [0, 1])
    #expect(try ChurnSchedule([], nodes: 3, initiallyActive: [2, 0, 2]).initiallyActive == [0, 2])
  }

  @Test func theFileIsTheList() throws {
    let text = "time,event,node\r\n10,leave,3\r\n\r\n 12.5 , crash , 0\r\n20,join,3\r\n"
    let events = [
      ChurnEvent(.leave, node: 3, at: 10), ChurnEvent(.crash, node: 0, at: 12.5), ChurnEvent(.join, node: 3, at: 20),
    ]
    #expect(try ChurnSchedule(csv: text, nodes: 4) == ChurnSchedule(events, nodes: 4))
    #expect(try ChurnSchedule(csv: "time,event,node", nodes: 4) == ChurnSchedule(nodes: 4))
  }

  /// Random events, kept while a schedule takes them: it takes an event exactly when the set of active nodes allows it.
  @Test func aScheduleTakesWhatTheSetOfActiveNodesAllows() throws {
    let draws = Generator<Int>.integers(in: 0...8).array(count: 0...30)
    try forAll(draws, count: 300, seed: 2) { draws in
      var (events, active): ([ChurnEvent], Set<Int>) = ([], [0, 1, 2])
      for (time, draw) in draws.enumerated() {
        let event = ChurnEvent(ChurnEvent.Kind.allCases[draw / 3], node: draw % 3, at: Double(time / 2))
        let isAllowed =
          event.kind == .join ? !active.contains(event.node) : active.contains(event.node) && active.count > 1
        guard let schedule = try? ChurnSchedule(events + [event], nodes: 3) else {
          if isAllowed { return false }
          continue
        }
        if !isAllowed { return false }
        events.append(event)
        if event.kind == .join { active.insert(event.node) } else { active.remove(event.node) }
        if schedule.active(at: .infinity) != active.sorted() { return false }
      }
      return true
    }
  }

  static let wrongLists: [(events: [ChurnEvent], initially: [Int]?, message: String)] = [
    (
      [ChurnEvent(.leave, node: 1, at: 1), ChurnEvent(.leave, node: 3, at: 2)], nil,
      "event 2, leave of node 3 at 2.0: the node does not exist; nodes are 0 ... 2"
    ),
    (
      [ChurnEvent(.crash, node: -1, at: 1)], nil,
      "event 1, crash of node -1 at 1.0: the node does not exist; nodes are 0 ... 2"
    ),
    ([ChurnEvent(.join, node: 1, at: 1)], nil, "event 1, join of node 1 at 1.0: the node is there already"),
    ([ChurnEvent(.leave, node: 1, at: 1)], [0, 2], "event 1, leave of node 1 at 1.0: the node is not there"),
    (
      [ChurnEvent(.crash, node: 1, at: 1), ChurnEvent(.crash, node: 1, at: 1)], nil,
      "event 2, crash of node 1 at 1.0: the node is not there"
    ),
    (
      [ChurnEvent(.crash, node: 1, at: 5), ChurnEvent(.join, node: 1, at: 4.5)], nil,
      "event 2, join of node 1 at 4.5: time goes back from 5.0"
    ),
    ([ChurnEvent(.crash, node: 2, at: 1)], [2], "event 1, crash of node 2 at 1.0: it is the last active node"),
    ([ChurnEvent(.leave, node: 2, at: 1)], [2], "event 1, leave of node 2 at 1.0: it is the last active node"),
    ([ChurnEvent(.leave, node: 2, at: -1)], nil, "event 1, leave of node 2 at -1.0: a time is finite and not negative"),
    (
      [ChurnEvent(.leave, node: 2, at: .nan)], nil, "event 1, leave of node 2 at nan: a time is finite and not negative"
    ),
    (
      [ChurnEvent(.leave, node: 2, at: .infinity)], nil,
      "event 1, leave of node 2 at inf: a time is finite and not negative"
    ),
    ([], [], "no node is active at the beginning"),
    ([], [3], "node 3, active at the beginning, does not exist; nodes are 0 ... 2"),
  ]

  @Test(arguments: wrongLists.indices) func errorsNameTheEvent(index: Int) {
    let (events, initially, message) = Self.wrongLists[index]
    #expect(throws: SimulationError(message)) { try ChurnSchedule(events, nodes: 3, initiallyActive: initially) }
  }

  static let wrongFiles: [(text: String, line: Int, message: String)] = [
    ("", 1, "a churn schedule starts with the header 'time,event,node', but the file is empty"),
    ("time,node\n", 1, "a churn schedule starts with the header 'time,event,node', not 'time,node'"),
    ("time,event,node\n1,leave", 2, "expected 'time,event,node', found 2 fields"),
    ("time,event,node\n1,exit,0", 2, "unknown event 'exit'; known: join, leave, crash"),
    ("time,event,node\n\n1,leave,2", 3, "node 2 does not exist; nodes are 0 ... 1"),
    ("time,event,node\n1,leave,x", 2, "'x' is not a node's number"),
    ("time,event,node\n-1,leave,0", 2, "a time of -1, which is negative"),
    ("time,event,node\n2,leave,0\n1,join,0", 3, "join of node 0 at 1.0: time goes back from 2.0"),
    ("time,event,node\n2,leave,0\n\n3,crash,1", 4, "crash of node 1 at 3.0: it is the last active node"),
    ("time,event,node\n2,join,0", 2, "join of node 0 at 2.0: the node is there already"),
  ]

  @Test(arguments: wrongFiles.indices) func errorsNameTheLine(index: Int) {
    let (text, line, message) = Self.wrongFiles[index]
    #expect(throws: SimulationError(message, line: line), "\(text)") { try ChurnSchedule(csv: text, nodes: 2) }
  }

  @Test func aNetworkHasNodes() {
    #expect(throws: SimulationError("a churn schedule of 0 nodes")) { try ChurnSchedule([], nodes: 0) }
  }
}
