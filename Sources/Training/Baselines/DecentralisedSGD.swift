import Algorithms
import Networks
import Simulation

/// D-PSGD on a regular graph: local steps, then the average of a node's model and its neighbours', in rounds that wait for
/// the neighbours.
///
/// All weights are 1/(k + 1): those of Metropolis, as every node has k neighbours.
///
/// Source: X. Lian, C. Zhang, H. Zhang, C.-J. Hsieh, W. Zhang, J. Liu, Can decentralized algorithms outperform centralized
/// algorithms?, NeurIPS 2017.
public struct DecentralisedSGD: TrainingMethod {
  public static let name = "d-psgd"
  public static let summary = "decentralised SGD on a regular graph, in synchronous rounds"
  public static let parameters = [
    Parameter("degree", .integer(1...1 << 20), fallback: .number(10), "k, neighbours of each node"),
    Parameter(
      "graph", .word(["circulant", "drawn"]), fallback: .word("circulant"),
      "node i next to i +- 1 ... k/2, or a regular graph drawn at random"),
  ]

  public let degree: Int
  public let isDrawn: Bool

  public init(_ settings: MethodSettings) throws(TrainingError) {
    degree = settings.integer("degree")
    isDrawn = settings.word("graph") == "drawn"
  }

  /// - Throws: `TrainingError` for an unknown setting or a value outside its domain.
  public init(_ settings: [String: Setting] = [:]) throws(TrainingError) {
    try self.init(try MethodSettings(Self.name, Self.parameters, settings))
  }

  /// - Throws: `TrainingError` when there is no such graph, nodes come or go, or clients are not the nodes.
  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    try requireConstantPresence(environment)
    let graph =
      isDrawn
      ? try RegularGraph.drawn(nodes: environment.nodes, degree: degree, seed: seed)
      : try RegularGraph.circulant(nodes: environment.nodes, degree: degree)
    let neighbours = { (node: Int, _: Int) in graph.neighbours[node] }
    return SynchronousGossip(receivers: neighbours, senders: neighbours)
      .train(Self.name, problem.makeLearner(), in: environment, plan: plan)
  }
}
