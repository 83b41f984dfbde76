import Dispatch
import Evidence
import ExactArithmetic
import Theorems
import Training

/// Holds the claims about a federation against sampled runs.
struct FederationAudit {
  let federation: Federation
  let frame: ResultFrame
  let jobs: Int
  let progress: ProgressHandler

  func results(_ claims: [FederationClaim], replicates: Int, alpha: Rational) -> [ClaimResult] {
    // Each method runs once, however many claims speak of it.
    var records: [String: Runs] = [:]
    let own = runs(federation, replicates)
    return claims.map { claim in
      let identity = claim.baseline.training.identity
      let base = records[identity] ?? runs(claim.baseline, replicates)
      records[identity] = base
      return result(claim, own, base, alpha: alpha)
    }
  }

  private enum Runs {
    case done([TrainingRecord])
    case failed(String)
  }

  private func runs(_ federation: Federation, _ replicates: Int) -> Runs {
    let seed = frame.scenario.seed
    let outcomes = mapConcurrently(count: replicates, jobs: jobs) { replicate in
      defer { progress(Double(replicate + 1) / Double(replicates)) }
      do throws(TrainingError) {
        return Result<TrainingRecord, TrainingError>.success(try federation.record(seed: seed &+ UInt64(replicate)))
      } catch {
        return .failure(error)
      }
    }
    var records: [TrainingRecord] = []
    for (replicate, outcome) in outcomes.enumerated() {
      switch outcome {
      case .success(let record): records.append(record)
      case .failure(let error): return .failed("replicate \(replicate): \(error.message)")
      }
    }
    return .done(records)
  }

  private func result(_ claim: FederationClaim, _ own: Runs, _ base: Runs, alpha: Rational) -> ClaimResult {
    guard case .done(let lefts) = own, case .done(let bases) = base else {
      var reason = ""
      for case .failed(let message) in [own, base] where reason.isEmpty { reason = message }
      return frame.result(
        theorem: ComparisonClaim.identifier, provenance: "declared", attribution: "declared by the scenario",
        statement: statement(claim), judgement: Judgement(verdict: .undecided, reason: reason), method: nil, left: nil,
        right: nil, ratio: nil, measured: [])
    }
    let costs = zip(lefts, bases).map { (cost(claim, of: $0, against: $1), cost(claim, of: $1, against: $0)) }
    let left = samples(costs.map(\.0), claim)
    let right = samples(costs.map(\.1), claim)
    var judgement = Comparison.judge(left, atMost: claim.factor, times: right, alpha: alpha)
    let ended = (costs.count { !$0.0.isReached }, costs.count { !$0.1.isReached })
    if ended.0 + ended.1 > 0 {
      if ended.0 > 0 && judgement.verdict == .consistent {
        // A run that ends early costs little.
        judgement.verdict = .undecided
        judgement.reason = "not refuted, but not every run got there; longer runs would decide"
      }
      judgement.reason += "; \(ended.0) runs and \(ended.1) of the other method ended before they were there"
    }
    let ratio = SampleRatio(left.values, right.values).map {
      MeasuredValue.estimate(EstimateRecord($0, scaledBy: 1 / Double(claim.factor)))
    }
    return frame.result(
      theorem: ComparisonClaim.identifier, provenance: "declared", attribution: "declared by the scenario",
      statement: statement(claim), judgement: judgement,
      method: "sampled: \(costs.count) replicates, data, mini-batches and pauses drawn anew in each",
      left: .estimate(EstimateRecord(SampleMean(left), scaledBy: 1)),
      right: .estimate(EstimateRecord(SampleMean(right), scaledBy: Double(claim.factor))),
      ratio: ratio, measured: [.sampled(left), .sampled(right)])
  }

  private func statement(_ claim: FederationClaim) -> String {
    let factor = claim.factor == 1 ? "" : "\(claim.factor) times "
    let what =
      claim.metric == .leastError
      ? "the least test error"
      : "\(claim.metric.words) to \(claim.share) of the best accuracy of either, or to the end of the run,"
    return "E of \(what) is at most \(factor)that under \(claim.baseline.training.words), on the same data"
  }

  /// A cost, and whether the accuracy was reached; otherwise it is that of the whole run.
  private typealias Cost = (value: Double, isReached: Bool)

  private func cost(_ claim: FederationClaim, of run: TrainingRecord, against other: TrainingRecord) -> Cost {
    if claim.metric == .leastError { return (1 - best(run), true) }
    // Shares of accuracies are compared in doubles, alike for both runs.
    let target = Double(claim.share) * max(best(run), best(other))
    if let point = run.first(withAccuracy: target) { return (claim.metric.value(of: point), true) }
    switch claim.metric {
    case .timeToAccuracy: return (run.time, false)
    case .bytesToAccuracy: return (run.ledger.bytesSent, false)
    case .trainingToAccuracy: return (run.ledger.trainingSeconds, false)
    case .leastError: return (1, false)
    }
  }

  private func best(_ run: TrainingRecord) -> Double { run.points.map(\.accuracy).max() ?? 0 }

  /// - Returns: the costs, with the bound that is known of them before any run: bets are on it.
  private func samples(_ costs: [Cost], _ claim: FederationClaim) -> Samples {
    let values = costs.map(\.value)
    // Both runs' plans count: one may be longer.
    let plans = [federation.training.plan.seconds, claim.baseline.training.plan.seconds]
    let seconds = plans.contains(nil) ? nil : plans.compactMap { $0 }.max()
    let most: Double? =
      switch claim.metric {
      case .timeToAccuracy: seconds
      case .trainingToAccuracy: seconds.map { $0 * Double(federation.task.clients) }
      case .bytesToAccuracy: nil
      case .leastError: 1
      }
    return Samples(values: values, lowerValues: values, upperValues: values, most: most)
  }
}

extension FederationMetric {
  fileprivate var words: String {
    switch self {
    case .timeToAccuracy: "the virtual time"
    case .bytesToAccuracy: "the bytes sent"
    case .trainingToAccuracy: "the time computed by all nodes"
    case .leastError: "the least test error"
    }
  }

  fileprivate func value(of point: TrainingPoint) -> Double {
    switch self {
    case .timeToAccuracy: point.time
    case .bytesToAccuracy: point.bytesSent
    case .trainingToAccuracy: point.trainingSeconds
    case .leastError: 1 - point.accuracy
    }
  }
}
