import ExactArithmetic
import LinearAlgebra
import PropertyTesting
import Testing

@Suite struct EigenvalueIsolationTests {
  static let widths = [Rational.powerOfTwo(-40), .powerOfTwo(-100), Rational(1, 3), 1000]

  /// Every rank at once: inside the requested width, and really there.
  func isolates(_ matrix: Matrix<Rational>, width: Rational) -> Bool {
    let isolation = EigenvalueIsolation(matrix)
    let polynomial = CharacteristicPolynomial(of: matrix)
    return (0..<matrix.rows).allSatisfy { rank in
      let found = isolation.eigenvalue(rank: rank, width: width)
      return found.width <= width && polynomial.hasRoot(rank: rank, in: found)
    }
  }

  /// I - 2 v v^T / (v^T v) is rational, orthogonal and symmetric.
  static func householder(_ v: [Rational]) -> Matrix<Rational> {
    let square = v.reduce(Rational.zero) { $0 + $1 * $1 }
    return Matrix(rows: v.count, columns: v.count) { i, j in (i == j ? 1 : 0) - 2 * v[i] * v[j] / square }
  }

  static let spectra = Generator<Rational>.one(of: [
    Generator<(Int, Int)>.pair(.integers(in: -30...30), .integers(in: 1...24)).map { Rational($0, $1) },
    .element(of: [0, 1, -1, Rational(1, 2)]),
  ]).array(count: 1...7)

  /// Rational eigenvalues of small denominator are found exactly, whatever their multiplicity.
  @Test func rationalSpectraAreFoundExactly() throws {
    let cases = spectraWithVectors
    try forAll(cases, .element(of: Self.widths), count: 400, seed: 1) { spectrum, width in
      let h = Self.householder(spectrum.vector)
      let isolation = EigenvalueIsolation(h * diagonal(spectrum.values) * h)
      let sorted = spectrum.values.sorted(by: >)
      return sorted.indices.allSatisfy { isolation.eigenvalue(rank: $0, width: width) == Enclosure(sorted[$0]) }
    }
  }

  struct Spectrum: Sendable {
    var values: [Rational]
    var vector: [Rational]
  }

  var spectraWithVectors: Generator<Spectrum> {
    Self.spectra.flatMap { values in
      Generator<Int>.integers(in: -5...5).array(count: values.count).filter { $0.contains { $0 != 0 } }.map { vector in
        Spectrum(values: values, vector: vector.map { Rational($0) })
      }
    }
  }

  @Test func multipleEigenvalues() {
    let h = Self.householder([1, 2, 3, -1, 2])
    let matrix = h * diagonal([Rational(1, 3), 2, Rational(1, 3), -1, 2]) * h
    let isolation = EigenvalueIsolation(matrix)
    for (rank, value) in [2, 2, Rational(1, 3), Rational(1, 3), -1].enumerated() {
      #expect(isolation.eigenvalue(rank: rank, width: .powerOfTwo(-40)) == Enclosure(value))
    }
  }

  @Test func randomMatricesAgainstTheCharacteristicPolynomial() throws {
    try forAll(.symmetric(order: 1...6, of: sparseEntries), .element(of: Self.widths), count: 250, seed: 2) {
      isolates($0, width: $1)
    }
    try forAll(.symmetric(order: 1...4, of: .rationals(bits: 30)), .element(of: Self.widths), count: 150, seed: 3) {
      isolates($0, width: $1)
    }
  }

  /// sqrt(2) and the golden ratio.
  @Test func knownIrrationalEigenvalues() throws {
    let root = EigenvalueIsolation(Matrix(rows: 2, columns: 2, elements: [1, 1, 1, -1]))
    let golden = EigenvalueIsolation(Matrix(rows: 2, columns: 2, elements: [1, 1, 1, 0]))
    for width in [Rational.powerOfTwo(-40), .powerOfTwo(-200)] {
      let two = root.eigenvalue(rank: 0, width: width)
      #expect(two.width <= width && two.squared.contains(2) && two.lower > 0)
      let minusTwo = root.eigenvalue(rank: 1, width: width)
      #expect(minusTwo.width <= width && minusTwo.squared.contains(2) && minusTwo.upper < 0)
      let phi = golden.eigenvalue(rank: 0, width: width)
      #expect(phi.width <= width && (phi.squared - phi).contains(1) && phi.lower > 0)
    }
  }

