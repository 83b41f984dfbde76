import Checking
import ExactArithmetic
import Theorems

/// What `plumbline bound` says: the right side of a theorem for given constants.
public struct BoundReport: Sendable, Encodable {
  public let theorem: String
  /// `nil` when a hypothesis forbids evaluation.
  @ExplicitNull public private(set) var value: EnclosureRecord?
  public let terms: [TermRecord]
  public let hypotheses: [HypothesisRecord]

  /// Whether a hypothesis is known not to hold.
  public let isApplicable: Bool
  private let isEquality: Bool

  public init(_ theorem: any Theorem, values: Values<Enclosure>) {
    let evaluation = Evaluation(theorem, values: values)
    self.theorem = theorem.identifier
    isEquality = theorem.isEquality
    value = evaluation.terms.map { EnclosureRecord($0.total()) }
    terms = (evaluation.terms ?? []).map(\.record)
    hypotheses = evaluation.hypotheses.map(\.record)
    isApplicable = evaluation.truth != .no
  }

  private enum CodingKeys: String, CodingKey { case theorem, value, terms, hypotheses }

  /// The report for a person.
  public var text: String {
    var lines = ["\(theorem) \(isEquality ? "=" : "<=") \(value?.shortText ?? "not evaluated")"]
    if !isApplicable { lines.append("  DOES NOT APPLY: a hypothesis is not met, so this is no bound") }
    let width = terms.map(\.name.count).max() ?? 0
    for term in terms { lines.append("  \(term.name.padded(to: width))  \(term.value.shortText)") }
    lines.append("hypotheses")
    for hypothesis in hypotheses { lines.append(hypothesis.text) }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension HypothesisRecord {
  var text: String {
    let answer = met.map { $0 ? "met" : "NOT MET" } ?? "unchecked"
    let line = "  \(answer.padded(to: 9))  \(name): \(required)"
    return met == nil ? line : "\(line); actual: \(actual)"
  }
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
