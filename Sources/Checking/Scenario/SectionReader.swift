import ExactArithmetic

/// Reads one object of a scenario; every error names the path and the line.
struct SectionReader {
  let section: String
  let line: Int
  let members: [JSON5.Member]

  /// - Throws: `ScenarioError` when the value is not an object or has a key that the schema does not know.
  init(_ value: JSON5, section: String) throws(ScenarioError) {
    guard case .object(let members) = value.content else {
      let what = section.isEmpty ? "a scenario" : "'\(section)'"
      throw ScenarioError("\(what) is an object, not \(value.kind)", line: value.line)
    }
    let known = ScenarioSchema.keys(of: section)
    for member in members where !known.contains(member.key) {
      let path = section.isEmpty ? member.key : "\(section).\(member.key)"
      let hint =
        nearest(member.key, among: known).map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"
      throw ScenarioError("unknown key '\(path)'; \(hint)", line: member.line)
    }
    self.section = section
    self.members = members
    line = value.line
  }

  func path(_ key: String) -> String { section.isEmpty ? key : "\(section).\(key)" }

  func optional(_ key: String) -> JSON5? { members.first { $0.key == key }?.value }

  func required(_ key: String) throws(ScenarioError) -> JSON5 {
    guard let value = optional(key) else { throw ScenarioError("'\(path(key))' is missing", line: line) }
    return value
  }

  func string(_ key: String) throws(ScenarioError) -> String {
    try string(try required(key), path(key))
  }

  func string(_ value: JSON5, _ path: String) throws(ScenarioError) -> String {
    guard case .string(let text) = value.content else {
      throw ScenarioError("'\(path)' is a string, not \(value.kind)", line: value.line)
    }
    return text
  }

  /// An exact number, written bare or as a string such as "1/40".
  func number(_ value: JSON5, _ path: String) throws(ScenarioError) -> Rational {
    let text: String
    switch value.content {
    case .number(let literal): text = literal
    case .string(let quoted): text = quoted
    default: throw ScenarioError("'\(path)' is a number, not \(value.kind)", line: value.line)
    }
    do {
      return try Rational(parsing: text)
    } catch {
      throw ScenarioError("'\(path)': \(error)", line: value.line)
    }
  }

  func number(_ key: String) throws(ScenarioError) -> Rational { try number(try required(key), path(key)) }

  /// A number that satisfies a condition, named in words in the error.
  func number(
    _ key: String, _ requirement: String, _ isAllowed: (Rational) -> Bool
  ) throws(ScenarioError) -> Rational {
    let value = try number(key)
    guard isAllowed(value) else {
      throw ScenarioError(
        "'\(path(key))' must be \(requirement), not \(value.description.shortened())", line: try required(key).line)
    }
    return value
  }

  /// A whole number in a range.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(ScenarioError) -> Int {
    let value = try number(key)
    guard value.isInteger, let number = value.numerator.asInt, range.contains(number) else {
      throw ScenarioError(
        "'\(path(key))' must be an integer in \(range.lowerBound) ... \(range.upperBound), not \(value.description.shortened())",
        line: try required(key).line)
    }
    return number
  }

  func array(_ value: JSON5, _ path: String) throws(ScenarioError) -> [JSON5] {
    guard case .array(let elements) = value.content else {
      throw ScenarioError("'\(path)' is an array, not \(value.kind)", line: value.line)
    }
    return elements
  }

  /// - Parameter count: how many numbers are expected; any number when `nil`.
  func vector(_ value: JSON5, _ path: String, count: Int? = nil) throws(ScenarioError) -> [Rational] {
    let elements = try array(value, path)
    if let count, elements.count != count {
      throw ScenarioError("'\(path)' has \(elements.count) numbers, expected \(count)", line: value.line)
    }
    var result: [Rational] = []
    for element in elements { result.append(try number(element, path)) }
    return result
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type, what: String
  ) throws(ScenarioError) -> Choice where Choice.RawValue == String {
    let name = try string(key)
    if let choice = Choice(rawValue: name) { return choice }
    throw unknown(name, what: what, among: Choice.allCases.map(\.rawValue), line: try required(key).line)
  }

  func unknown(_ name: String, what: String, among known: [String], line: Int) -> ScenarioError {
    ScenarioError(unknownWord(what, name, among: known), line: line)
  }
}
