import Checking
import Testing

@Suite struct SuiteTests {
  /// Federated voting decodes better and converges faster than majority vote with unequal batches, coincides with it
  /// with equal ones, and learned weights neutralise adversaries: every claim is certified or consistent.
  @Test func federatedVotingKeepsItsPromises() throws {
    let suite = try #require(Suites["signsgd-fv"])
    let results = try suite.scenarios.flatMap { try check($0) }
    #expect(results.count == 42)
    let comparisons = results.filter { $0.theorem == "comparison" }
    #expect(comparisons.count == 15)
    #expect(comparisons.allSatisfy { $0.verdict == .consistent })
    let exact = results.filter { $0.evidence != "sampled" && $0.verdict != .notApplicable }
    #expect(exact.count == 19)
    #expect(exact.allSatisfy { $0.verdict == .certified })
    #expect(results.allSatisfy { $0.verdict != .refuted && $0.verdict != .undecided })
    let vacuous = results.filter { $0.verdict == .notApplicable }
    #expect(vacuous.map(\.theorem) == ["signsgd.uniform"])
    #expect(vacuous.allSatisfy { $0.reason.contains("vacuous") })
  }

  /// Theorems hold; asynchrony beats waiting, outdated gradients are worth using where computing times have a memory.
  /// And AsyncFedED gets there before the other servers; Plexus costs less than the decentralised baselines.
  @Test(
    arguments: [
      ("async-dsgd", 17, ["async-dsgd.nonconvex"]), ("digest", 21, []), ("asyncfeded", 17, []), ("plexus", 12, []),
    ] as [(String, Int, [String])])
  func asynchronousMethodsKeepTheirPromises(_ name: String, _ claims: Int, _ notApplicable: [String]) throws {
    let suite = try #require(Suites[name])
    let results = try suite.scenarios.flatMap { try check($0) }
    #expect(results.count == claims)
    #expect(results.filter { $0.verdict == .notApplicable }.map(\.theorem) == notApplicable)
    for result in results where result.verdict != .notApplicable {
      // Single steps are checked exactly along sampled runs.
      let isSampled = result.evidence == "sampled" && result.theorem != "asyncfeded.pathwise"
      #expect(result.verdict == (isSampled ? .consistent : .certified), "\(result.scenario): \(result.reason)")
    }
  }
}
