import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Plexus, its updates: FedAvg whose sample the nodes derive themselves. In every round s nodes are sampled, and the
/// aggregator averages the first ceil(sf s) models that arrive.
///
/// The order of the nodes' hashes is taken as uniformly random, and so is the order of arrival: the protocol itself, with
/// its views, hashes and times, is what `Training` simulates.
///
/// Source: M. de Vos et al., Decentralized Learning Made Practical with Client Sampling, arXiv 2302.13837.
public struct Plexus: ServerRounds {
  public static let name = "plexus"
  public static let summary = "Plexus: FedAvg by a decentralised sampler; the first ceil(sf s) of s models are averaged"
  public static let parameters =
    [
      Parameter.localSteps,
      Parameter.sampleSize,
      Parameter(
        "successFraction", .number(positive: true, atMost: 1), fallback: .number(1),
        "sf, the share of the sample whose models are waited for"),
    ] + StepDecay.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let localSteps: Int
  public let rounds: RoundSchedule

  /// - Throws: `AlgorithmError` when the sample is larger than the network.
  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
    let nodes = network.nodes
    let sample = settings.integer("sampleSize") == 0 ? nodes : settings.integer("sampleSize")
    guard sample <= nodes else {
      throw AlgorithmError("\(Self.name) samples \(sample) of the \(nodes) nodes that a view holds")
    }
    let arrivals = (settings.number("successFraction") * Rational(sample)).ceiling.asInt!
    rounds = RoundSchedule(
      clients: nodes, sampling: .withoutReplacement, sample: sample, arrivals: arrivals,
      weights: try RoundSetting.weights(settings, clients: nodes, for: Self.name))
  }

  public static var surroundings: Set<Surroundings.Kind> { [] }
  /// ceil(sf s)
  public var requiredArrivals: Int { rounds.arrivals }

  public func averagingWeight(of client: Int, in participants: [Int]) -> Rational { Rational(1, participants.count) }

  /// All of the sample receive a model and train; those that arrive are averaged.
  public func traffic(in slot: Slot) -> Traffic {
    Traffic(models: 2 * rounds.sample, gradients: localSteps * rounds.sample)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    round(&state, slot, gradients)
  }
}
