import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing

@Suite struct DescentCheckTests {
  static func workload(
    curvature: [Rational], step: Rational = Rational(1, 20), lambda: Rational = 1, offset: Rational = 1,
    clients: Int = 4
  ) throws -> Workload {
    let times = ComputingSchedule(
      try ComputingTimes.model("exponential", numbers: ["mean": 1], nodes: clients), nodes: clients)
    let algorithm = try AsyncFedED(
      AlgorithmSettings(
        stepSize: step, parameters: AsyncFedED.parameters,
        replacing: ["localSteps": .number(3), "serverStep": .number(lambda), "stalenessOffset": .number(offset)],
        in: Surroundings(computing: times)),
      network: MixingMatrix(try Topologies.graph("complete", size: .nodes(clients)), weights: .metropolis))
    let objective = Quadratic(
      curvature: curvature,
      centres: Matrix(rows: clients, columns: curvature.count) { Rational($0 - $1) },
      start: curvature.map { _ in 3 }, noise: Noise(.gaussian, variance: Rational(1, 4)))
    return Workload(algorithm: algorithm, objective: objective, iterations: 60)
  }

  /// The ratio never passes L, at any scale; on one coordinate it comes near, as |grad f(x) - grad f(x_s)| = L |x - x_s|.
  @Test func everyStepObeysTheBound() throws {
    for (curvature, lambda, offset) in [
      ([Rational(1)], 1, 1), ([Rational(5, 2)], Rational(1, 3), 2), ([Rational(1, 4), 1, 3], 2, Rational(1, 2)),
    ] as [([Rational], Rational, Rational)] {
      let workload = try Self.workload(curvature: curvature, lambda: lambda, offset: offset)
      let found = try DescentCheck.measure(workload, replicates: 20, seed: 3)
      let bound = curvature.max()! * lambda * (1 + lambda / (2 * offset.squared))
      #expect(found.value.upper <= bound + .powerOfTwo(-60), "\(curvature)")
      if curvature.count == 1 { #expect(found.value.lower > bound * Rational(1, 2)) }
      #expect(found.method.contains("1200 steps of 20 runs"))
    }
  }

  @Test func otherAlgorithmsAndOtherObjectivesHaveNoSuchSteps() throws {
    let network = MixingMatrix(try Topologies.graph("complete", size: .nodes(2)), weights: .metropolis)
    let objective = Quadratic(curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [0, 1]))
    #expect(throws: EvidenceError.self) {
      try DescentCheck.measure(
        Workload(algorithm: DSGD(stepSize: 1, network: network), objective: objective, iterations: 3), replicates: 2,
        seed: 1)
    }
  }
}
