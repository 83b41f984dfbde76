import Foundation

/// What a command printed and how it ended.
struct CommandResult: Equatable {
  var output: String
  var errors: String
  var status: Int32
}

/// Runs the built tool as a user would: through a shell, in a folder of its own.
struct Shell {
  let folder: URL

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder that holds the tool built along with these tests.
  static var products: URL {
    // The test bundle lies beside the products.
    var candidates = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent()
    }
    candidates += ["release", "debug"].map { root.appendingPathComponent(".build/\($0)") }
    return candidates.first {
      FileManager.default.isExecutableFile(atPath: $0.appendingPathComponent("plumbline").path)
    }
      ?? candidates[0]
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  /// What lies in the folder, besides the captured output.
  var files: Set<String> {
    get throws {
      Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting([".out", ".err"])
    }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  func run(_ script: String) throws -> CommandResult {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = Self.products.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: output of any length cannot block the command.
    let (out, err) = (folder.appendingPathComponent(".out"), folder.appendingPathComponent(".err"))
    for file in [out, err] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    return CommandResult(
      output: try String(contentsOf: out, encoding: .utf8), errors: try String(contentsOf: err, encoding: .utf8),
      status: process.terminationStatus)
  }
}

let tinyScenario = """
  {
    name: "tiny",
    claims: ["dsgd.nonconvex"],
    algorithm: { name: "dsgd", stepSize: "1/16", iterations: 2 },
    network: { topology: "complete", nodes: 2 },
    objective: { name: "quadratic", dimension: 1, curvature: 1, centres: [[0], [2]],
                 noise: { law: "rademacher", variance: 1 } },
    evidence: { kind: "exact" },
    seed: 1,
  }

  """
