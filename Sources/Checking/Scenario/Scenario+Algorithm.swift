import Algorithms
import ExactArithmetic
import Networks

extension Scenario {
  static func algorithm(
    _ section: SectionReader, _ network: MixingMatrix, _ surroundings: Surroundings
  ) throws(ScenarioError) -> any Algorithm {
    let name = try section.required("name")
    let type = try algorithmType(name, section)
    let stepSize = try section.number("stepSize", "positive") { $0.signum > 0 }
    let settings = AlgorithmSettings(
      stepSize: stepSize, parameters: type.parameters, replacing: try given(section, type), in: surroundings)
    do {
      return try type.init(settings, network: network)
    } catch {
      throw ScenarioError(error.message, line: name.line)
    }
  }

  /// The parameters that the section sets.
  private static func given(
    _ section: SectionReader, _ type: any Algorithm.Type
  ) throws(ScenarioError) -> [String: Setting] {
    let common = ["name", "stepSize", "iterations"]
    var settings: [String: Setting] = [:]
    for member in section.members where !common.contains(member.key) {
      guard let parameter = type.parameters.first(where: { $0.name == member.key }) else {
        throw ScenarioError("'algorithm.\(member.key)' has no meaning for \(type.name)", line: member.line)
      }
      switch parameter.kind {
      case .integer, .number:
        settings[member.key] = .number(try section.number(member.key, parameter.domain, parameter.allows))
      case .word(let words):
        let word = try section.string(member.key)
        guard words.contains(word) else {
          throw section.unknown(word, what: parameter.name, among: words, line: member.line)
        }
        settings[member.key] = .word(word)
      }
    }
    return settings
  }

  /// The section of a baseline: another algorithm's name, or keys that replace some of the scenario's own. What the
  /// other algorithm cannot be set up with is left out.
  static func baseline(_ value: JSON5, of section: SectionReader) throws(ScenarioError) -> SectionReader {
    let own: [JSON5.Member]
    switch value.content {
    case .string: own = [JSON5.Member(key: "name", line: value.line, value: value)]
    default: own = try SectionReader(value, section: "algorithm").members
    }
    for member in own where member.key == "iterations" {
      throw ScenarioError("a baseline has the scenario's own iterations", line: member.line)
    }
    let common = try section.required("name")
    let name = own.first { $0.key == "name" }?.value ?? common
    let known = try algorithmType(name, section).parameters.map(\.name) + ["name", "stepSize", "iterations"]
    let kept = section.members.filter { member in
      known.contains(member.key) && !own.contains { $0.key == member.key }
    }
    return try SectionReader(JSON5(line: value.line, content: .object(own + kept)), section: "algorithm")
  }

  static func algorithmType(_ section: SectionReader) throws(ScenarioError) -> any Algorithm.Type {
    try algorithmType(section.required("name"), section)
  }

  private static func algorithmType(
    _ name: JSON5, _ section: SectionReader
  ) throws(ScenarioError) -> any Algorithm.Type {
    let word = try section.string(name, "algorithm.name")
    guard let type = Algorithms.all.first(where: { $0.name == word }) else {
      throw section.unknown(word, what: "algorithm", among: Algorithms.all.map { $0.name }, line: name.line)
    }
    return type
  }
}
