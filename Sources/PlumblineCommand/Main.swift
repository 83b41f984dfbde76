import Foundation
import Plumbline

/// `plumbline`: arguments to a typed request, to the library, to an exit status.
@main
struct PlumblineTool {
  static func main() {
    // A reader such as `head` that closes the pipe must not change the status that the verdicts give.
    signal(SIGPIPE, SIG_IGN)
    do {
      let status = try run(Array(CommandLine.arguments.dropFirst()))
      exit(status.rawValue)
    } catch {
      // Nothing more can be said where standard error cannot be written to either.
      try? FileHandle.standardError.write(contentsOf: Data("plumbline: error: \(error.message)\n".utf8))
      exit(ExitStatus.failure.rawValue)
    }
  }

  /// The registry of commands.
  static let commands: [any Command.Type] = [
    CheckCommand.self, RunCommand.self, BoundCommand.self, GapCommand.self, RouteCommand.self, VoteCommand.self,
    SamplerCommand.self,
    ReportCommand.self, ListCommand.self, ExplainCommand.self,
  ]

  private static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    guard let name = words.first, !["help", "--help", "-h"].contains(name) else {
      try printOut(usage)
      return .success
    }
    if name == "--version" {
      try printOut("plumbline \(plumblineVersion)\n")
      return .success
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      let hint =
        nearest(name, among: commands.map { $0.name }).map { "did you mean '\($0)'?" } ?? "see plumbline --help"
      throw Failure("unknown command '\(name)'; \(hint)")
    }
    let rest = Array(words.dropFirst())
    if rest.contains("--help") || rest.contains("-h") {
      let notes = command.notes.map { "\n  \($0)" }.joined()
      try printOut("usage: plumbline \(command.usage)\n\n\(command.summary)\n\(notes.isEmpty ? "" : notes + "\n")")
      return .success
    }
    return try command.run(rest)
  }

  private static var usage: String {
    let width = commands.map { $0.name.count }.max()!
    let lines = commands.map { "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.summary)" }
    return """
      plumbline: is a convergence claim of decentralised, asynchronous, federated or sign-based learning true?

      usage: plumbline COMMAND ... (plumbline COMMAND --help for its words)

      \(lines.joined(separator: "\n"))

      Exit status: 0 every claim certified or consistent; 1 at least one refuted; 2 bad usage or bad input;
      3 none refuted but some undecided or not applicable.

      """
  }
}

/// One command of the tool.
protocol Command: SendableMetatype {
  static var name: String { get }
  static var usage: String { get }
  static var summary: String { get }
  /// Lines about the command's words, for its help.
  static var notes: [String] { get }
  static func run(_ words: [String]) throws(Failure) -> ExitStatus
}

extension Command {
  static var notes: [String] { [] }
}

/// - Throws: `Failure` when standard output cannot take the text; a reader that went away is no failure.
func printOut(_ text: String) throws(Failure) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    if written >= 0 {
      rest = rest.dropFirst(written)
    } else if errno == EPIPE {
      return
    } else if errno != EINTR {
      throw Failure("standard output cannot be written to")
    }
  }
}
