import ExactArithmetic
import LinearAlgebra

/// By how much random mixing contracts the distance to the average in mean square, certified.
public struct MeanSquareContraction: Sendable, Equatable {
  /// rho^2 = lambda_max(E[V^T V] - J)
  public let square: Enclosure
  /// rho
  public let contraction: Enclosure
  /// Of which law, and how the values were obtained.
  public let method: String

  /// 1 - rho
  public var spectralGap: Enclosure { Enclosure(1) - contraction }
  /// p = 1 - rho^2
  public var mixingRate: Enclosure { Enclosure(1) - square }

  /// From E[V^T V], a symmetric doubly stochastic matrix without negative eigenvalues. Its largest eigenvalue is 1,
  /// at the constant vectors, so rho^2 is its second one and J need not be subtracted (which would lengthen the
  /// fractions).
  ///
  /// - Precondition: `width > 0`.
  init(expectedSquare: Matrix<Rational>, law: String, width: Rational) {
    precondition(width.signum > 0, "an enclosure of width \(width)")
    let nodes = expectedSquare.rows
    let average = Rational(1, nodes)
    func exact(_ value: Rational, _ reason: String) -> (Enclosure, Enclosure, String) {
      (Enclosure(value), Enclosure(value), "exact: \(reason)")
    }
    let found: (square: Enclosure, contraction: Enclosure, method: String)
    if expectedSquare.elements.allSatisfy({ $0 == average }) {
      found = exact(0, "it is J")
    } else if !Graph(nonzeroEntriesOf: expectedSquare).isConnected {
      // The eigenvalue 1 is as often repeated as there are components: structure proves it, rounding could not.
      found = exact(1, "it falls into blocks")
    } else {
      found = Self.isolate(expectedSquare, width: width)
    }
    square = found.square
    contraction = found.contraction
    method = "\(law); rho^2 is the second eigenvalue of E[W^T W]: \(found.method)"
  }

  private static func isolate(
    _ expectedSquare: Matrix<Rational>, width: Rational
  ) -> (square: Enclosure, contraction: Enclosure, method: String) {
    func attempt(_ squareWidth: Rational) -> (square: Enclosure, contraction: Enclosure, method: String) {
      let solver = EigenvalueSolver(expectedSquare, width: squareWidth)
      let value = solver.eigenvalue(rank: 1)
      let square = Enclosure(lower: min(max(value.lower, 0), 1), upper: max(min(value.upper, 1), 0))
      return (square, square.squareRoot(width: width * Rational(1, 4)), solver.method)
    }
    let first = attempt(width)
    // A root near 0 is steep there; sqrt(b) - sqrt(a) <= sqrt(b - a) always.
    let needsMore = first.contraction.width > width && first.square.width <= width
    return needsMore ? attempt(width * width * Rational(1, 4)) : first
  }
}
