import Checking
import Testing

/// What cannot be had in reasonable time and memory is refused at once: without that these tests crash or hang.
@Suite struct CostTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var claims: String
    var algorithm: String
    var network = #"{ topology: "complete", nodes: 2 }"#
    var computing: String?
    var evidence = #"{ kind: "moments" }"#
    var words: String
    var testDescription: String { algorithm }
  }

  static let cases = [
    // The squares of 2 10^9 gradients.
    Case(
      claims: #"["localsgd.nonconvex"]"#,
      algorithm: #"{ name: "local-sgd", stepSize: "1/10", iterations: 1000000000, localSteps: 2 }"#,
      words: "GB of memory"),
    // A list of 2^22 outcomes, each with a step of its own.
    Case(
      claims: #"["async-dsgd.nonconvex"]"#,
      algorithm: #"{ name: "async-dsgd", stepSize: "1/10", iterations: 1 }"#,
      network: #"{ topology: "ring", nodes: 11, links: "1/2" }"#,
      computing: #"{ model: "slotted", completion: "1/2" }"#, words: "GB of memory"),
    // Probabilities of 10^3 bits, whose products grow with every iteration.
    Case(
      claims: #"[{ compare: "suboptimality", to: { stepSize: "1/30" } }]"#,
      algorithm: #"{ name: "async-dsgd", stepSize: "1/20", iterations: 50, maximumStaleness: 1 }"#,
      network: #"{ topology: "ring", nodes: 3, links: "1e-300" }"#,
      computing: #"{ model: "slotted", completion: "1/2" }"#, evidence: #"{ kind: "exact" }"#, words: "hours"),
    // A list of the slots.
    Case(
      claims: #"[{ compare: "suboptimality", to: { stepSize: "1/20" } }]"#,
      algorithm: #"{ name: "async-dsgd", stepSize: "1/10", iterations: 1000000000 }"#,
      computing: #"{ model: "constant", duration: "3/2" }"#, words: "GB of memory"),
    // Ages looked up in a run before any evidence.
    Case(
      claims: #"["async-dsgd.nonconvex"]"#,
      algorithm:
        #"{ name: "async-dsgd", stepSize: "1/10", iterations: 1000000000, maximumStaleness: 1, outdated: "keep" }"#,
      computing: #"{ model: "slotted", completion: "1/2" }"#, words: "too long to look at the ages"),
    // The squares of 10^8 gradients of eight runs.
    Case(
      claims: #"["async-dsgd.nonconvex"]"#,
      algorithm: #"{ name: "async-dsgd", stepSize: "1/10", iterations: 50000000, maximumStaleness: 1 }"#,
      computing: #"{ model: "slotted", completion: "1/2" }"#, evidence: #"{ kind: "sampled", replicates: 50 }"#,
      words: "GB of memory"),
  ]

  @Test(arguments: cases)
  func impossibleEvidenceIsRefusedAtOnce(_ testCase: Case) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try check(
      scenarioText(
        claims: testCase.claims, algorithm: testCase.algorithm, network: testCase.network,
        objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, start: [3] }"#,
        evidence: testCase.evidence, extra: testCase.computing.map { "computing: \($0)," } ?? ""))[0]
    #expect(result.verdict == .undecided)
    #expect(result.reason.contains(testCase.words), "\(result.reason)")
    #expect(clock.now - start < .seconds(60))
  }

  /// The search for the end of a computation looks at every slot.
  @Test func completionsThatNeverComeAreRefused() throws {
    let error = try #require(throws: ScenarioError.self) {
      try Scenario(
        parsing: scenarioText(
          claims: #"["async-dsgd.nonconvex"]"#,
          algorithm: #"{ name: "async-dsgd", stepSize: "1/10", iterations: 20 }"#,
          evidence: #"{ kind: "sampled" }"#, extra: #"computing: { model: "slotted", completion: "1e-12" },"#),
        readFile: noFiles)
    }
    #expect(error.message.contains("at least 2^-20") && error.line == 10)
  }
}
