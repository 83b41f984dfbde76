import ExactArithmetic
import LinearAlgebra
import Testing

@Suite struct LAPACKTests {
  @Test func eigenvaluesAscendAndAreClose() throws {
    let matrix = Matrix<Double>(rows: 3, columns: 3, elements: [2, -1, 0, -1, 2, -1, 0, -1, 2])
    let found = try EstimatedEigensystem(of: matrix, vectors: false).values
    for (value, expected) in zip(found, [2 - 2.0.squareRoot(), 2, 2 + 2.0.squareRoot()]) {
      #expect((value - expected).magnitude < 1e-14)
    }
    #expect(found.count == 3)
    #expect(try EstimatedEigensystem(of: Matrix(rows: 1, columns: 1, elements: [-5]), vectors: false).values == [-5])
    #expect(try EstimatedEigensystem(of: Matrix(rows: 0, columns: 0, elements: []), vectors: false).values == [])
  }

  @Test func eigenvectorsBelongToTheirValues() throws {
    let matrix = Matrix<Double>(rows: 4, columns: 4) { i, j in Double(i * j + i + j) / 8 + (i == j ? Double(i) : 0) }
    let system = try EstimatedEigensystem(of: matrix, vectors: true)
    #expect(system.values == system.values.sorted())
    let images = matrix * system.vectors
    for i in 0..<4 {
      for j in 0..<4 { #expect((images[i, j] - system.values[j] * system.vectors[i, j]).magnitude < 1e-13) }
    }
    let without = try EstimatedEigensystem(of: matrix, vectors: false)
    #expect(without.vectors.elements.isEmpty)
    #expect(zip(without.values, system.values).allSatisfy { ($0 - $1).magnitude < 1e-13 })
  }

  @Test func gramMatrices() {
    let matrix = Matrix<Double>(rows: 3, columns: 2, elements: [1, 2, -3, 4, 5, 0.5])
    #expect(matrix.gramUpperTriangle == Matrix(rows: 2, columns: 2, elements: [35, -7.5, 0, 20.25]))
    #expect(Matrix<Double>(rows: 2, columns: 0, elements: []).gramUpperTriangle.elements.isEmpty)
  }

  /// Only the upper triangle counts.
  @Test func theLowerTriangleIsNotRead() throws {
    let matrix = Matrix<Double>(rows: 2, columns: 2, elements: [1, 0, 99, 3])
    #expect(try EstimatedEigensystem(of: matrix, vectors: false).values == [1, 3])
  }

  @Test func entriesThatAreNotFiniteAreAnError() {
    for entry in [Double.nan, .infinity, -.infinity] {
      let matrix = Matrix<Double>(rows: 2, columns: 2, elements: [entry, 0, 0, 1])
      #expect(throws: LAPACKError.self) { try EstimatedEigensystem(of: matrix, vectors: false).values }
    }
  }

  @Test func aRectangleIsRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = try EstimatedEigensystem(of: Matrix<Double>(rows: 1, columns: 2, repeating: 0), vectors: false).values
    }
  }
}
