import ExactArithmetic
import LinearAlgebra
import PropertyTesting
import Testing

@Suite struct IntegerInverseTests {
  @Test func theProductWithTheMatrixIsDiagonal() throws {
    let matrices = Generator<Int>.integers(in: 1...6).flatMap { n in
      Generator<Integer>.one(of: [.integers(bits: 2), .integers(bits: 70)]).array(count: n * n).map {
        Matrix(rows: n, columns: n, elements: $0)
      }
    }
    try forAll(matrices, count: 400, seed: 1) { matrix in
      let n = matrix.rows
      let determinant = determinant(matrix.elements, n)
      guard let inverse = IntegerInverse(matrix) else { return determinant.isZero }
      let product = matrix.map { Rational($0) } * inverse.numerators.map { Rational($0) }
      return product == Matrix<Rational>.identity(n).scaled(by: Rational(inverse.denominator))
        && inverse.denominator.magnitude == determinant.magnitude && !determinant.isZero
    }
  }

  /// By expansion along the first row.
  func determinant(_ entries: [Integer], _ n: Int) -> Integer {
    if n == 1 { return entries[0] }
    return (0..<n).reduce(0 as Integer) { sum, column in
      let rest = (n..<n * n).filter { $0 % n != column }.map { entries[$0] }
      let term = entries[column] * determinant(rest, n - 1)
      return column % 2 == 0 ? sum + term : sum - term
    }
  }
}
