/// Nodes are joined when their numbers differ in one binary digit.
enum Hypercube: Topology {
  static let name = "hypercube"
  static let summary = "nodes are joined when their numbers differ in one bit; nodes is a power of two"
  static let sizing = TopologySizing.nodes

  static func graph(_ size: TopologySize) throws(NetworkError) -> Graph {
    let n = size.nodes
    guard n.nonzeroBitCount == 1 else {
      throw NetworkError("a hypercube's number of nodes is a power of two, not \(n)")
    }
    let dimension = n.trailingZeroBitCount
    return Graph(nodes: n, edges: (0..<n).flatMap { i in (0..<dimension).map { (i, i ^ (1 << $0)) } })
  }
}
