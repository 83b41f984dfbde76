import Evidence
import ExactArithmetic
import Theorems

/// A verdict with the sentence that justifies it.
package struct Judgement: Sendable, Equatable {
  package var verdict: Verdict
  package var reason: String
  package var sampling: SamplingRecord?
}

/// Compares a measured left side with an enclosed right side. Called only when every hypothesis is met.
package enum Comparison {
  package static func judge(_ left: MeasuredSide, against right: Enclosure, evidence: EvidenceRequest) -> Judgement {
    switch left {
    case .enclosed(let left): enclosed(left, right)
    case .sampled(let lowerValues, let values, let floor):
      switch evidence {
      case .sampled(_, let alpha): sampled(lowerValues, values, floor: floor, right, alpha: alpha)
      case .exact, .moments: preconditionFailure("samples from \(evidence.kind) evidence")
      }
    }
  }

  private static func enclosed(_ left: Enclosure, _ right: Enclosure) -> Judgement {
    switch left.isAtMost(right) {
    case .yes:
      Judgement(verdict: .certified, reason: "left <= right, by exact comparison of their enclosures")
    case .no:
      Judgement(verdict: .refuted, reason: "left > right, by exact comparison of their enclosures")
    case .unknown:
      Judgement(
        verdict: .undecided,
        reason: "the enclosures of the two sides overlap; exact evidence for the left side may decide")
    }
  }

  private static func sampled(
    _ lowerValues: [Double], _ values: [Double], floor: Double, _ right: Enclosure, alpha: Rational
  ) -> Judgement {
    // The claim is tested against the largest value that the right side may have, both sides raised by the floor so
    // that neither is negative.
    let bound = (right.upper + Rational(exactly: floor)!).rounded(.up)
    var process = EValue()
    // Beyond this range products and squares in doubles lose their relative accuracy.
    let isOrdinary = bound >= 0x1p-400 && bound <= 0x1p400
    if isOrdinary {
      for value in lowerValues { process.add(ratio: min(max(0, value + floor) / bound, 1e300)) }
    }
    let sampling = SamplingRecord(
      replicates: values.count, alpha: alpha.fraction, logarithmOfEValueEstimate: process.largestLogarithm)
    func judgement(_ verdict: Verdict, _ reason: String) -> Judgement {
      Judgement(verdict: verdict, reason: reason, sampling: sampling)
    }
    if process.refutes(at: alpha) {
      return judgement(.refuted, "the e-value passed 1/alpha; a true claim does so with probability at most \(alpha)")
    }
    if !isOrdinary {
      return judgement(
        .undecided,
        "the right side, above the least value that a sample can have, is zero or outside 2^-400 ... 2^400, where sampling in doubles decides nothing; use exact evidence"
      )
    }
    if values.count < SampleMean.fewest {
      return judgement(
        .undecided, "too few replicates for an interval: \(values.count), at least \(SampleMean.fewest) are needed"
      )
    }
    let mean = SampleMean(values, atLeast: -floor)
    if mean.upper <= right.lower.rounded(.down) {
      return judgement(.consistent, "not refuted, and the interval of the mean lies below the right side")
    }
    return judgement(
      .undecided, "not refuted, but the interval of the mean reaches above the right side; more replicates would decide"
    )
  }
}
