import ExactArithmetic
import LinearAlgebra

/// Readers of network files. Both are strict: what they do not understand is an error with its line.
public enum NetworkFile {
  /// A graph in DecentralizePy's format: the number of nodes on the first line, then one directed edge
  /// `a b` per line; every edge is listed in both directions.
  ///
  /// - Throws: `NetworkError` with the line that is wrong.
  public static func graph(edges text: String) throws(NetworkError) -> Graph {
    var nodes: Int?
    var arcs: [Arc: Int] = [:]
    for (line, fields) in fields(of: text) {
      guard let count = nodes else {
        guard fields.count == 1, let count = Int(fields[0]) else {
          throw NetworkError("expected the number of nodes, found '\(fields.joined(separator: " "))'", line: line)
        }
        guard count >= 2, count <= Topologies.largest else {
          throw NetworkError("a network has 2 to \(Topologies.largest) nodes, not \(count)", line: line)
        }
        nodes = count
        continue
      }
      guard fields.count == 2, let from = Int(fields[0]), let to = Int(fields[1]) else {
        throw NetworkError("expected an edge 'from to', found '\(fields.joined(separator: " "))'", line: line)
      }
      for node in [from, to] where node < 0 || node >= count {
        throw NetworkError("node \(node) does not exist; nodes are 0 ... \(count - 1)", line: line)
      }
      if from == to { throw NetworkError("node \(from) has an edge to itself", line: line) }
      if arcs.updateValue(line, forKey: Arc(from: from, to: to)) != nil {
        throw NetworkError("edge \(from) \(to) is listed twice", line: line)
      }
    }
    guard let nodes else { throw NetworkError("expected the number of nodes, found an empty file", line: 1) }
    for (arc, line) in arcs.sorted(by: { $0.value < $1.value })
    where arcs[Arc(from: arc.to, to: arc.from)] == nil {
      throw NetworkError(
        "edge \(arc.from) \(arc.to) has no reverse edge \(arc.to) \(arc.from); the graph must be symmetric", line: line)
    }
    return Graph(nodes: nodes, edges: arcs.keys.lazy.map { ($0.from, $0.to) })
  }

  /// A mixing matrix: one row per line, entries are exact numbers separated by commas or blanks.
  ///
  /// - Throws: `NetworkError` with the line that is wrong: not square, not symmetric, or not doubly
  ///   stochastic.
  public static func mixingMatrix(rows text: String) throws(NetworkError) -> MixingMatrix {
    var rows: [(line: Int, entries: [Rational])] = []
    for (line, fields) in fields(of: text) {
      var entries: [Rational] = []
      for field in fields {
        do {
          entries.append(try Rational(parsing: field))
        } catch {
          throw NetworkError(error.description, line: line)
        }
      }
      if let first = rows.first, first.entries.count != entries.count {
        throw NetworkError("a row of \(entries.count) entries after rows of \(first.entries.count)", line: line)
      }
      rows.append((line, entries))
    }
    let columns = rows.first?.entries.count ?? 0
    guard rows.count == columns else {
      throw NetworkError(
        "a mixing matrix is square, not \(rows.count) x \(columns)", line: rows.last?.line ?? 1)
    }
    guard columns >= 2 else {
      throw NetworkError("a network needs at least 2 nodes, not \(columns)", line: rows.last?.line ?? 1)
    }
    let matrix = try MixingMatrix(Matrix(rows: columns, columns: columns, elements: rows.flatMap(\.entries)))
    if let violation = matrix.stochasticityViolation {
      throw NetworkError("not doubly stochastic: \(violation)", line: violation.row.map { rows[$0].line })
    }
    if let (i, j) = matrix.weights.asymmetricEntry {
      throw NetworkError(
        "not symmetric: entry (\(i), \(j)) is \(matrix.weights[i, j]), entry (\(j), \(i)) is \(matrix.weights[j, i])",
        line: rows[i].line)
    }
    return matrix
  }

  private struct Arc: Hashable {
    var from: Int
    var to: Int
  }

  /// Nonempty lines with their numbers from 1, split at blanks and commas.
  private static func fields(of text: String) -> [(line: Int, fields: [String])] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
      let fields = line.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
      return fields.isEmpty ? nil : (index + 1, fields)
    }
  }
}
