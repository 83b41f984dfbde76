/// An undirected simple graph on the nodes 0 ..< nodes.
public struct Graph: Sendable, Equatable {
  public let nodes: Int
  /// Neighbours of each node, ascending, without the node itself.
  public let neighbours: [[Int]]

  /// Loops are dropped and parallel edges merged, as in a torus of side 2.
  ///
  /// - Precondition: every edge joins two nodes of the graph.
  public init(nodes: Int, edges: some Sequence<(Int, Int)>) {
    var sets = [Set<Int>](repeating: [], count: nodes)
    for (a, b) in edges where a != b {
      precondition(a >= 0 && a < nodes && b >= 0 && b < nodes, "edge \(a) - \(b) in a graph of \(nodes) nodes")
      sets[a].insert(b)
      sets[b].insert(a)
    }
    self.nodes = nodes
    neighbours = sets.map { $0.sorted() }
  }

  public func degree(of node: Int) -> Int { neighbours[node].count }

  public var edgeCount: Int { neighbours.reduce(0) { $0 + $1.count } / 2 }

  /// Each edge once, smaller node first.
  public var edges: [(Int, Int)] {
    neighbours.indices.flatMap { i in neighbours[i].filter { $0 > i }.map { (i, $0) } }
  }

  /// Whether every node can be reached from node 0.
  public var isConnected: Bool { coloured().isConnected }

  /// `nil` for a connected graph.
  public var firstUnreachableNode: Int? { coloured().firstUnreachable }

  /// Whether the nodes split into two halves with every edge between them.
  public var isBipartite: Bool { coloured().isBipartite }

  private func coloured() -> (isConnected: Bool, isBipartite: Bool, firstUnreachable: Int?) {
    var colour = [Int?](repeating: nil, count: nodes)
    var components = 0
    var firstUnreachable: Int?
    var bipartite = true
    for start in 0..<nodes where colour[start] == nil {
      components += 1
      if components == 2 { firstUnreachable = start }
      colour[start] = 0
      var stack = [start]
      while let node = stack.popLast() {
        for next in neighbours[node] {
          if colour[next] == nil {
            colour[next] = 1 - colour[node]!
            stack.append(next)
          } else if colour[next] == colour[node] {
            bipartite = false
          }
        }
      }
    }
    return (components == 1, bipartite, firstUnreachable)
  }
}
