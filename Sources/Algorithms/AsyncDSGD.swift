import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Asynchronous decentralised SGD over unreliable links: in every slot each node has one gradient in computation, started
/// at the model that it had then. Where the computation completes the gradient is applied, however stale, and a new one
/// starts; one that is older than tau_max slots is thrown away and started again. Then the nodes mix over the links that
/// are up. X <- (X - eta B G) ((1-c) I + c W) + c N.
///
/// Source: E. Jeong, M. Zecchin, M. Kountouris, Asynchronous Decentralized Learning over Unreliable Wireless Networks,
/// ICC 2022, arXiv 2202.00955.
public struct AsyncDSGD: Algorithm {
  public static let name = "async-dsgd"
  public static let summary =
    "asynchronous D-SGD over unreliable links: stale gradients up to tau_max slots, X <- (X - eta B G)((1-c)I + cW) + cN"
  public static let update = UpdateKind.staleMixing
  public static let surroundings: Set<Surroundings.Kind> = [.computing, .links, .channelNoise, .churn]
  public static let parameters = [
    Parameter(
      "maximumStaleness", .integer(0...1_000_000), fallback: .number(0),
      "tau_max, slots after which an outdated computation is thrown away; 0 drops outdated gradients"),
    Parameter(
      "outdated", .word(["restart", "keep"]), fallback: .word("restart"),
      "what happens to a computation of age tau_max that is not completed: it starts again, or goes on"),
    Parameter(
      "consensusStep", .number(positive: true, atMost: 1), fallback: .number(1), "c, the share of the mixing"),
  ]

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  /// c
  public let consensusStep: Rational
  /// tau_max
  public let maximumStaleness: Int
  /// Whether computations go on beyond tau_max.
  public let keepsOutdated: Bool
  private let graph: Graph
  private let links: LinkMixing

  /// - Throws: `AlgorithmError` when the weights are not symmetric: a link that fails gives its weight back to both ends.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    self.settings = settings
    mixing = network
    consensusStep = settings.number("consensusStep")
    maximumStaleness = settings.integer("maximumStaleness")
    keepsOutdated = settings.word("outdated") == "keep"
    graph = network.graph
    links = try LinkMixing(network, step: consensusStep, for: Self.name)
  }

  public var workers: Int { mixing.nodes }
  /// The models, then the models that the computations started from.
  public var models: Int { 2 * workers }
  public var virtualIterate: [(row: Int, weight: Rational)] { (0..<workers).map { ($0, Rational(1, workers)) } }
  public func readRow(of worker: Int) -> Int { workers + worker }
  public func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)] { [(workers, dimension)] }

  public var schedule: any Schedule {
    UnreliableSchedule(graph, surroundings: settings.surroundings, oldest: keepsOutdated ? nil : maximumStaleness)
  }

  public func traffic(in slot: Slot) -> Traffic {
    Traffic(models: 2 * (links.count - slot.failedLinks.count), gradients: slot.completions.count)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    let (n, d) = (workers, state.models.columns)
    let readers = Readers(slot.completions.count == n ? nil : slot.completions, firstRow: n)
    if !slot.completions.isEmpty { gradients(state.models, readers, &state.gradients) }
    for node in slot.completions {
      for k in node * d..<(node + 1) * d { state.models.elements[k] -= state.stepSize * state.gradients.elements[k] }
    }
    mix(&state, slot)
    if !settings.surroundings.channelNoise.isZero {
      var noise = [S](repeating: .zero, count: n * d)
      draws(.channelNoise, &noise)
      let share = S(consensusStep)
      for k in noise.indices { state.models.elements[k] += share * noise[k] }
    }
    for node in slot.completions + slot.restarts {
      for k in node * d..<(node + 1) * d { state.models.elements[n * d + k] = state.models.elements[k] }
    }
  }

  private func mix<S: RunScalar>(_ state: inout AlgorithmState<S>, _ slot: Slot) {
    let (n, d) = (workers, state.models.columns)
    if slot.failedLinks.isEmpty && consensusStep == 1 {
      state.mixing.multiply(state.models, into: &state.memory[0])
    } else {
      links.mix(state.models, failed: slot.failedLinks, into: &state.memory[0])
    }
    for k in 0..<n * d { state.models.elements[k] = state.memory[0].elements[k] }
  }
}
