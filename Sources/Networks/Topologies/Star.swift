/// Node 0 is joined to all others.
enum Star: Topology {
  static let name = "star"
  static let summary = "node 0 is joined to every other node"
  static let sizing = TopologySizing.nodes

  static func graph(_ size: TopologySize) -> Graph {
    Graph(nodes: size.nodes, edges: (1..<size.nodes).map { (0, $0) })
  }
}
