import Plumbline

enum BoundCommand: Command {
  static let name = "bound"
  static let usage = "bound THEOREM --set name=value ... [--json]"
  static let summary = "the right side of a theorem and every term of it, exactly"

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(words, command: name, lists: ["set"], flags: ["json"])
    let identifier = try arguments.operand("a theorem")
    let entry = try entry(named: identifier, command: name)
    guard let theorem = entry as? any Theorem else {
      throw Failure("bound: \(identifier) depends on every worker; see plumbline vote --help")
    }
    let values = try values(arguments.list("set"), for: theorem)
    if let refusal = theorem.refusal(values) { throw Failure("bound: \(identifier): \(refusal)") }
    let report = BoundReport(theorem, values: values)
    try printOut(arguments.has("json") ? JSONText.encode(report) : report.text)
    return report.isApplicable ? .success : .open
  }

  static func entry(named identifier: String, command: String) throws(Failure) -> any CatalogueEntry {
    if let entry = Catalogue.standard.entry(named: identifier) { return entry }
    let known = Catalogue.standard.entries.map(\.identifier)
    throw Failure("\(command): \(unknownWord("theorem", identifier, among: known))")
  }

  private static func values(_ settings: [String], for theorem: any Theorem) throws(Failure) -> Values<Enclosure> {
    var numbers: [Quantity: Rational] = [:]
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { throw Failure("bound: '\(setting)' is not name=value") }
      let names = theorem.quantities.map(\.name)
      guard let quantity = Quantity(rawValue: parts[0]), theorem.quantities.contains(quantity) else {
        let hint =
          nearest(parts[0], among: names).map { "did you mean '\($0)'?" } ?? "it takes \(names.joined(separator: ", "))"
        throw Failure("bound: \(theorem.identifier) has no '\(parts[0])'; \(hint)")
      }
      if numbers[quantity] != nil { throw Failure("bound: '\(parts[0])' is set twice") }
      let value: Rational
      do {
        value = try Rational(parsing: parts[1])
      } catch {
        throw Failure("bound: \(parts[0]): \(error)")
      }
      if let objection = quantity.domain.objection(to: value) {
        throw Failure("bound: \(parts[0]) \(objection), not \(value)")
      }
      // Formulas count with whole numbers in machine words.
      if quantity.domain.isWhole && value > largestCount {
        throw Failure("bound: \(parts[0]) must be at most \(largestCount)")
      }
      numbers[quantity] = value
    }
    let missing = theorem.quantities.filter { numbers[$0] == nil }
    if !missing.isEmpty {
      let list = missing.map { "\($0.name) (\($0.symbol))" }.joined(separator: ", ")
      throw Failure("bound: \(theorem.identifier) also needs \(list)")
    }
    let iterations = numbers[.iterations]?.numerator.asInt ?? 1
    return Values(enclosing: numbers.mapValues { Enclosure($0) }, iterationCount: iterations)
  }

  private static let largestCount: Rational = 1_000_000_000
}
