import Algorithms
import ExactArithmetic

/// FedAsync: the server mixes each model that comes into its own, x <- (1 - alpha s(age)) x + alpha s(age) y.
///
/// Source: C. Xie, S. Koyejo, I. Gupta, Asynchronous Federated Optimization, 2019.
public struct FedAsyncTraining: TrainingMethod {
  public static let name = "fedasync"
  public static let summary = "FedAsync: each arriving model is mixed into the server's, the less the older it is"
  public static let parameters =
    [
      Parameter(
        "mixingWeight", .number(positive: true, atMost: 1), fallback: .number(Rational(1, 2)),
        "alpha, what a fresh model counts"),
      Parameter(
        "proximalWeight", .number(positive: false, atMost: nil), fallback: .number(0),
        "rho, the weight of the proximal term"),
    ] + StalenessWeight.parameters

  private let mixingWeight: Rational
  private let proximalWeight: Double
  private let weight: StalenessWeight

  public init(_ settings: MethodSettings) throws(TrainingError) {
    mixingWeight = settings.exact("mixingWeight")
    proximalWeight = settings.number("proximalWeight")
    weight = StalenessWeight(
      kind: StalenessWeight.Kind(rawValue: settings.word("weighting"))!, slope: settings.exact("weightingSlope"),
      delay: settings.integer("weightingDelay"))
  }

  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    try requireConstantPresence(environment)
    return try AsynchronousServer(proximalWeight: proximalWeight) { [mixingWeight, weight] arrival, learner in
      let share = Double(mixingWeight * weight(arrival.staleness))
      return (learner.merge(arrival.server, arrival.end, weight: share), arrival.localSteps)
    }.train(Self.name, problem.makeLearner(), in: environment, plan: plan, watch: watch)
  }
}
