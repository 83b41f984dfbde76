import ExactArithmetic

/// A dense matrix, row by row.
@frozen
public struct Matrix<Element> {
  public let rows: Int
  public let columns: Int
  /// `rows * columns` entries; (i, j) is at `i * columns + j`.
  public var elements: [Element]

  /// - Precondition: the counts are nonnegative and match `elements`.
  @inlinable
  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "a \(rows) x \(columns) matrix")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  @inlinable
  public init(rows: Int, columns: Int, repeating value: Element) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  @inlinable
  public init(rows: Int, columns: Int, _ entry: (Int, Int) throws -> Element) rethrows {
    self.init(
      rows: rows, columns: columns,
      elements: try (0..<rows * columns).map { try entry($0 / columns, $0 % columns) })
  }

  @inlinable
  public subscript(i: Int, j: Int) -> Element {
    get { elements[i * columns + j] }
    set { elements[i * columns + j] = newValue }
  }

  @inlinable
  public func row(_ i: Int) -> ArraySlice<Element> { elements[i * columns..<(i + 1) * columns] }

  @inlinable
  public func map<Other>(_ transform: (Element) throws -> Other) rethrows -> Matrix<Other> {
    Matrix<Other>(rows: rows, columns: columns, elements: try elements.map(transform))
  }

  public var isSquare: Bool { rows == columns }

  public var transposed: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }
}

extension Matrix: Sendable where Element: Sendable {}
extension Matrix: Equatable where Element: Equatable {}

extension Matrix where Element: Scalar {
  public static func identity(_ n: Int) -> Matrix {
    Matrix(rows: n, columns: n) { $0 == $1 ? .one : .zero }
  }

  @inlinable
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "a product of \(a.rows) x \(a.columns) and \(b.rows) x \(b.columns)")
    var result = Matrix(rows: a.rows, columns: b.columns, repeating: .zero)
    for i in 0..<a.rows {
      for k in 0..<a.columns {
        let factor = a[i, k]
        if factor == .zero { continue }
        for j in 0..<b.columns { result[i, j] += factor * b[k, j] }
      }
    }
    return result
  }

  @inlinable
  public static func + (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.rows == b.rows && a.columns == b.columns, "a sum of matrices of different shapes")
    return Matrix(rows: a.rows, columns: a.columns, elements: zip(a.elements, b.elements).map { $0 + $1 })
  }

  @inlinable
  public static func - (a: Matrix, b: Matrix) -> Matrix { a + b.map { -$0 } }

  /// Every entry times `factor`.
  @inlinable
  public func scaled(by factor: Element) -> Matrix { map { $0 * factor } }
}

extension Matrix where Element == Rational {
  public var isSymmetric: Bool { asymmetricEntry == nil }

  /// The first (i, j), i < j, with entry (i, j) unequal to (j, i); `nil` for a symmetric matrix.
  ///
  /// - Precondition: square.
  public var asymmetricEntry: (row: Int, column: Int)? {
    precondition(isSquare, "symmetry of a \(rows) x \(columns) matrix")
    for i in 0..<rows {
      for j in i + 1..<max(columns, i + 1) where self[i, j] != self[j, i] { return (i, j) }
    }
    return nil
  }
}
