import ExactArithmetic

/// Encloses all eigenvalues of a symmetric rational matrix from a floating-point eigensystem and a bound on its
/// residual in which every rounding error is accounted for. Much faster than exact inertia for large matrices; the
/// width is what doubles allow, some 10^-13.
///
/// With estimates (V, Lambda), R = A V - V Lambda and sigma the smallest singular value of V, the ordered eigenvalues
/// satisfy |lambda_i - Lambda_i| <= sqrt(2) |R|_2 / sigma. Source: Kahan; Parlett, The Symmetric Eigenvalue Problem,
/// Theorem 11.10.1.
public struct ResidualEnclosure: Sendable {
  /// Descending.
  private let estimates: [Double]
  /// Every eigenvalue is within this of its estimate.
  public let radius: Rational

  /// `nil` when LAPACK fails or its eigenvectors are too far from orthogonal to prove anything.
  ///
  /// - Precondition: `matrix` is symmetric and not empty.
  public init?(_ matrix: Matrix<Rational>) {
    precondition(matrix.isSymmetric && matrix.rows > 0, "eigenvalues of a matrix that is not symmetric")
    let rounded = matrix.map { Double($0) }
    guard let system = try? EstimatedEigensystem(of: rounded, vectors: true),
      let radius = Self.radius(SparseMatrix(rounded), system)
    else { return nil }
    estimates = system.values.reversed()
    self.radius = radius
  }

  /// The eigenvalue of the given rank (0 is the largest, counted with multiplicity).
  ///
  /// - Precondition: `0 <= rank < n`.
  public func eigenvalue(rank: Int) -> Enclosure {
    let estimate = Rational(exactly: estimates[rank])!
    return Enclosure(lower: estimate - radius, upper: estimate + radius)
  }

  private static func radius(_ matrix: SparseMatrix<Double>, _ system: EstimatedEigensystem) -> Rational? {
    let n = matrix.rows
    let vectors = system.vectors
    let unit = 0x1p-53
    // gamma_k = k u / (1 - k u) bounds the relative error of k operations in any order; k stays far below 2^52.
    func gamma(_ operations: Int) -> Double { Double(operations) * unit * 1.000001 }

    var products = vectors
    matrix.multiply(vectors, into: &products)
    var residual = 0.0
    var size = 0.0
    for index in products.elements.indices {
      let difference = products.elements[index] - vectors.elements[index] * system.values[index % n]
      residual += difference * difference
      size += vectors.elements[index] * vectors.elements[index]
    }
    let longestRow = (0..<n).map { matrix.rowStarts[$0 + 1] - matrix.rowStarts[$0] }.max()!
    let rowSum = (0..<n).map { i in
      matrix.values[matrix.rowStarts[i]..<matrix.rowStarts[i + 1]].reduce(0) { $0 + abs($1) }
    }.max()!
    // Entrywise the computed residual errs by at most gamma (|A||V| + |V||Lambda|): the products and sums of a row,
    // the subtraction, and one more for rounding A itself. As A is symmetric, ||A||_2 <= its largest row sum.
    let largestValue = max(abs(system.values.first!), abs(system.values.last!))
    let roundoff = gamma(longestRow + 4) * (rowSum + largestValue) * size.squareRoot()

    let gram = vectors.gramUpperTriangle
    var departure = 0.0
    for i in 0..<n {
      for j in i..<n {
        let entry = gram[i, j] - (i == j ? 1 : 0)
        departure += (i == j ? 1 : 2) * entry * entry
      }
    }
    // |fl(V^T V) - V^T V|_F <= gamma_n | |V|^T |V| |_F <= gamma_n |V|_F^2, and sigma^2 >= 1 - |V^T V - I|_F.
    let orthogonality = departure.squareRoot() + gamma(n + 1) * size
    guard residual.isFinite, size.isFinite, orthogonality < 0.5 else { return nil }
    // The sums above have at most 2 n^2 + 10 roundings each, all of positive terms: a relative error below 2^-20 for
    // n < 2^15. The final factor covers them, the square roots, and underflow through the added tiny term.
    precondition(n < 1 << 15, "an eigensystem of \(n) rows")
    let bound = 1.4142136 * (residual.squareRoot() + roundoff) / (1 - orthogonality).squareRoot()
    return Rational(exactly: bound * (1 + 0x1p-18) + 0x1p-400)
  }
}
