/// Node i is joined to i + 1.
enum Path: Topology {
  static let name = "path"
  static let summary = "nodes in a line"
  static let sizing = TopologySizing.nodes

  static func graph(_ size: TopologySize) -> Graph {
    Graph(nodes: size.nodes, edges: (1..<size.nodes).map { ($0 - 1, $0) })
  }
}
