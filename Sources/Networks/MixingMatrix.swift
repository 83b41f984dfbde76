import ExactArithmetic
import LinearAlgebra

/// A matrix of mixing weights with exact rational entries: x_i becomes sum_j W_ij x_j.
///
/// Nothing is assumed of it: symmetry, double stochasticity and connectedness are judged exactly.
public struct MixingMatrix: Sendable, Equatable {
  /// n x n, n >= 2.
  public let weights: Matrix<Rational>

  /// - Throws: `NetworkError` unless the matrix is square with at least two rows.
  public init(_ weights: Matrix<Rational>) throws(NetworkError) {
    guard weights.isSquare else {
      throw NetworkError("a mixing matrix is square, not \(weights.rows) x \(weights.columns)")
    }
    guard weights.rows >= 2 else { throw NetworkError("a network needs at least 2 nodes, not \(weights.rows)") }
    self.weights = weights
  }

  /// A matrix that is known to be square.
  init(checked weights: Matrix<Rational>) { self.weights = weights }

  /// One worker and its server: W = J = 1.
  public static let oneWorker = MixingMatrix(checked: .identity(1))

  /// The matrix of a weight rule on a graph.
  ///
  /// - Precondition: the graph has at least two nodes.
  public init(_ graph: Graph, weights rule: MixingWeights) {
    precondition(graph.nodes >= 2, "a mixing matrix of \(graph.nodes) nodes")
    var weights = Matrix<Rational>(rows: graph.nodes, columns: graph.nodes, repeating: 0)
    // The largest degree costs a pass over all nodes, so the rule is asked once where it is constant.
    let constant =
      rule == .maxDegree && graph.edgeCount > 0
      ? graph.edges.first.map { rule.weight(from: $0.0, to: $0.1, in: graph) } : nil
    for i in 0..<graph.nodes {
      var rest: Rational = 1
      for j in graph.neighbours[i] {
        let weight = constant ?? rule.weight(from: i, to: j, in: graph)
        weights[i, j] = weight
        rest -= weight
      }
      weights[i, i] = rest
    }
    self.weights = weights
  }

  public var nodes: Int { weights.rows }

  /// The graph of the nonzero off-diagonal weights.
  public var graph: Graph { Graph(nonzeroEntriesOf: weights) }

  public var isSymmetric: Bool { weights.isSymmetric }

  /// The first way in which the matrix fails to be doubly stochastic, or `nil`.
  public var stochasticityViolation: StochasticityViolation? {
    for i in 0..<nodes {
      for j in 0..<nodes where weights[i, j].signum < 0 {
        return .negativeWeight(row: i, column: j, value: weights[i, j])
      }
    }
    for i in 0..<nodes {
      let sum = weights.row(i).reduce(Rational.zero, +)
      if sum != 1 { return .rowSum(row: i, sum: sum) }
    }
    for j in 0..<nodes {
      let sum = (0..<nodes).reduce(Rational.zero) { $0 + weights[$1, j] }
      if sum != 1 { return .columnSum(column: j, sum: sum) }
    }
    return nil
  }

  public var isDoublyStochastic: Bool { stochasticityViolation == nil }
}

extension Graph {
  /// An edge for every nonzero entry off the diagonal, in either direction.
  ///
  /// - Precondition: square.
  init(nonzeroEntriesOf matrix: Matrix<Rational>) {
    self.init(
      nodes: matrix.rows,
      edges: (0..<matrix.rows).flatMap { i in (0..<matrix.columns).filter { matrix[i, $0] != 0 }.map { (i, $0) } })
  }
}

/// Where and how a matrix fails to be doubly stochastic. Nodes are counted from 0.
public enum StochasticityViolation: Sendable, Equatable, CustomStringConvertible {
  case negativeWeight(row: Int, column: Int, value: Rational)
  case rowSum(row: Int, sum: Rational)
  case columnSum(column: Int, sum: Rational)

  public var description: String {
    switch self {
    case .negativeWeight(let row, let column, let value): "the weight in row \(row), column \(column) is \(value)"
    case .rowSum(let row, let sum): "row \(row) sums to \(sum), not 1"
    case .columnSum(let column, let sum): "column \(column) sums to \(sum), not 1"
    }
  }

  /// The row of a matrix file to point at; `nil` when a column is at fault.
  public var row: Int? {
    switch self {
    case .negativeWeight(let row, _, _), .rowSum(let row, _): row
    case .columnSum: nil
    }
  }
}
