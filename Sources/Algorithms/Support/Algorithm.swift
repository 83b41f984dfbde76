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
  /// What it can be set up with besides the step size.
  static var parameters: [Parameter] { get }
  /// Which shape its update has; theorems assume one.
  static var update: UpdateKind { get }

  /// - Throws: `AlgorithmError` when the algorithm cannot run on this network or with these settings.
  init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError)

  var settings: AlgorithmSettings { get }
  /// n
  var workers: Int { get }
  /// Rows of the state: n for a model per node, 1 for one shared model.
  var models: Int { get }
  /// The mixing that the theorems speak of.
  var mixing: MixingMatrix { get }
  /// The update as a linear map, for exact moments of quadratics; `nil` when it is not linear.
  var linearUpdate: LinearUpdate? { get }
  /// How the signs of one coordinate are voted on at the points 0 ... `iterations` of a run when that does not depend on
  /// the past; `nil` when it does, or when no signs are voted on.
  func coordinateVote(iterations: Int) -> CoordinateVote?
  /// Shapes of the matrices that the algorithm keeps between iterations, all zero at the start.
  func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)]
  /// Bits that all workers send to the server in one iteration; `nil` when they are not counted.
  func bitsPerIteration(dimension: Int) -> Int?

  /// Whether updates also rest on an order of magnitudes of the gradients, besides their signs or values.
  var comparesMagnitudes: Bool { get }

  /// One iteration.
  ///
  /// - Parameters:
  ///   - gradients: writes the stochastic gradient of every worker (n x d) at the given models.
  ///   - uniforms: fills an array with fresh numbers, uniform in (0, 1) and independent of the gradients.
  func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, gradients: (Matrix<S>, inout Matrix<S>) -> Void, uniforms: (inout [S]) -> Void)
}

extension Algorithm {
  public var stepSize: Rational { settings.stepSize }
  public static var parameters: [Parameter] { [] }
  public func coordinateVote(iterations: Int) -> CoordinateVote? { nil }
  public func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)] { [] }
  public func bitsPerIteration(dimension: Int) -> Int? { nil }
  public var comparesMagnitudes: Bool { false }

  /// The algorithm with its default settings.
  public init(stepSize: Rational, network: MixingMatrix) throws(AlgorithmError) {
    try self.init(AlgorithmSettings(stepSize: stepSize, parameters: Self.parameters), network: network)
  }

  /// One iteration of an algorithm that draws nothing besides its gradients.
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, gradients: (Matrix<S>, inout Matrix<S>) -> Void
  ) {
    step(&state, gradients: gradients) { _ in preconditionFailure("\(Self.name) draws numbers of its own") }
  }
}

/// The shape of an update.
public enum UpdateKind: Sendable {
  /// X <- (X - eta G) W
  case synchronousMixing
  /// x <- x - delta U with U in {-1, 0, +1}^d
  case sign
}

/// What an algorithm keeps between iterations.
public struct AlgorithmState<S: RunScalar>: Sendable {
  /// `models` x d
  public var models: Matrix<S>
  /// n x d; overwritten in every step.
  public var gradients: Matrix<S>
  /// The decoded signs U of the last step of a sign method, d of them; zero before the first.
  public var decision: [S]
  /// What the algorithm remembers, in the shapes that it asked for.
  public var memory: [Matrix<S>]
  /// Steps taken.
  public var iteration = 0
  public let mixing: SparseMatrix<S>
  public let stepSize: S

  /// Every model at the common start.
  public init(_ algorithm: any Algorithm, start: [Rational]) {
    let point = start.map(S.init)
    models = Matrix<S>(rows: algorithm.models, columns: start.count) { point[$1] }
    gradients = Matrix<S>(rows: algorithm.workers, columns: start.count, repeating: .zero)
    decision = start.map { _ in .zero }
    memory = algorithm.memoryShapes(dimension: start.count).map {
      Matrix<S>(rows: $0.rows, columns: $0.columns, repeating: .zero)
    }
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

extension MixingMatrix {
  /// - Throws: `AlgorithmError` unless every worker's message reaches one server with the same weight.
  func requireServer(for name: String) throws(AlgorithmError) {
    guard weights.elements.allSatisfy({ $0 == Rational(1, nodes) }) else {
      throw AlgorithmError(
        "\(name) hears all workers at one server: its network is the complete topology with weights 1/n, such as metropolis"
      )
    }
  }
}

/// The registry of algorithms.
public enum Algorithms {
  public static let all: [any Algorithm.Type] = [
    DSGD.self, MinibatchSGD.self, MajoritySignSGD.self, FederatedVotingSignSGD.self, FederatedDefenceSignSGD.self,
    SparseSignSGD.self,
  ]
}
