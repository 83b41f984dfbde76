import ExactArithmetic
import LinearAlgebra

/// The moment recursion of one coordinate over any scalar: mean <- F mean + b, C <- F C F^T + Q.
///
/// With outward-rounded doubles this is the evidence `moments`; with rationals it is the oracle against
/// which the integer recursion is tested.
package struct ScalarMoments<S: Scalar> {
  private let transition: SparseMatrix<S>
  private let offset: [S]
  private let noise: Matrix<S>
  private let centre: S
  private let read: [Int]

  package private(set) var mean: Matrix<S>
  package private(set) var covariance: Matrix<S>
  private var scratch: Matrix<S>
  private var iteration = 0
  private var sums = CoordinateMoments<S>.zero

  package init(_ recursion: CoordinateRecursion) {
    let m = recursion.models
    transition = SparseMatrix(recursion.transition).map(S.init)
    offset = recursion.offset.map(S.init)
    noise = recursion.noise.map(S.init)
    centre = S(recursion.centre)
    read = recursion.read
    mean = Matrix(rows: m, columns: 1, repeating: S(recursion.start))
    covariance = Matrix(rows: m, columns: m, repeating: .zero)
    scratch = covariance
  }

  /// Adds the present moments to the running sums and takes one iteration.
  @_specialize(where S == FloatEnclosure)
  package mutating func advance() {
    let now = moments
    sums.deviation += now.deviation
    sums.consensus += now.consensus
    var next = mean
    transition.multiply(mean, into: &next)
    for i in offset.indices { next[i, 0] += offset[i] }
    mean = next
    // C is symmetric: F C F^T = F (F C)^T.
    transition.multiply(covariance, into: &scratch)
    let turned = scratch.transposed
    transition.multiply(turned, into: &covariance)
    for index in covariance.elements.indices { covariance.elements[index] += noise.elements[index] }
    iteration += 1
  }

  /// Means over the iterations 0 ..< t; `nil` before the first.
  package var averages: CoordinateMoments<S>? {
    guard iteration > 0 else { return nil }
    let share = S(Rational(1, iteration))
    return .init(deviation: sums.deviation * share, consensus: sums.consensus * share, lead: .zero)
  }

  package var moments: CoordinateMoments<S> {
    let m = mean.rows
    let share = S(Rational(1, m))
    let average = mean.elements.reduce(.zero, +) * share
    let rowSums = (0..<m).map { covariance.row($0).reduce(.zero, +) }
    let variance = rowSums.reduce(.zero, +) * share * share
    var consensus = S.zero
    for model in read {
      // Var(y_i - xv) = C_ii - 2 (row mean) + Var(xv)
      let spread = covariance[model, model] - S(2) * rowSums[model] * share + variance
      consensus += spread + (mean[model, 0] - average).squared
    }
    return .init(
      deviation: (average - centre).squared + variance, consensus: consensus * S(Rational(1, read.count)),
      lead: .zero)
  }
}
