import Algorithms
import Checking
import ExactArithmetic
import Simulation

/// The conformance vectors for people and for programs.
public struct ConformanceReport: Sendable {
  public let records: [Record]

  /// A vector with exact numbers as fractions.
  public struct Record: Sendable, Encodable {
    public let algorithm: String
    public let topology: String
    public let weights: String
    public let stepSize: String
    public let settings: [String: String]
    /// Worker i's gradient at y is y - centres[i].
    public let centres: [String]
    public let rows: String
    public let before: [String]
    public let iteration: Int
    public let counters: [Int]
    public let memory: [String]
    public let completions: [Int]
    /// Pairs of sender and receiver.
    public let exchanges: [[Int]]
    public let visits: [Int]
    public let averages: Bool
    public let after: [String]
    @ExplicitNull public private(set) var countersAfter: [Int]?
    public let working: String

    fileprivate init(_ vector: ConformanceVector) {
      algorithm = vector.algorithm
      topology = vector.topology
      weights = "metropolis"
      stepSize = vector.stepSize.description
      settings = vector.settings.mapValues(\.description)
      centres = vector.centres.map(\.description)
      rows = vector.rows
      before = vector.before.map(\.description)
      iteration = vector.iteration
      counters = vector.counters
      memory = vector.memory.map(\.description)
      completions = vector.slot.completions
      exchanges = vector.slot.exchanges.map { [$0.sender, $0.receiver] }
      visits = vector.slot.visits
      averages = vector.slot.averages
      after = vector.after.map(\.description)
      countersAfter = vector.countersAfter
      working = vector.working
    }
  }

  public init(_ vectors: [ConformanceVector]) { records = vectors.map(Record.init) }

  public var text: String {
    records.map { record in
      func list(_ values: [String]) -> String { values.joined(separator: ", ") }
      let settings = record.settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      let memory = record.memory.isEmpty ? "" : "\n  memory    \(list(record.memory))"
      let counters =
        record.counters.isEmpty && record.countersAfter == nil
        ? ""
        : "\n  counters  \(list(record.counters.map(String.init))) -> \(list((record.countersAfter ?? record.counters).map(String.init)))"
      return """
        \(record.algorithm)\(settings.isEmpty ? "" : " (\(list(settings)))"), \(record.topology), step \(record.stepSize), \
        iteration \(record.iteration)
          gradients y - c_i, c = \(list(record.centres))
          rows      \(record.rows)
          before    \(list(record.before))\(memory)\(counters)
          slot      \(slot(record))
          after     \(list(record.after))
          working   \(record.working)

        """
    }.joined(separator: "\n")
  }

  private func slot(_ record: Record) -> String {
    var parts: [String] = []
    if !record.completions.isEmpty {
      parts.append("nodes \(record.completions.map(String.init).joined(separator: ", "))")
    }
    for exchange in record.exchanges { parts.append("\(exchange[0]) -> \(exchange[1])") }
    for (token, node) in record.visits.enumerated() { parts.append("model \(token) visits node \(node)") }
    if record.averages { parts.append("all average") }
    return parts.isEmpty ? "all" : parts.joined(separator: "; ")
  }
}
