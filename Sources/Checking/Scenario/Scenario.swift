import Decoding
import Evidence
import ExactArithmetic
import Simulation
import Theorems

/// A scenario file, read and built: what is claimed, of what, and how it is measured.
public struct Scenario: Sendable {
  public let name: String
  public let subject: Subject
  public let claims: [Claim]
  public let evidence: EvidenceRequest
  public let seed: UInt64
  /// SHA-256 of the scenario's bytes.
  public let hash: String
  /// Every other file that was read.
  public let inputs: [InputRecord]

  /// What the claims are about.
  public enum Subject: Sendable {
    case training(Workload)
    case vote(Ballot)
    case federation(Federation, [FederationClaim])
  }

  /// The run of an algorithm on an objective; `nil` for a vote and for a federation.
  public var workload: Workload? {
    if case .training(let workload) = subject { workload } else { nil }
  }
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
    _ = try root.required("claims")
    if let seed { self.seed = seed } else { self.seed = try Self.seed(root) }
    var inputs: [InputRecord] = []
    if root.optional("task") != nil || root.optional("training") != nil || root.optional("environment") != nil {
      for key in ["algorithm", "network", "objective", "computing", "vote"] {
        if let value = root.optional(key) {
          throw ScenarioError(
            "a scenario has a 'task' that a federation trains, or '\(key)', not both", line: value.line)
        }
      }
      let federation = try Self.federation(root) { (path) throws(ScenarioError) in
        let text = try readFile(path)
        inputs.append(InputRecord(file: path, sha256: SHA256.hexadecimal(of: text.utf8)))
        return text
      }
      subject = .federation(federation, try Self.federationClaims(root, federation))
      claims = []
    } else if let vote = root.optional("vote") {
      for key in ["algorithm", "network", "objective", "computing"] {
        if let value = root.optional(key) {
          throw ScenarioError("a scenario has a 'vote' or an '\(key)', not both", line: value.line)
        }
      }
      let ballot = try Self.ballot(SectionReader(vote, section: "vote"))
      subject = .vote(ballot)
      claims = try Self.claims(root, catalogue, about: .vote(ballot), seed: self.seed, rerun: nil)
    } else {
      func read(_ path: String) throws(ScenarioError) -> String {
        let text = try readFile(path)
        inputs.append(InputRecord(file: path, sha256: SHA256.hexadecimal(of: text.utf8)))
        return text
      }
      let networkSection = try SectionReader(root.required("network"), section: "network")
      let network = try Self.network(networkSection, readFile: read)
      let section = try SectionReader(root.required("algorithm"), section: "algorithm")
      let iterations = try section.integer("iterations", in: 1...1_000_000_000)
      let surroundings = try Self.surroundings(
        root, networkSection, network, algorithm: try Self.algorithmType(section), seed: self.seed, slots: iterations,
        readFile: read)
      let algorithm = try Self.algorithm(section, network, surroundings)
      let objective = try Self.objective(
        SectionReader(root.required("objective"), section: "objective"),
        ObjectiveSetting(workers: network.nodes, seed: self.seed), readFile: read)
      subject = .training(Workload(algorithm: algorithm, objective: objective, iterations: iterations))
      claims = try Self.claims(
        root, catalogue, about: subject, seed: self.seed
      ) { (other, iterations) throws(ScenarioError) in
        var around = surroundings
        around.slots = iterations
        return Workload(
          algorithm: try Self.algorithm(Self.baseline(other, of: section), network, around), objective: objective,
          iterations: iterations)
      }
    }
    evidence = try Self.evidence(SectionReader(root.required("evidence"), section: "evidence"))
    if case .federation = subject, evidence.kind != "sampled" {
      throw ScenarioError("a federation is sampled", line: try root.required("evidence").line)
    }
    if case .vote = subject, evidence != .exact {
      throw ScenarioError("a vote is decoded with exact evidence", line: try root.required("evidence").line)
    }
    hash = SHA256.hexadecimal(of: text.utf8)
    self.inputs = inputs
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

  private static func evidence(_ section: SectionReader) throws(ScenarioError) -> EvidenceRequest {
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
