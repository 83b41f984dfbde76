import Dispatch
import ExactArithmetic
import Simulation
import Synchronization
import Testing

@Suite struct EventTraceTests {
  /// One replicate: six nodes on a ring compute for exponential times and send each result to the next node, over links
  /// that lose a third of the messages.
  static func run(replicate: Int) throws -> EventTrace {
    let (nodes, horizon) = (6, 40.0)
    let random = RandomSource(seed: 0x0123_4567_89AB_CDEF, replicate: replicate)
    let model = try ComputingTimes.model("exponential", numbers: ["mean": Rational(5, 2)], nodes: nodes)
    let schedule = ComputingSchedule(model, nodes: nodes)
    let links = try LinkModels.model("bernoulli", numbers: ["success": Rational(2, 3)], nodes: nodes)
    var queue = EventQueue<Int>()
    var trace = EventTrace()
    func start(_ number: Int, of node: Int, at time: Double, _ queue: inout EventQueue<Int>, _ trace: inout EventTrace)
    {
      trace.append(.started, node: node, at: time, detail: number)
      let computation = Computation(node: node, number: number, start: time)
      if let end = schedule.end(of: computation, random) { queue.push(number, at: end, node: node) }
    }
    for node in 0..<nodes { start(0, of: node, at: 0, &queue, &trace) }
    while let event = queue.pop(through: horizon) {
      let (node, other) = (event.node, (event.node + 1) % nodes)
      trace.append(.completed, node: node, at: event.time, detail: event.payload)
      trace.append(.sent, node: node, at: event.time, detail: other)
      let arrives = links.succeeds(Link(from: node, to: other), slot: Int(event.time), random)
      trace.append(arrives ? .received : .lost, node: other, at: event.time, detail: node)
      start(event.payload + 1, of: node, at: event.time, &queue, &trace)
    }
    return trace
  }

  /// The fingerprints of Reference/event_trace.py, which simulates the same by other means.
  @Test func aRunIsThatOfTheReference() throws {
    let traces = try (0..<8).map { try Self.run(replicate: $0) }
    #expect(traces[0].hash == "c53bfd4aaffa06cc35c8cdeaaf8fe8ae49c41e92785854c1e48488fa0714813b")
    #expect(EventTrace.hash(of: traces) == "f3fc70ca86f6ed20b8d23597a44f1631d8ee7347a1f854cf96e8063721f5396c")
  }

  @Test(arguments: [1, 2, 3, 8]) func theHashDoesNotDependOnTheThreads(threads: Int) throws {
    let traces = Mutex([EventTrace?](repeating: nil, count: 8))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        // Backwards, so that one thread runs them in another order than the reference too.
        let replicate = 7 - next.add(1, ordering: .relaxed).oldValue
        if replicate < 0 { return }
        let trace = try? Self.run(replicate: replicate)
        traces.withLock { $0[replicate] = trace }
      }
    }
    let hash = EventTrace.hash(of: traces.withLock { $0.compactMap { $0 } })
    #expect(hash == "f3fc70ca86f6ed20b8d23597a44f1631d8ee7347a1f854cf96e8063721f5396c")
  }

  /// Each part of a record, and the order, counts.
  @Test func everythingCounts() {
    let base: [(Double, Int, EventKind, Int)] = [(1, 2, .sent, 3), (1, 4, .lost, 5)]
    func hash(_ records: [(Double, Int, EventKind, Int)]) -> String {
      var trace = EventTrace()
      for (time, node, kind, detail) in records { trace.append(kind, node: node, at: time, detail: detail) }
      return trace.hash
    }
    var hashes = [hash(base), hash([base[1], base[0]]), hash([base[0]]), hash([]), hash(base + [base[1]])]
    for changed: (Double, Int, EventKind, Int) in [
      (1.0.nextUp, 4, .lost, 5), (1, 3, .lost, 5), (1, 4, .received, 5), (1, 4, .lost, 6), (1, 4, .lost, 1 << 32 - 1),
      (1, 1 << 24 - 1, .lost, 5),
    ] {
      hashes.append(hash([base[0], changed]))
    }
    #expect(Set(hashes).count == hashes.count)
    #expect(hash([(-0.0, 0, .sent, 0)]) == hash([(0, 0, .sent, 0)]))
    #expect(EventTrace.hash(of: []) == SHA256.hexadecimal(of: []))
  }

  @Test func recordsComeBackInSixteenBytes() {
    #expect(MemoryLayout<EventRecord>.stride == 16)
    for kind in EventKind.allCases {
      let record = EventRecord(time: -2.5, node: 1 << 24 - 1, kind: kind, detail: 1 << 32 - 1)
      #expect(record.time == -2.5 && record.node == 1 << 24 - 1 && record.kind == kind && record.detail == .max)
    }
    #expect(EventKind.allCases.map(\.rawValue) == Array(1...10))
  }

  @Test func textIsATable() {
    var trace = EventTrace()
    trace.append(.joined, node: 3, at: 0)
    trace.append(.sent, node: 3, at: 0.1 + 0.2, detail: 12)
    trace.append(.crashed, node: 0, at: 1e300)
    #expect(
      trace.csv == "time,node,kind,detail\n0.0,3,joined,0\n0.30000000000000004,3,sent,12\n1e+300,0,crashed,0\n")
    #expect(EventTrace().csv == "time,node,kind,detail\n")
  }

  @Test func recordsThatAreNoneStop() async {
    await #expect(processExitsWith: .failure) {
      var trace = EventTrace()
      trace.append(.sent, node: 0, at: 1)
      trace.append(.sent, node: 0, at: 0.5)
    }
    await #expect(processExitsWith: .failure) { _ = EventRecord(time: .nan, node: 0, kind: .sent) }
    await #expect(processExitsWith: .failure) { _ = EventRecord(time: 0, node: 1 << 24, kind: .sent) }
    await #expect(processExitsWith: .failure) { _ = EventRecord(time: 0, node: 0, kind: .sent, detail: -1) }
  }
}
