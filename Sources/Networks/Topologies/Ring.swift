/// Node i is joined to i - 1 and i + 1 modulo n.
enum Ring: Topology {
  static let name = "ring"
  static let summary = "every node has two neighbours, in a circle"
  static let sizing = TopologySizing.nodes

  static func graph(_ size: TopologySize) -> Graph {
    let n = size.nodes
    return Graph(nodes: n, edges: (0..<n).map { ($0, ($0 + 1) % n) })
  }
}
