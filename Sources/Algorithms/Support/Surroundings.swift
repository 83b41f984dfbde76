import ExactArithmetic
import Networks
import Simulation

/// What an algorithm runs in: computing times, links and routes.
public struct Surroundings: Sendable {
  /// When computations end; a slot has length 1. `nil` is always within the slot.
  public var computing: ComputingSchedule?
  /// Which links are up; `nil` is all, always.
  public var links: (any LinkModel)?
  /// Which matrix mixes; `nil` is the network's own, always.
  public var mixing: MixingPlan?
  /// How long messages travel; `nil` is no time.
  public var latency: LinkLatency?
  /// s^2, the second moment of the receiver noise of a node in an iteration.
  public var channelNoise: Rational
  /// Who joins, leaves and crashes; `nil` is nobody.
  public var churn: ChurnSchedule?
  /// The closed walk of routes of the kind `cycle`.
  public var cycle: [Int]?
  /// p_i, the clients' shares of f; `nil` is 1/n each.
  public var clientWeights: [Rational]?
  /// What random routes are drawn from, and for how many slots.
  public var seed: UInt64
  public var slots: Int

  public init(
    computing: ComputingSchedule? = nil, links: (any LinkModel)? = nil, mixing: MixingPlan? = nil,
    latency: LinkLatency? = nil, channelNoise: Rational = 0,
    churn: ChurnSchedule? = nil, cycle: [Int]? = nil, clientWeights: [Rational]? = nil, seed: UInt64 = 0, slots: Int = 1
  ) {
    self.computing = computing
    self.links = links
    self.mixing = mixing
    self.latency = latency
    self.channelNoise = channelNoise
    self.churn = churn
    self.cycle = cycle
    self.clientWeights = clientWeights
    self.seed = seed
    self.slots = slots
  }

  /// q, the probability with which a node's computation completes in a slot, whatever its age; `nil` when there is no
  /// such number.
  public var participation: Enclosure? {
    churn == nil ? computing.map { $0.completion() } ?? Enclosure(1) : nil
  }

  /// The exact success probability of each of a graph's edges; `nil` when one is not a rational number.
  public func linkSuccess(_ graph: Graph) -> [Rational]? {
    var result: [Rational] = []
    for (a, b) in graph.edges {
      let success = links?.success(of: .between(a, b)) ?? Enclosure(1)
      guard success.isExact else { return nil }
      result.append(success.lower)
    }
    return result
  }

  /// - Throws: `AlgorithmError` when nodes stop computing at some time.
  func requireEndlessTimes(for name: String) throws(AlgorithmError) {
    if let computing, type(of: computing.model).readsFile {
      throw AlgorithmError("\(name) goes from completion to completion, and those of a trace end")
    }
  }

  /// What a scenario can describe.
  public enum Kind: String, Sendable, CaseIterable {
    case computing, links, mixing, latency, channelNoise, churn, cycle, clientWeights
  }
}
