import Foundation
import Plumbline

/// The hold model: P pending events, each popped and pushed again with a random delay, against SimPy and a bare heapq loop.
enum EventBenchmark {
  private static let events = 1_000_000
  /// The number of pending events whose speed and memory are reported without a peer.
  static let manyPending = 1_000_000

  static func rows(_ peer: Peer) throws -> [Row] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-delays-\(UUID().uuidString)")
    try delays.withUnsafeBytes { try Data($0).write(to: file) }
    defer { try? FileManager.default.removeItem(at: file) }
    return try [1000, 100_000].flatMap { pending in
      var last = 0.0
      var ours = Double.infinity
      var peers = [("events_simpy.py", "SimPy", 20.0, Double.infinity), ("events_heapq.py", "heapq", 5, .infinity)]
      for _ in 0..<5 {
        for k in peers.indices {
          ours = min(ours, hold(pending: pending, last: &last))
          let object = try peer.run(peers[k].0, [file.path, "\(pending)", "\(events)"])
          // Each delay depends on how many events came before, so the last time does not depend on the order of ties.
          guard object.result.flatMap(Double.init) == last else {
            throw BenchmarkError(message: "\(peers[k].0) ends at another time than ours")
          }
          peers[k].3 = min(peers[k].3, try object.time(\.seconds))
        }
      }
      return peers.map { _, name, goal, seconds in
        Row(
          task: "event queue, hold model, \(pending) pending, per event (\(rate(ours)))", unit: "ns",
          ours: ours / Double(events) * 1e9, peer: seconds / Double(events) * 1e9,
          peerName: "\(name), \(rate(seconds))", goal: goal)
      }
    }
  }

  /// A line on 10^6 pending events, measured by this program in a process of its own, so that the peak is the queue's.
  static func manyPendingLine() throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--many-pending"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw BenchmarkError(message: "the run of many pending events failed") }
    return text
  }

  /// What that process prints.
  static func printManyPending() {
    let before = SampledBenchmark.peakKilobytes
    var last = 0.0
    // The first run is the one that the peak is about; the queue grows by pushing, from nothing.
    var seconds = hold(pending: manyPending, ready: false, last: &last)
    let bytes = (SampledBenchmark.peakKilobytes - before) * 1024 / Double(manyPending)
    for _ in 0..<4 { seconds = min(seconds, hold(pending: manyPending, last: &last)) }
    print(
      "Event queue, hold model, \(manyPending) pending: \(rate(seconds)), peak memory "
        + String(
          format: "%.0f bytes for each while it grows (a key of 16 and a payload of 4; it grows by copying).", bytes))
  }

  private static func rate(_ seconds: Double) -> String {
    String(format: "%.3g million/s", Double(events) / seconds * 1e-6)
  }

  /// Exponential with mean 1.
  private static let delays: [Double] = {
    var stream = NodeStream(seed: 7, purpose: .computing, node: 0)
    return (0..<4096).map { _ in stream.exponential() }
  }()

  /// Seconds for `events` events, and the time of the last one.
  ///
  /// - Parameter ready: whether the queue has its memory from the start.
  private static func hold(pending: Int, ready: Bool = true, last: inout Double) -> Double {
    let delays = delays
    var queue = EventQueue<UInt32>(minimumCapacity: ready ? pending : 0)
    for node in 0..<pending { queue.push(UInt32(node), at: delays[31 * node & 4095], node: node) }
    return shortest(of: 1) {
      for done in 1...events {
        let event = queue.pop()!
        last = event.time
        queue.push(event.payload, at: event.time + delays[done & 4095], node: event.node)
      }
    }
  }
}
