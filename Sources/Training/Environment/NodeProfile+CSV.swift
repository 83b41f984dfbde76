import ExactArithmetic
import Simulation

extension NodeProfile {
  /// Reads a profile for each node from a table of comma-separated values, lines in any order, for example
  ///
  ///     node,secondsPerStep,upload,download
  ///     0,0.05,1250000,6250000
  ///     1,0.2,125000,1250000
  ///
  /// - Returns: The profile of node i at place i.
  /// - Throws: `SimulationError` with the line: a wrong header; an unknown node or one that has a line already; a time
  ///   that is negative or not finite, a capacity that is not positive or not finite; and, at the last line, a node that
  ///   has none.
  public static func profiles(csv text: String, nodes: Int) throws(SimulationError) -> [NodeProfile] {
    let table = try TextTable(
      "a table of profiles", csv: text, header: ["node", "secondsPerStep", "upload", "download"])
    var profiles = [NodeProfile?](repeating: nil, count: nodes)
    var lines = [Int](repeating: 0, count: nodes)
    for (line, fields) in table.lines {
      let node = try TextTable.node(fields[0], nodes: nodes, line: line)
      if profiles[node] != nil {
        throw SimulationError("node \(node) has a profile already, on line \(lines[node])", line: line)
      }
      let seconds = try TextTable.number("a step", fields[1], line: line)
      profiles[node] = NodeProfile(
        secondsPerStep: seconds, upload: try capacity("an upload", fields[2], line: line),
        download: try capacity("a download", fields[3], line: line))
      lines[node] = line
    }
    var complete: [NodeProfile] = []
    for (node, profile) in profiles.enumerated() {
      guard let profile else {
        throw SimulationError("node \(node) has no profile", line: table.lines.last?.line ?? 1)
      }
      complete.append(profile)
    }
    return complete
  }

  private static func capacity(_ what: String, _ field: String, line: Int) throws(SimulationError) -> Double {
    let value = try TextTable.number(what, field, line: line)
    guard value > 0 else { throw SimulationError("\(what) of \(field.shortened()), which never ends", line: line) }
    return value
  }
}
