import ExactArithmetic
import LinearAlgebra

/// The eigenvalues of a symmetric rational matrix by the proof that is within reach: exact inertia, exact inertia of a
/// matrix nearby, or a floating-point eigensystem with a rigorous residual bound.
struct EigenvalueSolver {
  private enum Engine {
    case inertia(EigenvalueIsolation)
    case residual(ResidualEnclosure)
  }

  private let engine: Engine
  private let width: Rational
  /// How far an eigenvalue of the solved matrix may be from that of the given one; positive only after rounding.
  private let perturbation: Rational

  /// - Precondition: `matrix` is symmetric, `width > 0`.
  init(_ matrix: Matrix<Rational>, width: Rational) {
    self.width = width
    if matrix.rows > Spectrum.largestForInertia, let enclosure = ResidualEnclosure(matrix) {
      engine = .residual(enclosure)
      perturbation = 0
      return
    }
    // Weyl: no eigenvalue moves by more than the largest row sum of the change, here below n 2^-bits <= width / 4.
    let size = Rational(matrix.rows)
    let bits = Enclosure.bits(for: width / (4 * size))
    if matrix.denominatorExceeds(bits: max(2 * bits, Self.largestMinorBits / matrix.rows)) {
      let (scale, unit) = (Rational.powerOfTwo(bits), Rational.powerOfTwo(-bits))
      engine = .inertia(EigenvalueIsolation(matrix.map { Rational(($0 * scale).floor) * unit }))
      perturbation = size * unit
    } else {
      engine = .inertia(EigenvalueIsolation(matrix))
      perturbation = 0
    }
  }

  /// Minors, n times as long as the common denominator, cost seconds beyond this.
  private static let largestMinorBits = 4096

  /// The eigenvalue of the given rank (0 is the largest, counted with multiplicity).
  func eigenvalue(rank: Int) -> Enclosure {
    switch engine {
    case .inertia(let isolation):
      if perturbation.isZero { return isolation.eigenvalue(rank: rank, width: width) }
      let nearby = isolation.eigenvalue(rank: rank, width: width * Rational(1, 2))
      return nearby + Enclosure(lower: -perturbation, upper: perturbation)
    case .residual(let enclosure): return enclosure.eigenvalue(rank: rank)
    }
  }

  var method: String {
    switch engine {
    case .inertia:
      "exact inertia (fraction-free LDL^T\(perturbation.isZero ? "" : " of entries rounded within a bound")), "
        + "intervals at most \(width.powerOfTwoText) wide"
    case .residual(let enclosure):
      "certified doubles (eigensystem with residual bound), intervals "
        + "\((2 * enclosure.radius).decimal(significantDigits: 2, rounding: .up)) wide"
        + (2 * enclosure.radius <= width ? "" : ", wider than the \(width.powerOfTwoText) asked for")
    }
  }
}

extension Matrix where Element == Rational {
  /// Whether the least common denominator of the entries is longer than this; stops as soon as it is.
  fileprivate func denominatorExceeds(bits: Int) -> Bool {
    var denominator: Integer = 1
    return elements.contains { entry in
      denominator = Integer.leastCommonMultiple(denominator, entry.denominator)
      return denominator.bitWidth > bits
    }
  }
}

extension Rational {
  /// `2^-40` for a power of two, the fraction otherwise.
  fileprivate var powerOfTwoText: String {
    let exponent = denominator.bitWidth - 1
    return self == .powerOfTwo(-exponent) ? "2^-\(exponent)" : description
  }
}
