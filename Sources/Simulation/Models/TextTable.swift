import ExactArithmetic

/// Lines of a text file with their numbers from 1, split into fields; empty lines are left out.
package struct TextTable {
  package let lines: [(line: Int, fields: [String])]

  /// Fields are separated by blanks, or by commas with or without blanks around them.
  package init(blanksOrCommas text: String) throws(SimulationError) {
    var lines: [(line: Int, fields: [String])] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      if cells.count == 1 && cells[0].allSatisfy(\.isWhitespace) { continue }
      var fields: [String] = []
      for cell in cells {
        let words = cell.split(whereSeparator: \.isWhitespace)
        if words.isEmpty { throw SimulationError("an entry is missing between commas", line: index + 1) }
        fields += words.map(String.init)
      }
      lines.append((index + 1, fields))
    }
    self.lines = lines
  }

  /// A file of comma-separated values whose first line must be the given header.
  ///
  /// - Throws: `SimulationError` with the line: another header, or a line with another number of fields.
  package init(_ what: String, csv text: String, header: [String]) throws(SimulationError) {
    var lines: [(line: Int, fields: [String])] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if line.allSatisfy(\.isWhitespace) { continue }
      lines.append((index + 1, line.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }))
    }
    let expected = header.joined(separator: ",")
    guard let first = lines.first else {
      throw SimulationError("\(what) starts with the header '\(expected)', but the file is empty", line: 1)
    }
    guard first.fields == header else {
      throw SimulationError(
        "\(what) starts with the header '\(expected)', not '\(first.fields.joined(separator: ",").shortened())'",
        line: first.line)
    }
    for (line, fields) in lines where fields.count != header.count {
      throw SimulationError(
        "expected '\(expected)', found \(fields.count) \(fields.count == 1 ? "field" : "fields")", line: line)
    }
    self.lines = Array(lines.dropFirst())
  }

  /// A node's number.
  package static func node(_ field: String, nodes: Int, line: Int) throws(SimulationError) -> Int {
    guard let node = Int(field), field.utf8.first != UInt8(ascii: "+") else {
      throw SimulationError("'\(field.shortened())' is not a node's number", line: line)
    }
    guard (0..<nodes).contains(node) else {
      throw SimulationError("node \(node) does not exist; nodes are 0 ... \(nodes - 1)", line: line)
    }
    return node
  }

  /// A number that is neither negative nor infinite.
  ///
  /// - Parameter what: for example `a time`.
  package static func number(_ what: String, _ field: String, line: Int) throws(SimulationError) -> Double {
    guard let value = Double(field) else { throw SimulationError("\(what) of '\(field.shortened())'", line: line) }
    guard value.isFinite else {
      throw SimulationError("\(what) of \(field.shortened()), which is not finite", line: line)
    }
    guard value >= 0 else { throw SimulationError("\(what) of \(field.shortened()), which is negative", line: line) }
    // -0 is 0.
    return value + 0
  }
}

extension String {
  /// Without the blanks at its ends.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
