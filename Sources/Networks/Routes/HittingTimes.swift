import ExactArithmetic
import LinearAlgebra

/// The expected number of steps of a random walk from each node to each other, exactly.
public struct HittingTimes: Sendable, Equatable {
  /// Entry (i, j) is the expected number of steps from i until j is visited; 0 on the diagonal.
  public let times: Matrix<Rational>

  /// More nodes than this take longer than a person waits.
  public static let largest = 128

  /// From the inverse of the walk's grounded Laplacian.
  ///
  /// With L = diag(sum_j c_ij) - c and G any matrix whose L G differs from I in one row only, such as the inverse of L
  /// without node 0, bordered by zeros,
  ///
  ///     H_ij = sum_k C_k (G_ik - G_ij - G_jk + G_jj)
  ///
  /// because it vanishes for i = j and solves L H = C elsewhere, which is H_ij = 1 + sum_k P_ik H_kj. L is scaled to
  /// integers, so one fraction-free inversion gives all pairs over one denominator.
  ///
  /// - Complexity: O(n^3) integer operations on numbers of O(n) words.
  public init(of walk: RandomWalk) {
    let n = walk.nodes
    let masses = (0..<n).map(walk.mass)
    let total = masses.reduce(Rational.zero, +)
    guard n > 1 else {
      times = Matrix(rows: 1, columns: 1, repeating: 0)
      return
    }
    let (conductances, scale) = Matrix<Rational>(rows: n, columns: n) { i, j in
      i == j ? 0 : walk.graph.neighbours[i].contains(j) ? walk.conductance(i, j) : 0
    }.overCommonDenominator
    let grounded = Matrix<Integer>(rows: n - 1, columns: n - 1) { i, j in
      i == j ? conductances.row(i + 1).reduce(0, +) : -conductances[i + 1, j + 1]
    }
    guard let inverse = IntegerInverse(grounded) else { preconditionFailure("a walk on a connected graph") }
    // Masses are integers for both rules.
    let weights = masses.map(\.numerator)
    func g(_ i: Int, _ j: Int) -> Integer { i == 0 || j == 0 ? 0 : inverse.numerators[i - 1, j - 1] }
    let sums = (0..<n).map { i in (0..<n).reduce(0 as Integer) { $0 + weights[$1] * g(i, $1) } }
    times = Matrix(rows: n, columns: n) { i, j in
      if i == j { return 0 }
      let numerator = sums[i] - sums[j] + total.numerator * (g(j, j) - g(i, j))
      return Rational(numerator * scale, inverse.denominator)
    }
  }

  /// The pair with the largest time; the first of several.
  public var largest: (from: Int, to: Int, time: Rational) {
    var found = (from: 0, to: 0, time: Rational.zero)
    for i in 0..<times.rows {
      for j in 0..<times.columns where times[i, j] > found.time { found = (i, j, times[i, j]) }
    }
    return found
  }
}
