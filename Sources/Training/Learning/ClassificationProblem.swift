import LinearAlgebra
import Objectives

/// A classification task, the model that learns it, and how clients train.
public struct ClassificationProblem<Architecture: ClassificationModel>: LearningProblem {
  public let task: ClassificationTask<Architecture.Real>
  public let architecture: Architecture
  /// K
  public let localSteps: Int
  public let batchSize: Int
  public let stepSize: Double
  /// Of the mini-batches and of where training starts.
  public let seed: UInt64
  /// Rows that models are tested on.
  let testRows: [Int]

  /// - Parameter testLimit: Of the test samples so many are taken, evenly spaced; all when `nil`.
  /// - Throws: `TrainingError` when the model does not fit the task, the task has no test samples, a number is not positive,
  ///   or there are more than 2^24 - 1 clients or a client with more than 2^31 - 1 samples.
  public init(
    task: ClassificationTask<Architecture.Real>, architecture: Architecture, localSteps: Int, batchSize: Int,
    stepSize: Double, seed: UInt64, testLimit: Int? = nil
  ) throws(TrainingError) {
    guard architecture.dimension == task.dimension && architecture.classes >= task.classes else {
      throw TrainingError(
        "a model of \(architecture.dimension) features and \(architecture.classes) classes for a task of "
          + "\(task.dimension) features and \(task.classes) classes")
    }
    guard localSteps > 0 && batchSize > 0 else {
      throw TrainingError("\(localSteps) local steps on batches of \(batchSize); both are positive")
    }
    guard stepSize > 0 && stepSize.isFinite else { throw TrainingError("a step size of \(stepSize), not positive") }
    guard task.clients.count < 1 << 24 && task.clients.allSatisfy({ $0.training.count < 1 << 31 }) else {
      throw TrainingError("more than 2^24 - 1 clients, or a client of more than 2^31 - 1 samples")
    }
    let rows = task.testRows
    let count = min(testLimit ?? rows.count, rows.count)
    guard count > 0 else { throw TrainingError("the task has no test samples") }
    self.task = task
    self.architecture = architecture
    self.localSteps = localSteps
    self.batchSize = batchSize
    self.stepSize = stepSize
    self.seed = seed
    testRows = (0..<count).map { rows[$0 * rows.count / count] }
  }

  public var clients: Int { task.clients.count }
  public func makeLearner() -> any Learner { ClassificationLearner(self) }
}
