import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Centralised mini-batch SGD: one model, the average of all workers' gradients.
/// x <- x - (eta/n) sum_i g_i(x). The same as D-SGD with W = J.
public struct MinibatchSGD: Algorithm {
  public static let name = "minibatch-sgd"
  public static let summary = "one model, averaged gradients of all workers, x <- x - (eta/n) sum_i g_i(x)"

  public static let update = UpdateKind.synchronousMixing

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { 1 }

  public var linearUpdate: LinearUpdate? {
    LinearUpdate(
      carry: .identity(1), read: Array(repeating: 0, count: workers),
      apply: Matrix(rows: 1, columns: workers, repeating: Rational(1, workers)))
  }

  /// A gradient goes up from every worker and the model comes down.
  public func traffic(in slot: Slot) -> Traffic { Traffic(models: 2 * workers, gradients: workers) }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    gradients(state.models, .all, &state.gradients)
    let share = state.stepSize * state.mixing.values[0]
    for k in 0..<state.models.columns {
      var sum = S.zero
      for i in 0..<state.gradients.rows { sum += state.gradients[i, k] }
      state.models[0, k] -= share * sum
    }
  }
}
