import Checking
import Evidence
import ExactArithmetic
import Foundation
import Theorems

/// A scenario text with parts replaced; the defaults make a valid one.
func scenarioText(
  claims: String = #"["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"]"#,
  algorithm: String = #"{ name: "dsgd", stepSize: "1/40", iterations: 50 }"#,
  network: String = #"{ topology: "ring", nodes: 6 }"#,
  objective: String = """
  { name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1",
    noise: { law: "rademacher", variance: "1" } }
  """,
  evidence: String = #"{ kind: "exact" }"#, seed: String = "7", extra: String = ""
) -> String {
  """
  {
    name: "test",
    claims: \(claims),
    algorithm: \(algorithm),
    network: \(network),
    objective: \(objective),
    evidence: \(evidence),
    seed: \(seed),
    \(extra)
  }
  """
}

func noFiles(_ path: String) throws(ScenarioError) -> String { throw ScenarioError("no file \(path)", line: nil) }

func check(
  _ text: String, catalogue: Catalogue = .standard, jobs: Int = 2,
  readFile: (String) throws(ScenarioError) -> String = noFiles
) throws -> [ClaimResult] {
  let scenario = try Scenario(parsing: text, catalogue: catalogue, readFile: readFile)
  return Checker(jobs: jobs).check(scenario, command: "test")
}

extension MeasuredValue {
  /// The exact value of an enclosure whose ends agree.
  var exact: Rational? {
    guard case .enclosure(let record) = self, record.lower == record.upper else { return nil }
    return try? Rational(parsing: record.lower)
  }

  var lower: Rational? {
    guard case .enclosure(let record) = self else { return nil }
    return try? Rational(parsing: record.lower)
  }

  var upper: Rational? {
    guard case .enclosure(let record) = self else { return nil }
    return try? Rational(parsing: record.upper)
  }
}

/// `../shared/data`, where files made by others lie; tests that read them skip when it is absent.
let sharedData = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")

let hasSharedData = FileManager.default.fileExists(atPath: sharedData.path)
