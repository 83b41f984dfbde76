import ExactArithmetic
import LinearAlgebra

/// The law of random mixing matrices W(0), W(1), ... that are drawn independently of each other; every outcome is
/// doubly stochastic. As everywhere, x_i becomes sum_j W_ij x_j.
///
/// With E[W^T W] known exactly, E|W X - Xbar|^2 <= rho^2 |X - Xbar|^2 for every X (n x d, one row per node) and
/// rho^2 = lambda_max(E[W^T W] - J) is the least such number. For the convention X W with one column per node the
/// square is E[W W^T]; the two agree for symmetric W.
public protocol RandomMixing: Sendable {
  var nodes: Int { get }
  /// E[W], n x n.
  var expectedMatrix: Matrix<Rational> { get }
  /// E[W^T W], n x n.
  var expectedSquare: Matrix<Rational> { get }
  /// Every outcome of positive probability, or `nil` when there are more than `largestOutcomeCount`; an outcome may be
  /// listed more than once. The probabilities sum to 1.
  func outcomes() -> [MixingOutcome]?
  /// A few words for reports, for example `12 independent links`.
  var summary: String { get }
}

/// One matrix that a law of mixing matrices may draw.
public struct MixingOutcome: Sendable, Equatable {
  public var probability: Rational
  public var matrix: MixingMatrix

  public init(probability: Rational, matrix: MixingMatrix) {
    self.probability = probability
    self.matrix = matrix
  }
}

extension RandomMixing {
  /// More outcomes than this are not listed.
  public static var largestOutcomeCount: Int { 4096 }

  /// E[V] for the averaged matrix V = (1-c) I + c W.
  public func expectedMatrix(consensusStep c: Rational) -> Matrix<Rational> {
    Matrix.identity(nodes).scaled(by: 1 - c) + expectedMatrix.scaled(by: c)
  }

  /// E[V^T V] = (1-c)^2 I + c (1-c) (E[W] + E[W]^T) + c^2 E[W^T W] for the averaged matrix V = (1-c) I + c W.
  public func expectedSquare(consensusStep c: Rational) -> Matrix<Rational> {
    let mean = expectedMatrix
    return Matrix.identity(nodes).scaled(by: (1 - c) * (1 - c))
      + (mean + mean.transposed).scaled(by: c * (1 - c)) + expectedSquare.scaled(by: c * c)
  }

  /// What a step of the averaged matrix (1-c) I + c W contracts the distance to the average by, in mean square.
  ///
  /// - Parameters:
  ///   - c: the consensus step.
  ///   - width: of the interval of rho, where exact inertia is within reach; `method` says what was reached.
  /// - Precondition: `0 <= c <= 1`, `width > 0`.
  /// - Complexity: That of the spectrum of a fixed matrix of as many nodes.
  public func contraction(
    consensusStep c: Rational = 1, width: Rational = Spectrum.defaultWidth
  ) -> MeanSquareContraction {
    precondition(c.signum >= 0 && c <= 1, "a consensus step of \(c)")
    let averaged = c == 1 ? "" : " averaged with I, consensus step \(c)"
    return MeanSquareContraction(
      expectedSquare: expectedSquare(consensusStep: c), law: summary + averaged, width: width)
  }

  /// lambda_2 of E[W], the rate of the mean and of gossip's averaging time; `nil` when E[W] is not symmetric.
  ///
  /// 0.5 log(1/eps) / log(1/lambda_2) <= T_ave(eps) <= 3 log(1/eps) / log(1/lambda_2) for pairwise gossip. Source:
  /// Boyd, Ghosh, Prabhakar, Shah, "Randomized gossip algorithms", IEEE Trans. Inf. Theory 52 (2006).
  ///
  /// - Precondition: `width > 0`, at least two nodes.
  public func expectedSecondEigenvalue(width: Rational = Spectrum.defaultWidth) -> Enclosure? {
    guard let mean = try? MixingMatrix(expectedMatrix) else { preconditionFailure("a law of \(nodes) nodes") }
    return mean.spectrum(width: width).secondEigenvalue
  }
}
