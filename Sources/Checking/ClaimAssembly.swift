import Evidence
import ExactArithmetic
import Simulation
import Theorems

/// The version that results carry.
public let plumblineVersion = "0.1.0"

/// What every result of a scenario carries.
struct ResultFrame {
  let scenario: Scenario
  let command: String

  func result(
    theorem: String, without: [String] = [], provenance: String, attribution: String, statement: String,
    judgement: Judgement, method: String?, left: MeasuredValue?, right: MeasuredValue?, ratio: MeasuredValue?,
    terms: [TermRecord] = [], hypotheses: [HypothesisRecord] = [], constants: [String: ConstantRecord] = [:],
    curve: [CurvePoint] = [], measured: [MeasuredSide]
  ) -> ClaimResult {
    ClaimResult(
      scenario: scenario.name, theorem: theorem, without: without, provenance: provenance, attribution: attribution,
      statement: statement, verdict: judgement.verdict, reason: judgement.reason, evidence: scenario.evidence.kind,
      method: method ?? "not measured", left: left, right: right, ratio: ratio, terms: terms, hypotheses: hypotheses,
      constants: constants, curve: curve, sampling: judgement.sampling, seed: scenario.seed,
      scenarioHash: scenario.hash, inputs: scenario.inputs, traceHash: Self.hash(measured), command: command,
      version: plumblineVersion)
  }

  private static func hash(_ sides: [MeasuredSide]) -> String {
    var hash = SHA256()
    if sides.isEmpty { hash.update("not measured") }
    for side in sides {
      switch side {
      case .enclosed(let value): hash.update("\(value.lower.fraction) \(value.upper.fraction)")
      case .sampled(let samples): for value in samples.values { hash.update(value) }
      }
    }
    return hash.hexadecimal()
  }
}

/// Puts the result of a claim about a theorem together.
struct ClaimAssembly {
  let frame: ResultFrame
  let claim: TheoremClaim
  let evaluation: Evaluation
  let constants: Constants
  let attempt: Attempt

  var result: ClaimResult {
    let theorem = claim.theorem
    let terms = (evaluation.terms ?? []).filter { !claim.without.contains($0.name) }
    let right: Enclosure? = evaluation.terms == nil ? nil : terms.total()
    let left = evaluation.truth == .no ? nil : attempt.measurement?.values[theorem.leftSide]
    return frame.result(
      theorem: theorem.identifier, without: claim.without,
      provenance: claim.without.isEmpty ? provenance.rawValue : "declared", attribution: attribution,
      statement: theorem.statement, judgement: judge(left, right),
      method: left.map { _ in attempt.measurement!.method(of: theorem.leftSide) },
      left: left.map(MeasuredValue.init), right: right.map { .enclosure(EnclosureRecord($0)) },
      ratio: ratio(left, right), terms: terms.map(\.record), hypotheses: evaluation.hypotheses.map(\.record),
      constants: constants.records(for: theorem), curve: left == nil ? [] : curve, measured: left.map { [$0] } ?? [])
  }

  /// A proof counts where the workload meets what it assumes.
  private var provenance: Provenance {
    let isCovered = claim.theorem.proofConditions.allSatisfy { constants.facts[$0]?.truth == .yes }
    return isCovered ? claim.theorem.provenance : claim.theorem.origin
  }

  private var attribution: String {
    claim.without.isEmpty
      ? claim.theorem.attribution
      : "declared by the user: \(claim.theorem.identifier) without \(claim.without.joined(separator: ", "))"
  }

  private func judge(_ left: MeasuredSide?, _ right: Enclosure?) -> Judgement {
    if let broken = evaluation.hypotheses.first(where: { $0.truth == .no }) {
      return Judgement(
        verdict: .notApplicable,
        reason:
          "hypothesis \(broken.hypothesis.name) is not met: \(broken.hypothesis.required); actual: \(broken.actual)")
    }
    if let open = evaluation.hypotheses.first(where: { $0.truth == .unknown }) {
      return Judgement(
        verdict: .undecided,
        reason: "whether hypothesis \(open.hypothesis.name) is met is not known: \(open.actual)")
    }
    guard let right else { return Judgement(verdict: .undecided, reason: "the right side could not be evaluated") }
    guard let left else { return Judgement(verdict: .undecided, reason: attempt.obstacle ?? "nothing was measured") }
    let judgement = Comparison.judge(left, against: right, evidence: frame.scenario.evidence)
    let estimates = constants.estimated.filter(claim.theorem.quantities.contains).map(\.name)
    if estimates.isEmpty { return judgement }
    let words = "the right side rests on samples of \(estimates.joined(separator: " and "))"
    // A right side that is only estimated can be too small, so it refutes nothing.
    return judgement.verdict == .refuted
      ? Judgement(
        verdict: .undecided, reason: "\(words), so that left > right refutes nothing", sampling: judgement.sampling)
      : Judgement(
        verdict: judgement.verdict, reason: "\(judgement.reason); \(words)", sampling: judgement.sampling)
  }

  private func ratio(_ left: MeasuredSide?, _ right: Enclosure?) -> MeasuredValue? {
    guard let left, let right, right.lower.signum > 0 else { return nil }
    switch left {
    case .enclosed(let value):
      return .enclosure(EnclosureRecord((value / right).roundedOutward(significantBits: 64)))
    case .sampled(let samples):
      guard RoundingAllowance.isOrdinary(right.midpoint) else { return nil }
      let scale = 1 / Double(right.midpoint)
      return .estimate(EstimateRecord(SampleMean(samples), scaledBy: scale))
    }
  }

  private var curve: [CurvePoint] {
    guard let trace = attempt.measurement?.trace, evaluation.terms != nil else { return [] }
    let values = constants.values.map { Double($0.midpoint) }
    return zip(trace.checkpoints, trace.curve(of: claim.theorem.leftSide)).compactMap { iteration, left in
      if iteration == 0 { return nil }
      let right = claim.theorem.rightSide(values.with(iterationCount: iteration))
        .filter { !claim.without.contains($0.name) }.total()
      return CurvePoint(iterations: iteration, leftEstimate: left, rightEstimate: right)
    }
  }
}

extension EnclosureRecord {
  public init(_ value: Enclosure) {
    self.init(
      lower: value.lower.fraction, upper: value.upper.fraction, decimal: value.midpoint.decimal(significantDigits: 17))
  }
}

extension MeasuredValue {
  init(_ side: MeasuredSide) {
    switch side {
    case .enclosed(let value): self = .enclosure(EnclosureRecord(value))
    case .sampled(let samples): self = .estimate(EstimateRecord(SampleMean(samples), scaledBy: 1))
    }
  }
}

extension EstimateRecord {
  init(_ mean: SampleMean, scaledBy scale: Double) {
    self.init(
      estimate: mean.mean * scale, lowerEstimate: mean.lower * scale, upperEstimate: mean.upper * scale,
      confidence: SampleMean.confidence, assumption: SampleMean.assumption)
  }
}
