/// A grid whose rows and columns close into circles; the product of two rings.
enum Torus: Topology {
  static let name = "torus"
  static let summary = "a grid closed in both directions; --shape 5x7"
  static let sizing = TopologySizing.shape

  static func graph(_ size: TopologySize) throws(NetworkError) -> Graph {
    guard case .shape(let rows, let columns) = size else { preconditionFailure("checked by the registry") }
    return Graph(
      nodes: rows * columns,
      edges: (0..<rows * columns).flatMap { node in
        let (i, j) = (node / columns, node % columns)
        return [(node, (i + 1) % rows * columns + j), (node, i * columns + (j + 1) % columns)]
      })
  }
}
