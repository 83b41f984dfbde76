import Simulation
import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Testing
import Theorems

func samples(_ measurement: Measurement, _ side: LeftSide) throws -> (lower: [Double], values: [Double]) {
  guard case .sampled(let samples)? = measurement.values[side] else { throw EvidenceError("\(side) is not sampled") }
  return (samples.lowerValues, samples.values)
}

@Suite struct SampledTests {
  /// Each of the 4 x 3 x 8 comparisons is a 99 % interval widened by half, that is 3.86 standard errors: each
  /// fails by chance with probability 1.1e-4, all together with probability below 0.011; seeds are fixed.
  @Test(arguments: NoiseLaw.allCases, 1...3 as ClosedRange<UInt64>)
  func exactValueLiesInTheSampledInterval(_ law: NoiseLaw, _ seed: UInt64) throws {
    let workload = try randomWorkload(seed: seed, nodes: 4, dimension: 2, iterations: 30, law: law)
    let exact = try ExactMoments.measure(workload, leftSides: everySide, checkpoints: [0, 30])
    let sampled = try SampledRuns.measure(
      workload, leftSides: everySide, checkpoints: [0, 30], replicates: 3000, seed: seed, jobs: 2)
    for side in everySide {
      let value = Double(try exactValue(exact, side))
      let mean = SampleMean(try samples(sampled, side).values)
      let slack = (mean.upper - mean.lower) / 4 + 1e-12 * (1 + value)
      #expect(mean.lower - slack <= value && value <= mean.upper + slack, "\(side): \(value) vs \(mean)")
    }
  }

  @Test func resultsDoNotDependOnThreadsOrOnOtherReplicates() throws {
    let workload = try randomWorkload(seed: 8, nodes: 3, dimension: 2, iterations: 20, law: .gaussian)
    func measure(_ replicates: Int, _ jobs: Int) throws -> Measurement {
      try SampledRuns.measure(
        workload, leftSides: everySide, checkpoints: [0, 5, 20], replicates: replicates, seed: 42, jobs: jobs)
    }
    let (one, many, fewer) = (try measure(45, 1), try measure(45, 5), try measure(13, 2))
    for side in everySide {
      #expect(try samples(one, side).values == samples(many, side).values)
      #expect(try samples(fewer, side).values == Array(samples(one, side).values.prefix(13)))
      #expect(one.trace.values[side.metric] == many.trace.values[side.metric])
    }
  }

  @Test func seedsGiveDifferentNoise() throws {
    let workload = try randomWorkload(seed: 8, nodes: 3, dimension: 2, iterations: 20, law: .rademacher)
    let side = LeftSide(.squaredDistance, .final)
    let runs = try [1, 2].map { (seed: UInt64) in
      try SampledRuns.measure(workload, leftSides: [side], checkpoints: [20], replicates: 8, seed: seed, jobs: 1)
    }
    #expect(try samples(runs[0], side).values != samples(runs[1], side).values)
    #expect(Set(try samples(runs[0], side).values).count > 1)
  }

