import ExactArithmetic
import LinearAlgebra
import PropertyTesting

/// How many eigenvalues are positive, zero and negative.
struct Signs: Equatable {
  var positive: Int
  var zero: Int
  var negative: Int
}

/// What the code under test says.
func signs(of matrix: Matrix<Rational>) -> Signs {
  let inertia = Inertia(of: matrix)
  return Signs(positive: inertia.positive, zero: inertia.zero, negative: inertia.negative)
}

/// The oracle of inertia and eigenvalues: det(x I - A) in exact coefficients. All roots of a symmetric matrix are real,
/// and for such a polynomial Descartes' rule of signs is exact: as many positive roots as changes of sign.
struct CharacteristicPolynomial {
  /// Of x^0, x^1, ..., x^n.
  var coefficients: [Rational]

  /// By the method of Faddeev and LeVerrier.
  init(of matrix: Matrix<Rational>) {
    let n = matrix.rows
    coefficients = [Rational](repeating: 0, count: n) + [1]
    var power = matrix
    for k in 1..<max(n + 1, 1) {
      let trace = (0..<n).reduce(Rational.zero) { $0 + power[$1, $1] }
      coefficients[n - k] = -trace / Rational(k)
      let shifted = Matrix<Rational>(rows: n, columns: n) { i, j in
        i == j ? power[i, j] + coefficients[n - k] : power[i, j]
      }
      power = Matrix<Rational>(rows: n, columns: n) { i, j in
        (0..<n).reduce(Rational.zero) { $0 + matrix[i, $1] * shifted[$1, j] }
      }
    }
  }

  /// p(x + point)
  func shifted(by point: Rational) -> CharacteristicPolynomial {
    var result = self
    for last in 0..<coefficients.count {
      for i in (last..<coefficients.count - 1).reversed() {
        result.coefficients[i] += point * result.coefficients[i + 1]
      }
    }
    return result
  }

  var signs: Signs {
    let zero = coefficients.prefix { $0.isZero }.count
    let nonzero = coefficients.map(\.signum).filter { $0 != 0 }
    let positive = zip(nonzero, nonzero.dropFirst()).count { $0 != $1 }
    return Signs(positive: positive, zero: zero, negative: coefficients.count - 1 - zero - positive)
  }

  /// Whether the root of this rank, 0 for the largest, is in the interval.
  func hasRoot(rank: Int, in interval: Enclosure) -> Bool {
    let above = shifted(by: interval.upper).signs.positive
    let below = shifted(by: interval.lower).signs
    return above <= rank && rank < below.positive + below.zero
  }
}

extension Generator where Value == Matrix<Rational> {
  /// Symmetric matrices of the given orders.
  static func symmetric(order: ClosedRange<Int>, of entries: Generator<Rational>) -> Generator {
    Generator<Int>.integers(in: order).flatMap { n in
      entries.array(count: n * (n + 1) / 2).map { values in
        Matrix(rows: n, columns: n) { i, j in values[max(i, j) * (max(i, j) + 1) / 2 + min(i, j)] }
      }
    }
  }

  static func matrices(rows: Int, columns: Int, of entries: Generator<Rational>) -> Generator {
    entries.array(count: rows * columns).map { Matrix(rows: rows, columns: columns, elements: $0) }
  }

  /// Invertible: a unit lower triangle times a unit upper triangle, rows reversed or not.
  static func invertible(order n: Int, of entries: Generator<Rational>) -> Generator {
    Generator<([Rational], Bool)>.pair(entries.array(count: n * n), .booleans).map { values, isReversed in
      let lower = Matrix<Rational>(rows: n, columns: n) { i, j in i == j ? 1 : i > j ? values[i * n + j] : 0 }
      let upper = Matrix<Rational>(rows: n, columns: n) { i, j in i == j ? 1 : i < j ? values[i * n + j] : 0 }
      let product = lower * upper
      return Matrix(rows: n, columns: n) { i, j in product[isReversed ? n - 1 - i : i, j] }
    }
  }
}

/// Entries that make zero pivots and cancellations common.
let sparseEntries = Generator<Rational>.one(of: [
  .constant(0), .element(of: [1, -1]), Generator<Int>.integers(in: -4...4).map { Rational($0) },
])

func diagonal(_ values: [Rational]) -> Matrix<Rational> {
  Matrix(rows: values.count, columns: values.count) { i, j in i == j ? values[i] : 0 }
}
