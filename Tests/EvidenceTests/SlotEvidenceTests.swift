import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing
import Theorems

private let everySlotSide = Set(
  [Metric.squaredGradient, .suboptimality, .squaredDistance, .consensusDistance, .nodeSuboptimality].flatMap { metric in
    [LeftSide(metric, .average), LeftSide(metric, .final), LeftSide(metric, .weighted)]
  })

@Suite struct SlotEvidenceTests {
  /// Every combination stays below 10^5 paths.
  static let tiny: [SlotSetting] = [
    .init(algorithm: "async-dsgd", nodes: 2, iterations: 3, completion: Rational(1, 3)),
    .init(
      algorithm: "async-dsgd", nodes: 2, iterations: 3, parameters: ["maximumStaleness": .number(1)],
      completion: Rational(1, 3)),
    .init(
      algorithm: "async-dsgd", nodes: 2, iterations: 4, law: .none,
      parameters: ["maximumStaleness": .number(2), "consensusStep": .number(Rational(1, 3))],
      completion: Rational(1, 2), links: Rational(3, 4)),
    .init(
      algorithm: "async-dsgd", topology: "path", nodes: 3, iterations: 2, law: .none,
      parameters: ["maximumStaleness": .number(1)], completion: Rational(2, 3), links: Rational(1, 2)),
    .init(
      algorithm: "async-dsgd", nodes: 2, iterations: 3, law: .none,
      parameters: ["outdated": .word("keep"), "consensusStep": .number(Rational(1, 2))], completion: Rational(1, 2),
      channelNoise: Rational(1, 4)),
    .init(
      algorithm: "async-dsgd", nodes: 2, dimension: 2, iterations: 2, law: .none,
      parameters: ["maximumStaleness": .number(1)], completion: Rational(1, 2), links: Rational(1, 2)),
    .init(algorithm: "digest", nodes: 2, iterations: 4),
    .init(algorithm: "digest", topology: "path", nodes: 3, iterations: 3),
    .init(algorithm: "digest", nodes: 3, iterations: 3, parameters: ["tokens": .number(2)]),
    .init(algorithm: "digest", nodes: 3, iterations: 8, law: .none, parameters: ["tokens": .number(3)]),
    .init(
      algorithm: "digest", topology: "path", nodes: 3, iterations: 3,
      parameters: ["route": .word("walk"), "stepOffset": .number(3)]),
    .init(algorithm: "local-sgd", nodes: 2, iterations: 4, parameters: ["localSteps": .number(2)]),
    .init(
      algorithm: "local-sgd", nodes: 2, dimension: 2, iterations: 2,
      parameters: ["localSteps": .number(3), "stepOffset": .number(5)]),
    .init(algorithm: "random-walk-sgd", topology: "path", nodes: 3, iterations: 6),
    .init(algorithm: "random-walk-sgd", nodes: 3, iterations: 6, parameters: ["route": .word("metropolis")]),
    .init(algorithm: "ad-psgd", topology: "path", nodes: 3, iterations: 4),
    .init(algorithm: "ad-psgd", nodes: 2, dimension: 2, iterations: 3),
    .init(algorithm: "dsgd", topology: "path", nodes: 3, iterations: 3, law: .none, completion: Rational(1, 2)),
    .init(algorithm: "dsgd", nodes: 2, iterations: 3, completion: Rational(2, 3)),
    .init(algorithm: "fedavg", nodes: 2, iterations: 2, parameters: ["localSteps": .number(2)]),
    .init(
      algorithm: "fedavg", nodes: 3, iterations: 2,
      parameters: ["sampling": .word("without-replacement"), "sampleSize": .number(2)]),
    .init(
      algorithm: "fedavg", nodes: 2, iterations: 3, law: .none,
      parameters: [
        "sampling": .word("with-replacement"), "sampleSize": .number(3), "localSteps": .number(3),
        "stepOffset": .number(7),
      ]),
    .init(algorithm: "fedprox", nodes: 2, iterations: 2, parameters: ["localSteps": .number(2)]),
    .init(
      algorithm: "plexus", nodes: 3, iterations: 2, law: .none,
      parameters: ["localSteps": .number(2), "sampleSize": .number(3), "successFraction": .number(Rational(1, 2))]),
    .init(algorithm: "fedasync", nodes: 2, iterations: 3, parameters: ["proximalWeight": .number(1)]),
    .init(algorithm: "fedbuff", nodes: 2, iterations: 2, parameters: ["localSteps": .number(2)]),
    .init(algorithm: "dsgd", topology: "ring", nodes: 3, iterations: 2, links: Rational(1, 3)),
    .init(algorithm: "dsgd", topology: "path", nodes: 3, iterations: 3, law: .none, mixing: .gossip),
    .init(algorithm: "dsgd", nodes: 4, iterations: 3, law: .none, mixing: .matching),
    .init(algorithm: "dsgd", nodes: 4, iterations: 5, law: .none, mixing: .onePeerExponential),
    .init(
      algorithm: "dsgd", nodes: 2, iterations: 3, law: .none, completion: Rational(1, 2), links: Rational(3, 4)),
    .init(
      algorithm: "dsgd", nodes: 3, iterations: 3, law: .none, completion: Rational(1, 2), mixing: .onePeerExponential),
  ]

