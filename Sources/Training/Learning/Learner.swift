import Objectives

/// What the methods of this module do with models: the update rules, each of them once.
///
/// A learner belongs to one run and one thread. Its results are functions of its arguments: neither the order of the calls
/// nor the time of the run matters.
public protocol Learner: AnyObject {
  /// Clients 0 ..< clients hold data.
  var clients: Int { get }
  /// Steps that a client takes at a time.
  var localSteps: Int { get }
  /// What a model weighs in a message.
  var modelBytes: Int { get }
  /// Where training starts.
  var initial: Model { get }

  /// The client's local steps from a model, with the mini-batches that belong to the client and the number of the round.
  ///
  /// - Precondition: the client exists; 0 <= round, and round * localSteps below 2^32.
  func train(_ model: Model, client: Int, round: Int) -> Model

  /// The client's local steps y <- y - eta (g(y) + mu (y - x)) from a model x, with the mini-batches of its steps of these
  /// numbers.
  ///
  /// - Parameter proximal: mu; 0 leaves the term out.
  func train(_ model: Model, client: Int, firstStep: Int, steps: Int, proximal: Double) -> Model

  /// model + weight (end - start)
  func adding(_ weight: Double, times end: Model, less start: Model, to model: Model) -> Model

  /// |first - second|, the Euclidean distance.
  func distance(_ first: Model, _ second: Model) -> Double

  /// The mean of models, summed in the order given.
  ///
  /// - Precondition: at least one.
  func average(_ models: [Model]) -> Model

  /// first + weight (second - first)
  func merge(_ first: Model, _ second: Model, weight: Double) -> Model

  /// Loss and accuracy on the test samples.
  func evaluate(_ model: Model) -> Evaluation
}

extension Learner {
  public func train(_ model: Model, client: Int, round: Int) -> Model {
    train(model, client: client, firstStep: round * localSteps, steps: localSteps, proximal: 0)
  }
}

/// Something that a federation learns.
public protocol LearningProblem: Sendable {
  var clients: Int { get }
  /// A learner for one run on one thread.
  func makeLearner() -> any Learner
}
