import Plumbline

enum ListCommand: Command {
  static let name = "list"
  static let usage =
    "list theorems|algorithms|topologies|objectives|suites [--json] | list algorithms --vectors [--json]"
  static let summary = "what the registries hold"
  static let notes = [
    "--vectors: one iteration of each algorithm, computed by hand, with which other implementations can be tested: models "
      + "are numbers, worker i's gradient at y is y - c_i"
  ]

  private struct Item: Encodable {
    var name: String
    var summary: String
  }

  private static let kinds = ["theorems", "algorithms", "topologies", "objectives", "suites"]

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(words, command: name, flags: ["json", "vectors"])
    let kind = try arguments.operand("a registry (\(kinds.joined(separator: ", ")))")
    if arguments.has("vectors") {
      guard kind == "algorithms" else { throw arguments.failure("--vectors has a meaning for algorithms only") }
      let report = ConformanceReport(ConformanceVector.all)
      try printOut(arguments.has("json") ? JSONText.encode(report.records) : report.text)
      return .success
    }
    let items = try items(of: kind)
    if arguments.has("json") {
      try printOut(JSONText.encode(items))
    } else {
      let width = items.map(\.name.count).max() ?? 0
      for item in items {
        try printOut(item.name + String(repeating: " ", count: width - item.name.count) + "  \(item.summary)\n")
      }
    }
    return .success
  }

  private static func items(of kind: String) throws(Failure) -> [Item] {
    switch kind {
    case "theorems":
      return Catalogue.standard.entries.map { Item(name: $0.identifier, summary: $0.statement) }
    case "algorithms":
      return Algorithms.all.map { Item(name: $0.name, summary: $0.summary) }
    case "topologies":
      return Topologies.all.map { Item(name: $0.name, summary: $0.summary) }
        + [Item(name: "file", summary: "a graph (.edges) or a matrix of exact weights, read from a file")]
    case "objectives":
      return Objectives.all.map { Item(name: $0.name, summary: $0.summary) }
    case "suites":
      return Suites.all.map { Item(name: $0.name, summary: $0.summary) }
    default:
      throw Failure("list: \(unknownWord("registry", kind, among: kinds))")
    }
  }
}
