import CLAPACKE
import COpenBLAS

// The only file that touches the pointers of LAPACK and BLAS.

/// What LAPACK reports when it fails.
public struct LAPACKError: Error, CustomStringConvertible {
  public let routine: String
  public let status: Int
  public var description: String { "LAPACK's \(routine) failed with status \(status)" }
}

/// Floating-point eigenvalues and eigenvectors of a symmetric matrix; estimates without a bound.
public struct EstimatedEigensystem {
  /// Ascending.
  public let values: [Double]
  /// Column j belongs to value j; empty when only values were asked for.
  public let vectors: Matrix<Double>

  /// - Precondition: square; only the upper triangle is read.
  /// - Throws: `LAPACKError` when the iteration does not converge or an entry is not finite.
  public init(of matrix: Matrix<Double>, vectors wantsVectors: Bool) throws(LAPACKError) {
    precondition(matrix.isSquare, "eigenvalues of a \(matrix.rows) x \(matrix.columns) matrix")
    // LAPACKE looks for NaN only; an infinity would come back as eigenvalues that are NaN.
    guard matrix.elements.allSatisfy(\.isFinite) else { throw LAPACKError(routine: "dsyevd", status: -5) }
    // One thread: callers may run many of these side by side.
    openblas_set_num_threads(1)
    let n = CInt(matrix.rows)
    var entries = matrix.elements
    var values = [Double](repeating: 0, count: matrix.rows)
    let job: CChar = wantsVectors ? 86 : 78  // 'V' or 'N'
    let upperTriangle: CChar = 85  // 'U'
    let status = LAPACKE_dsyevd(LAPACK_ROW_MAJOR, job, upperTriangle, n, &entries, max(n, 1), &values)
    guard status == 0 else { throw LAPACKError(routine: "dsyevd", status: Int(status)) }
    self.values = values
    vectors =
      wantsVectors
      ? Matrix(rows: matrix.rows, columns: matrix.rows, elements: entries)
      : Matrix(rows: 0, columns: 0, elements: [])
  }
}

extension Matrix where Element == Double {
  /// The upper triangle of A^T A; what lies below the diagonal is zero. Each entry is a sum of `rows` products in an
  /// order that BLAS chooses.
  public var gramUpperTriangle: Matrix<Double> {
    openblas_set_num_threads(1)
    var result = Matrix(rows: columns, columns: columns, repeating: 0)
    let (rowMajor, upper, transposed): (CInt, CInt, CInt) = (101, 121, 112)
    cblas_dsyrk(
      rowMajor, upper, transposed, CInt(columns), CInt(rows), 1, elements, CInt(max(columns, 1)), 0, &result.elements,
      CInt(max(columns, 1)))
    return result
  }
}
