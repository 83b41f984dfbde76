import Algorithms

/// Decentralised SGD on the one-peer exponential graph: in round t every node averages its model with that of the one
/// 2^(t mod ceil(log2 n)) further on. It waits for that one's model only.
///
/// Source: B. Ying, K. Yuan, Y. Chen, H. Hu, P. Pan, W. Yin, Exponential graph is provably efficient for decentralized deep
/// training, NeurIPS 2021; `MixingSequence.onePeerExponential` are its matrices.
public struct OnePeerSGD: TrainingMethod {
  public static let name = "one-peer-sgd"
  public static let summary = "decentralised SGD on the one-peer exponential graph, in synchronous rounds"
  public static let parameters: [Parameter] = []

  public init(_ settings: MethodSettings) throws(TrainingError) {}

  public init() {}

  /// - Throws: `TrainingError` with fewer than two nodes, nodes that come or go, or clients that are not the nodes.
  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    try requireConstantPresence(environment)
    let nodes = environment.nodes
    guard nodes >= 2 else { throw TrainingError("one-peer-sgd: every node needs a peer") }
    let period = Int.bitWidth - (nodes - 1).leadingZeroBitCount
    let senders = { (node: Int, round: Int) in [(node + 1 << (round % period)) % nodes] }
    let receivers = { (node: Int, round: Int) in [(node + nodes - 1 << (round % period)) % nodes] }
    return SynchronousGossip(receivers: receivers, senders: senders)
      .train(Self.name, problem.makeLearner(), in: environment, plan: plan)
  }
}
