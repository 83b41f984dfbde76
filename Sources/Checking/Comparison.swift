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
    case .sampled(let samples):
      switch evidence {
      case .sampled(_, let alpha): sampled(samples, right, alpha: alpha)
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
    _ samples: Samples, _ right: Enclosure, alpha: Rational
  ) -> Judgement {
    // The claim is tested against the largest value that the right side may have, both sides above the least value of
    // a sample, so that neither is negative.
    let bound = (right.upper - Rational(exactly: samples.least)!).rounded(.up)
    var process = EValue()
    // Beyond this range products and squares in doubles lose their relative accuracy.
    let isOrdinary = bound >= 0x1p-400 && bound <= 0x1p400
    if isOrdinary {
      for value in samples.lowerValues { process.add(ratio: min(max(0, value - samples.least) / bound, 1e300)) }
    }
    let sampling = SamplingRecord(
      replicates: samples.values.count, alpha: alpha.fraction, logarithmOfEValueEstimate: process.largestLogarithm)
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
    if let few = tooFew(samples) { return judgement(.undecided, few) }
    let mean = SampleMean(samples)
    if mean.upper <= right.lower.rounded(.down) {
      return judgement(.consistent, "not refuted, and the interval of the mean lies below the right side")
    }
    return judgement(
      .undecided, "not refuted, but the interval of the mean reaches above the right side; more replicates would decide"
    )
  }

  /// Why there is no interval worth the name.
  static func tooFew(_ samples: Samples) -> String? {
    samples.values.count < SampleMean.fewest
      ? "too few replicates for an interval: \(samples.values.count), at least \(SampleMean.fewest) are needed" : nil
  }

  /// E[left] <= factor E[base] for paired samples: betting on M = left - factor base, which lies above a known number
  /// where the base is bounded.
  package static func judge(
    _ left: Samples, atMost factor: Rational, times base: Samples, alpha: Rational
  ) -> Judgement {
    let scale = factor.rounded(.up)
    var process = EValue()
    // The claim is E[M + offset] <= offset.
    let offset = base.most.map { (scale * $0 - left.least).nextUp }
    if let offset, offset > 0x1p-400, offset < 0x1p400 {
      for (value, other) in zip(left.lowerValues, base.upperValues) {
        process.add(ratio: max(0, (value - scale * other).nextDown + offset) / offset)
      }
    }
    let sampling = SamplingRecord(
      replicates: left.values.count, alpha: alpha.fraction, logarithmOfEValueEstimate: process.largestLogarithm)
    func judgement(_ verdict: Verdict, _ reason: String) -> Judgement {
      Judgement(verdict: verdict, reason: reason, sampling: sampling)
    }
    if process.refutes(at: alpha) {
      return judgement(.refuted, "the e-value passed 1/alpha; a true claim does so with probability at most \(alpha)")
    }
    if let few = tooFew(left) { return judgement(.undecided, few) }
    guard (left.upperValues + base.upperValues).allSatisfy(\.isFinite) else {
      return judgement(
        .undecided,
        "a run left the range, its steps exceed 1/L or its objective is not quadratic, where rounding errors in doubles have no bound"
      )
    }
    guard let ratio = SampleRatio(left.values, base.values) else {
      return judgement(.undecided, "the right side is not known to be positive")
    }
    if ratio.upper <= factor.rounded(.down) {
      return judgement(.consistent, "not refuted, and the interval of the ratio lies below the factor")
    }
    return judgement(
      .undecided, "not refuted, but the interval of the ratio reaches above the factor; more replicates would decide")
  }
}