  /// Floating point is wrong about these, and only time may be lost by it.
  @Test func matricesThatDoublesCannotHold() {
    let tiny = Rational.powerOfTwo(-2000)
    let huge = Rational.powerOfTwo(70)
    for elements: [Rational] in [
      [tiny, 0, 0, -tiny], [tiny, tiny, tiny, 0], [huge * huge, huge, huge, 1], [huge, 1, 1, -1 / huge],
      [1, 1, 1, 1 + .powerOfTwo(-80)], [huge, huge - 1, huge - 1, huge],
    ] {
      #expect(isolates(Matrix(rows: 2, columns: 2, elements: elements), width: .powerOfTwo(-60)), "\(elements)")
    }
  }

  /// Beyond the range of doubles there is no estimate at all.
  @Test func matricesBeyondTheRangeOfDoubles() {
    let beyond = Rational.powerOfTwo(1100)
    let isolation = EigenvalueIsolation(Matrix(rows: 2, columns: 2, elements: [beyond, 0, 0, 1]))
    let largest = isolation.eigenvalue(rank: 0, width: 1)
    let smallest = isolation.eigenvalue(rank: 1, width: 1)
    #expect(largest.width <= 1 && largest.contains(beyond))
    #expect(smallest.width <= 1 && smallest.contains(1))
    #expect(isolates(Matrix(rows: 2, columns: 2, elements: [beyond, beyond, beyond, 0]), width: .powerOfTwo(1000)))
  }

  /// Eigenvalues closer than the width: the rank decides which, and both answers are right.
  @Test func closeEigenvaluesAreToldApartByTheirRank() {
    let gap = Rational.powerOfTwo(-70)
    let isolation = EigenvalueIsolation(diagonal([Rational(1, 3), Rational(1, 3) + gap, Rational(1, 3) - gap]))
    for (rank, value) in [Rational(1, 3) + gap, Rational(1, 3), Rational(1, 3) - gap].enumerated() {
      for width in [Rational.powerOfTwo(-40), .powerOfTwo(-100)] {
        let found = isolation.eigenvalue(rank: rank, width: width)
        #expect(found.contains(value) && found.width <= width)
      }
    }
  }

  @Test func undefinedQuestionsAreRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = EigenvalueIsolation(Matrix<Rational>(rows: 2, columns: 2, elements: [1, 2, 3, 4]))
    }
    await #expect(processExitsWith: .failure) {
      _ = EigenvalueIsolation(Matrix<Rational>(rows: 0, columns: 0, elements: []))
    }
    await #expect(processExitsWith: .failure) {
      _ = EigenvalueIsolation(Matrix<Rational>.identity(2)).eigenvalue(rank: 2, width: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = EigenvalueIsolation(Matrix<Rational>.identity(2)).eigenvalue(rank: -1, width: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = EigenvalueIsolation(Matrix<Rational>.identity(2)).eigenvalue(rank: 0, width: 0)
    }
  }
}

@Suite struct EigenvalueMassTests {
  /// With masses r_i^2 the matrix r_i A_ij r_j has the eigenvalues of A.
  @Test func massesUndoAScaling() throws {
    let cases = Generator<Int>.integers(in: 1...5).flatMap { n in
      Generator<([Rational], [Int])>.pair(
        Generator<Rational>.rationals(bits: 5).array(count: n * n), Generator<Int>.integers(in: 1...40).array(count: n))
    }
    try forAll(cases, count: 100, seed: 1) { entries, roots in
      let n = roots.count
      let plain = Matrix<Rational>(rows: n, columns: n) { i, j in entries[min(i, j) * n + max(i, j)] }
      let scaled = Matrix<Rational>(rows: n, columns: n) { i, j in plain[i, j] * Rational(roots[i] * roots[j]) }
      let isolation = EigenvalueIsolation(plain)
      let heavy = EigenvalueIsolation(scaled, masses: roots.map { Rational($0 * $0) })
      return (0..<n).allSatisfy { rank in
        let a = isolation.eigenvalue(rank: rank, width: .powerOfTwo(-40))
        let b = heavy.eigenvalue(rank: rank, width: .powerOfTwo(-40))
        return b.width <= .powerOfTwo(-40) && a.lower <= b.upper && b.lower <= a.upper
      }
    }
  }

  @Test func massesArePositiveAndComplete() async {
    await #expect(processExitsWith: .failure) { _ = EigenvalueIsolation(.identity(2), masses: [1]) }
    await #expect(processExitsWith: .failure) { _ = EigenvalueIsolation(.identity(2), masses: [1, 0]) }
  }
}
