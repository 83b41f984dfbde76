import Checking
import ExactArithmetic
import Testing

/// A small federation with parts replaced.
private func federationText(
  claims: String = #"[{ compare: "timeToAccuracy", to: "fedavg", share: "1/2", factor: 100 }]"#,
  task: String = #"{ name: "synthetic", clients: 4, samples: 40 }"#,
  environment: String = #"{ secondsPerStep: ["1/10", "1/10", "1/5", 1] }"#,
  training: String =
    #"{ method: "asyncfeded", localSteps: 5, batchSize: 10, stepSize: "1/50", seconds: 30, testEverySeconds: 1 }"#,
  evidence: String = #"{ kind: "sampled", replicates: 30 }"#, extra: String = ""
) -> String {
  """
  {
    name: "test",
    claims: \(claims),
    task: \(task),
    environment: \(environment),
    training: \(training),
    evidence: \(evidence),
    seed: 7,
    \(extra)
  }
  """
}

private func files(_ texts: [String: String]) -> (String) throws(ScenarioError) -> String {
  { (path) throws(ScenarioError) in
    guard let text = texts[path] else { throw ScenarioError("no file \(path)", line: nil) }
    return text
  }
}

@Suite struct FederationTests {
  @Test func costsAreCompared() throws {
    let results = try check(
      federationText(
        claims: """
          [{ compare: "timeToAccuracy", to: { method: "fedavg", sample: 4 }, share: "1/2", factor: 100 },
           { compare: "leastError", to: { method: "fedavg", sample: 4 }, factor: 3 },
           { compare: "bytesToAccuracy", to: { targetStaleness: 2 }, share: "1/2", factor: 10 }]
          """))
    #expect(results.map(\.verdict) == [.consistent, .consistent, .consistent])
    #expect(
      results[0].statement.contains(
        "1/2 of the best accuracy of either, or to the end of the run, is at most 100 times that under fedavg"))
    #expect(results.allSatisfy { $0.sampling?.replicates == 30 && $0.provenance == "declared" })
  }

  /// False claims about costs that are bounded beforehand are refuted; runs that never got there are counted.
  @Test func falseClaimsAreNotConsistent() throws {
    let results = try check(
      federationText(
        claims: """
          [{ compare: "leastError", to: { stepSize: "1/20" }, factor: "1/10" },
           { compare: "timeToAccuracy", to: { stepSize: "1/20" }, share: "9/10", factor: "1/10" }]
          """,
        training:
          #"{ method: "asyncfeded", localSteps: 1, batchSize: 5, stepSize: "1/5000", seconds: 10 }"#,
        evidence: #"{ kind: "sampled", replicates: 200 }"#))
    #expect(results[0].verdict == .refuted)
    #expect(results[1].verdict == .refuted && results[1].reason.contains("ended before they were there"))
  }

  /// Baselines that differ in the training alone are different runs, and are called by what they differ in.
  @Test func everyBaselineIsRun() throws {
    let claims =
      #"[{ compare: "leastError", to: { stepSize: "1/1000000" } }, { compare: "leastError", to: { localSteps: 5 } }]"#
    let both = try check(federationText(claims: claims))
    let alone = try check(federationText(claims: #"[{ compare: "leastError", to: { localSteps: 5 } }]"#))
    #expect(both[1].right == alone[0].right && both[0].right != both[1].right)
    // The second baseline is the run itself.
    #expect(both[1].left == both[1].right)
    #expect(both[0].statement.contains("under asyncfeded (stepSize 1/1000000), on"))
  }

  /// Stopping early is no way to win.
  @Test func runsThatEndEarlyAreNotConsistent() throws {
    let result = try check(
      federationText(
        claims: #"[{ compare: "timeToAccuracy", to: { stepSize: "1/20", seconds: 40 }, factor: 1 }]"#,
        training: #"{ method: "asyncfeded", localSteps: 1, batchSize: 5, stepSize: "1/5000", seconds: 1 }"#))[0]
    #expect(result.verdict == .undecided && result.reason.contains("not every run got there"), "\(result.reason)")
  }

  @Test func resultsDoNotDependOnThreads() throws {
    #expect(try check(federationText(), jobs: 1) == (try check(federationText(), jobs: 3)))
  }

  /// Numbers that leave the range stop the run, with the iteration and the client.
  @Test func aRunThatLeavesTheNumbersSaysWhere() throws {
    let result = try check(
      federationText(
        training: #"{ method: "asyncfeded", localSteps: 20, batchSize: 5, stepSize: "1e38", seconds: 60 }"#))[0]
    #expect(result.verdict == .undecided)
    #expect(result.reason.contains("in iteration") && result.reason.contains("client"), "\(result.reason)")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int?
    var file: String?
    var words: String
    var testDescription: String { words }
  }

  static let inputs = [
    "negative.csv": "node,secondsPerStep,upload,download\n0,0.1,100,100\n1,0.1,-5,100\n2,0.1,5,5\n3,0.1,5,5\n",
    "twice.csv": "node,secondsPerStep,upload,download\n0,0.1,100,100\n0,0.1,5,100\n",
    "gap.csv": "node,start,end\n0,0,10\n1,0,10\n2,0,10\n", "holes.csv": "0 -1\n-1 0\n",
  ]

  static let plexus =
    #"{ method: "plexus", localSteps: 5, batchSize: 10, stepSize: "1/50", seconds: 30, success: SUCCESS, sample: SAMPLE }"#

  static let cases = [
    Case(
      text: federationText(environment: #"{ profiles: "negative.csv" }"#), line: 3, file: "negative.csv",
      words: "upload"),
    Case(
      text: federationText(environment: #"{ profiles: "twice.csv" }"#), line: 3, file: "twice.csv",
      words: "node 0 has a profile already"),
    Case(
      text: federationText(environment: #"{ upload: -1 }"#), line: 5, words: "'environment.upload' must be positive"),
    Case(text: federationText(environment: #"{ availability: "gap.csv" }"#), line: 4, file: "gap.csv", words: "node 3"),
    Case(
      text: federationText(environment: #"{ latency: "holes.csv", unmeasured: -1 }"#), line: nil, file: "holes.csv",
      words: "not measured"),
    Case(
      text: federationText(environment: #"{ secondsPerStep: 1e400 }"#), line: 5, words: "lie within 10^-15 ... 10^15"),
    Case(
      text: federationText(environment: #"{ secondsPerStep: 1, upload: 1e-400 }"#), line: 5,
      words: "'environment.upload'"),
    Case(
      text: federationText(environment: #"{ secondsPerStep: 1, delay: 1e400 }"#), line: 5, words: "'environment.delay'"),
    Case(
      text: federationText(environment: #"{ secondsPerStep: 1, delay: [1, 2] }"#), line: 5,
      words: "'environment.delay' is a number"),
    Case(
      text: federationText(environment: #"{ secondsPerStep: 1, suspension: 1, suspensionTime: 1e400 }"#), line: 5,
      words: "'environment.suspensionTime'"),
    Case(
      text: federationText(environment: #"{ secondsPerStep: [0, 1, 1, 1] }"#), line: 6,
      words: "virtual time may never reach 'training.seconds'"),
    Case(text: federationText(environment: #"{ suspension: 2 }"#), line: 5, words: "a probability, 0 to 1, not 2"),
    Case(text: federationText(task: #"{ name: "femnist", clients: 4 }"#), line: 4, words: "unknown task 'femnist'"),
    Case(text: federationText(task: #"{ name: "synthetic", clients: 0 }"#), line: 4, words: "'task.clients'"),
    Case(
      text: federationText(training: plexus.replacing("SUCCESS", with: "2").replacing("SAMPLE", with: "2")), line: 6,
      words: "'success' is number > 0, at most 1, not 2"),
    Case(
      text: federationText(training: plexus.replacing("SUCCESS", with: "0").replacing("SAMPLE", with: "2")), line: 6,
      words: "'success' is number > 0, at most 1, not 0"),
    Case(
      text: federationText(training: #"{ method: "plexis", localSteps: 5, batchSize: 10, stepSize: 1, seconds: 1 }"#),
      line: 6, words: "did you mean 'plexus'?"),
    Case(
      text: federationText(training: #"{ method: "fedavg", localSteps: 5, batchSize: 10, stepSize: 1 }"#), line: 6,
      words: "a run needs an end"),
    Case(
      text: federationText(
        training: #"{ method: "fedavg", localSteps: 5, batchSize: 10, stepSize: 1, seconds: 3, window: 2 }"#),
      line: 6, words: "'training.window' has no meaning for fedavg"),
    Case(text: federationText(claims: #"["fedavg.nonconvex"]"#), line: 3, words: "'claims' is an object"),
    Case(
      text: federationText(claims: #"[{ compare: "suboptimality", to: "fedavg" }]"#), line: 3,
      words: "unknown cost of training"),
    Case(
      text: federationText(claims: #"[{ compare: "leastError", to: "fedavg", at: "final" }]"#), line: 3,
      words: "'claims.at' has no meaning for a federation"),
    Case(text: federationText(evidence: #"{ kind: "exact" }"#), line: 7, words: "a federation is sampled"),
    Case(
      text: federationText(extra: #"network: { topology: "ring", nodes: 4 },"#), line: 9,
      words: "'task' that a federation trains, or 'network', not both"),
  ]

  @Test(arguments: cases)
  func badInputIsNamedWithItsLine(_ testCase: Case) throws {
    let error = try #require(throws: ScenarioError.self) {
      try Scenario(parsing: testCase.text, readFile: files(Self.inputs))
    }
    #expect(error.message.contains(testCase.words), "\(error.message)")
    #expect(error.line == testCase.line && error.file == testCase.file, "\(error)")
  }

  /// A sample that is larger than what the method can know is told when the run begins.
  @Test func aSampleLargerThanTheViewIsNamed() throws {
    let text = Self.plexus.replacing("SUCCESS", with: "1").replacing("SAMPLE", with: "5")
    let result = try check(federationText(training: text))[0]
    #expect(result.verdict == .undecided && result.reason.contains("5"), "\(result.reason)")
  }
}
