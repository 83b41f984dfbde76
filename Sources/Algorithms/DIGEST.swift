import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// DIGEST: all nodes take local steps all the time, while a global model, the token, travels. When it visits v it takes
/// up 1/V of what v has done since its last visit, and v goes on from it. With several tokens each keeps its own account
/// of every node.
///
/// Source: P. Gholami, H. Seferoglu, DIGEST: Fast and Communication Efficient Decentralized Learning with Local Updates,
/// arXiv 2307.07652.
public struct DIGEST: Algorithm, TravellingModels {
  public static let name = "digest"
  public static let summary = "DIGEST: local steps at every node, merged into models that travel along a route"
  public static let update = UpdateKind.travellingModel
  public static let surroundings: Set<Surroundings.Kind> = [.cycle]
  public static let parameters =
    [Parameter("tokens", .integer(1...1_000_000), fallback: .number(1), "models that travel")]
    + RouteSetting.parameters + StepDecay.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let tokens: Int
  public let visits: TokenVisits

  /// - Throws: `AlgorithmError` when there is no such route on the network.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    self.settings = settings
    mixing = network
    tokens = settings.integer("tokens")
    visits = try RouteSetting.visits(settings, network, tokens: tokens)
  }

  public var workers: Int { mixing.nodes }

  // Rows of the state: the nodes' models, the tokens, what each node's model would be at its last visit by each token,
  // and the virtual iterate, start - (eta/V) sum of all gradients.
  public var models: Int { workers + tokens + workers * tokens + 1 }
  func tokenRow(_ token: Int) -> Int { workers + token }
  func accountRow(_ token: Int, _ node: Int) -> Int { workers + tokens + token * workers + node }

  public var virtualIterate: [(row: Int, weight: Rational)] { [(models - 1, 1)] }
  public func readRow(of worker: Int) -> Int { worker }

  public var schedule: any Schedule {
    FixedSchedule(visits)
  }

  public func traffic(in slot: Slot) -> Traffic { Traffic(models: slot.visits.count, gradients: workers) }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    let (n, d) = (workers, state.models.columns)
    let share = S(Rational(1, n))
    gradients(state.models, .all, &state.gradients)
    for index in 0..<n * d { state.models.elements[index] -= state.stepSize * state.gradients.elements[index] }
    let (virtual, part) = ((models - 1) * d, state.stepSize * share)
    for k in 0..<d {
      var sum = S.zero
      for node in 0..<n { sum += state.gradients.elements[node * d + k] }
      state.models.elements[virtual + k] -= part * sum
    }
    for (token, node) in slot.visits.enumerated() {
      for k in 0..<d {
        let (own, global) = (node * d + k, tokenRow(token) * d + k)
        let old = state.models.elements[own]
        state.models.elements[global] += share * (old - state.models.elements[accountRow(token, node) * d + k])
        let new = state.models.elements[global]
        state.models.elements[own] = new
        // The node's model jumps, and what it did since the other tokens' visits stays the same.
        for other in 0..<tokens where other != token {
          state.models.elements[accountRow(other, node) * d + k] += new - old
        }
        state.models.elements[accountRow(token, node) * d + k] = new
      }
    }
    state.iteration += 1
    StepDecay.apply(settings, to: &state)
  }
}
