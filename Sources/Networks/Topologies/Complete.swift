/// Every two nodes are joined; with Metropolis weights W = J, plain averaging.
enum Complete: Topology {
  static let name = "complete"
  static let summary = "every two nodes are joined"
  static let sizing = TopologySizing.nodes

  static func graph(_ size: TopologySize) -> Graph {
    Graph(nodes: size.nodes, edges: (0..<size.nodes).lazy.flatMap { i in (0..<i).map { (i, $0) } })
  }
}
