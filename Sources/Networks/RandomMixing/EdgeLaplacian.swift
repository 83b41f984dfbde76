import ExactArithmetic
import LinearAlgebra

extension Matrix where Element == Rational {
  /// Adds `factor` times the Laplacian L_e = (e_i - e_j)(e_i - e_j)^T of the edge between i and j. Rows and columns
  /// keep their sums.
  mutating func addLaplacian(of edge: (Int, Int), times factor: Rational) {
    let (i, j) = edge
    self[i, i] += factor
    self[j, j] += factor
    self[i, j] -= factor
    self[j, i] -= factor
  }
}
