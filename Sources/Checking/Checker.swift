import Evidence
import ExactArithmetic
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
    let frame = ResultFrame(scenario: scenario, command: command)
    switch scenario.subject {
    case .vote(let ballot): return VoteAudit(ballot, frame).results
    case .training(let workload): return check(workload, frame)
    case .federation(let federation, let claims):
      guard case .sampled(let replicates, let alpha) = scenario.evidence else {
        preconditionFailure("a federation that is not sampled")
      }
      return FederationAudit(federation: federation, frame: frame, jobs: jobs, progress: progress)
        .results(claims, replicates: replicates, alpha: alpha)
    }
  }

  /// Every metric along the run, without a claim.
  ///
  /// - Throws: `EvidenceError` when the evidence asked for cannot be had for this workload, or there is none.
  public func run(_ scenario: Scenario) throws(EvidenceError) -> Measurement {
    guard let workload = scenario.workload else {
      throw EvidenceError("a vote, or a federation, has no run of an algorithm")
    }
    let sides = Set(workload.metrics.map { LeftSide($0, .average) })
    return try measure(scenario, workload, sides, checkpoints(upTo: workload.iterations, atMost: 1001))
  }

  private func check(_ workload: Workload, _ frame: ResultFrame) -> [ClaimResult] {
    let scenario = frame.scenario
    let theorems = scenario.claims.compactMap { claim in
      if case .theorem(let claim) = claim { claim } else { nil }
    }
    let quantities = Set(theorems.flatMap(\.theorem.quantities))
    let known = Constants(of: workload, for: quantities)
    // One measurement serves every claim about the scenario's own run.
    var wanted: Set<LeftSide> = []
    for claim in scenario.claims {
      switch claim {
      case .theorem(let claim):
        let evaluation = known.evaluation(of: claim.theorem)
        let awaitsRun = !claim.theorem.quantities.allSatisfy(known.values.has)
        if evaluation.truth != .no && (evaluation.terms != nil || awaitsRun) { wanted.insert(claim.theorem.leftSide) }
      case .comparison(let claim): wanted.insert(claim.leftSide)
      case .vote: break
      }
    }
    let compared = scenario.claims.compactMap { claim in
      if case .comparison(let claim) = claim { claim.baseline } else { nil }
    }
    let sharesLanes = ([workload] + compared).contains {
      !$0.algorithm.schedule.isFixed || $0.algorithm.runsAlone
    }
    let own = attempt(
      scenario, workload, wanted, sharesLanes: sharesLanes,
      measuresGradients: !quantities.isDisjoint(with: Constants.ofTheTrajectory))
    let constants = known.adding(own, workload)
    return scenario.claims.compactMap { claim in
      switch claim {
      case .vote: return nil
      case .theorem(let claim):
        return ClaimAssembly(
          frame: frame, claim: claim, evaluation: constants.evaluation(of: claim.theorem), constants: constants,
          attempt: own
        ).result
      case .comparison(let claim):
        return ComparisonAssembly(
          frame: frame, claim: claim, own: own,
          baseline: attempt(scenario, claim.baseline, [claim.leftSide], sharesLanes: sharesLanes),
          dropped: workload.algorithm.surroundingsUnknown(to: claim.baseline.algorithm)
        ).result
      }
    }
  }

  private func attempt(
    _ scenario: Scenario, _ workload: Workload, _ sides: Set<LeftSide>, sharesLanes: Bool,
    measuresGradients: Bool = false
  ) -> Attempt {
    if sides.isEmpty { return Attempt(measurement: nil, obstacle: nil) }
    do throws(EvidenceError) {
      let points = checkpoints(upTo: workload.iterations, atMost: 80)
      return Attempt(
        measurement: try measure(scenario, workload, sides, points, measuresGradients, sharesLanes), obstacle: nil)
    } catch {
      return Attempt(measurement: nil, obstacle: error.message)
    }
  }

  private func measure(
    _ scenario: Scenario, _ workload: Workload, _ sides: Set<LeftSide>, _ checkpoints: [Int],
    _ measuresGradients: Bool = false, _ sharesLanes: Bool? = nil
  ) throws(EvidenceError) -> Measurement {
    let single = LeftSide(.descentError, .final)
    if sides.contains(single) {
      let rest =
        sides.count == 1
        ? nil
        : try measure(scenario, workload, sides.subtracting([single]), checkpoints, measuresGradients, sharesLanes)
      let replicates: Int = if case .sampled(let replicates, _) = scenario.evidence { replicates } else { 100 }
      let found = try DescentCheck.measure(workload, replicates: replicates, seed: scenario.seed)
      return Measurement(found, of: single, besides: rest)
    }
    return switch scenario.evidence {
    case .exact: try ExactMoments.measure(workload, leftSides: sides, checkpoints: checkpoints, progress: progress)
    case .moments: try FloatMoments.measure(workload, leftSides: sides, checkpoints: checkpoints, progress: progress)
    case .sampled(let replicates, _):
      try SampledRuns.measure(
        workload, leftSides: sides, checkpoints: checkpoints, replicates: replicates, seed: scenario.seed, jobs: jobs,
        measuresGradients: measuresGradients, sharesLanes: sharesLanes, progress: progress)
    }
  }
}

/// A measurement, or why there is none although it was wanted.
struct Attempt {
  var measurement: Measurement?
  var obstacle: String?
}
