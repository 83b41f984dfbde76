/// A closed walk that a token repeats for ever. Several tokens are evenly offset along it: token s of S is
/// floor(s period / S) slots ahead of token 0.
public struct PeriodicRoute: TokenRoute, Equatable {
  public let nodes: Int
  /// The nodes of slots 0 ..< period. Every node is among them.
  public let cycle: [Int]

  /// A given closed walk; a step goes along an edge or stays.
  ///
  /// - Throws: `NetworkError` that says which step leaves the graph, that the walk does not close, or which node it
  ///   never visits.
  public init(_ cycle: [Int], on graph: Graph) throws(NetworkError) {
    try graph.requireRoute()
    if let step = cycle.firstIndex(where: { $0 < 0 || $0 >= graph.nodes }) {
      throw NetworkError("step \(step) of the cycle is at node \(cycle[step]); nodes are 0 ... \(graph.nodes - 1)")
    }
    guard let first = cycle.first, let last = cycle.last else { throw NetworkError("the cycle is empty") }
    for (step, (from, to)) in zip(cycle, cycle.dropFirst()).enumerated() where !graph.allowsStep(from, to) {
      throw NetworkError("step \(step) of the cycle goes from node \(from) to node \(to), which is no neighbour")
    }
    if !graph.allowsStep(last, first) {
      throw NetworkError("the cycle does not close: node \(first) is no neighbour of its last node \(last)")
    }
    let visited = Set(cycle)
    if let missed = (0..<graph.nodes).first(where: { !visited.contains($0) }) {
      throw NetworkError("the cycle never visits node \(missed)")
    }
    nodes = graph.nodes
    self.cycle = cycle
  }

  /// A depth-first tour from node 0 along a spanning tree and back: every tree edge is used once in each direction, so
  /// the period is 2 (V-1). Neighbours are entered in ascending order.
  ///
  /// - Throws: `NetworkError` when the graph is not connected.
  public init(tourOf graph: Graph) throws(NetworkError) {
    try graph.requireRoute()
    var tour: [Int] = [0]
    var seen = [Bool](repeating: false, count: graph.nodes)
    seen[0] = true
    // The nodes on the way from the root, each with the neighbour to look at next.
    var path: [(node: Int, next: Int)] = [(0, 0)]
    while let (node, next) = path.last {
      guard next < graph.degree(of: node) else {
        path.removeLast()
        if let parent = path.last { tour.append(parent.node) }
        continue
      }
      path[path.count - 1].next += 1
      let child = graph.neighbours[node][next]
      if !seen[child] {
        seen[child] = true
        tour.append(child)
        path.append((child, 0))
      }
    }
    // The last return to the root is slot 0 of the next period.
    if tour.count > 1 { tour.removeLast() }
    nodes = graph.nodes
    cycle = tour
  }

  /// Slots after which the visits repeat.
  public var period: Int { cycle.count }

  public func tracks(tokens: Int, slots: Int) -> [[Int]] {
    (0..<tokens).map { token in
      let offset = token * period / tokens
      return (0..<slots).map { cycle[($0 + offset) % period] }
    }
  }

  /// Visits whose `TokenDeviation` and largest gaps are those of all times.
  ///
  /// After one period P every token has been everywhere, and after 2 P so had the last visitor of v when it came to v,
  /// since v is visited in any P slots. From t = 2 P on every l_v(t) and l_u(l_v(t)) therefore moves by P when t does,
  /// and S_v(t + P) = S_v(t). So t < 3 P shows all values there are; of the gaps, two periods show all.
  ///
  /// - Throws: `NetworkError` unless there are between one token and as many as nodes.
  public func visitsOfAllTimes(tokens: Int = 1) throws(NetworkError) -> TokenVisits {
    try visits(tokens: tokens, slots: 3 * period)
  }
}

extension Graph {
  fileprivate func allowsStep(_ from: Int, _ to: Int) -> Bool {
    from == to || neighbours[from].contains(to)
  }
}
