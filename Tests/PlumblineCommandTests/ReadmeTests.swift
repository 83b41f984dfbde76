import Foundation
import Testing

/// The README's commands are run word for word and their output compared. PLUMBLINE_RECORD=1 writes it anew.
@Suite struct ReadmeTests {
  @Test func outputsInTheReadmeAreReal() throws {
    let shell = try Shell()
    defer { shell.remove() }
    let file = Shell.root.appendingPathComponent("README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    var rewritten: [String] = []
    var block: (language: String, lines: [String])?
    var commands = 0
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```"), let finished = block {
        block = nil
        if finished.language == "json5" {
          let name = try #require(finished.lines.first?.replacing("// ", with: ""))
          try shell.write(finished.lines.joined(separator: "\n") + "\n", to: name)
          rewritten += finished.lines
        } else if finished.language == "console" {
          let inputs = finished.lines.filter { $0.hasPrefix("$ ") }
          commands += inputs.count
          // One shell for the block, so that $? is the previous command's.
          let script = inputs.map { "printf '%s\\n' '$ '\(quoted(String($0.dropFirst(2))))\n\($0.dropFirst(2)) 2>&1" }
          rewritten += try shell.run("true\n" + keepingStatus(script)).output.dropLast().split(
            separator: "\n", omittingEmptySubsequences: false
          ).map(String.init)
        } else {
          rewritten += finished.lines
        }
        rewritten.append(line)
      } else if line.hasPrefix("```") {
        block = (String(line.dropFirst(3)), [])
        rewritten.append(line)
      } else if block != nil {
        block!.lines.append(line)
      } else {
        rewritten.append(line)
      }
    }
    let text = rewritten.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["PLUMBLINE_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    #expect(commands >= 7)
  }

  private func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }

  /// Echoing the next command must not change the status that it may ask for.
  private func keepingStatus(_ steps: [String]) -> String {
    steps.map { step in
      let lines = step.split(separator: "\n", maxSplits: 1)
      return "status=$?; \(lines[0]); (exit $status)\n\(lines[1])"
    }.joined(separator: "\n")
  }
}
