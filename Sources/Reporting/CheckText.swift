import Checking
import ExactArithmetic

/// Results as text for a terminal.
public enum CheckText {
  public static func render(_ results: [ClaimResult]) -> String {
    results.map(render).joined(separator: "\n") + "\n" + summary(results) + "\n"
  }

  private static func render(_ result: ClaimResult) -> String {
    var lines = ["\(result.scenario): \(result.theorem)\(ablation(result))"]
    lines.append("  verdict   \(result.verdict.rawValue.uppercased()) (\(result.provenance)): \(result.reason)")
    if let left = result.left { lines.append("  left      \(left.text)  [\(result.method)]") }
    if let right = result.right {
      let parts = result.terms.map { "\($0.name) \($0.value.digits)" }
      lines.append("  right     \(right.text) = \(parts.joined(separator: " + "))")
    }
    if let ratio = result.ratio { lines.append("  ratio     \(ratio.text)") }
    if let sampling = result.sampling {
      let logarithm = Rational(exactly: sampling.logarithmOfEValueEstimate)?.decimal(significantDigits: 4) ?? "infinity"
      lines.append(
        "  samples   \(sampling.replicates) replicates; log of the e-value \(logarithm); false-alarm rate at most \(sampling.alpha)"
      )
    }
    lines.append("  repeat    \(result.command)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func ablation(_ result: ClaimResult) -> String {
    result.without.isEmpty ? "" : " without \(result.without.joined(separator: ", "))"
  }

  /// `3 certified, 1 refuted`
  public static func summary(_ results: [ClaimResult]) -> String {
    let counts = Verdict.allCases.map { verdict in (verdict, results.filter { $0.verdict == verdict }.count) }
    let parts = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
    return "\(results.count) \(results.count == 1 ? "claim" : "claims"): \(parts.joined(separator: ", "))"
  }
}

extension MeasuredValue {
  /// Six digits and how they were obtained.
  public var text: String {
    switch self {
    case .enclosure(let record): return record.shortText
    case .estimate(let record):
      func digits(_ value: Double) -> String { Rational(exactly: value)?.decimal(significantDigits: 6) ?? "\(value)" }
      return "\(digits(record.estimate)) (sampled; \(digits(record.confidence * 100)) % interval "
        + "\(digits(record.lowerEstimate)) to \(digits(record.upperEstimate)), assuming \(record.assumption))"
    }
  }
}
