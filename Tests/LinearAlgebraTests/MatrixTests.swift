import ExactArithmetic
import LinearAlgebra
import PropertyTesting
import Testing

@Suite struct MatrixTests {
  static let triples = Generator<[Int]>.constant([]).flatMap { _ in
    Generator<Int>.integers(in: 0...4).array(count: 4).flatMap { sizes in
      Generator<(Matrix<Rational>, Matrix<Rational>, Matrix<Rational>)>.triple(
        .matrices(rows: sizes[0], columns: sizes[1], of: sparseEntries),
        .matrices(rows: sizes[1], columns: sizes[2], of: sparseEntries),
        .matrices(rows: sizes[2], columns: sizes[3], of: sparseEntries))
    }
  }

  func product(_ a: Matrix<Rational>, _ b: Matrix<Rational>) -> Matrix<Rational> {
    var result = Matrix<Rational>(rows: a.rows, columns: b.columns, repeating: 0)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        for k in 0..<a.columns { result[i, j] = result[i, j] + a[i, k] * b[k, j] }
      }
    }
    return result
  }

  @Test func productsOfEveryShape() throws {
    try forAll(Self.triples, count: 500, seed: 1) { a, b, c in
      a * b == product(a, b) && (a * b) * c == a * (b * c) && (a * b).transposed == b.transposed * a.transposed
        && Matrix.identity(a.rows) * a == a && a * Matrix.identity(a.columns) == a
    }
  }

  @Test func sumsAndMultiples() throws {
    let pairs = Generator<(Matrix<Rational>, Matrix<Rational>)>.pair(
      .matrices(rows: 3, columns: 2, of: .rationals), .matrices(rows: 3, columns: 2, of: .rationals))
    try forAll(pairs, .rationals, count: 200, seed: 2) { pair, factor in
      let (a, b) = pair
      return (0..<3).allSatisfy { i in
        (0..<2).allSatisfy { j in
          (a + b)[i, j] == a[i, j] + b[i, j] && (a - b)[i, j] == a[i, j] - b[i, j]
            && a.scaled(by: factor)[i, j] == a[i, j] * factor && a.transposed[j, i] == a[i, j]
            && a.elements[i * 2 + j] == a[i, j] && Array(a.row(i))[j] == a[i, j]
        }
      }
    }
  }

  @Test func productsInDoubles() {
    let a = Matrix<Double>(rows: 2, columns: 3, elements: [1, 2, 3, 0, -1, 0.5])
    let b = Matrix<Double>(rows: 3, columns: 1, elements: [2, 0, -4])
    #expect(a * b == Matrix(rows: 2, columns: 1, elements: [-10, -2]))
  }

  @Test func symmetry() throws {
    try forAll(.symmetric(order: 0...5, of: sparseEntries), seed: 3) { $0.isSymmetric && $0.asymmetricEntry == nil }
    for (i, j) in [(0, 1), (0, 3), (1, 2), (2, 3)] {
      var matrix = Matrix<Rational>.identity(4)
      matrix[j, i] = .powerOfTwo(-200)
      let found = matrix.asymmetricEntry
      #expect(!matrix.isSymmetric && found?.row == i && found?.column == j)
    }
    var several = Matrix<Rational>.identity(3)
    several[1, 2] = 5
    several[2, 0] = 5
    #expect(several.asymmetricEntry?.row == 0 && several.asymmetricEntry?.column == 2)
  }

  @Test func commonDenominators() throws {
    try forAll(.matrices(rows: 2, columns: 3, of: .one(of: [.rationals, sparseEntries, .rationals(bits: 8)])), seed: 4)
    {
      matrix in
      let (numerators, denominator) = matrix.overCommonDenominator
      let common = numerators.elements.reduce(denominator) { Integer.greatestCommonDivisor($0, $1) }
      return denominator > 0 && common == 1
        && zip(numerators.elements, matrix.elements).allSatisfy { Rational($0, denominator) == $1 }
    }
    let empty = Matrix<Rational>(rows: 0, columns: 0, elements: []).overCommonDenominator
    #expect(empty.denominator == 1 && empty.numerators.elements.isEmpty)
  }

  @Test func shapesThatDoNotFitAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = Matrix<Rational>(rows: 2, columns: 2, elements: [1, 2, 3]) }
    await #expect(processExitsWith: .failure) { _ = Matrix<Rational>(rows: -1, columns: -1, elements: [1]) }
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Rational>.identity(2) * Matrix<Rational>(rows: 3, columns: 1, repeating: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Rational>(rows: 1, columns: 2, repeating: 0) + Matrix<Rational>(rows: 2, columns: 1, repeating: 0)
    }
    await #expect(processExitsWith: .failure) { _ = Matrix<Rational>(rows: 1, columns: 2, repeating: 0).isSymmetric }
  }
}
