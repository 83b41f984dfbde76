import Foundation

/// A peer's script, run in its own process.
struct Peer {
  var python: String
  var folder: String

  /// What the script measured, from the JSON object that it prints.
  func run(_ script: String, _ arguments: [String] = []) throws -> PeerResult {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["\(folder)/\(script)"] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkError(message: "\(script) failed with status \(process.terminationStatus)")
    }
    return try JSONDecoder().decode(PeerResult.self, from: data)
  }

  /// Whether the peers' Python finds a module.
  func has(_ module: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('\(module)') is None)",
    ]
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

/// Times in seconds, and an exact result where there is one to compare.
struct PeerResult: Decodable {
  var seconds: Double?
  var add: Double?
  var multiply: Double?
  var result: String?

  /// - Throws: `BenchmarkError` when the script did not print this time.
  func time(_ key: KeyPath<PeerResult, Double?>) throws -> Double {
    guard let value = self[keyPath: key] else { throw BenchmarkError(message: "the peer printed no time") }
    return value
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
