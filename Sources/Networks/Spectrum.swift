import ExactArithmetic
import LinearAlgebra

/// The certified spectrum of a mixing matrix.
public struct Spectrum: Sendable, Equatable {
  /// lambda_2, the second largest eigenvalue; `nil` for a matrix that is not symmetric.
  public let secondEigenvalue: Enclosure?
  /// lambda_n; `nil` for a matrix that is not symmetric.
  public let smallestEigenvalue: Enclosure?
  /// rho = |W - J|_2
  public let contraction: Enclosure
  /// How the values were obtained.
  public let method: String

  /// 1 - rho
  public var spectralGap: Enclosure { Enclosure(1) - contraction }
  /// p = 1 - rho^2
  public var mixingRate: Enclosure { Enclosure(1) - contraction.squared }

  public static let defaultWidth = Rational.powerOfTwo(-40)

  /// More nodes than this take the residual bound: exact inertia of a dense matrix grows with the fourth power.
  public static let largestForInertia = 128
}

extension MixingMatrix {
  /// lambda_2, lambda_n and rho in rational intervals: by exact inertia, or, for more nodes than
  /// `Spectrum.largestForInertia`, from a floating-point eigensystem with a rigorous residual bound.
  ///
  /// A symmetric doubly stochastic matrix has rho = max(|lambda_2|, |lambda_n|). In general rho^2 is the largest
  /// eigenvalue of (W - J)^T (W - J).
  ///
  /// - Parameter width: of the intervals; kept by exact inertia, and where the residual bound reaches it. `method` says
  ///   what was reached.
  /// - Precondition: `width > 0`.
  public func spectrum(width: Rational = Spectrum.defaultWidth) -> Spectrum {
    precondition(width.signum > 0, "an enclosure of width \(width)")
    let average = Rational(1, nodes)
    if weights.elements.allSatisfy({ $0 == average }) {
      return Spectrum(
        secondEigenvalue: Enclosure(0), smallestEigenvalue: Enclosure(0), contraction: Enclosure(0),
        method: "exact: W = J")
    }
    guard isSymmetric, isDoublyStochastic else {
      let deviation = weights - Matrix(rows: nodes, columns: nodes, repeating: average)
      let solver = EigenvalueSolver(deviation.transposed * deviation, width: width * width * Rational(1, 4))
      let largest = solver.eigenvalue(rank: 0)
      let square = Enclosure(lower: max(0, largest.lower), upper: max(0, largest.upper))
      let own = isSymmetric ? EigenvalueSolver(weights, width: width) : nil
      return Spectrum(
        secondEigenvalue: own?.eigenvalue(rank: 1), smallestEigenvalue: own?.eigenvalue(rank: nodes - 1),
        contraction: square.squareRoot(width: width * Rational(1, 4)), method: solver.method)
    }
    let solver = EigenvalueSolver(weights, width: width)
    // A disconnected graph repeats the eigenvalue 1, which structure proves and rounding could only approach.
    let second = graph.isConnected ? solver.eigenvalue(rank: 1) : Enclosure(1)
    let smallest = solver.eigenvalue(rank: nodes - 1)
    // No eigenvalue of a doubly stochastic matrix leaves [-1, 1].
    let (upper, lower) = (second.clamped, smallest.clamped)
    return Spectrum(
      secondEigenvalue: upper, smallestEigenvalue: lower, contraction: .maximum(upper.magnitude, lower.magnitude),
      method: solver.method)
  }
}

extension Enclosure {
  /// The part inside [-1, 1].
  fileprivate var clamped: Enclosure { Enclosure(lower: min(max(lower, -1), 1), upper: max(min(upper, 1), -1)) }
}
