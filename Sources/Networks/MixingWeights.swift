import ExactArithmetic
import LinearAlgebra

/// A rule that gives every edge of a graph an exact weight; the diagonal makes rows sum to one.
public enum MixingWeights: String, Sendable, CaseIterable {
  case metropolis
  case lazyMetropolis = "lazy-metropolis"
  case maxDegree = "max-degree"
  case uniform

  /// The weight that node i gives to its neighbour j. Degrees do not count the node itself.
  public func weight(from i: Int, to j: Int, in graph: Graph) -> Rational {
    switch self {
    case .metropolis: Rational(1, 1 + max(graph.degree(of: i), graph.degree(of: j)))
    case .lazyMetropolis: Rational(1, 2 * max(graph.degree(of: i), graph.degree(of: j)))
    case .maxDegree: Rational(1, 1 + (0..<graph.nodes).reduce(0) { max($0, graph.degree(of: $1)) })
    case .uniform: Rational(1, 1 + graph.degree(of: i))
    }
  }

  public var formula: String {
    switch self {
    case .metropolis: "w_ij = 1 / (1 + max(d_i, d_j))"
    case .lazyMetropolis: "w_ij = 1 / (2 max(d_i, d_j))"
    case .maxDegree: "w_ij = 1 / (1 + d_max)"
    case .uniform: "w_ij = 1 / (1 + d_i); doubly stochastic only on regular graphs"
    }
  }
}
