import Algorithms
import ExactArithmetic

/// FedProx: federated averaging whose clients minimise f_i(y) + (mu/2) |y - x|^2.
///
/// Source: T. Li et al., Federated Optimization in Heterogeneous Networks, MLSys 2020.
public struct FedProxTraining: TrainingMethod {
  public static let name = "fedprox"
  public static let summary = "FedProx: federated averaging with a proximal term at the clients"
  public static let parameters =
    FedAvgTraining.parameters + [
      Parameter(
        "proximalWeight", .number(positive: false, atMost: nil), fallback: .number(Rational(1, 10)),
        "mu, the weight of the proximal term")
    ]

  private let average: FedAvgTraining

  public init(_ settings: MethodSettings) throws(TrainingError) {
    average = try FedAvgTraining(settings, proximalWeight: settings.number("proximalWeight"))
  }

  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try average.train(Self.name, problem, in: environment, plan: plan, seed: seed, watch: watch)
  }
}
