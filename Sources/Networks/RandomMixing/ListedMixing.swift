import ExactArithmetic
import LinearAlgebra

/// Finitely many mixing matrices, each with its probability; for example the outages of nodes that take all their
/// links with them.
public struct ListedMixing: RandomMixing {
  /// All of the given number of nodes; their probabilities sum to 1.
  public let list: [MixingOutcome]

  /// - Throws: `NetworkError` when the list is empty, the sizes differ, a matrix is not doubly stochastic, a
  ///   probability is negative, or they do not sum to 1.
  public init(_ list: [MixingOutcome]) throws(NetworkError) {
    guard let first = list.first else { throw NetworkError("a law of mixing matrices needs at least one matrix") }
    for (index, outcome) in list.enumerated() {
      if outcome.matrix.nodes != first.matrix.nodes {
        throw NetworkError(
          "matrix \(index) has \(outcome.matrix.nodes) nodes and matrix 0 has \(first.matrix.nodes)")
      }
      if let violation = outcome.matrix.stochasticityViolation {
        throw NetworkError("matrix \(index) is not doubly stochastic: \(violation)")
      }
      if outcome.probability.signum < 0 {
        throw NetworkError("the probability of matrix \(index) is \(outcome.probability.description.shortened())")
      }
    }
    let sum = list.reduce(Rational.zero) { $0 + $1.probability }
    guard sum == 1 else { throw NetworkError("the probabilities sum to \(sum.description.shortened()), not 1") }
    self.list = list
  }

  public var nodes: Int { list[0].matrix.nodes }

  public var expectedMatrix: Matrix<Rational> { mean { $0 } }

  public var expectedSquare: Matrix<Rational> { mean { SparseMatrix($0.transposed) * SparseMatrix($0) } }

  public func outcomes() -> [MixingOutcome]? {
    let possible = list.filter { $0.probability.signum > 0 }
    return possible.count <= Self.largestOutcomeCount ? possible : nil
  }

  public var summary: String { "\(list.count) listed \(list.count == 1 ? "matrix" : "matrices")" }

  private func mean(_ value: (Matrix<Rational>) -> Matrix<Rational>) -> Matrix<Rational> {
    list.reduce(Matrix(rows: nodes, columns: nodes, repeating: 0)) { sum, outcome in
      sum + value(outcome.matrix.weights).scaled(by: outcome.probability)
    }
  }
}