  @Test func withoutNoiseEveryReplicateIsTheExactRun() throws {
    let workload = try randomWorkload(seed: 5, nodes: 5, dimension: 3, iterations: 50, law: .none)
    let exact = try ExactMoments.measure(workload, leftSides: everySide, checkpoints: [0, 50])
    let sampled = try SampledRuns.measure(
      workload, leftSides: everySide, checkpoints: [0, 50], replicates: 3, seed: 1, jobs: 1)
    for side in everySide {
      let value = Double(try exactValue(exact, side))
      let found = try samples(sampled, side)
      for sample in found.values { #expect(abs(sample - value) <= 1e-11 * (1 + value)) }
      // What the e-value bets on never exceeds the exact value.
      for lower in found.lower { #expect(lower <= value) }
    }
  }

  /// A deterministic run that converges below the doubles' resolution: rounding alone must not look like a
  /// violation of a tiny bound.
  @Test func roundingNearTheOptimumIsAllowedFor() throws {
    let network = MixingMatrix(try Topologies.graph("ring", size: .nodes(5)), weights: .metropolis)
    let objective = Quadratic(
      curvature: [1, Rational(1, 3)],
      centres: Matrix<Rational>(rows: 5, columns: 2) { i, k in Rational(i * 7 - 3 * k, 11) }, start: [3, -2])
    let workload = Workload(
      algorithm: DSGD(stepSize: Rational(1, 4), network: network), objective: objective, iterations: 2000)
    let sides = Set([LeftSide(.squaredDistance, .final), LeftSide(.squaredGradient, .final)])
    let exact = try ExactMoments.measure(workload, leftSides: sides, checkpoints: [2000])
    let sampled = try SampledRuns.measure(
      workload, leftSides: sides, checkpoints: [2000], replicates: 8, seed: 1, jobs: 1)
    for side in sides {
      let value = Double(try exactValue(exact, side))
      for lower in try samples(sampled, side).lower { #expect(lower <= value) }
    }
  }

  @Test func divergingRunsStayFinite() throws {
    let network = MixingMatrix(Graph(nodes: 2, edges: [(0, 1)]), weights: .metropolis)
    let objective = Quadratic(curvature: [100], centres: Matrix(rows: 2, columns: 1, elements: [1, 2]))
    let workload = Workload(
      algorithm: DSGD(stepSize: 1, network: network), objective: objective, iterations: 1000)
    let measured = try SampledRuns.measure(
      workload, leftSides: everySide, checkpoints: [1000], replicates: 2, seed: 1, jobs: 1)
    for side in everySide where side.metric != .consensusDistance {
      for value in try samples(measured, side).values { #expect(value == 1e300) }
    }
  }
}

/// What a run in doubles may be off by counts every local step, proximal pull and server step.
@Suite struct FederatedRoundingTests {
  /// The gap between a sample and its lower value.
  static func slack(_ name: String, _ settings: [String: Setting], weights: [Rational]? = nil) throws -> Double {
    let type = try #require(Algorithms.all.first { $0.name == name })
    let network = MixingMatrix(try Topologies.graph("complete", size: .nodes(2)), weights: .metropolis)
    let algorithm = try type.init(
      AlgorithmSettings(
        stepSize: Rational(1, 100), parameters: type.parameters, replacing: settings,
        in: Surroundings(clientWeights: weights)), network: network)
    let objective = Quadratic(
      curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [0, 1]), start: [4],
      noise: Noise(.gaussian, variance: 1))
    let side = LeftSide(.squaredDistance, .final)
    let measured = try SampledRuns.measure(
      Workload(algorithm: algorithm, objective: objective, iterations: 20), leftSides: [side], checkpoints: [20],
      replicates: 8, seed: 1, jobs: 1)
    guard case .sampled(let samples)? = measured.values[side] else { throw EvidenceError("not sampled") }
    return zip(samples.upperValues, samples.values).map { $0 - $1 }.max()!
  }

  @Test func everyStepCounts() throws {
    let one = try Self.slack("fedavg", ["localSteps": .number(1)])
    #expect(one.isFinite && one > 0)
    #expect(try Self.slack("fedavg", ["localSteps": .number(50)]) > 50 * one)
    let free = try Self.slack("fedprox", ["localSteps": .number(5), "proximalWeight": .number(0)])
    #expect(try Self.slack("fedprox", ["localSteps": .number(5), "proximalWeight": .number(3)]) > 2 * free)
    let plain = try Self.slack("fedbuff", [:])
    #expect(try Self.slack("fedbuff", ["serverStep": .number(8)]) > 8 * plain)
    // Nothing is known where steps rest on norms, or averages are not convex.
    #expect(try Self.slack("asyncfeded", [:]) == .infinity)
    #expect(try Self.slack("fedavg", [:], weights: [Rational(1, 4), Rational(3, 4)]) == .infinity)
  }
}

/// Runs whose rounding or overflow once looked like a violation of a true claim.
@Suite struct SampledSoundnessTests {
  static func lowerValues(
    _ workload: Workload, _ side: LeftSide
  ) throws -> (exact: Rational, lower: [Double]) {
    let exact = try ExactMoments.measure(workload, leftSides: [side], checkpoints: [workload.iterations])
    let sampled = try SampledRuns.measure(
      workload, leftSides: [side], checkpoints: [workload.iterations], replicates: 8, seed: 1, jobs: 1)
    return (try exactValue(exact, side), try samples(sampled, side).lower)
  }

  /// Weights that a double cannot hold move the average of far-apart models away from an optimum at zero.
  @Test func unevenWeightsDoNotLiftTheAverage() throws {
    let small = Rational(1, 1_000_000)
    let weights = Matrix<Rational>(rows: 3, columns: 3) { i, j in i == j ? 1 - 2 * small : small }
    let workload = Workload(
      algorithm: DSGD(stepSize: Rational(1, 2_200_000), network: try MixingMatrix(weights)),
      objective: Quadratic(
        curvature: [1],
        centres: Matrix(rows: 3, columns: 1, elements: [Rational(2, 3), Rational(-1, 3), Rational(-1, 3)]),
        start: [Rational(1, 1_000_000_000_000)]), iterations: 50_000)
    let sampled = try SampledRuns.measure(
      workload, leftSides: [LeftSide(.squaredDistance, .final)], checkpoints: [50_000], replicates: 1, seed: 1, jobs: 1)
    // The average follows (1 - eta)^t whatever the weights: its square is below the start's.
    for lower in try samples(sampled, LeftSide(.squaredDistance, .final)).lower { #expect(lower <= 1e-24) }
  }

  /// Constant steps forget rounding errors, steps that decrease do not.
  @Test func allowancesOfDecreasingStepsGrowWithTheRun() throws {
    func allowance(iterations: Int, offset: Rational) throws -> Double {
      let network = MixingMatrix(try Topologies.graph("complete", size: .nodes(2)), weights: .metropolis)
      let workload = Workload(
        algorithm: try LocalSGD(
          AlgorithmSettings(
            stepSize: Rational(1, 2), parameters: LocalSGD.parameters, replacing: ["stepOffset": .number(offset)]),
          network: network),
        objective: Quadratic(curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [1, -1]), start: [4]),
        iterations: iterations)
      let side = LeftSide(.squaredDistance, .average)
      let sampled = try SampledRuns.measure(
        workload, leftSides: [side], checkpoints: [iterations], replicates: 1, seed: 1, jobs: 1)
      let found = try samples(sampled, side)
      return found.values[0].squareRoot() - found.lower[0].squareRoot()
    }
    #expect(try allowance(iterations: 40_000, offset: 0) < 1.1 * allowance(iterations: 4_000, offset: 0))
    #expect(try allowance(iterations: 40_000, offset: 1) > 5 * allowance(iterations: 4_000, offset: 1))
  }

  @Test func subnormalScalesAreRefused() throws {
    let network = MixingMatrix(Graph(nodes: 2, edges: [(0, 1)]), weights: .metropolis)
    let start = try Rational(parsing: "2.1e-162")
    let workload = Workload(
      algorithm: DSGD(stepSize: Rational(1, 4), network: network),
      objective: Quadratic(
        curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [0, 0]), start: [start]), iterations: 1)
    #expect(throws: EvidenceError.self) { try Self.lowerValues(workload, LeftSide(.squaredDistance, .final)) }
  }

  @Test func overflowIsNotBetOn() throws {
    let network = MixingMatrix(Graph(nodes: 2, edges: [(0, 1)]), weights: .metropolis)
    let huge = try Rational(parsing: "1e100")
    let workload = Workload(
      algorithm: DSGD(stepSize: huge, network: network),
      objective: Quadratic(
        curvature: [2 / (10 * huge)], centres: Matrix(rows: 2, columns: 1, elements: [0, 0]),
        noise: Noise(.rademacher, variance: try Rational(parsing: "1e110"))), iterations: 10)
    let found = try Self.lowerValues(workload, LeftSide(.suboptimality, .average))
    #expect(found.lower.allSatisfy { $0 <= Double(found.exact) * 10 })
  }
}

@Suite struct CheckpointTests {
  @Test func shortRunsRecordEverything() { #expect(checkpoints(upTo: 5, atMost: 10) == [0, 1, 2, 3, 4, 5]) }

  @Test(arguments: [10, 999, 1_000_000])
  func longRunsAreThinnedFromZeroToTheEnd(_ iterations: Int) {
    let points = checkpoints(upTo: iterations, atMost: 10)
    #expect(points.first == 0 && points.last == iterations)
    #expect(points.count <= 12)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0 < $1 })
  }
}
