import ExactArithmetic
import LinearAlgebra
import PropertyTesting
import Testing

@Suite struct SparseMatrixTests {
  static let factors = Generator<Int>.integers(in: 0...5).array(count: 3).flatMap { sizes in
    Generator<(Matrix<Rational>, Matrix<Rational>)>.pair(
      .matrices(rows: sizes[0], columns: sizes[1], of: sparseEntries),
      .matrices(rows: sizes[1], columns: sizes[2], of: sparseEntries))
  }

  /// The target is full of other numbers before.
  @Test func productsAreThoseOfTheDenseMatrix() throws {
    try forAll(Self.factors, count: 1000, seed: 1) { a, b in
      var target = Matrix<Rational>(rows: a.rows, columns: b.columns, repeating: 77)
      SparseMatrix(a).multiply(b, into: &target)
      var inDoubles = Matrix<Double>(rows: a.rows, columns: b.columns, repeating: .nan)
      SparseMatrix(a.map { Double($0) }).multiply(b.map { Double($0) }, into: &inDoubles)
      return target == a * b && inDoubles == (a * b).map { Double($0) } && SparseMatrix(a) * SparseMatrix(b) == a * b
    }
  }

  @Test func onlyNonzeroEntriesAreStoredRowByRow() throws {
    try forAll(.matrices(rows: 4, columns: 5, of: sparseEntries), seed: 2) { dense in
      let sparse = SparseMatrix(dense)
      var rebuilt = Matrix<Rational>(rows: 4, columns: 5, repeating: 0)
      for i in 0..<4 {
        let entries = sparse.rowStarts[i]..<sparse.rowStarts[i + 1]
        for entry in entries { rebuilt[i, sparse.columnIndices[entry]] = sparse.values[entry] }
        guard sparse.columnIndices[entries].sorted() == Array(sparse.columnIndices[entries]) else { return false }
      }
      return rebuilt == dense && !sparse.values.contains(0) && sparse.rowStarts.count == 5 && sparse.rowStarts[0] == 0
        && sparse.values.count == dense.elements.count { $0 != 0 } && sparse.rows == 4 && sparse.columns == 5
    }
  }

  @Test func mappedEntriesKeepTheirPlaces() throws {
    try forAll(.matrices(rows: 3, columns: 3, of: sparseEntries), count: 200, seed: 3) { dense in
      var (target, expected) = (Matrix<Double>.identity(3), Matrix<Double>.identity(3))
      SparseMatrix(dense).map { Double($0) }.multiply(.identity(3), into: &target)
      expected = dense.map { Double($0) }
      return target == expected
    }
  }

  @Test func shapesThatDoNotFitAreRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = SparseMatrix(Matrix<Rational>.identity(2)) * SparseMatrix(Matrix<Rational>.identity(3))
    }
    await #expect(processExitsWith: .failure) {
      var target = Matrix<Rational>.identity(2)
      SparseMatrix(Matrix<Rational>.identity(2)).multiply(.identity(3), into: &target)
    }
    await #expect(processExitsWith: .failure) {
      var target = Matrix<Rational>.identity(3)
      SparseMatrix(Matrix<Rational>.identity(2)).multiply(.identity(2), into: &target)
    }
  }
}
