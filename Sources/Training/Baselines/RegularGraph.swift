import Networks
import Simulation

/// Graphs in which every node has the same number of neighbours.
package enum RegularGraph {
  /// Node i next to i +- 1, ..., i +- floor(k/2), and for odd k to the one across, i + n/2.
  ///
  /// - Throws: `TrainingError` unless k < n, and n is even when k is odd.
  package static func circulant(nodes: Int, degree: Int) throws(TrainingError) -> Graph {
    try require(nodes: nodes, degree: degree)
    var edges: [(Int, Int)] = []
    for i in 0..<nodes {
      for step in stride(from: 1, through: degree / 2, by: 1) { edges.append((i, (i + step) % nodes)) }
      if degree % 2 == 1 { edges.append((i, (i + nodes / 2) % nodes)) }
    }
    return Graph(nodes: nodes, edges: edges)
  }

  /// Pairs free ends at random, each pair that makes neither a loop nor a second edge, and starts over when none is left;
  /// and until the graph is connected. Nearly uniform among regular graphs of small degree.
  ///
  /// - Throws: `TrainingError` unless k < n, and n is even when k is odd; for k = 1 with more than 2 nodes, as such a graph is
  ///   not connected.
  ///
  /// Source: A. Steger, N. C. Wormald, Generating random regular graphs quickly, Comb. Probab. Comput. 8, 1999.
  package static func drawn(nodes: Int, degree: Int, seed: UInt64) throws(TrainingError) -> Graph {
    try require(nodes: nodes, degree: degree)
    guard degree > 1 || nodes == 2 else {
      throw TrainingError("d-psgd: a graph of degree 1 on \(nodes) nodes is not connected")
    }
    // Dense graphs have few free pairs at the end; their complement is sparse.
    if 2 * degree >= nodes {
      return try circulant(nodes: nodes, degree: degree).relabelled(seed: seed)
    }
    var stream = NodeStream(seed: seed, purpose: .trainingPeer, node: 0)
    while true {
      if let edges = attempt(nodes: nodes, degree: degree, &stream) {
        let graph = Graph(nodes: nodes, edges: edges)
        if graph.isConnected { return graph }
      }
    }
  }

  private static func attempt(nodes: Int, degree: Int, _ stream: inout NodeStream) -> [(Int, Int)]? {
    var ends = (0..<nodes * degree).map { $0 / degree }
    var neighbours = [[Int]](repeating: [], count: nodes)
    var edges: [(Int, Int)] = []
    var failures = 0
    while !ends.isEmpty {
      let (first, second) = (stream.integer(below: ends.count), stream.integer(below: ends.count))
      let (a, b) = (ends[first], ends[second])
      if a == b || neighbours[a].contains(b) {
        failures += 1
        // Long before this a pair that is left would have been found.
        if failures > 100 + 10 * degree * degree { return nil }
        continue
      }
      failures = 0
      neighbours[a].append(b)
      neighbours[b].append(a)
      edges.append((a, b))
      for place in [max(first, second), min(first, second)] {
        ends.swapAt(place, ends.count - 1)
        ends.removeLast()
      }
    }
    return edges
  }

  private static func require(nodes: Int, degree: Int) throws(TrainingError) {
    guard degree < nodes else {
      throw TrainingError("d-psgd: \(degree) neighbours of each node in a network of \(nodes)")
    }
    guard degree % 2 == 0 || nodes % 2 == 0 else {
      throw TrainingError("d-psgd: \(nodes) nodes cannot each have \(degree) neighbours, as both are odd")
    }
  }
}

extension Graph {
  /// The same graph with its nodes numbered at random.
  fileprivate func relabelled(seed: UInt64) -> Graph {
    var names = Array(0..<nodes)
    var stream = NodeStream(seed: seed, purpose: .trainingPeer, node: 0)
    for i in stride(from: nodes - 1, to: 0, by: -1) { names.swapAt(i, stream.integer(below: i + 1)) }
    return Graph(nodes: nodes, edges: edges.map { (names[$0.0], names[$0.1]) })
  }
}
