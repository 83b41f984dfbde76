import Foundation
import Plumbline

enum ReportCommand: Command {
  static let name = "report"
  static let usage = "report RESULTS.json ... --out report.html [--title TEXT]"
  static let summary = "one self-contained HTML page from results.json files"

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(words, command: name, options: ["out", "title"])
    guard let output = arguments.value("out") else { throw Failure("report: --out FILE.html is missing") }
    if arguments.operands.isEmpty { throw Failure("report: a results.json is missing") }
    var results: [ClaimResult] = []
    for file in arguments.operands {
      let text = try Files.text(file)
      do {
        results += try JSONText.decode([ClaimResult].self, from: text)
      } catch {
        throw Failure(file: file, line: nil, "is not a results.json of plumbline check: \(reason(error))")
      }
    }
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent().relativePath
    try Files.prepareFolder(folder)
    try Files.write(HTMLReport.render(results, title: arguments.value("title") ?? "Plumbline report"), to: output)
    try printOut("\(output): \(CheckText.summary(results))\n")
    return .success
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "key '\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.isEmpty
        ? "it is not an array of claims"
        : "wrong type at \(context.codingPath.map(\.stringValue).joined(separator: "."))"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "wrong value at \(context.codingPath.map(\.stringValue).joined(separator: "."))"
    default: "malformed JSON"
    }
  }
}
