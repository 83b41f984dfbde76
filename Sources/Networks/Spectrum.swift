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
}

extension MixingMatrix {
  /// lambda_2, lambda_n and rho in rational intervals of at most the given width, isolated by exact inertia.
  ///
  /// A symmetric doubly stochastic matrix has rho = max(|lambda_2|, |lambda_n|). In general rho^2 is the
  /// largest eigenvalue of (W - J)^T (W - J).
  ///
  /// - Precondition: `width > 0`.
  /// - Complexity: a few exact eliminations of an n x n matrix.
  public func spectrum(width: Rational = Spectrum.defaultWidth) -> Spectrum {
    precondition(width.signum > 0, "an enclosure of width \(width)")
    let method = "exact inertia (fraction-free LDL^T), intervals at most \(width.powerOfTwoText) wide"
    guard isSymmetric, isDoublyStochastic else {
      let deviation = weights - Matrix(rows: nodes, columns: nodes, repeating: Rational(1, nodes))
      let largest = EigenvalueIsolation(deviation.transposed * deviation)
        .eigenvalue(rank: 0, width: width * width * Rational(1, 4))
      let square = Enclosure(lower: max(0, largest.lower), upper: max(0, largest.upper))
      let (second, smallest) = isSymmetric ? extremes(width: width) : (nil, nil)
      return Spectrum(
        secondEigenvalue: second, smallestEigenvalue: smallest,
        contraction: square.squareRoot(width: width * Rational(1, 4)), method: method)
    }
    let (second, smallest) = extremes(width: width)
    return Spectrum(
      secondEigenvalue: second, smallestEigenvalue: smallest,
      contraction: .maximum(second.magnitude, smallest.magnitude), method: method)
  }

  private func extremes(width: Rational) -> (second: Enclosure, smallest: Enclosure) {
    let isolation = EigenvalueIsolation(weights)
    return (
      isolation.eigenvalue(rank: 1, width: width), isolation.eigenvalue(rank: nodes - 1, width: width)
    )
  }
}

extension Rational {
  /// `2^-40` for a power of two, the fraction otherwise.
  fileprivate var powerOfTwoText: String {
    let exponent = denominator.bitWidth - 1
    return self == .powerOfTwo(-exponent) ? "2^-\(exponent)" : description
  }
}
