import Plumbline

enum ExplainCommand: Command {
  static let name = "explain"
  static let usage = "explain THEOREM | scenario [--json]"
  static let summary = "statement, hypotheses, provenance and citation of a theorem, or every field of a scenario"

  private struct Explanation: Encodable {
    struct Condition: Encodable {
      var name: String
      var required: String
    }
    struct Constant: Encodable {
      var name: String
      var symbol: String
      var meaning: String
    }
    var theorem: String
    var statement: String
    var provenance: String
    @ExplicitNull var proof: String?
    var axioms: [String]
    /// What the proof assumes beyond the hypotheses.
    var proofConditions: [String]
    var derivation: String
    var assumptions: String
    var citation: String
    var terms: [String]
    var hypotheses: [Condition]
    var constants: [Constant]

    init(_ entry: any CatalogueEntry) {
      theorem = entry.identifier
      statement = entry.statement
      provenance = entry.provenance.rawValue
      proof = entry.proof?.name
      axioms = entry.proof?.assumptions ?? []
      proofConditions =
        entry.proof == nil ? [] : ((entry as? any Theorem)?.proofConditions ?? []).map(\.requirement)
      derivation = entry.derivation
      assumptions = entry.attribution
      citation = entry.citation.reference
      let claim = entry as? any Theorem
      let bound = entry as? any VoteBound
      terms = claim?.termNames ?? []
      hypotheses =
        (claim?.hypotheses ?? []).map { .init(name: $0.name, required: $0.required) }
        + (bound?.conditions ?? []).map { .init(name: $0.name, required: $0.required) }
      constants = (claim?.quantities ?? []).map { .init(name: $0.name, symbol: $0.symbol, meaning: $0.meaning) }
    }
  }

  private struct FieldRecord: Encodable {
    var path: String
    var type: String
    @ExplicitNull var fallback: String?
    var meaning: String
  }

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(words, command: name, flags: ["json"])
    let subject = try arguments.operand("a theorem or 'scenario'")
    if subject == "scenario" {
      try explainScenario(json: arguments.has("json"))
      return .success
    }
    let explanation = Explanation(try BoundCommand.entry(named: subject, command: name))
    try printOut(arguments.has("json") ? JSONText.encode(explanation) : text(explanation))
    return .success
  }

  private static func text(_ explanation: Explanation) -> String {
    var text = """
      \(explanation.theorem)

        \(explanation.statement)

      provenance   \(explanation.assumptions)
      proof        \(proof(explanation))
      derivation   \(explanation.derivation)
      citation     \(explanation.citation)

      """
    if !explanation.terms.isEmpty { text += "terms        \(explanation.terms.joined(separator: ", "))\n" }
    func add(_ title: String, _ lines: [String]) {
      if !lines.isEmpty { text += ([title] + lines.map { "  \($0)" }).joined(separator: "\n") + "\n" }
    }
    add("hypotheses", explanation.hypotheses.map { "\($0.name): \($0.required)" })
    add("constants", explanation.constants.map { "\($0.name) (\($0.symbol)): \($0.meaning)" })
    return text
  }

  private static func proof(_ explanation: Explanation) -> String {
    guard let name = explanation.proof else { return "none by machine" }
    let conditions = explanation.proofConditions.map { ", where \($0)" }.joined()
    return "\(name), checked by Coq\(conditions); axioms: \(explanation.axioms.joined(separator: ", "))"
  }

  private static func explainScenario(json: Bool) throws(Failure) {
    let fields = ScenarioSchema.fields
    if json {
      try printOut(
        JSONText.encode(
          fields.map { FieldRecord(path: $0.path, type: $0.type, fallback: $0.fallback, meaning: $0.meaning) }))
      return
    }
    for field in fields {
      try printOut("\(field.path): \(field.type); default: \(field.fallback ?? "required")\n    \(field.meaning)\n")
    }
  }
}
