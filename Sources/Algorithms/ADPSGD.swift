import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// AD-PSGD: whenever a node has completed a gradient it averages its model with a random neighbour's, then applies the
/// gradient, which was taken at the model that it had when it started.
///
/// Source: X. Lian, W. Zhang, C. Zhang, J. Liu, Asynchronous Decentralized Parallel SGD, ICML 2018.
public struct ADPSGD: Algorithm {
  public static let name = "ad-psgd"
  public static let summary = "AD-PSGD: one node at a time averages with a neighbour and applies its stale gradient"
  public static let update = UpdateKind.pairwise
  public static let surroundings: Set<Surroundings.Kind> = [.computing]
  public static let parameters: [Parameter] = []

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  private let graph: Graph

  /// - Throws: `AlgorithmError` when a node has no neighbour.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    self.settings = settings
    mixing = network
    graph = try network.requireNeighbours(for: Self.name)
    try settings.surroundings.requireEndlessTimes(for: Self.name)
  }

  public var workers: Int { mixing.nodes }
  /// The models, then the models that the computations started from.
  public var models: Int { 2 * workers }
  public var virtualIterate: [(row: Int, weight: Rational)] { (0..<workers).map { ($0, Rational(1, workers)) } }
  public func readRow(of worker: Int) -> Int { workers + worker }

  public var schedule: any Schedule {
    WakingSchedule(graph, computing: settings.surroundings.computing) {
      Slot(completions: [$0], exchanges: [.init(from: $1, to: $0)])
    }
  }

  public func traffic(in slot: Slot) -> Traffic { Traffic(models: 2, gradients: 1) }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    let (n, d) = (workers, state.models.columns)
    let (node, partner) = (slot.exchanges[0].receiver, slot.exchanges[0].sender)
    gradients(state.models, Readers([node], firstRow: n), &state.gradients)
    let half = S(Rational(1, 2))
    for k in 0..<d {
      let average = half * (state.models.elements[node * d + k] + state.models.elements[partner * d + k])
      state.models.elements[partner * d + k] = average
      let new = average - state.stepSize * state.gradients.elements[node * d + k]
      state.models.elements[node * d + k] = new
      state.models.elements[(n + node) * d + k] = new
    }
  }
}
