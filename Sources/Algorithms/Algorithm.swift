import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// A training algorithm, its update rule written once for every scalar.
///
/// A new algorithm is one file and one line in `Algorithms.all`.
public protocol Algorithm: Sendable {
  static var name: String { get }
  static var summary: String { get }

  /// - Throws: `AlgorithmError` when the algorithm cannot run on this network.
  init(stepSize: Rational, network: MixingMatrix) throws(AlgorithmError)

  var stepSize: Rational { get }
  /// n
  var workers: Int { get }
  /// Rows of the state: n for a model per node, 1 for one shared model.
  var models: Int { get }
  /// The mixing that the theorems speak of.
  var mixing: MixingMatrix { get }
  /// The update as a linear map, for exact moments of quadratics.
  var linearUpdate: LinearUpdate { get }

  /// One iteration. `gradients` writes the stochastic gradient of every worker (n x d) at the given models.
  func step<S: Scalar>(_ state: inout AlgorithmState<S>, gradients: (Matrix<S>, inout Matrix<S>) -> Void)
}

/// What an algorithm keeps between iterations.
public struct AlgorithmState<S: Scalar>: Sendable {
  /// `models` x d
  public var models: Matrix<S>
  /// n x d; overwritten in every step.
  public var gradients: Matrix<S>
  public let mixing: SparseMatrix<S>
  public let stepSize: S

  /// Every model at the common start.
  public init(_ algorithm: any Algorithm, start: [Rational]) {
    let point = start.map(S.init)
    models = Matrix<S>(rows: algorithm.models, columns: start.count) { point[$1] }
    gradients = Matrix<S>(rows: algorithm.workers, columns: start.count, repeating: .zero)
    mixing = SparseMatrix(algorithm.mixing.weights).map(S.init)
    stepSize = S(algorithm.stepSize)
  }

  /// The virtual iterate: the average of the models, d coordinates.
  public var average: [S] {
    let weight = S(Rational(1, models.rows))
    return (0..<models.columns).map { k in
      (0..<models.rows).reduce(S.zero) { $0 + models[$1, k] } * weight
    }
  }
}

/// One iteration on one coordinate of a quadratic with curvature a:
/// x <- carry x - eta apply (a (y - c) + noise), y_i = x_(read i).
public struct LinearUpdate: Sendable {
  /// models x models
  public var carry: Matrix<Rational>
  /// For each of the n workers the model at which it takes its gradient.
  public var read: [Int]
  /// models x n
  public var apply: Matrix<Rational>
}

/// Why an algorithm cannot run.
public struct AlgorithmError: Error, Equatable, CustomStringConvertible {
  public var message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}

/// The registry of algorithms.
public enum Algorithms {
  public static let all: [any Algorithm.Type] = [DSGD.self, MinibatchSGD.self]
}
