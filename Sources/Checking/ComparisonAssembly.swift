import Algorithms
import Evidence
import ExactArithmetic
import Theorems

/// Puts the result of a claim about two algorithms together: left <= factor * right, both measured.
struct ComparisonAssembly {
  let frame: ResultFrame
  let claim: ComparisonClaim
  let own: Attempt
  let baseline: Attempt
  /// What the scenario says of the surroundings and the other algorithm has no use for.
  let dropped: [Surroundings.Kind]

  var result: ClaimResult {
    let (left, base) = (own.measurement?.values[claim.leftSide], baseline.measurement?.values[claim.leftSide])
    return frame.result(
      theorem: ComparisonClaim.identifier, provenance: "declared", attribution: "declared by the scenario",
      statement: statement,
      judgement: judge(left, base), method: own.measurement?.method, left: left.map(MeasuredValue.init),
      right: base.map { MeasuredValue($0, scaledBy: claim.factor) }, ratio: ratio(left, base),
      curve: curve, measured: [left, base].compactMap { $0 })
  }

  private var statement: String {
    let moment = claim.leftSide.aggregation == .average ? "average over the iterations" : "after the last iteration"
    let factor = claim.factor == 1 ? "" : "\(claim.factor) times "
    return """
      E \(claim.leftSide.metric.rawValue), \(moment), is at most \(factor)that under \
      \(claim.baseline.algorithm.words)\(without)\(budget), with the same noise
      """
  }

  private var budget: String {
    let iterations = claim.baseline.iterations
    switch claim.budget {
    case .iterations: return ""
    case .models: return " in \(iterations) iterations, which send at most as many models\(counted)"
    case .time: return " in \(iterations) iterations, which take at most as much virtual time\(counted)"
    }
  }

  /// Where clocks and links are random the budget is that of one run.
  private var counted: String {
    claim.isBudgetDrawn ? " in the first run of the seed" : ""
  }

  private var without: String {
    dropped.isEmpty ? "" : " without the scenario's \(dropped.map(\.words).joined(separator: " and "))"
  }

  private func judge(_ left: MeasuredSide?, _ base: MeasuredSide?) -> Judgement {
    switch (left, base) {
    case (.enclosed, .enclosed(let base)):
      return Comparison.judge(
        left!, against: Enclosure(claim.factor) * base, evidence: frame.scenario.evidence)
    case (.sampled(let left), .sampled(let base)):
      guard case .sampled(_, let alpha) = frame.scenario.evidence else { preconditionFailure("samples without a rate") }
      return Comparison.judge(left, atMost: claim.factor, times: base, alpha: alpha)
    default:
      return Judgement(verdict: .undecided, reason: own.obstacle ?? baseline.obstacle ?? "nothing was measured")
    }
  }

  private func ratio(_ left: MeasuredSide?, _ base: MeasuredSide?) -> MeasuredValue? {
    switch (left, base) {
    case (.enclosed(let left), .enclosed(let base)):
      return left.divided(by: Enclosure(claim.factor) * base).map {
        .enclosure(EnclosureRecord($0.roundedOutward(significantBits: 64)))
      }
    case (.sampled(let left), .sampled(let base)):
      return SampleRatio(left.values, base.values).map {
        .estimate(EstimateRecord($0, scaledBy: 1 / Double(claim.factor)))
      }
    default: return nil
    }
  }

  private var curve: [CurvePoint] {
    // With another budget the iterations of the two runs are not the same thing.
    guard claim.budget == .iterations, let left = own.measurement?.trace, let right = baseline.measurement?.trace else {
      return []
    }
    let (lefts, rights) = (left.curve(of: claim.leftSide), right.curve(of: claim.leftSide))
    return left.checkpoints.indices.compactMap { index in
      left.checkpoints[index] == 0
        ? nil
        : CurvePoint(
          iterations: left.checkpoints[index], leftEstimate: lefts[index],
          rightEstimate: Double(claim.factor) * rights[index])
    }
  }
}

extension Algorithm {
  /// The name with the settings that are not the defaults.
  fileprivate var words: String {
    let own = settings.replaced(in: Self.parameters)
    return own.isEmpty ? Self.name : "\(Self.name) (\(own.joined(separator: ", ")))"
  }
}

extension Algorithm {
  /// What is given of this algorithm's surroundings and means nothing to another one.
  func surroundingsUnknown(to other: any Algorithm) -> [Surroundings.Kind] {
    let own = settings.surroundings
    let given: [(Surroundings.Kind, Bool)] = [
      (.computing, own.computing != nil), (.links, own.links != nil), (.mixing, own.mixing != nil),
      (.latency, own.latency != nil), (.channelNoise, !own.channelNoise.isZero),
      (.churn, own.churn != nil), (.clientWeights, own.clientWeights != nil),
    ]
    return given.filter { $0.1 && !type(of: other).surroundings.contains($0.0) }.map(\.0)
  }
}

extension Surroundings.Kind {
  fileprivate var words: String {
    switch self {
    case .computing: "computing times"
    case .links: "failing links"
    case .mixing: "plan of mixing matrices"
    case .latency: "latency"
    case .channelNoise: "receiver noise"
    case .churn: "churn"
    case .cycle: "cycle"
    case .clientWeights: "client weights"
    }
  }
}

extension MeasuredValue {
  fileprivate init(_ side: MeasuredSide, scaledBy factor: Rational) {
    switch side {
    case .enclosed(let value): self = .enclosure(EnclosureRecord(Enclosure(factor) * value))
    case .sampled(let samples): self = .estimate(EstimateRecord(SampleMean(samples), scaledBy: Double(factor)))
    }
  }
}

extension EstimateRecord {
  init(_ ratio: SampleRatio, scaledBy scale: Double) {
    self.init(
      estimate: ratio.ratio * scale, lowerEstimate: ratio.lower * scale, upperEstimate: ratio.upper * scale,
      confidence: SampleMean.confidence, assumption: SampleMean.assumption)
  }
}
