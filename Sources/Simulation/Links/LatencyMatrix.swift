/// How long messages travel between each two nodes, in milliseconds; not symmetric in general.
public struct LatencyMatrix: Sendable, Equatable {
  public let nodes: Int
  /// Row by row: the entry (i, j) is from node i to node j.
  private let milliseconds: [Double?]

  /// The latency of a link in milliseconds, finite and not negative; `nil` where none was measured.
  ///
  /// - Precondition: both nodes exist.
  public subscript(link: Link) -> Double? {
    precondition((0..<nodes).contains(link.sender) && (0..<nodes).contains(link.receiver), "the latency of \(link)")
    return milliseconds[link.sender * nodes + link.receiver]
  }

  /// The pairs that were not measured, row by row.
  public var unmeasured: [Link] {
    milliseconds.indices.filter { milliseconds[$0] == nil }.map { Link(from: $0 / nodes, to: $0 % nodes) }
  }

  /// Reads a square matrix: one row per line, entries in milliseconds separated by blanks or commas. What is on the
  /// diagonal is kept.
  ///
  /// - Parameter mark: the number that stands for a pair that was not measured, for example -0.5 in the pings between cities
  ///   that come with Plexus. Without it every entry is a latency.
  /// - Throws: `SimulationError` with the line of an entry that is no number, negative or not finite, and of a row of another
  ///   length; for a matrix that is not square.
  public init(parsing text: String, unmeasured mark: Double? = nil) throws(SimulationError) {
    let table = try TextTable(blanksOrCommas: text)
    guard let first = table.lines.first else { throw SimulationError("a latency matrix in an empty file", line: 1) }
    nodes = first.fields.count
    var milliseconds: [Double?] = []
    for (index, row) in table.lines.enumerated() {
      guard row.fields.count == nodes else {
        throw SimulationError("a row of \(row.fields.count) latencies after rows of \(nodes)", line: row.line)
      }
      guard index < nodes else {
        throw SimulationError("row \(index + 1) of a matrix of \(nodes) columns", line: row.line)
      }
      for field in row.fields {
        let isMark = mark != nil && Double(field) == mark
        milliseconds.append(isMark ? nil : try TextTable.number("a latency", field, line: row.line))
      }
    }
    guard table.lines.count == nodes else {
      throw SimulationError(
        "a latency matrix is square, not \(table.lines.count) x \(nodes)", line: table.lines.last!.line)
    }
    self.milliseconds = milliseconds
  }
}
