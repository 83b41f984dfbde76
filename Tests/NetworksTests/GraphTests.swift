import Networks
import PropertyTesting
import Testing

@Suite struct GraphTests {
  @Test func neighboursAreAscendingAndMutual() throws {
    try forAll(.graphs(nodes: 1...9), seed: 1) { graph in
      let pairs = graph.neighbours.enumerated().flatMap { i, list in list.map { (i, $0) } }
      return graph.neighbours.count == graph.nodes
        && graph.neighbours.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } }
        && pairs.allSatisfy { i, j in i != j && graph.neighbours[j].contains(i) }
        && (0..<graph.nodes).allSatisfy { graph.degree(of: $0) == graph.neighbours[$0].count }
        && graph.edges.count == graph.edgeCount && graph.edges.allSatisfy { $0.0 < $0.1 }
        && graph.edgeCount * 2 == pairs.count && Graph(nodes: graph.nodes, edges: graph.edges) == graph
        && Graph(nodes: graph.nodes, edges: graph.edges.reversed().map { ($0.1, $0.0) }) == graph
    }
  }

  @Test func loopsAreDroppedAndParallelEdgesMerged() {
    let graph = Graph(nodes: 3, edges: [(0, 1), (1, 0), (2, 2), (0, 1), (1, 2)])
    #expect(graph.neighbours == [[1], [0, 2], [1]])
    #expect(graph.edgeCount == 2)
  }

  /// By merging the names of the parts along every edge.
  @Test func connectedness() throws {
    try forAll(.graphs(nodes: 1...9), seed: 2) { graph in
      var part = Array(0..<graph.nodes)
      for (a, b) in graph.edges {
        let (old, new) = (part[a], part[b])
        for i in part.indices where part[i] == old { part[i] = new }
      }
      return graph.isConnected == (Set(part).count == 1)
    }
    #expect(!Graph(nodes: 3, edges: [(1, 2)]).isConnected)
    #expect(Graph(nodes: 1, edges: []).isConnected)
  }

  /// By trying every colouring.
  @Test func bipartiteness() throws {
    try forAll(.graphs(nodes: 1...8), count: 500, seed: 3) { graph in
      graph.isBipartite
        == (0..<1 << graph.nodes).contains { colours in
          graph.edges.allSatisfy { (colours >> $0.0 ^ colours >> $0.1) & 1 == 1 }
        }
    }
  }

  @Test func edgesToNodesThatDoNotExistAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = Graph(nodes: 2, edges: [(0, 2)]) }
    await #expect(processExitsWith: .failure) { _ = Graph(nodes: 2, edges: [(-1, 0)]) }
  }
}
