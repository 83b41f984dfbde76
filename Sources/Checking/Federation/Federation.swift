import Algorithms
import ExactArithmetic
import Objectives
import Simulation
import Training

/// A federation that trains a classifier: the task, what its nodes run in, how they train and for how long. Replicates differ
/// in everything that is drawn: the data, the mini-batches, the method's own draws and the pauses.
public struct Federation: Sendable {
  public var task: TaskSetting
  public var environment: EnvironmentSetting
  public var training: TrainingSetting

  /// Synthetic(alpha, beta) for a number of clients.
  public struct TaskSetting: Sendable {
    public var clients: Int
    public var modelSpread: Rational
    public var inputSpread: Rational
    public var spread: SyntheticFederation.Spread
    public var isIdentical: Bool
    public var sizes: SyntheticFederation.Sizes
  }

  public struct EnvironmentSetting: Sendable {
    public var profiles: [NodeProfile]
    public var latency: MessageLatency
    public var availability: Availability?
    public var suspension: Rational
    public var suspensionTime: Double
  }

  public struct TrainingSetting: Sendable {
    public var method: any TrainingMethod
    /// The method's name, with what is said of it.
    public var words: String
    /// Everything that is said of the training: runs of one identity are the same.
    public var identity: String
    public var localSteps: Int
    public var batchSize: Int
    public var stepSize: Double
    public var plan: TrainingPlan
  }

  /// One run.
  ///
  /// - Throws: `TrainingError` when the parts do not fit each other or a model is no number any more.
  public func record(seed: UInt64) throws(TrainingError) -> TrainingRecord {
    let data = SyntheticFederation(
      modelSpread: task.modelSpread, inputSpread: task.inputSpread, spread: task.spread, isIdentical: task.isIdentical,
      sizes: task.sizes, seed: seed)
    let problem = try ClassificationProblem(
      task: data.task(clients: task.clients, as: Float.self),
      architecture: SoftmaxRegression<Float>(
        dimension: SyntheticFederation.dimension, classes: SyntheticFederation.classes),
      localSteps: training.localSteps, batchSize: training.batchSize, stepSize: training.stepSize, seed: seed)
    var surroundings = try TrainingEnvironment(
      profiles: environment.profiles, latency: environment.latency, availability: environment.availability)
    surroundings.pauses = Pauses(
      probability: environment.suspension, meanSeconds: environment.suspensionTime, seed: seed)
    return try training.method.train(problem, in: surroundings, plan: training.plan, seed: seed)
  }
}

/// What two methods are compared by.
public enum FederationMetric: String, Sendable, CaseIterable {
  /// Virtual seconds until a share of the best accuracy that either run reaches.
  case timeToAccuracy
  /// Bytes sent until then.
  case bytesToAccuracy
  /// Seconds computed by all nodes together until then.
  case trainingToAccuracy
  /// The least share of wrong test samples at any test of the run.
  case leastError
}

/// A cost of the federation's own method is at most a factor times that of another one.
public struct FederationClaim: Sendable {
  public let metric: FederationMetric
  /// Of the best accuracy of either run.
  public let share: Rational
  public let factor: Rational
  public let baseline: Federation
}
