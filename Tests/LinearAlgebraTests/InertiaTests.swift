import ExactArithmetic
import LinearAlgebra
import PropertyTesting
import Testing

@Suite struct InertiaTests {
  func agrees(_ matrix: Matrix<Rational>) -> Bool {
    signs(of: matrix) == CharacteristicPolynomial(of: matrix).signs
  }

  /// Sylvester: B^T D B has the signs of D for invertible B.
  @Test func congruenceKeepsTheSigns() throws {
    let diagonals = Generator<Int>.integers(in: -2...2).array(count: 1...9)
    let entries = Generator<Rational>.one(of: [sparseEntries, .rationals(bits: 8)])
    let cases = diagonals.flatMap { values in
      Generator<Matrix<Rational>>.invertible(order: values.count, of: entries).map { (values, $0) }
    }
    try forAll(cases, count: 1500, seed: 1) { values, b in
      let found = signs(of: b.transposed * diagonal(values.map { Rational($0) }) * b)
      return found.positive == values.count { $0 > 0 } && found.zero == values.count { $0 == 0 }
        && found.negative == values.count { $0 < 0 }
    }
  }

  @Test func randomMatricesAgainstTheCharacteristicPolynomial() throws {
    try forAll(.symmetric(order: 0...6, of: sparseEntries), count: 4000, seed: 2, agrees)
    try forAll(.symmetric(order: 1...4, of: .rationals), count: 200, seed: 3, agrees)
    try forAll(.symmetric(order: 1...6, of: .rationals(bits: 40)), count: 300, seed: 4, agrees)
  }

  /// A zero diagonal has no pivot: one is made from an entry beside it.
  @Test func hollowMatrices() throws {
    let hollow = Generator<Matrix<Rational>>.symmetric(order: 1...7, of: sparseEntries).map { matrix in
      Matrix(rows: matrix.rows, columns: matrix.columns) { i, j in i == j ? 0 : matrix[i, j] }
    }
    try forAll(hollow, count: 3000, seed: 5, agrees)
    #expect(
      signs(of: Matrix(rows: 2, columns: 2, elements: [0, 1, 1, 0])) == Signs(positive: 1, zero: 0, negative: 1))
    #expect(
      signs(of: Matrix(rows: 2, columns: 2, elements: [0, -3, -3, 0])) == Signs(positive: 1, zero: 0, negative: 1))
    // The only entries are far from the first row.
    var last = Matrix<Rational>(rows: 6, columns: 6, repeating: 0)
    last[4, 5] = 2
    last[5, 4] = 2
    #expect(
      signs(of: last) == Signs(positive: 1, zero: 4, negative: 1))
  }

  @Test func everyMatrixOfOrderThreeWithEntriesOfSizeOne() {
    for code in 0..<729 {
      var digits: [Rational] = []
      var rest = code
      for _ in 0..<6 {
        digits.append(Rational(rest % 3 - 1))
        rest /= 3
      }
      let matrix = Matrix<Rational>(rows: 3, columns: 3) { i, j in digits[max(i, j) * (max(i, j) + 1) / 2 + min(i, j)] }
      #expect(agrees(matrix), "\(matrix.elements)")
    }
  }

  @Test func rankDeficientMatrices() throws {
    // V V^T - U U^T with fewer columns than rows.
    let factors = Generator<(Matrix<Rational>, Matrix<Rational>)>.pair(
      .matrices(rows: 7, columns: 2, of: sparseEntries), .matrices(rows: 7, columns: 3, of: sparseEntries))
    try forAll(factors, count: 500, seed: 6) { v, u in
      let matrix = v * v.transposed - u * u.transposed
      let found = signs(of: matrix)
      return found.positive <= 2 && found.negative <= 3 && found.zero >= 2 && agrees(matrix)
    }
  }

  @Test func smallAndExtremeCases() {
    #expect(
      signs(of: Matrix(rows: 0, columns: 0, elements: [])) == Signs(positive: 0, zero: 0, negative: 0))
    for (entry, expected) in [
      (Rational(0), Signs(positive: 0, zero: 1, negative: 0)),
      (Rational(1, 3), Signs(positive: 1, zero: 0, negative: 0)),
      (-.powerOfTwo(500), Signs(positive: 0, zero: 0, negative: 1)),
    ] {
      #expect(
        signs(of: Matrix(rows: 1, columns: 1, elements: [entry])) == expected)
    }
    for n in 1...6 {
      #expect(
        signs(of: Matrix(rows: n, columns: n, repeating: 0)) == Signs(positive: 0, zero: n, negative: 0))
      #expect(
        signs(of: Matrix(rows: n, columns: n, repeating: -1)) == Signs(positive: 0, zero: n - 1, negative: 1))
      // The complete graph's adjacency matrix: n - 1 once, -1 otherwise.
      #expect(
        signs(of: Matrix(rows: n, columns: n) { $0 == $1 ? 0 : 1 })
          == (n == 1 ? Signs(positive: 0, zero: 1, negative: 0) : Signs(positive: 1, zero: 0, negative: n - 1)))
    }
  }

  /// Differences that no double shows.
  @Test func nearlySingularMatrices() {
    let tiny = Rational.powerOfTwo(-300)
    for (corner, expected) in [
      (1 + tiny, Signs(positive: 2, zero: 0, negative: 0)), (1, Signs(positive: 1, zero: 1, negative: 0)),
      (1 - tiny, Signs(positive: 1, zero: 0, negative: 1)),
    ] {
      #expect(
        signs(of: Matrix(rows: 2, columns: 2, elements: [1, 1, 1, corner])) == expected)
    }
  }

  @Test func signCountsOfLargerMatricesAreThoseOfLAPACK() throws {
    let matrices = Generator<Matrix<Rational>>.symmetric(
      order: 15...30, of: Generator<Int>.integers(in: -9...9).map { Rational($0) })
    var compared = 0
    try forAll(matrices, count: 60, seed: 7) { matrix in
      let estimates = try EstimatedEigensystem(of: matrix.map { Double($0) }, vectors: false).values
      // Only where every sign is beyond doubt.
      if estimates.contains(where: { $0.magnitude < 1e-6 }) { return true }
      compared += 1
      let found = signs(of: matrix)
      return found.positive == estimates.count { $0 > 0 } && found.negative == estimates.count { $0 < 0 }
        && found.zero == 0
    }
    #expect(compared > 50)
  }

  @Test func anUnsymmetricMatrixIsRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = Inertia(of: Matrix<Rational>(rows: 2, columns: 2, elements: [1, 2, 3, 4]))
    }
    await #expect(processExitsWith: .failure) { _ = Inertia(of: Matrix<Rational>(rows: 1, columns: 2, repeating: 0)) }
  }
}
