import CLAPACKE
import COpenBLAS

// The only file that touches LAPACK's pointers.

/// What LAPACK reports when it fails.
public struct LAPACKError: Error, CustomStringConvertible {
  public let routine: String
  public let status: Int
  public var description: String { "LAPACK's \(routine) failed with status \(status)" }
}

/// Floating-point eigenvalues of a symmetric matrix, in ascending order; an estimate without a bound.
///
/// - Precondition: square; only the upper triangle is read.
/// - Throws: `LAPACKError` when the iteration does not converge or an entry is not finite.
public func estimatedEigenvalues(of matrix: Matrix<Double>) throws(LAPACKError) -> [Double] {
  precondition(matrix.isSquare, "eigenvalues of a \(matrix.rows) x \(matrix.columns) matrix")
  openblas_set_num_threads(1)
  let n = CInt(matrix.rows)
  var entries = matrix.elements
  var values = [Double](repeating: 0, count: matrix.rows)
  let noVectors: CChar = 78  // 'N'
  let upperTriangle: CChar = 85  // 'U'
  let status = LAPACKE_dsyevd(LAPACK_ROW_MAJOR, noVectors, upperTriangle, n, &entries, max(n, 1), &values)
  guard status == 0 else { throw LAPACKError(routine: "dsyevd", status: Int(status)) }
  return values
}
