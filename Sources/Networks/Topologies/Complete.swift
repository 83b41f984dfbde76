/// Every two nodes are joined; with Metropolis weights W = J, plain averaging.
enum Complete: Topology {
  static let name = "complete"
  static let summary = "every two nodes are joined"
  static let sizing = TopologySizing.nodes

  static func graph(_ size: TopologySize) throws(NetworkError) -> Graph {
    // Its edges grow with the square of the nodes, so memory runs out long before the general limit.
    guard size.nodes <= 5_000 else { throw NetworkError("a complete graph of more than 5000 nodes is refused") }
    return Graph(nodes: size.nodes, edges: (0..<size.nodes).lazy.flatMap { i in (0..<i).map { (i, $0) } })
  }
}
