import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Theorems

/// A scenario file, read and built: what is claimed, what is run, and how it is measured.
public struct Scenario: Sendable {
  public let name: String
  public let claims: [ClaimRequest]
  public let workload: Workload
  public let network: MixingMatrix
  public let evidence: EvidenceRequest
  public let seed: UInt64
  /// SHA-256 of the scenario's bytes.
  public let hash: String
  /// Every other file that was read.
  public let inputs: [InputRecord]
}

/// One claim of a scenario.
public struct ClaimRequest: Sendable {
  public let theorem: any Theorem
  /// Names of terms that the claim leaves out.
  public let without: [String]
}

/// How the left side is to be measured.
public enum EvidenceRequest: Sendable, Equatable {
  case exact
  case moments
  case sampled(replicates: Int, alpha: Rational)

  public var kind: String {
    switch self {
    case .exact: "exact"
    case .moments: "moments"
    case .sampled: "sampled"
    }
  }
}

extension Scenario {
  /// Reads a scenario.
  ///
  /// - Parameters:
  ///   - seed: replaces the scenario's own seed.
  ///   - readFile: returns the text of a file that the scenario names.
  /// - Throws: `ScenarioError` with the line that is wrong.
  public init(
    parsing text: String, catalogue: Catalogue = .standard, seed: UInt64? = nil,
    readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) {
    let root = try SectionReader(JSON5(parsing: text), section: "")
    name = try root.string("name")
    if name.isEmpty { throw ScenarioError("'name' is empty", line: try root.required("name").line) }
    claims = try Self.claims(root, catalogue)
    if let seed { self.seed = seed } else { self.seed = try Self.seed(root) }

    var inputs: [InputRecord] = []
    let network = try Self.network(SectionReader(root.required("network"), section: "network")) {
      (path) throws(ScenarioError) in
      let text = try readFile(path)
      inputs.append(InputRecord(file: path, sha256: SHA256.hexadecimal(of: text.utf8)))
      return text
    }
    self.network = network
    let algorithmSection = try SectionReader(root.required("algorithm"), section: "algorithm")
    let algorithm = try Self.algorithm(algorithmSection, network)
    let objective = try Self.objective(
      SectionReader(root.required("objective"), section: "objective"), workers: network.nodes, seed: self.seed)
    workload = Workload(
      algorithm: algorithm, objective: objective,
      iterations: try algorithmSection.integer("iterations", in: 1...1_000_000_000))
    evidence = try Self.evidence(SectionReader(root.required("evidence"), section: "evidence"), objective)
    hash = SHA256.hexadecimal(of: text.utf8)
    self.inputs = inputs
  }

  private static func claims(_ root: SectionReader, _ catalogue: Catalogue) throws(ScenarioError) -> [ClaimRequest] {
    let list = try root.required("claims")
    var result: [ClaimRequest] = []
    for element in try root.array(list, "claims") {
      var identifier = element
      var without: [JSON5] = []
      if case .object = element.content {
        let section = try SectionReader(element, section: "claims")
        identifier = try section.required("theorem")
        if let names = section.optional("without") { without = try section.array(names, "claims.without") }
      }
      let name = try root.string(identifier, "claims entry")
      guard let theorem = catalogue[name] else {
        throw root.unknown(
          name, what: "theorem", among: catalogue.theorems.map(\.identifier), line: identifier.line)
      }
      var omitted: [String] = []
      for term in without {
        let termName = try root.string(term, "claims.without")
        guard theorem.termNames.contains(termName) else {
          throw root.unknown(termName, what: "term of \(name)", among: theorem.termNames, line: term.line)
        }
        if omitted.contains(termName) {
          throw ScenarioError("term '\(termName)' is left out twice", line: term.line)
        }
        omitted.append(termName)
      }
      result.append(ClaimRequest(theorem: theorem, without: omitted))
    }
    if result.isEmpty { throw ScenarioError("'claims' is empty", line: list.line) }
    return result
  }

