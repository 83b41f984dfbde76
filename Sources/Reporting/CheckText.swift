import Checking
import ExactArithmetic

/// Results as text for a terminal.
public enum CheckText {
  public static func render(_ results: [ClaimResult]) -> String {
    results.map(render).joined(separator: "\n") + "\n" + summary(results) + "\n"
  }

  private static func render(_ result: ClaimResult) -> String {
    var lines = ["\(result.scenario): \(result.theorem)\(ablation(result))"]
    func add(_ label: String, _ text: String) { lines.append("  " + label.padded(to: 14) + "  " + text) }
    add(result.verdict.words.uppercased(), result.reason)
    // Other claims are explained under their identifier.
    if result.theorem == ComparisonClaim.identifier { add("claim", result.statement) }
    if let left = result.left { add("left", "\(left.text) (\(result.method))") }
    if let right = result.right { add("right", "\(right.text) (\(result.attribution))") }
    let width = result.terms.map(\.name.count).max() ?? 0
    for term in result.terms { add("", "  \(term.name.padded(to: width))  \(term.value.digits)") }
    if let ratio = result.ratio { add("ratio", ratio.text) }
    if let sampling = result.sampling {
      let logarithm = Rational(exactly: sampling.logarithmOfEValueEstimate)?.decimal(significantDigits: 4) ?? "infinity"
      add("e-value", "exp(\(logarithm)) at its largest; refutes from 1/alpha, alpha = \(sampling.alpha)")
    }
    if case .estimate(let record)? = result.left { add("interval", "assumes \(record.assumption)") }
    add("repeat", result.command)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func ablation(_ result: ClaimResult) -> String {
    result.without.isEmpty ? "" : " without \(result.without.joined(separator: ", "))"
  }

  /// `3 certified, 1 refuted`
  public static func summary(_ results: [ClaimResult]) -> String {
    let counts = Verdict.allCases.map { verdict in (verdict, results.filter { $0.verdict == verdict }.count) }
    let parts = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.words)" }
    return "\(results.count) \(results.count == 1 ? "claim" : "claims"): \(parts.joined(separator: ", "))"
  }
}

extension MeasuredValue {
  /// Six digits; a sampled value with its interval.
  public var text: String {
    switch self {
    case .enclosure(let record): return record.digits
    case .estimate(let record):
      func digits(_ value: Double) -> String { Rational(exactly: value)?.decimal(significantDigits: 6) ?? "\(value)" }
      return "\(digits(record.estimate)), \(digits(record.confidence * 100)) % interval "
        + "\(digits(record.lowerEstimate)) to \(digits(record.upperEstimate))"
    }
  }
}

extension Verdict {
  /// The verdict for a reader.
  fileprivate var words: String { self == .notApplicable ? "not applicable" : rawValue }
}
