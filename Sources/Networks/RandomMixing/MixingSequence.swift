import ExactArithmetic
import LinearAlgebra

/// A deterministic periodic sequence of mixing matrices: W(t) = period[t mod m].
///
/// A single W(t) need not contract at all; what counts is the product over a period, W(m-1) ... W(0), and its second
/// singular value |product - J|_2, not its second eigenvalue.
public struct MixingSequence: Sendable {
  /// Doubly stochastic, all of the same number of nodes; not empty.
  public let period: [MixingMatrix]

  /// - Throws: `NetworkError` when the period is empty, the sizes differ or a matrix is not doubly stochastic.
  public init(period: [MixingMatrix]) throws(NetworkError) {
    guard let first = period.first else { throw NetworkError("a sequence of mixing matrices needs at least one") }
    for (index, matrix) in period.enumerated() {
      if matrix.nodes != first.nodes {
        throw NetworkError("matrix \(index) has \(matrix.nodes) nodes and matrix 0 has \(first.nodes)")
      }
      if let violation = matrix.stochasticityViolation {
        throw NetworkError("matrix \(index) is not doubly stochastic: \(violation)")
      }
    }
    self.period = period
  }

  public var nodes: Int { period[0].nodes }

  /// W(t)
  ///
  /// - Precondition: `t >= 0`.
  public subscript(t: Int) -> MixingMatrix { period[t % period.count] }

  /// W(m-1) ... W(0)
  public var product: Matrix<Rational> {
    period.dropFirst().reduce(period[0].weights) { SparseMatrix($1.weights) * SparseMatrix($0) }
  }

  /// sigma_2 = |product - J|_2, what a whole period contracts the distance to the average by.
  ///
  /// - Precondition: `width > 0`.
  public func contraction(width: Rational = Spectrum.defaultWidth) -> MeanSquareContraction {
    let product = product
    return MeanSquareContraction(
      expectedSquare: SparseMatrix(product.transposed) * SparseMatrix(product),
      law: "product W over a period of \(period.count) \(period.count == 1 ? "step" : "steps")", width: width)
  }
}

extension MixingSequence {
  /// In round t every node averages with the one 2^(t mod k) further on, k = ceil(log2 n): x_i becomes
  /// (x_i + x_(i + 2^t)) / 2, indices modulo n. Directed; for n = 2^k the product over k rounds is exactly J.
  ///
  /// Source: Assran, Loizou, Ballas, Rabbat, "Stochastic gradient push", ICML 2019; Ying et al., "Exponential graph is
  /// provably efficient for decentralized deep training", NeurIPS 2021.
  ///
  /// - Precondition: `nodes >= 2`.
  public static func onePeerExponential(nodes: Int) -> MixingSequence {
    precondition(nodes >= 2, "a one-peer exponential sequence on \(nodes) nodes")
    let rounds = Int.bitWidth - (nodes - 1).leadingZeroBitCount
    let half = Rational(1, 2)
    let period = (0..<rounds).map { t in
      var weights = Matrix<Rational>.identity(nodes).scaled(by: half)
      for i in 0..<nodes { weights[i, (i + (1 << t)) % nodes] += half }
      return MixingMatrix(checked: weights)
    }
    guard let sequence = try? MixingSequence(period: period) else { preconditionFailure("averages of pairs") }
    return sequence
  }
}
