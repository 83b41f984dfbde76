import Decoding
import ExactArithmetic
import Foundation
import Simulation
import Testing
import Theorems

/// The tables that the proof assistant writes, held against the catalogue.
@Suite struct MachineProofTests {
  static let proofs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Proofs")

  /// Rows of a committed table, without its header.
  static func table(_ path: String, header: String) throws -> [[String]] {
    let text = try String(contentsOf: proofs.appending(path: path), encoding: .utf8)
    let lines = text.split(separator: "\n")
    try #require(lines.first.map(String.init) == header)
    return lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  static func arguments(_ text: String) throws -> [String: Rational] {
    var result: [String: Rational] = [:]
    for pair in text.split(separator: " ") {
      let parts = pair.split(separator: "=")
      try #require(parts.count == 2)
      result[String(parts[0])] = try Rational(parsing: String(parts[1]))
    }
    return result
  }

  /// What a proof is said to be is what the audit found, in both directions.
  @Test func theCatalogueSaysWhatTheAuditFound() throws {
    var audited: [String: (name: String, assumptions: [String])] = [:]
    for row in try Self.table("Audit/audit.csv", header: "theorem,coq,assumptions") {
      try #require(row.count == 3)
      audited[row[0]] = (row[1], row[2].split(separator: ";").map(String.init))
    }
    #expect(audited.count >= 20)
    for entry in Catalogue.standard.entries {
      let found = audited.removeValue(forKey: entry.identifier)
      #expect(entry.proof?.name == found?.name, "\(entry.identifier)")
      #expect(entry.proof?.assumptions == found?.assumptions, "\(entry.identifier)")
      #expect((entry.provenance == .proved) == (found != nil), "\(entry.identifier)")
      #expect(entry.origin != .proved)
    }
    #expect(audited.isEmpty, "proved, but in no catalogue: \(audited.keys.sorted())")
  }

  /// What was audited is what is there: no proof was changed since.
  @Test func theSourcesAreTheAuditedOnes() throws {
    let lines = try String(contentsOf: Self.proofs.appending(path: "Audit/sources.sha256"), encoding: .utf8)
    var audited: [String: String] = [:]
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: true)
      try #require(parts.count == 2)
      audited[String(parts[1])] = String(parts[0])
    }
    #expect(audited.count >= 30)
    let found = try FileManager.default.subpathsOfDirectory(atPath: Self.proofs.path).filter { $0.hasSuffix(".v") }
    #expect(Set(found) == Set(audited.keys))
    for file in found {
      let hash = SHA256.hexadecimal(of: try Data(contentsOf: Self.proofs.appending(path: file)))
      #expect(hash == audited[file], "Proofs/\(file) changed since the audit: make proofs")
    }
  }

  /// An entry of somebody else's is not proved by its name.
  @Test func aNameIsNoProof() {
    struct Impostor: Theorem {
      let identifier = "dsgd.nonconvex"
      let statement = "0 <= 0"
      let origin = Provenance.derived
      let citation = Citation(key: "nobody", reference: "nowhere")
      let derivation = "none"
      let leftSide = LeftSide(.squaredGradient, .average)
      let quantities: [Quantity] = []
      let hypotheses: [Hypothesis] = []
      func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] { [] }
    }
    #expect(Impostor().proof == nil && Impostor().provenance == .derived)
  }

  /// The right sides that the theorems speak of, evaluated by the proof assistant, equal the catalogue's as rationals.
  @Test func rightSidesAreThoseOfTheTheorems() throws {
    var checked: [String: Int] = [:]
    for row in try Self.table("Reference/right-sides.csv", header: "theorem,arguments,value") {
      try #require(row.count == 3)
      guard let theorem = Catalogue.standard[row[0]] else { continue }
      let given = try Self.arguments(row[1])
      var values: [Quantity: Enclosure] = [:]
      for (name, value) in given {
        values[try #require(Quantity(rawValue: name), "\(name) of \(row[0])")] = Enclosure(value)
      }
      #expect(Set(values.keys).union([.iterations]) == Set(theorem.quantities).union([.iterations]), "\(row[0])")
      // Views that are too small for the sample are bad input to the catalogue.
      if theorem.refusal(Values(enclosing: values, iterationCount: 1)) != nil { continue }
      let count = (given["iterations"] ?? 1).numerator.asInt!
      let right: Enclosure = theorem.rightSide(Values(enclosing: values, iterationCount: count)).total()
      #expect(right == Enclosure(try Rational(parsing: row[2])), "\(row[0]) at \(row[1])")
      checked[row[0], default: 0] += 1
    }
    // Every convergence theorem that is proved is in the table, at eight places or more.
    for theorem in Catalogue.standard.theorems where theorem.provenance == .proved {
      #expect(checked[theorem.identifier, default: 0] >= 8, "\(theorem.identifier)")
    }
  }

  /// Vote bounds whose value is rational, and the errors that they bound, summed over all ballots by the proof assistant.
  @Test func votesAreThoseOfTheTheorems() throws {
    func ballot(_ text: String) throws -> Ballot {
      var flips: [Rational] = []
      var (counts, weights): ([Int], [Rational]) = ([], [])
      for pair in text.split(separator: " ") {
        let parts = pair.split(separator: "=")
        let numbers = try parts[1].split(separator: ";").map { try Rational(parsing: String($0)) }
        switch parts[0] {
        case "flip": flips = numbers
        case "count": counts = numbers.map { $0.numerator.asInt! }
        case "weights": weights = numbers
        default: Issue.record("argument \(pair)")
        }
      }
      let groups = zip(flips, counts).map { WorkerGroup(flip: $0, count: $1) }
      return try Ballot(
        groups: groups, decoder: weights.isEmpty || weights.allSatisfy { $0 == 1 } ? .majority : .weighted(weights))
    }
    var count = 0
    for row in try Self.table("Reference/right-sides.csv", header: "theorem,arguments,value")
    where row[0].hasPrefix("vote.") {
      let bound = try #require(Catalogue.standard.entry(named: row[0]) as? any VoteBound)
      let value = bound.value(for: try ballot(row[1]))
      #expect(value.contains(try Rational(parsing: row[2])), "\(row[0]) at \(row[1])")
      #expect(value.width <= .powerOfTwo(-40))
      count += 1
    }
    for row in try Self.table("Reference/vote-errors.csv", header: "arguments,failure,error") {
      let outcome = try VoteDecoding(of: try ballot(row[0])).outcome
      #expect(outcome.failure.contains(try Rational(parsing: row[1])), "\(row[0])")
      #expect(outcome.error.contains(try Rational(parsing: row[2])), "\(row[0])")
      count += 1
    }
    #expect(count >= 25)
  }
}
