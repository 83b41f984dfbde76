import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Testing
import Theorems

/// Sampled runs on objectives that are no quadratics.
@Suite struct LinearModelRunTests {
  static func workload<Loss: ScalarLoss>(
    _ loss: Loss.Type, algorithm: String = "dsgd", batch: Int = 2, iterations: Int = 40, topology: String = "ring"
  ) throws -> Workload {
    let samples = LabelledSamples.drawn(count: 24, dimension: 5, flip: Rational(1, 10), seed: 6)
    let model = LinearModel<Loss>(
      samples: samples, assignment: SamplePartition.sorted.assignment(of: samples.isPositive, nodes: 4, seed: 6),
      regularisation: Rational(1, 8), batchSizes: Array(repeating: batch, count: 4), start: [1, 0, -1, 2, 0])
    let network = MixingMatrix(try Topologies.graph(topology, size: .nodes(4)), weights: .metropolis)
    let type = Algorithms.all.first { $0.name == algorithm }!
    return Workload(
      algorithm: try type.init(stepSize: Rational(1, 8), network: network), objective: model, iterations: iterations)
  }

  static func measure(
    _ workload: Workload, _ side: LeftSide, replicates: Int = 24, jobs: Int = 2, measuresGradients: Bool = false
  ) throws -> Measurement {
    try SampledRuns.measure(
      workload, leftSides: [side], checkpoints: [0, workload.iterations], replicates: replicates, seed: 3, jobs: jobs,
      measuresGradients: measuresGradients)
  }

  /// D-SGD on full batches is a recursion without randomness: X <- (X - eta G) W, written out here in doubles.
  @Test func fullBatchesRunLikeTheRecursion() throws {
    let workload = try Self.workload(LogisticLoss.self, batch: 0)
    let (kernel, mixing) = (workload.objective.kernel(in: Double.self), workload.algorithm.mixing.weights)
    let start = workload.objective.start.map { Double($0) }
    var models = Matrix<Double>(rows: 4, columns: 5) { start[$1] }
    for _ in 0..<workload.iterations {
      var gradients = models
      kernel.evaluateGradients(at: models, into: &gradients)
      let steps = models - gradients.scaled(by: 1 / 8)
      models = mixing.map { Double($0) } * steps
    }
    let average = (0..<5).map { k in (0..<4).reduce(0.0) { $0 + models[$1, k] } / 4 }
    for (metric, value) in [
      (Metric.squaredDistance, kernel.squaredDistance(at: average)),
      (.suboptimality, kernel.suboptimality(at: average)),
      (.squaredGradient, kernel.squaredGradient(at: average)),
    ] {
      let found = try samples(try Self.measure(workload, LeftSide(metric, .final)), LeftSide(metric, .final))
      for sample in found.values { #expect(abs(sample - value) < 1e-12 * (1 + value)) }
      // Rounding has no proven bound, so nothing is bet on.
      #expect(found.lower.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: ["dsgd", "local-sgd", "gossip-learning", "ad-psgd", "async-dsgd"])
  func resultsDoNotDependOnThreadsOrOtherReplicates(_ algorithm: String) throws {
    let workload = try Self.workload(
      LogisticLoss.self, algorithm: algorithm, topology: algorithm == "local-sgd" ? "complete" : "ring")
    let side = LeftSide(.suboptimality, .average)
    let values = try [(24, 1), (24, 3), (13, 2)].map { replicates, jobs in
      try samples(try Self.measure(workload, side, replicates: replicates, jobs: jobs), side).values
    }
    #expect(values[0] == values[1] && values[2] == Array(values[0].prefix(13)))
    #expect(Set(values[0]).count > 20)
  }

  /// Descent goes on: averages of later iterates are better than the start's.
  @Test(arguments: ["dsgd", "local-sgd", "gossip-learning"])
  func runsDescend(_ algorithm: String) throws {
    let workload = try Self.workload(
      SigmoidalLoss.self, algorithm: algorithm, iterations: 400,
      topology: algorithm == "local-sgd" ? "complete" : "ring")
    let side = LeftSide(.suboptimality, .final)
    let measurement = try Self.measure(workload, side)
    let start = try #require(measurement.trace.values[.suboptimality]).first!
    #expect(abs(start - Double(workload.objective.constants.initialGap.midpoint)) < 1e-12)
    #expect(try samples(measurement, side).values.allSatisfy { $0 < start && $0 > 0 })
  }

  /// The second moment of gradients along the run is that of the means and the bound of the noise.
  @Test func gradientsAlongTheRunAreCountedWithTheirNoise() throws {
    let workload = try Self.workload(LogisticLoss.self, iterations: 1)
    let side = LeftSide(.squaredGradient, .average)
    let trajectory = try #require(try Self.measure(workload, side, measuresGradients: true).trajectory)
    var gradients = Matrix(rows: 4, columns: 5, repeating: 0.0)
    let start = workload.objective.start.map { Double($0) }
    workload.objective.kernel(in: Double.self).evaluateGradients(
      at: Matrix(rows: 1, columns: 5, elements: start), into: &gradients)
    let expected = (0..<4).map { i in
      gradients.row(i).reduce(0) { $0 + $1 * $1 } + Double(workload.objective.noiseVariances[i])
    }.max()!
    #expect(abs(Double(trajectory.gradientSecondMoment.midpoint) - expected) < 1e-12 * expected)
  }

  @Test func signMethodsAndExactEvidenceAreRefused() throws {
    let sign = try Self.workload(LogisticLoss.self, algorithm: "signsgd-mv", topology: "complete")
    #expect(throws: EvidenceError.self) { try Self.measure(sign, LeftSide(.squaredGradient, .average)) }
    let workload = try Self.workload(LogisticLoss.self)
    let side = LeftSide(.squaredGradient, .average)
    #expect(throws: EvidenceError.self) {
      try ExactMoments.measure(workload, leftSides: [side], checkpoints: [0])
    }
    #expect(throws: EvidenceError.self) {
      try FloatMoments.measure(workload, leftSides: [side], checkpoints: [0])
    }
  }

  @Test func distancesAreMeasuredOnlyFromAKnownMinimiser() throws {
    #expect(try Self.workload(LogisticLoss.self).metrics.contains(.squaredDistance))
    #expect(try !Self.workload(SigmoidalLoss.self).metrics.contains(.squaredDistance))
  }
}
