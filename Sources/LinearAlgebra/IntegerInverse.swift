import ExactArithmetic

/// The inverse of an integer matrix over one denominator.
public struct IntegerInverse: Sendable {
  /// `denominator` times the inverse.
  public let numerators: Matrix<Integer>
  /// The determinant, up to its sign.
  public let denominator: Integer

  /// Fraction-free Gauss-Jordan elimination (Bareiss): every intermediate entry is a minor, so divisions are exact and
  /// entries have O(n b) bits for b-bit input. `nil` for a singular matrix.
  ///
  /// - Precondition: square and not empty.
  /// - Complexity: O(n^3) integer operations.
  public init?(_ matrix: Matrix<Integer>) {
    precondition(matrix.isSquare && matrix.rows > 0, "the inverse of a \(matrix.rows) x \(matrix.columns) matrix")
    let n = matrix.rows
    let width = 2 * n
    // [A | I] becomes [d I | d A^-1].
    let entries = IntegerVector(count: n * width)
    for i in 0..<n {
      for j in 0..<n { entries[i * width + j] = matrix[i, j] }
      entries[i * width + n + i] = 1
    }
    let divisor = IntegerVector(count: 1)
    let scratch = IntegerVector(count: 1)
    divisor[0] = 1
    for k in 0..<n {
      guard let pivot = (k..<n).first(where: { entries.sign(at: $0 * width + k) != 0 }) else { return nil }
      if pivot != k {
        for j in 0..<width { entries.swap(pivot * width + j, k * width + j) }
      }
      for i in 0..<n where i != k {
        // Columns left of k hold d I already, of which only the diagonal changes.
        for j in k + 1..<width {
          entries.eliminate(
            i * width + j, pivot: k * width + k, left: i * width + k, above: k * width + j, divisor: divisor,
            scratch: scratch)
        }
        if i < k { entries.copy(i * width + i, from: entries, at: k * width + k) }
        entries[i * width + k] = 0
      }
      divisor.copy(0, from: entries, at: k * width + k)
    }
    denominator = divisor[0]
    numerators = Matrix(rows: n, columns: n) { i, j in entries[i * width + n + j] }
  }
}
