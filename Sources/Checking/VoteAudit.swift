import Decoding
import Evidence
import ExactArithmetic
import Theorems

/// Holds bounds on the error of a vote against its law.
struct VoteAudit {
  private let ballot: Ballot
  private let frame: ResultFrame
  private let decoding: Result<VoteDecoding, VoteError>

  init(_ ballot: Ballot, _ frame: ResultFrame) {
    self.ballot = ballot
    self.frame = frame
    do throws(VoteError) {
      decoding = .success(try VoteDecoding(of: ballot))
    } catch {
      decoding = .failure(error)
    }
  }

  var results: [ClaimResult] {
    frame.scenario.claims.compactMap { claim in
      if case .vote(let bound) = claim { result(bound) } else { nil }
    }
  }

  private func result(_ bound: any VoteBound) -> ClaimResult {
    let conditions = bound.conditions.map { ($0, $0.check(ballot)) }
    let hypotheses = conditions.map { condition, answer in
      HypothesisRecord(
        name: condition.name, required: condition.required, actual: answer.actual,
        met: answer.truth == .unknown ? nil : answer.truth == .yes)
    }
    let value = conditions.allSatisfy { $0.1.truth == .yes } ? bound.value(for: ballot) : nil
    let outcome = try? decoding.get().outcome
    let probability = value == nil ? nil : outcome.map(bound.measure.value)
    // The theorem's smaller side is the left one.
    let (left, right) = bound.measure == .failureAtMost ? (probability, value) : (value, probability)
    return frame.result(
      theorem: bound.identifier, provenance: bound.provenance.rawValue, attribution: bound.attribution,
      statement: bound.statement, judgement: judge(conditions, left, right, vacuity(value, bound.measure)),
      method: probability.map { _ in method(outcome!, bound.measure) },
      left: left.map { .enclosure(EnclosureRecord($0)) },
      right: right.map { .enclosure(EnclosureRecord($0)) },
      ratio: left.flatMap { left in
        right.flatMap { left.divided(by: $0) }.map {
          .enclosure(EnclosureRecord($0.roundedOutward(significantBits: 64)))
        }
      }, hypotheses: hypotheses, measured: probability.map { [.enclosed($0)] } ?? [])
  }

  /// How the left side was obtained.
  private func method(_ outcome: VoteOutcome, _ measure: VoteMeasure) -> String {
    switch measure {
    case .failureAtMost: outcome.method
    case .errorAtLeast: "certified: the theorem's bound, enclosed outward; the right side is \(outcome.method)"
    }
  }

  private func vacuity(_ value: Enclosure?, _ measure: VoteMeasure) -> Vacuity {
    value.map { Vacuity($0, measure) } ?? .no
  }

  private func judge(
    _ conditions: [(VoteCondition, (truth: Truth, actual: String))], _ left: Enclosure?, _ right: Enclosure?,
    _ vacuity: Vacuity
  ) -> Judgement {
    if let (condition, answer) = conditions.first(where: { $0.1.truth == .no }) {
      return Judgement(
        verdict: .notApplicable,
        reason: "hypothesis \(condition.name) is not met: \(condition.required); actual: \(answer.actual)")
    }
    if let (condition, answer) = conditions.first(where: { $0.1.truth == .unknown }) {
      return Judgement(
        verdict: .undecided, reason: "whether hypothesis \(condition.name) is met is not known: \(answer.actual)")
    }
    guard let left, let right else {
      let obstacle = if case .failure(let error) = decoding { error.message } else { "nothing was measured" }
      return Judgement(verdict: .undecided, reason: obstacle)
    }
    var judgement = Comparison.judge(.enclosed(left), against: right, evidence: .exact)
    if vacuity != .no { judgement.reason += "; the bound is \(vacuity.rawValue)" }
    return judgement
  }
}
