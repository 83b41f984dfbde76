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
  /// What it runs in besides its network.
  static var surroundings: Set<Surroundings.Kind> { get }
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
  /// Whether gradients of several iterations are added up before they are used.
  var accumulatesGradients: Bool { get }

  /// Gradients that each reader is asked for in an iteration, at most.
  var gradientsPerIteration: Int { get }
  /// Whether a step decides by the numbers themselves what to ask for next, so that eight replicates cannot share it.
  var runsAlone: Bool { get }
  /// A slot in which every worker takes its gradients; only for steps that ask for several.
  var probe: Slot? { get }
  /// Whether a step depends on earlier slots by more than the state's numbers do, so that it is no linear map of its own.
  var remembersSlots: Bool { get }
  /// The law of the slots; by default nothing happens in them.
  var schedule: any Schedule { get }
  /// xv, the virtual iterate of the theorems, as weights of the rows of the state; they sum to 1.
  var virtualIterate: [(row: Int, weight: Rational)] { get }
  /// The row of y_i, the point at which a worker takes its gradient.
  func readRow(of worker: Int) -> Int
  /// What an iteration costs.
  func traffic(in slot: Slot) -> Traffic

  /// One iteration.
  ///
  /// - Parameter slot: what the clocks, the links and the routes decide for it.
  func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>)
}

/// Writes the stochastic gradients of the readers at the given points into their rows of a matrix (n x d), with fresh noise
/// each time.
public typealias GradientOracle<S> = (Matrix<S>, Readers, inout Matrix<S>) -> Void

/// Fills an array with fresh numbers that are independent of the gradients.
public typealias DrawOracle<S> = (Draw, inout [S]) -> Void

/// A law of numbers that an algorithm asks for.
public enum Draw: Sendable {
  /// Uniform in (0, 1).
  case uniform
  /// Receiver noise: mean 0, of the variance that the settings give per coordinate.
  case channelNoise
}

/// The workers that take a gradient, and where.
public struct Readers: Sendable, Equatable {
  /// `nil` is all.
  public var workers: [Int]?
  /// Worker i reads row `firstRow + i`; of a single row all read it.
  public var firstRow: Int

  public init(_ workers: [Int]? = nil, firstRow: Int = 0) {
    self.workers = workers
    self.firstRow = firstRow
  }

  public static let all = Readers()
}

/// Messages and computation, counted over all nodes.
public struct Traffic: Sendable, Equatable {
  /// Models that are sent; each is d floats.
  public var models: Int
  /// Gradients that are computed to the end.
  public var gradients: Int

  public init(models: Int, gradients: Int) {
    self.models = models
    self.gradients = gradients
  }
}

extension Algorithm {
  public var stepSize: Rational { settings.stepSize }
  public static var parameters: [Parameter] { [] }
  public func coordinateVote(iterations: Int) -> CoordinateVote? { nil }
  public func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)] { [] }
  public func bitsPerIteration(dimension: Int) -> Int? { nil }
  public static var surroundings: Set<Surroundings.Kind> { [] }
  public var comparesMagnitudes: Bool { false }
  public var gradientsPerIteration: Int { 1 }
  public var runsAlone: Bool { false }
  public var probe: Slot? { nil }
  public var remembersSlots: Bool { false }
  public var linearUpdate: LinearUpdate? { nil }
  public var schedule: any Schedule { FixedSchedule() }
  public var virtualIterate: [(row: Int, weight: Rational)] { (0..<models).map { ($0, Rational(1, models)) } }
  public func readRow(of worker: Int) -> Int { models == 1 ? 0 : worker }
  public var accumulatesGradients: Bool { false }

  /// The algorithm with its default settings.
  public init(stepSize: Rational, network: MixingMatrix) throws(AlgorithmError) {
    try self.init(AlgorithmSettings(stepSize: stepSize, parameters: Self.parameters), network: network)
  }

  /// One iteration whose gradients are all asked for at the first rows.
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, slot: Slot = Slot(), gradients: (Matrix<S>, inout Matrix<S>) -> Void,
    uniforms: (inout [S]) -> Void = { _ in preconditionFailure("an algorithm draws numbers of its own") }
  ) {
    step(&state, slot) { points, readers, target in
      precondition(readers == .all, "gradients of some workers only")
      gradients(points, &target)
    } draws: { law, numbers in
      precondition(law == .uniform, "receiver noise")
      uniforms(&numbers)
    }
  }
}

/// The shape of an update.
public enum UpdateKind: Sendable {
  /// X <- (X - eta G) W
  case synchronousMixing
  /// x <- x - delta U with U in {-1, 0, +1}^d
  case sign
  /// X <- (X - eta B G) ((1-c) I + c W) + c N with gradients of bounded age
  case staleMixing
  /// Gradient steps at every worker, and an averaging of all models every H of them
  case localSteps
  /// Gradient steps at every node, merged into models that travel
  case travellingModel
  /// A step of the node that the model visits
  case visitedNode
  /// Two nodes at a time
  case pairwise
  /// x <- an average of what clients make of x in local steps
  case serverRounds
  /// A server takes up what one client at a time made of an earlier model
  case serverArrivals
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
  /// What the algorithm counts.
  public var counters: [Int] = []
  /// The model that the last step's client started from, d coordinates; empty where there is no such thing.
  public var snapshot: [S] = []
  /// The staleness gamma of the last step, where there is such a thing.
  public var staleness: S = .zero
  /// Steps taken.
  public var iteration = 0
  public let mixing: SparseMatrix<S>
  /// The matrices of the mixing plan, where there is one.
  public let plannedMixing: [SparseMatrix<S>]
  /// Models on their way, and what was counted of them.
  public var mail: [(model: [S], count: Int)] = []
  /// eta of the next step.
  public var stepSize: S

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
    plannedMixing = algorithm.settings.surroundings.mixing?.matrices.map { SparseMatrix($0.weights).map(S.init) } ?? []
    stepSize = S(algorithm.stepSize)
  }

  /// The average of the models, d coordinates.
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
    DSGD.self, MinibatchSGD.self, LocalSGD.self, AsyncDSGD.self, ADPSGD.self, GossipLearning.self, RandomWalkSGD.self,
    DIGEST.self, FedAvg.self, FedProx.self, FedAsync.self, FedBuff.self, AsyncFedED.self, Plexus.self,
    MajoritySignSGD.self, FederatedVotingSignSGD.self, FederatedDefenceSignSGD.self,
    SparseSignSGD.self,
  ]
}
