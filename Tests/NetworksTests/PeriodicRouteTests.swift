import Networks
import PropertyTesting
import Testing

extension Generator where Value == Graph {
  /// A path through all nodes, in some order, with further edges.
  static func connectedGraphs(nodes: ClosedRange<Int>) -> Generator {
    Generator<(Graph, Int)>.pair(.graphs(nodes: nodes), .integers(in: 1...6)).map { graph, stride in
      let n = graph.nodes
      // A stride without a common divisor runs through all nodes.
      let step = (stride...).first { candidate in (2...max(n, 2)).allSatisfy { candidate % $0 != 0 || n % $0 != 0 } }!
      return Graph(nodes: n, edges: graph.edges + (0..<n - 1).map { ($0 * step % n, ($0 + 1) * step % n) })
    }
  }
}

@Suite struct PeriodicRouteTests {
  @Test func aTourUsesEveryTreeEdgeTwice() throws {
    try forAll(.connectedGraphs(nodes: 2...9), count: 400, seed: 1) { graph in
      let tour = try PeriodicRoute(tourOf: graph)
      let checked = try PeriodicRoute(tour.cycle, on: graph)
      let steps = zip(tour.cycle, tour.cycle.dropFirst() + [tour.cycle[0]]).map { [$0, $1] }
      return tour.period == 2 * (graph.nodes - 1) && Set(tour.cycle) == Set(0..<graph.nodes)
        && steps.allSatisfy { graph.neighbours[$0[0]].contains($0[1]) }
        && Set(steps).count == steps.count && Set(steps.map { $0.sorted() }).count == graph.nodes - 1
        && checked == tour
    }
  }

  @Test func toursByHand() throws {
    #expect(try PeriodicRoute(tourOf: MixingMatrixTests.paw).cycle == [0, 1, 2, 1, 0, 3])
    #expect(try PeriodicRoute(tourOf: Graph(nodes: 3, edges: [(0, 1), (1, 2)])).cycle == [0, 1, 2, 1])
    #expect(try PeriodicRoute(tourOf: Graph(nodes: 1, edges: [])).cycle == [0])
  }

  /// A depth of 2000 nodes is no recursion.
  @Test func aLongPath() throws {
    let route = try PeriodicRoute(tourOf: try Topologies.graph("path", size: .nodes(2000)))
    #expect(route.period == 3998 && route.cycle[1999] == 1999)
  }

  @Test func tokensAreEvenlyOffset() throws {
    let route = try PeriodicRoute(Array(0..<6), on: try Topologies.graph("ring", size: .nodes(6)))
    #expect(try route.visits(tokens: 3, slots: 4).tracks == [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 0, 1]])
    #expect(try route.visits(tokens: 4, slots: 1).tracks == [[0], [1], [3], [4]])
    #expect(try route.visits(slots: 8).tracks == [[0, 1, 2, 3, 4, 5, 0, 1]])
    #expect(try route.visits(slots: 0).slots == 0)
  }

  @Test func aCycleMayStayAndReturn() throws {
    let path = Graph(nodes: 3, edges: [(0, 1), (1, 2)])
    #expect(try PeriodicRoute([0, 0, 1, 2, 2, 1], on: path).period == 6)
  }

  @Test func whatIsWrongWithACycleIsNamed() throws {
    let ring = try Topologies.graph("ring", size: .nodes(4))
    for (cycle, message) in [
      ([], "the cycle is empty"),
      ([0, 1, 3, 2], "step 1 of the cycle goes from node 1 to node 3, which is no neighbour"),
      ([0, 1, 2], "the cycle does not close: node 0 is no neighbour of its last node 2"),
      ([0, 1, 2, 1], "the cycle never visits node 3"),
      ([0, 1, 4, 3], "step 2 of the cycle is at node 4; nodes are 0 ... 3"),
      ([-1, 0], "step 0 of the cycle is at node -1; nodes are 0 ... 3"),
    ] as [([Int], String)] {
      #expect(throws: NetworkError(message)) { try PeriodicRoute(cycle, on: ring) }
    }
  }

  @Test func routesNeedAConnectedGraphAndTokens() throws {
    let split = Graph(nodes: 4, edges: [(0, 2), (1, 3)])
    let message = NetworkError("the graph is not connected: no token gets from node 0 to node 1")
    #expect(throws: message) { try PeriodicRoute(tourOf: split) }
    #expect(throws: message) { try PeriodicRoute([0, 2], on: split) }
    for rule in WalkRule.allCases { #expect(throws: message) { try RandomWalk(split, rule: rule) } }
    let route = try PeriodicRoute(tourOf: MixingMatrixTests.paw)
    for tokens in [0, 5, -1] {
      #expect(throws: NetworkError("4 nodes take 1 to 4 tokens, not \(tokens)")) {
        try route.visits(tokens: tokens, slots: 3)
      }
    }
    #expect(throws: NetworkError("4 tokens in 25000001 slots make more than 100000000 visits")) {
      try route.visits(tokens: 4, slots: 25_000_001)
    }
  }
}
