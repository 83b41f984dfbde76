import Foundation

/// A peer's script, run in its own process.
struct Peer {
  var python: String
  var folder: String

  /// The JSON object that the script prints.
  func run(_ script: String, _ arguments: [String] = []) throws -> [String: Any] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["\(folder)/\(script)"] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { throw BenchmarkError(message: "\(script) failed with status \(process.terminationStatus)") }
    return object
  }
}

struct BenchmarkError: Error, CustomStringConvertible {
  var message: String
  var description: String { message }
}

/// Shortest wall time of several calls, in seconds.
func shortest(of repeats: Int, _ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  return (0..<repeats).map { _ in
    let duration = clock.measure(body).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }.min()!
}

/// One line of the table: our time, the peer's, and the peer's over ours.
struct Row {
  var task: String
  var unit: String
  var ours: Double
  var peer: Double
  var peerName: String
  /// The ratio that was promised, peer over ours.
  var goal: Double

  var text: String {
    func digits(_ value: Double) -> String { String(format: "%.3g", value) }
    return
      "| \(task) | \(digits(ours)) \(unit) | \(digits(peer)) \(unit) (\(peerName)) | \(digits(peer / ours)) | \(digits(goal)) |"
  }
}