  @Test(arguments: tiny)
  func momentsOverSlotsEqualEnumerationOfAllPaths(_ setting: SlotSetting) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let workload = try setting.workload(seed: seed)
      let enumerated = try PathEnumeration(workload)
      let exact = try ExactMoments.measure(workload, leftSides: everySlotSide, checkpoints: [0, workload.iterations])
      let float = try FloatMoments.measure(workload, leftSides: everySlotSide, checkpoints: [0, workload.iterations])
      for side in everySlotSide {
        let value = enumerated.value(of: side)
        #expect(try exactValue(exact, side) == value, "\(side), seed \(seed)")
        let around = try enclosure(float, side)
        #expect(around.contains(value) && around.width <= Rational(1, 1_000_000_000), "\(side), seed \(seed)")
        #expect(abs(exact.trace.curve(of: side).last! - Double(value)) <= 1e-12, "\(side), seed \(seed)")
      }
      let variance = Rational(workload.objective.dimension) * workload.objective.noise.variance
      let trajectory = try #require(exact.trajectory)
      let squares = enumerated.gradientSquares
      #expect(trajectory.gradientSecondMoment == Enclosure(squares.flatMap { $0 }.max()! + variance))
      // Of one asking after the other, where a step asks for several gradients.
      let n = workload.objective.workers
      let means = squares.flatMap { cells in
        stride(from: 0, to: cells.count, by: n).map { cells[$0..<$0 + n].reduce(.zero, +) / Rational(n) }
      }
      #expect(trajectory.gradientMeanSquare == Enclosure(means.max()!))
    }
  }

  /// Each comparison is a 99 % interval widened by half, 3.86 standard errors: it fails by chance with probability
  /// 1.1e-4, all 14 x 2 x 15 with probability below 0.047; seeds are fixed.
  @Test(arguments: [
    SlotSetting(
      algorithm: "async-dsgd", topology: "ring", nodes: 3, dimension: 2, iterations: 20, law: .gaussian,
      parameters: ["maximumStaleness": .number(1)], completion: Rational(1, 2), links: Rational(3, 4)),
    SlotSetting(
      algorithm: "async-dsgd", nodes: 2, dimension: 2, iterations: 20,
      parameters: ["consensusStep": .number(Rational(1, 2))], completion: Rational(1, 3), channelNoise: Rational(1, 9)),
    SlotSetting(
      algorithm: "async-dsgd", nodes: 3, iterations: 20, law: .threePoint, parameters: ["outdated": .word("keep")],
      completion: Rational(1, 3)),
    SlotSetting(algorithm: "digest", topology: "ring", nodes: 5, dimension: 2, iterations: 30, law: .gaussian),
    SlotSetting(
      algorithm: "digest", topology: "star", nodes: 5, iterations: 30, law: .gaussian,
      parameters: ["route": .word("walk"), "tokens": .number(2), "stepOffset": .number(10)]),
    SlotSetting(
      algorithm: "local-sgd", nodes: 4, iterations: 30, law: .gaussian, parameters: ["localSteps": .number(4)]),
    SlotSetting(algorithm: "ad-psgd", topology: "ring", nodes: 4, iterations: 40, law: .gaussian),
    SlotSetting(algorithm: "random-walk-sgd", topology: "ring", nodes: 4, iterations: 40, law: .gaussian),
    SlotSetting(
      algorithm: "dsgd", topology: "ring", nodes: 3, iterations: 20, law: .gaussian, completion: Rational(1, 2)),
    SlotSetting(
      algorithm: "fedavg", nodes: 4, iterations: 15, law: .gaussian,
      parameters: ["localSteps": .number(3), "sampling": .word("without-replacement"), "sampleSize": .number(2)]),
    SlotSetting(
      algorithm: "fedavg", nodes: 3, iterations: 15, law: .gaussian,
      parameters: ["sampling": .word("with-replacement"), "sampleSize": .number(2)]),
    SlotSetting(algorithm: "fedbuff", nodes: 3, iterations: 20, law: .gaussian, parameters: ["localSteps": .number(2)]),
    SlotSetting(algorithm: "dsgd", topology: "ring", nodes: 4, iterations: 20, law: .gaussian, links: Rational(1, 2)),
    SlotSetting(algorithm: "dsgd", topology: "ring", nodes: 4, iterations: 20, law: .gaussian, mixing: .matching),
  ])
  func exactValueLiesInTheSampledInterval(_ setting: SlotSetting) throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let workload = try setting.workload(seed: seed)
      let moments = try FloatMoments.measure(workload, leftSides: everySlotSide, checkpoints: [0])
      let sampled = try SampledRuns.measure(
        workload, leftSides: everySlotSide, checkpoints: [0, workload.iterations], replicates: 1000, seed: seed,
        jobs: 2,
        measuresGradients: true)
      for side in everySlotSide {
        let value = Double(try enclosure(moments, side).midpoint)
        guard case .sampled(let samples)? = sampled.values[side] else { throw EvidenceError("not sampled") }
        let mean = SampleMean(samples)
        let slack = (mean.upper - mean.lower) / 4 + 1e-9
        #expect(mean.lower - slack <= value && value <= mean.upper + slack, "\(side): \(value) vs \(mean)")
      }
      let (found, exact) = (try #require(sampled.trajectory), try #require(moments.trajectory))
      #expect(found.isEstimated && !exact.isEstimated)
      let ratio = Double(found.gradientSecondMoment.midpoint / exact.gradientSecondMoment.midpoint)
      #expect(abs(ratio - 1) < 0.2)
    }
  }

  /// The deviation lemmas themselves, at every iteration: D_t <= their bound, with G along the trajectory.
  @Test(arguments: [
    SlotSetting(
      algorithm: "async-dsgd", topology: "ring", nodes: 3, iterations: 8, completion: Rational(1, 2),
      links: Rational(1, 2)),
    SlotSetting(
      algorithm: "async-dsgd", nodes: 3, iterations: 8, parameters: ["maximumStaleness": .number(2)],
      completion: Rational(1, 3), links: Rational(3, 4)),
    SlotSetting(
      algorithm: "async-dsgd", nodes: 2, iterations: 10,
      parameters: ["maximumStaleness": .number(1), "consensusStep": .number(Rational(1, 2))],
      completion: Rational(1, 3), channelNoise: 1),
    SlotSetting(algorithm: "digest", topology: "path", nodes: 4, iterations: 14),
    SlotSetting(algorithm: "digest", nodes: 4, iterations: 12, parameters: ["tokens": .number(2)]),
    SlotSetting(algorithm: "digest", topology: "ring", nodes: 4, iterations: 20, parameters: ["route": .word("walk")]),
    SlotSetting(algorithm: "local-sgd", nodes: 3, iterations: 9, parameters: ["localSteps": .number(4)]),
  ])
  func deviationLemmasHoldAtEveryIteration(_ setting: SlotSetting) throws {
    let side = LeftSide(.consensusDistance, .final)
    for seed in 1...4 as ClosedRange<UInt64> {
      let whole = try setting.workload(seed: seed)
      let trajectory = try #require(try FloatMoments.measure(whole, leftSides: [side], checkpoints: [0]).trajectory)
      let bound = try Self.deviationBound(whole, trajectory).upper
      var largest: Rational = 0
      for t in 1..<setting.iterations {
        let part = Workload(algorithm: whole.algorithm, objective: whole.objective, iterations: t)
        let distance = try enclosure(FloatMoments.measure(part, leftSides: [side], checkpoints: [0]), side)
        largest = max(largest, distance.upper)
        #expect(distance.upper <= bound, "t = \(t), seed \(seed)")
      }
      #expect(largest.signum > 0)
    }
  }

  static func deviationBound(_ workload: Workload, _ trajectory: Trajectory) throws -> Enclosure {
    let algorithm = workload.algorithm
    var values: [Quantity: Enclosure] = [
      .nodes: Enclosure(Rational(algorithm.workers)), .stepSize: Enclosure(algorithm.stepSize),
      .gradientSecondMoment: trajectory.gradientSecondMoment,
    ]
    switch algorithm {
    case let algorithm as AsyncDSGD:
      let success = try #require(algorithm.settings.surroundings.linkSuccess(algorithm.mixing.graph))
      values[.mixingRate] = try LinkFailures(algorithm.mixing, success: success)
        .contraction(consensusStep: algorithm.consensusStep).mixingRate
      values[.maximumStaleness] = Enclosure(Rational(algorithm.maximumStaleness))
      values[.consensusStep] = Enclosure(algorithm.consensusStep)
      values[.channelNoise] = Enclosure(algorithm.settings.surroundings.channelNoise)
      return AsyncDSGDAssumptions.deviation(Values(enclosing: values, iterationCount: 1)).total()
    case let algorithm as DIGEST:
      values[.tokenDeviation] = Enclosure(TokenDeviation(algorithm.visits).square)
      return DIGESTAssumptions.deviation(Values(enclosing: values, iterationCount: 1)).total()
    default:
      let steps = Rational(try #require(algorithm as? LocalSGD).localSteps - 1)
      return Enclosure((steps * algorithm.stepSize).squared) * trajectory.gradientSecondMoment
    }
  }

  /// Intervals of doubles widen with every step of several tokens; the moments are then enclosed in more bits.
  @Test func wideningIntervalsAreReplaced() throws {
    let workload = try SlotSetting(
      algorithm: "digest", topology: "ring", nodes: 5, iterations: 60, parameters: ["tokens": .number(3)]
    ).workload(seed: 2)
    let exact = try ExactMoments.measure(workload, leftSides: everySlotSide, checkpoints: [0])
    let moments = try FloatMoments.measure(workload, leftSides: everySlotSide, checkpoints: [0])
    #expect(moments.method.contains("1024 bits"))
    for side in everySlotSide {
      let around = try enclosure(moments, side)
      #expect(around.contains(try exactValue(exact, side)) && around.width < .powerOfTwo(-60), "\(side)")
    }
  }

  @Test func longRunsAreRefusedWithTheirCost() throws {
    let workload = try SlotSetting(
      algorithm: "async-dsgd", nodes: 6, iterations: 100_000, parameters: ["maximumStaleness": .number(4)],
      completion: Rational(1, 2), links: Rational(1, 2)
    ).workload(seed: 1)
    let sides: Set = [LeftSide(.squaredGradient, .average)]
    let exact = try #require(throws: EvidenceError.self) {
      try ExactMoments.measure(workload, leftSides: sides, checkpoints: [0])
    }
    let enclosed = try #require(throws: EvidenceError.self) {
      try FloatMoments.measure(workload, leftSides: sides, checkpoints: [0])
    }
    #expect(exact.message.contains("hours") && enclosed.message.contains("hours"))
  }

  @Test func methodsThatRememberSlotsHaveNoMoments() throws {
    let workload = try SlotSetting(algorithm: "gossip-learning", nodes: 3, iterations: 3).workload(seed: 1)
    #expect(throws: EvidenceError.self) {
      try ExactMoments.measure(workload, leftSides: everySlotSide, checkpoints: [0])
    }
  }
}