  private static func seed(_ root: SectionReader) throws(ScenarioError) -> UInt64 {
    let value = try root.number("seed")
    guard value.isInteger, let seed = UInt64(value.numerator.description) else {
      throw ScenarioError(
        "'seed' must be an integer in 0 ... 2^64 - 1, not \(value.description.shortened())",
        line: try root.required("seed").line)
    }
    return seed
  }

  private static func network(
    _ section: SectionReader, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> MixingMatrix {
    let topology = try section.string("topology")
    let line = try section.required("topology").line
    let rule =
      section.optional("weights") == nil
      ? MixingWeights.metropolis : try section.choice("weights", MixingWeights.self, what: "weight rule")
    if topology == "file" {
      for key in ["nodes", "shape"] {
        if let value = section.optional(key) {
          throw ScenarioError("'network.\(key)' has no meaning for topology file", line: value.line)
        }
      }
      let path = try section.string("file")
      let text: String
      do throws(ScenarioError) {
        text = try readFile(path)
      } catch {
        throw ScenarioError(error.message, line: try section.required("file").line)
      }
      let isGraph = path.hasSuffix(".edges")
      if !isGraph, let weights = section.optional("weights") {
        throw ScenarioError("'network.weights' has no meaning for a matrix file", line: weights.line)
      }
      do throws(NetworkError) {
        return isGraph
          ? MixingMatrix(try NetworkFile.graph(edges: text), weights: rule) : try NetworkFile.mixingMatrix(rows: text)
      } catch {
        throw ScenarioError(error.message, line: error.line, file: path)
      }
    }
    if let file = section.optional("file") {
      throw ScenarioError("'network.file' has a meaning for topology file only", line: file.line)
    }
    let known = Topologies.all.map { $0.name } + ["file"]
    guard known.contains(topology) else {
      throw section.unknown(topology, what: "topology", among: known, line: line)
    }
    let size: TopologySize
    if let shape = section.optional("shape") {
      if let nodes = section.optional("nodes") {
        throw ScenarioError("a network has 'nodes' or a 'shape', not both", line: nodes.line)
      }
      let text = try section.string("shape")
      do throws(NetworkError) {
        size = try TopologySize(shape: text)
      } catch {
        throw ScenarioError("'network.shape': \(error)", line: shape.line)
      }
    } else {
      // One worker and a server are a network too.
      size = .nodes(try section.integer("nodes", in: (topology == "complete" ? 1 : 2)...Topologies.largest))
    }
    if size == .nodes(1) { return .oneWorker }
    do {
      return MixingMatrix(try Topologies.graph(topology, size: size), weights: rule)
    } catch {
      throw ScenarioError(error.message, line: line)
    }
  }

  private static func algorithm(
    _ section: SectionReader, _ network: MixingMatrix
  ) throws(ScenarioError) -> any Algorithm {
    let name = try section.string("name")
    let line = try section.required("name").line
    guard let type = Algorithms.all.first(where: { $0.name == name }) else {
      throw section.unknown(name, what: "algorithm", among: Algorithms.all.map { $0.name }, line: line)
    }
    let stepSize = try section.number("stepSize", "positive") { $0.signum > 0 }
    let settings = AlgorithmSettings(
      stepSize: stepSize, parameters: type.parameters, replacing: try given(section, type))
    do {
      return try type.init(settings, network: network)
    } catch {
      throw ScenarioError(error.message, line: line)
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

  private static func evidence(
    _ section: SectionReader, _ objective: any Objective
  ) throws(ScenarioError) -> EvidenceRequest {
    enum Kind: String, CaseIterable { case exact, moments, sampled }
    let kind = try section.choice("kind", Kind.self, what: "kind of evidence")
    if kind == .sampled {
      return .sampled(
        replicates: section.optional("replicates") == nil
          ? 400 : try section.integer("replicates", in: 1...10_000_000),
        alpha: section.optional("alpha") == nil
          ? Rational(1, 1000) : try section.number("alpha", "between 0 and 1") { $0.signum > 0 && $0 < 1 })
    }
    for key in ["replicates", "alpha"] {
      if let value = section.optional(key) {
        throw ScenarioError("'evidence.\(key)' has a meaning for sampled evidence only", line: value.line)
      }
    }
    return kind == .exact ? .exact : .moments
  }
}
