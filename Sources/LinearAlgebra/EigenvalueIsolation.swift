import ExactArithmetic

/// Isolates single eigenvalues of a symmetric rational matrix in rational intervals, by exact inertia; with masses, the
/// eigenvalues of A x = lambda M x for a positive diagonal M, that is, of M^-1 A.
///
/// Floating-point eigenvalues only say where to look: every end point is confirmed by an exact count of
/// the eigenvalues above it, so a wrong estimate costs time and never soundness.
public struct EigenvalueIsolation: Sendable {
  private let matrix: Matrix<Rational>
  /// The diagonal of M.
  private let masses: [Rational]
  /// Largest first; `nil` where LAPACK failed.
  private let estimates: [Double]?
  /// Every eigenvalue lies strictly inside (-bound, bound).
  private let bound: Rational

  /// - Parameter masses: the diagonal of M; all 1 by default.
  /// - Precondition: `matrix` is symmetric and not empty; one positive mass for each row.
  public init(_ matrix: Matrix<Rational>, masses: [Rational]? = nil) {
    precondition(matrix.isSymmetric && matrix.rows > 0, "eigenvalues of a matrix that is not symmetric")
    let masses = masses ?? Array(repeating: 1, count: matrix.rows)
    precondition(masses.count == matrix.rows && masses.allSatisfy { $0.signum > 0 }, "masses that are not positive")
    self.matrix = matrix
    self.masses = masses
    // M^-1/2 A M^-1/2 is symmetric and has the same eigenvalues.
    let roots = masses.map { Double($0).squareRoot() }
    let symmetric = Matrix<Double>(rows: matrix.rows, columns: matrix.rows) { i, j in
      Double(matrix[i, j]) / (roots[i] * roots[j])
    }
    estimates = (try? EstimatedEigensystem(of: symmetric, vectors: false)).map { $0.values.reversed() }
    // Gershgorin on M^-1 A: no eigenvalue exceeds the largest row sum of magnitudes.
    let sums = (0..<matrix.rows).map { i in matrix.row(i).reduce(Rational.zero) { $0 + $1.magnitude } / masses[i] }
    bound = sums.max()! + 1
  }

  /// An enclosure of width at most `width` of the eigenvalue of the given rank (0 is the largest,
  /// counted with multiplicity); exact when the eigenvalue is a rational of small denominator.
  ///
  /// - Precondition: `0 <= rank < n`, `width > 0`.
  public func eigenvalue(rank: Int, width: Rational) -> Enclosure {
    precondition(rank >= 0 && rank < matrix.rows, "eigenvalue \(rank) of \(matrix.rows)")
    precondition(width.signum > 0, "an enclosure of width \(width)")
    var lower = -bound
    var upper = bound
    if let estimate = estimates.flatMap({ Rational(exactly: $0[rank]) }) {
      let candidate = Rational.simplest(within: Rational(1, 1 << 30), of: estimate)
      switch position(of: rank, relativeTo: candidate) {
      case 0: return Enclosure(candidate)
      case 1: lower = max(lower, candidate)
      default: upper = min(upper, candidate)
      }
      // A bracket a little narrower than asked for, on a dyadic grid to keep the numbers short; but not narrower than
      // the estimate's own error, as it would miss the eigenvalue and leave bisection to start from `bound`.
      let half = max(width * Rational(3, 8), bound * .powerOfTwo(-46))
      let grid = Enclosure(lower: estimate - half, upper: estimate + half)
        .roundedOutward(bits: Enclosure.bits(for: width * Rational(1, 8)))
      for end in [grid.lower, grid.upper] where lower < end && end < upper {
        switch position(of: rank, relativeTo: end) {
        case 0: return Enclosure(end)
        case 1: lower = end
        default: upper = end
        }
      }
    }
    while upper - lower > width {
      let middle = (lower + upper) * Rational(1, 2)
      switch position(of: rank, relativeTo: middle) {
      case 0: return Enclosure(middle)
      case 1: lower = middle
      default: upper = middle
      }
    }
    return Enclosure(lower: lower, upper: upper)
  }

  /// 1 when the eigenvalue of this rank is above `point`, 0 when it equals it, -1 when it is below.
  private func position(of rank: Int, relativeTo point: Rational) -> Int {
    let shifted = Matrix<Rational>(rows: matrix.rows, columns: matrix.columns) { i, j in
      i == j ? matrix[i, j] - point * masses[i] : matrix[i, j]
    }
    // Sylvester: A - point M has the signs of M^-1/2 A M^-1/2 - point I.
    let inertia = Inertia(of: shifted)
    if rank < inertia.positive { return 1 }
    return rank < inertia.positive + inertia.zero ? 0 : -1
  }
}

extension Rational {
  /// The fraction of smallest denominator within `tolerance` of `value` (Stern-Brocot search by
  /// continued fractions).
  ///
  /// - Precondition: `tolerance >= 0`.
  public static func simplest(within tolerance: Rational, of value: Rational) -> Rational {
    precondition(tolerance.signum >= 0, "a tolerance of \(tolerance)")
    let (lower, upper) = (value - tolerance, value + tolerance)
    if lower.signum <= 0 && upper.signum >= 0 { return 0 }
    if upper.signum < 0 { return -simplestPositive(-upper, -lower) }
    return simplestPositive(lower, upper)
  }

  private static func simplestPositive(_ lower: Rational, _ upper: Rational) -> Rational {
    let whole = lower.ceiling
    if Rational(whole) <= upper { return Rational(whole) }
    let floor = Rational(lower.floor)
    return floor + 1 / simplestPositive(1 / (upper - floor), 1 / (lower - floor))
  }
}
