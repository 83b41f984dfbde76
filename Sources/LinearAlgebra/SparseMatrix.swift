import ExactArithmetic

/// A matrix that stores only its nonzero entries, row by row (compressed sparse rows).
@frozen
public struct SparseMatrix<Element: Scalar>: Sendable {
  public let rows: Int
  public let columns: Int
  /// Entries of row i are at `rowStarts[i] ..< rowStarts[i + 1]`; `rows + 1` values.
  public let rowStarts: [Int]
  public let columnIndices: [Int]
  public let values: [Element]

  @usableFromInline
  init(rows: Int, columns: Int, rowStarts: [Int], columnIndices: [Int], values: [Element]) {
    self.rows = rows
    self.columns = columns
    self.rowStarts = rowStarts
    self.columnIndices = columnIndices
    self.values = values
  }

  public init(_ dense: Matrix<Element>) {
    var starts = [0]
    var indices: [Int] = []
    var values: [Element] = []
    for i in 0..<dense.rows {
      for j in 0..<dense.columns where dense[i, j] != .zero {
        indices.append(j)
        values.append(dense[i, j])
      }
      starts.append(indices.count)
    }
    self.init(
      rows: dense.rows, columns: dense.columns, rowStarts: starts, columnIndices: indices, values: values)
  }

  @inlinable
  public func map<Other: Scalar>(_ transform: (Element) -> Other) -> SparseMatrix<Other> {
    SparseMatrix<Other>(
      rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices, values: values.map(transform))
  }

  /// The product with a dense matrix, of which the first `columns` rows count, into `target` (`rows` x `source.columns`).
  @inlinable
  public func multiply(_ source: Matrix<Element>, into target: inout Matrix<Element>) {
    precondition(source.rows >= columns && target.rows == rows && target.columns == source.columns)
    let width = source.columns
    source.elements.withUnsafeBufferPointer { x in
      target.elements.withUnsafeMutableBufferPointer { y in
        for i in 0..<rows {
          let out = i * width
          for c in 0..<width { y[out + c] = .zero }
          for entry in rowStarts[i]..<rowStarts[i + 1] {
            let weight = values[entry]
            let from = columnIndices[entry] * width
            for c in 0..<width { y[out + c] += weight * x[from + c] }
          }
        }
      }
    }
  }
}

extension SparseMatrix {
  /// The product as a dense matrix.
  ///
  /// - Complexity: One multiplication for every pair of entries that meet, and `a.rows * b.columns` for the result.
  public static func * (a: SparseMatrix, b: SparseMatrix) -> Matrix<Element> {
    precondition(a.columns == b.rows, "a product of \(a.rows) x \(a.columns) and \(b.rows) x \(b.columns)")
    var result = Matrix<Element>(rows: a.rows, columns: b.columns, repeating: .zero)
    for i in 0..<a.rows {
      for left in a.rowStarts[i]..<a.rowStarts[i + 1] {
        let k = a.columnIndices[left]
        for right in b.rowStarts[k]..<b.rowStarts[k + 1] {
          result[i, b.columnIndices[right]] += a.values[left] * b.values[right]
        }
      }
    }
    return result
  }
}
