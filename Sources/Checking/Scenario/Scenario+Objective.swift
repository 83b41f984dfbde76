import ExactArithmetic
import Objectives

extension Scenario {
  static func objective(
    _ section: SectionReader, _ setting: ObjectiveSetting, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> any Objective {
    let name = try section.string("name")
    guard let type = Objectives.all.first(where: { $0.name == name }) else {
      throw section.unknown(
        name, what: "objective", among: Objectives.all.map { $0.name }, line: try section.required("name").line)
    }
    guard let type = type as? any ScenarioObjective.Type else {
      preconditionFailure("\(name) cannot be set up by a scenario")
    }
    let known = ["name"] + type.keys
    for member in section.members where !known.contains(member.key) {
      throw ScenarioError("'\(section.path(member.key))' has no meaning for \(name)", line: member.line)
    }
    return try type.objective(section, setting, readFile: readFile)
  }
}

/// An objective that a scenario sets up, in a file of its own.
protocol ScenarioObjective: Objective {
  /// The keys of the section that mean something for it, besides its name.
  static var keys: [String] { get }
  /// - Parameter readFile: returns the text of a file that the section names.
  static func objective(
    _ section: SectionReader, _ setting: ObjectiveSetting, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> any Objective
}

/// What an objective is set up in.
struct ObjectiveSetting {
  /// n
  var workers: Int
  var seed: UInt64
}

extension SectionReader {
  /// One batch size for all workers or one for each; `nil` when there is none.
  ///
  /// - Parameter allowsFull: whether 0 and the word "full" stand for all samples of a worker, as 0 in the result.
  func batchSizes(workers: Int, allowsFull: Bool = false) throws(ScenarioError) -> [Int]? {
    guard let value = optional("batchSizes") else { return nil }
    let numbers: [Rational]
    switch value.content {
    case .string("full") where allowsFull: return Array(repeating: 0, count: workers)
    case .array: numbers = try vector(value, "objective.batchSizes", count: workers)
    default: numbers = Array(repeating: try number("batchSizes"), count: workers)
    }
    let least = allowsFull ? 0 : 1
    return try numbers.map { (number) throws(ScenarioError) in
      guard number.isInteger, let size = number.numerator.asInt, (least...1_000_000).contains(size) else {
        throw ScenarioError(
          "'objective.batchSizes' must be integers in \(least) ... 1000000, not \(number.description.shortened())",
          line: value.line)
      }
      return size
    }
  }

  /// `objective.start`, if it is given.
  func start(dimension: Int) throws(ScenarioError) -> [Rational]? {
    try optional("start").map { (value) throws(ScenarioError) in
      try vector(value, "objective.start", count: dimension)
    }
  }
}
