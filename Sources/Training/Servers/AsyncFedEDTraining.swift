import Algorithms
import ExactArithmetic

/// AsyncFedED: an arriving difference counts the less the further the server has gone meanwhile, and clients take more or
/// fewer local steps so as to come with the target staleness. The rule is that of `AsyncFedED`.
public struct AsyncFedEDTraining: TrainingMethod {
  public static let name = AsyncFedED.name
  public static let summary = AsyncFedED.summary
  public static let parameters = AsyncFedED.ruleParameters

  private let rule: AsyncFedED.Rule

  public init(_ settings: MethodSettings) throws(TrainingError) {
    rule = AsyncFedED.Rule(
      serverStep: settings.exact("serverStep"), stalenessOffset: settings.exact("stalenessOffset"),
      targetStaleness: settings.exact("targetStaleness"), adaptivity: settings.exact("adaptivity"))
  }

  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    try requireConstantPresence(environment)
    return try AsynchronousServer(proximalWeight: 0) { [rule] arrival, learner in
      let length = learner.distance(arrival.end, arrival.start)
      if length == 0 { return (arrival.server, arrival.localSteps) }
      let distance = learner.distance(arrival.server, arrival.start)
      let model = learner.adding(
        rule.step(distance: distance, length: length), times: arrival.end, less: arrival.start, to: arrival.server)
      return (model, rule.localSteps(after: arrival.localSteps, staleness: distance / length))
    }.train(Self.name, problem.makeLearner(), in: environment, plan: plan, watch: watch)
  }
}
