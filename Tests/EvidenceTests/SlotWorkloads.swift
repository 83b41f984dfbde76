import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing

/// An algorithm that runs in slots, for tests.
struct SlotSetting: Sendable, CustomTestStringConvertible {
  var algorithm: String
  var topology = "complete"
  var nodes: Int
  var dimension = 1
  var iterations: Int
  var law = NoiseLaw.rademacher
  var parameters: [String: Setting] = [:]
  /// q
  var completion: Rational?
  var links: Rational?
  var channelNoise: Rational = 0
  var mixing: MixingPlan.Name?

  var testDescription: String {
    "\(algorithm) \(topology) n=\(nodes) d=\(dimension) T=\(iterations) \(law) "
      + parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      + (completion.map { " q=\($0)" } ?? "") + (links.map { " links \($0)" } ?? "")
      + (mixing.map { " \($0)" } ?? "")
      + (channelNoise.isZero ? "" : " noise \(channelNoise)")
  }

  func makeAlgorithm(step: Rational) throws -> any Algorithm {
    let type = try #require(Algorithms.all.first { $0.name == algorithm })
    let network =
      nodes == 1
      ? MixingMatrix.oneWorker
      : MixingMatrix(try Topologies.graph(topology, size: .nodes(nodes)), weights: .metropolis)
    let surroundings = Surroundings(
      computing: try completion.map {
        ComputingSchedule(try ComputingTimes.model("slotted", numbers: ["completion": $0], nodes: nodes), nodes: nodes)
      },
      links: try links.map { try BernoulliLinks(success: $0) },
      mixing: try mixing.map { try MixingPlan($0, on: network.graph) }, channelNoise: channelNoise, seed: 3,
      slots: iterations + 1)
    return try type.init(
      AlgorithmSettings(stepSize: step, parameters: type.parameters, replacing: parameters, in: surroundings),
      network: network)
  }

  /// Everything else drawn from the seed; steps with eta L <= 1/4.
  func workload(seed: UInt64) throws -> Workload {
    var choices = Choices(seed: seed)
    let variance = law == .none ? 0 : Rational(choices.integer(in: 1...3), 2).squared
    let objective = Quadratic(
      curvature: (0..<dimension).map { _ in choices.rational(in: 1...4, over: 4) },
      centres: Matrix<Rational>(rows: nodes, columns: dimension) { _, _ in choices.rational(in: -4...4, over: 2) },
      start: (0..<dimension).map { _ in choices.rational(in: -4...4, over: 2) },
      noise: Noise(law, variance: variance))
    return Workload(
      algorithm: try makeAlgorithm(step: choices.rational(in: 1...8, over: 32)), objective: objective,
      iterations: iterations)
  }
}
