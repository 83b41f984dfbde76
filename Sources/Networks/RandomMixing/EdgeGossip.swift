import ExactArithmetic
import LinearAlgebra

/// In every step one random edge is chosen and its two ends take their average: W = I - L_e / 2.
///
/// Each W is a projection, so W^T W = W and E[W^T W] = E[W].
public struct EdgeGossip: RandomMixing {
  public let graph: Graph
  /// How the edge is chosen.
  public let choice: Choice
  /// The probability of each of `graph.edges`, in their order.
  public let probabilities: [Rational]

  public enum Choice: String, Sendable, CaseIterable {
    /// A uniformly random node wakes up and calls a uniformly random neighbour: pairwise gossip. Source: Boyd, Ghosh,
    /// Prabhakar, Shah, "Randomized gossip algorithms", IEEE Trans. Inf. Theory 52 (2006).
    case nodeThenNeighbour = "node-then-neighbour"
    /// Every edge is as likely.
    case uniformEdge = "uniform-edge"
  }

  /// - Throws: `NetworkError` for fewer than two nodes, for a graph without edges, and for a node without a neighbour
  ///   to call.
  public init(_ graph: Graph, choice: Choice) throws(NetworkError) {
    guard graph.nodes >= 2 else { throw NetworkError("a network needs at least 2 nodes, not \(graph.nodes)") }
    guard graph.edgeCount > 0 else { throw NetworkError("gossip on a graph without edges") }
    self.graph = graph
    self.choice = choice
    switch choice {
    case .nodeThenNeighbour:
      if let lonely = graph.neighbours.firstIndex(of: []) {
        throw NetworkError("node \(lonely) has no neighbour to call")
      }
      probabilities = graph.edges.map { i, j in
        (Rational(1, graph.degree(of: i)) + Rational(1, graph.degree(of: j))) / Rational(graph.nodes)
      }
    case .uniformEdge:
      probabilities = Array(repeating: Rational(1, graph.edgeCount), count: graph.edgeCount)
    }
  }

  public var nodes: Int { graph.nodes }

  public var expectedMatrix: Matrix<Rational> {
    var result = Matrix<Rational>.identity(nodes)
    for (edge, probability) in zip(graph.edges, probabilities) {
      result.addLaplacian(of: edge, times: -probability * Rational(1, 2))
    }
    return result
  }

  public var expectedSquare: Matrix<Rational> { expectedMatrix }

  public func outcomes() -> [MixingOutcome]? {
    guard probabilities.count <= Self.largestOutcomeCount else { return nil }
    return zip(graph.edges, probabilities).map { edge, probability in
      var matrix = Matrix<Rational>.identity(nodes)
      matrix.addLaplacian(of: edge, times: Rational(-1, 2))
      return MixingOutcome(probability: probability, matrix: MixingMatrix(checked: matrix))
    }
  }

  public var summary: String { "one random edge of \(probabilities.count) (\(choice.rawValue))" }
}
