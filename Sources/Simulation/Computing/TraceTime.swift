import ExactArithmetic

/// Completions that were recorded elsewhere.
///
/// The file is a table of comma-separated values with the header `time,node`; each line says that the node completed a
/// computation at the time, lines in the order of time. A computation ends at the first of its node's times after its
/// start, so a node that restarts a computation keeps to the trace. After its last time a node never completes again.
///
///     time,node
///     0.8,1
///     1.5,0
///     2.25,1
struct TraceTime: ComputingTime {
  static let name = "trace"
  static let summary = "completions as recorded in a file with the header time,node"
  static let parameters: [ModelParameter] = []
  static let readsFile = true
  static let isHomogeneous = false
  static let isRandom = false

  /// The completions of each node, ascending.
  private let completions: [[Double]]

  /// - Throws: `SimulationError` with the line of a wrong header, an unknown node, a time that is negative, not finite or
  ///   before that of the line above, or a second completion of a node at one time; and for a node that never completes.
  init(_ settings: ModelSettings) throws(SimulationError) {
    let table = try TextTable("a trace of completions", csv: settings.file ?? "", header: ["time", "node"])
    var completions = [[Double]](repeating: [], count: settings.nodes)
    var last = 0.0
    for (line, fields) in table.lines {
      let time = try TextTable.number("a time", fields[0], line: line)
      let node = try TextTable.node(fields[1], nodes: settings.nodes, line: line)
      if time < last { throw SimulationError("time goes back from \(last) to \(time)", line: line) }
      last = time
      if time <= completions[node].last ?? 0 {
        throw SimulationError(
          completions[node].isEmpty
            ? "node \(node) completes at time 0, when its first computation starts"
            : "node \(node) completes twice at time \(time)", line: line)
      }
      completions[node].append(time)
    }
    if let starved = completions.firstIndex(where: \.isEmpty) {
      throw SimulationError("the trace starves node \(starved): it never completes a computation")
    }
    self.completions = completions
  }
  /// - Complexity: O(log k) for the k-th completion.
  func end(of computation: Computation, _ random: RandomSource) -> Double? {
    let times = completions[computation.node]
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] > computation.start { high = middle } else { low = middle + 1 }
    }
    return low < times.count ? times[low] : nil
  }

  func completion(slot: Rational) -> Enclosure? { nil }
}
