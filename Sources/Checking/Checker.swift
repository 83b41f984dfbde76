import Algorithms
import Evidence
import ExactArithmetic
import Networks
import Objectives
import Simulation
import Theorems

/// Holds the claims of a scenario against evidence.
public struct Checker: Sendable {
  /// Threads for sampled runs; results do not depend on it.
  public var jobs: Int
  public var progress: ProgressHandler

  public init(jobs: Int = 1, progress: @escaping ProgressHandler = { _ in }) {
    self.jobs = jobs
    self.progress = progress
  }

  /// One result per claim, in the scenario's order.
  ///
  /// Hypotheses are audited first; only claims whose hypotheses are not violated are measured.
  ///
  /// Where the evidence asked for cannot be had, claims are undecided and say why.
  ///
  /// - Parameter command: the shell command that reproduces the results.
  public func check(_ scenario: Scenario, command: String) -> [ClaimResult] {
    let constants = Constants(of: scenario)
    let audited = scenario.claims.map { claim in
      (claim, Evaluation(claim.theorem, values: constants.values, facts: constants.facts))
    }
    let wanted = Set(audited.filter { $0.1.truth != .no && $0.1.terms != nil }.map { $0.0.theorem.leftSide })
    var measurement: Measurement?
    var obstacle: String?
    if !wanted.isEmpty {
      do throws(EvidenceError) {
        measurement = try measure(scenario, wanted, checkpoints: plotPoints(scenario))
      } catch {
        obstacle = error.message
      }
    }
    return audited.map { claim, evaluation in
      ClaimAssembly(
        scenario: scenario, claim: claim, evaluation: evaluation, constants: constants, measurement: measurement,
        obstacle: obstacle, command: command
      ).result
    }
  }

  /// Every metric along the run, without a claim.
  ///
  /// - Throws: `EvidenceError` when the evidence asked for cannot be had for this workload.
  public func run(_ scenario: Scenario) throws(EvidenceError) -> Measurement {
    let sides = Set(scenario.workload.metrics.map { LeftSide($0, .average) })
    return try measure(scenario, sides, checkpoints: checkpoints(upTo: scenario.workload.iterations, atMost: 1001))
  }

  private func plotPoints(_ scenario: Scenario) -> [Int] {
    checkpoints(upTo: scenario.workload.iterations, atMost: 80)
  }

  private func measure(
    _ scenario: Scenario, _ sides: Set<LeftSide>, checkpoints: [Int]
  ) throws(EvidenceError) -> Measurement {
    switch scenario.evidence {
    case .exact:
      try ExactMoments.measure(scenario.workload, leftSides: sides, checkpoints: checkpoints, progress: progress)
    case .moments:
      try FloatMoments.measure(scenario.workload, leftSides: sides, checkpoints: checkpoints, progress: progress)
    case .sampled(let replicates, _):
      try SampledRuns.measure(
        scenario.workload, leftSides: sides, checkpoints: checkpoints, replicates: replicates, seed: scenario.seed,
        jobs: jobs, progress: progress)
    }
  }
}

/// The theorem's constants for a workload, each with its source, and the structural facts.
struct Constants: Sendable {
  let values: Values<Enclosure>
  let facts: [StructuralProperty: Fact]

  init(of scenario: Scenario) {
    let workload = scenario.workload
    let objective = workload.objective.constants
    let mixing = workload.algorithm.mixing
    let graph = mixing.graph
    let connected = graph.isConnected
    values = Values(
      [
        .nodes: Enclosure(Rational(workload.algorithm.workers)),
        .stepSize: Enclosure(workload.algorithm.stepSize),
        .smoothness: objective.smoothness,
        .strongConvexity: objective.strongConvexity,
        .noiseVariance: objective.noiseVariance,
        .heterogeneity: objective.heterogeneity,
        .initialGap: objective.initialGap,
        .initialDistance: objective.initialDistance,
        .mixingRate: Self.mixingRate(mixing, isConnected: connected),
        .signStep: Enclosure(workload.algorithm.stepSize),
        .smoothnessSum: objective.smoothnessSum,
        .maximumDecodingError: Self.maximumDecodingError(scenario),
      ], iterationCount: workload.iterations)
    let violation = mixing.stochasticityViolation
    let asymmetry = mixing.weights.asymmetricEntry
    facts = [
      .synchronousMixing: Self.fact(of: workload.algorithm, .synchronousMixing),
      .signUpdate: Self.fact(of: workload.algorithm, .sign),
      .coordinateSmoothness: Fact(truth: .yes, detail: "|L|_1 is exact for this objective"),
      .symmetricWeights: Fact(
        truth: Truth(asymmetry == nil),
        detail: asymmetry.map { "entry (\($0.row), \($0.column)) differs from its mirror image" } ?? "checked exactly"),
      .doublyStochasticWeights: Fact(
        truth: Truth(violation == nil), detail: violation?.description ?? "checked exactly"),
      .connectedNetwork: Fact(
        truth: Truth(connected), detail: connected ? "connected" : "disconnected, so rho = 1"),
      .commonStart: Fact(truth: .yes, detail: "by construction of the run"),
      .smoothObjective: Fact(truth: .yes, detail: "L is exact for this objective"),
      .convexObjective: Fact(truth: Truth(objective.isConvex), detail: objective.isConvex ? "convex" : "not convex"),
      .unbiasedNoise: Fact(
        truth: .yes, detail: "by construction of the noise law \(workload.objective.noise.law.rawValue)"),
    ]
  }

  private static func fact(of algorithm: any Algorithm, _ update: UpdateKind) -> Fact {
    Fact(truth: Truth(type(of: algorithm).update == update), detail: "algorithm \(type(of: algorithm).name)")
  }

  /// P_max, where a claim speaks of it.
  private static func maximumDecodingError(_ scenario: Scenario) -> Enclosure {
    scenario.claims.contains { $0.theorem.quantities.contains(.maximumDecodingError) }
      ? LatticeChain.maximumDecodingError(of: scenario.workload) : Enclosure(lower: 0, upper: 1)
  }

  /// p = 1 - rho^2. A disconnected graph has rho = 1 and needs no spectrum.
  private static func mixingRate(_ mixing: MixingMatrix, isConnected: Bool) -> Enclosure {
    guard isConnected, mixing.isDoublyStochastic else { return Enclosure(0) }
    let rate = mixing.spectrum().mixingRate
    return Enclosure(lower: max(0, rate.lower), upper: max(0, rate.upper))
  }

  /// Every constant is computed exactly or enclosed by exact arithmetic for this workload, so its source is
  /// `exact`; an enclosure shows in its ends.
  func records(for theorem: any Theorem) -> [String: ConstantRecord] {
    var records: [String: ConstantRecord] = [:]
    for quantity in theorem.quantities {
      let value = values[quantity]
      records[quantity.name] = ConstantRecord(
        value: EnclosureRecord(value), source: "exact")
    }
    return records
  }
}
