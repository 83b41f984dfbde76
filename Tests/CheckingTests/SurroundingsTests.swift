import Checking
import ExactArithmetic
import Testing

/// An asynchronous scenario with parts replaced.
private func asyncText(
  claims: String = #"["async-dsgd.nonconvex"]"#, parameters: String = "maximumStaleness: 1",
  network: String = #"{ topology: "ring", nodes: 3, links: "3/4" }"#,
  computing: String? = #"{ model: "slotted", completion: "1/2" }"#, evidence: String = #"{ kind: "moments" }"#
) -> String {
  scenarioText(
    claims: claims, algorithm: #"{ name: "async-dsgd", stepSize: "1/20", iterations: 20, \#(parameters) }"#,
    network: network, evidence: evidence, extra: computing.map { "computing: \($0)," } ?? "")
}

private func files(_ texts: [String: String]) -> (String) throws(ScenarioError) -> String {
  { (path) throws(ScenarioError) in
    guard let text = texts[path] else { throw ScenarioError("no file \(path)", line: nil) }
    return text
  }
}

@Suite struct SurroundingsErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int?
    var file: String?
    var words: String
    var testDescription: String { words }
  }

  static let inputs = [
    "back.csv": "time,node\n0.5,0\n0.7,1\n0.6,2\n", "nodes.csv": "time,node\n0.5,0\n0.7,7\n",
    "header.csv": "node,time\n0,0.5\n", "starved.csv": "time,node\n0.5,0\n0.7,1\n",
    "crash.csv": "time,event,node\n1,crash,0\n2,crash,1\n3,crash,2\n", "ghost.csv": "time,event,node\n1,leave,9\n",
    "half.txt": "1/2 1/2\n1/2 1/2\n", "bad.txt": "1/2 x\n1/2 1/2\n", "holes.txt": "0 3\n-1 0\n",
  ]

  static let cases = [
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, links: "3/2" }"#), line: 5,
      words: "probability, 0 to 1, not 3/2"),
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, links: [1, "1/2", "-1/2"] }"#), line: 5,
      words: "probability, 0 to 1, not -1/2"),
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, links: [1, "1/2"] }"#), line: 5,
      words: "'network.links' has 2 numbers, expected 3"),
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, links: { model: "bursts" } }"#), line: 5,
      words: "unknown link model 'bursts'"),
    Case(
      text: asyncText(computing: #"{ model: "slotted", completion: 2 }"#), line: 10,
      words: "'completion' must be a probability"),
    Case(
      text: asyncText(computing: #"{ model: "slotted", completion: 0 }"#), line: 10,
      words: "'completion' must be a probability"),
    Case(
      text: asyncText(computing: #"{ model: "exponental", mean: 1 }"#), line: 10, words: "did you mean 'exponential'?"),
    Case(text: asyncText(computing: #"{ model: "exponential" }"#), line: 10, words: "needs 'mean'"),
    Case(
      text: asyncText(computing: #"{ model: "exponential", mean: 1, shape: 2 }"#), line: 10,
      words: "'computing.shape' has no meaning"),
    Case(
      text: asyncText(computing: #"{ model: "trace", file: "back.csv" }"#), line: 4, file: "back.csv",
      words: "time goes back"),
    Case(
      text: asyncText(computing: #"{ model: "trace", file: "nodes.csv" }"#), line: 3, file: "nodes.csv",
      words: "node 7 does not exist"),
    Case(
      text: asyncText(computing: #"{ model: "trace", file: "header.csv" }"#), line: 1, file: "header.csv",
      words: "header 'time,node'"),
    Case(text: asyncText(computing: #"{ model: "trace", file: "starved.csv" }"#), line: 10, words: "starves node 2"),
    Case(text: asyncText(computing: #"{ model: "trace", file: "none.csv" }"#), line: 10, words: "no file none.csv"),
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, churn: "crash.csv" }"#), line: 4, file: "crash.csv",
      words: "last active node"),
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, churn: "ghost.csv" }"#), line: 2, file: "ghost.csv",
      words: "node 9 does not exist"),
    Case(
      text: asyncText(network: #"{ topology: "ring", nodes: 3, channelNoise: -1 }"#), line: 5,
      words: "'network.channelNoise' must be nonnegative"),
    Case(text: asyncText(parameters: "consensusStep: 0"), line: 4, words: "'algorithm.consensusStep'"),
    Case(text: asyncText(parameters: "maximumStaleness: -1"), line: 4, words: "'algorithm.maximumStaleness'"),
    Case(
      text: scenarioText(
        claims: #"[{ theorem: "asyncfeded.pathwise", without: ["curvature"] }]"#,
        algorithm: #"{ name: "asyncfeded", stepSize: "1/40", iterations: 20 }"#,
        network: #"{ topology: "complete", nodes: 3 }"#), line: 3, words: "has no part that holds alone"),
    Case(
      text: scenarioText(
        algorithm: #"{ name: "fedasync", stepSize: "1/40", iterations: 20, weightingSlope: "1e18" }"#,
        network: #"{ topology: "complete", nodes: 3 }"#), line: 4, words: "'algorithm.weightingSlope'"),
    Case(
      text: digestText(cycle: "[0, 1, 2, 3], links: 1"), line: 5, words: "'network.links' has no meaning for digest"),
    Case(
      text: scenarioText(network: #"{ topology: "ring", nodes: 4, mixing: "one-peer-exponential" }"#), line: 5,
      words: "mixes nodes 0 and 2, which the network does not link"),
    Case(
      text: scenarioText(network: #"{ topology: "ring", nodes: 4, mixing: "matchings" }"#), line: 5,
      words: "did you mean 'matching'?"),
    Case(
      text: scenarioText(
        network: #"{ topology: "path", nodes: 2, mixing: { matrices: ["half.txt"], probabilities: ["1/2"] } }"#),
      line: 5, words: "the probabilities sum to 1/2, not 1"),
    Case(
      text: scenarioText(network: #"{ topology: "path", nodes: 3, mixing: { matrices: ["half.txt"] } }"#),
      line: 5, words: "matrix 0 has 2 nodes and the network has 3"),
    Case(
      text: scenarioText(network: #"{ topology: "path", nodes: 2, mixing: { matrices: ["lost.txt"] } }"#),
      line: 5, words: "no file lost.txt"),
    Case(
      text: scenarioText(network: #"{ topology: "path", nodes: 2, mixing: { matrices: ["bad.txt"] } }"#),
      line: 1, file: "bad.txt", words: "x"),
    Case(
      text: scenarioText(network: #"{ topology: "path", nodes: 2, mixing: "gossip", links: 1 }"#), line: 4,
      words: "not both"),
    Case(
      text: scenarioText(network: #"{ topology: "path", nodes: 2, latency: { file: "half.txt" } }"#), line: 5,
      words: "'network.latency' has a meaning with 'computing' only"),
    Case(
      text: gossipText(#"{ topology: "path", nodes: 2, latency: { file: "holes.txt", unmeasured: -1 } }"#), line: nil,
      file: "holes.txt", words: "the latency from node 1 to node 0 was not measured"),
    Case(
      text: gossipText(#"{ topology: "path", nodes: 2, latency: { file: "holes.txt" } }"#), line: 2,
      file: "holes.txt", words: "a latency"),
    Case(text: digestText(cycle: "[0, 2, 1, 3]"), line: 5, words: "goes from node 0 to node 2, which is no neighbour"),
    Case(text: digestText(cycle: "[0, 1, 2, 1]"), line: 5, words: "never visits node 3"),
    Case(text: digestText(cycle: "[0, 1, 2, 4]"), line: 5, words: "names nodes 0 ... 3, not 4"),
    Case(text: digestText(cycle: nil), line: 4, words: "needs network.cycle"),
    Case(
      text: digestText(cycle: "[0, 1, 2, 3]", parameters: #"route: "cycle", tokens: 5"#), line: 4,
      words: "1 to 4 tokens, not 5"),
  ]

  static func gossipText(_ network: String) -> String {
    scenarioText(
      claims: #"[{ compare: "suboptimality", to: "gossip-learning" }]"#,
      algorithm: #"{ name: "gossip-learning", stepSize: "1/40", iterations: 20 }"#, network: network,
      extra: #"computing: { model: "constant", duration: 1 },"#)
  }

  static func digestText(cycle: String?, parameters: String = #"route: "cycle""#) -> String {
    scenarioText(
      claims: #"["digest.convex"]"#,
      algorithm: #"{ name: "digest", stepSize: "1/40", iterations: 20, \#(parameters) }"#,
      network: #"{ topology: "ring", nodes: 4\#(cycle.map { ", cycle: \($0)" } ?? "") }"#)
  }

  @Test(arguments: cases)
  func badInputIsNamedWithItsLine(_ testCase: Case) throws {
    let error = try #require(throws: ScenarioError.self) {
      try Scenario(parsing: testCase.text, readFile: files(Self.inputs))
    }
    #expect(error.message.contains(testCase.words), "\(error.message)")
    #expect(error.line == testCase.line && error.file == testCase.file, "\(error)")
    #expect(!error.message.contains("\n"))
  }
}

@Suite struct AsynchronousVerdictTests {
  @Test func theoremsAreCertified() throws {
    let result = try check(asyncText())[0]
    #expect(result.verdict == .certified)
    #expect(result.constants["gradientSecondMoment"]?.source == "exact")
    #expect(result.constants["participation"]?.value.lower == "1/2")
    // By machine G is needed for every schedule.
    #expect(result.provenance == "derived")
    let known = try check(asyncText(network: #"{ topology: "ring", nodes: 3 }"#, computing: nil))[0]
    #expect(known.provenance == "proved")
  }

  @Test func sampledConstantsAreEstimatedAndNeverRefute() throws {
    let result = try check(asyncText(evidence: #"{ kind: "sampled", replicates: 60 }"#))[0]
    #expect(result.verdict == .consistent)
    #expect(result.constants["gradientSecondMoment"]?.source == "estimated")
    #expect(result.reason.contains("rests on samples of"))
    // Without the term that bounds the start the claim is false, but its right side is only estimated.
    let broken = try check(
      asyncText(
        claims:
          #"[{ theorem: "async-dsgd.nonconvex", without: ["initialisation", "consensus", "staleness", "crossTerms", "missingGradients", "gradientNoise"] }]"#,
        evidence: #"{ kind: "sampled", replicates: 60 }"#))[0]
    #expect(broken.verdict == .undecided)
  }

  /// Node 1 takes four slots for its second computation.
  @Test func aRunThatExceedsTheAssumedStalenessSaysWhere() throws {
    let trace = "time,node\n0.5,0\n0.6,1\n0.7,2\n1.5,0\n1.7,2\n5.5,1\n6.5,0\n6.7,2\n"
    func result(_ limit: Int, _ outdated: String) throws -> ClaimResult {
      try check(
        asyncText(
          parameters: "maximumStaleness: \(limit), outdated: \"\(outdated)\"",
          network: #"{ topology: "ring", nodes: 3 }"#, computing: #"{ model: "trace", file: "t.csv" }"#,
          evidence: #"{ kind: "exact" }"#), readFile: files(["t.csv": trace]))[0]
    }
    let exceeded = try result(1, "keep")
    #expect(exceeded.verdict == .notApplicable)
    let staleness = exceeded.hypotheses.first { $0.name == "boundedStaleness" }
    #expect(staleness?.met == false)
    #expect(staleness?.actual == "a gradient of age 4 is applied by node 1 in iteration 5")
    #expect(try result(20, "keep").hypotheses.first { $0.name == "boundedStaleness" }?.met == true)
    #expect(try result(1, "restart").hypotheses.first { $0.name == "boundedStaleness" }?.met == true)
    // A trace is not memoryless either way.
    #expect(try result(20, "keep").verdict == .notApplicable)
  }

  /// Failing links and drawn matrices have the p of their law; a sequence that is not drawn has none for one iteration.
  @Test func randomMixingIsJudged() throws {
    func result(_ network: String) throws -> ClaimResult {
      try check(
        scenarioText(
          claims: #"["dsgd.nonconvex"]"#, algorithm: #"{ name: "dsgd", stepSize: "1/100", iterations: 20 }"#,
          network: network, evidence: #"{ kind: "exact" }"#),
        readFile: files(["half.txt": "1/2 1/2\n1/2 1/2\n", "one.txt": "1 0\n0 1\n"]))[0]
    }
    // rho^2 is the probability that nothing is mixed.
    let drawn = try result(
      #"{ topology: "path", nodes: 2, mixing: { matrices: ["half.txt", "one.txt"], probabilities: ["3/4", "1/4"] } }"#)
    // The machine's proof is about one W.
    #expect(drawn.provenance == "derived")
    #expect(try check(scenarioText())[0].provenance == "proved")
    #expect(drawn.verdict == .certified && drawn.constants["mixingRate"]?.value.lower == "3/4")
    let failing = try result(#"{ topology: "path", nodes: 2, links: "2/3" }"#)
    #expect(failing.verdict == .certified && failing.constants["mixingRate"]?.value.lower == "2/3")
    let sequence = try result(#"{ topology: "complete", nodes: 4, mixing: "one-peer-exponential" }"#)
    #expect(sequence.verdict == .notApplicable)
    #expect(sequence.hypotheses.contains { $0.name == "independentLinks" && $0.met == false })
  }

  @Test func hypothesesThatAreNotMetAreNamed() throws {
    func broken(_ text: String) throws -> String? {
      let result = try check(text, readFile: files(["c.csv": "time,event,node\n3,leave,1\n"]))[0]
      #expect(result.verdict == .notApplicable)
      return result.hypotheses.first { $0.met == false }?.name
    }
    #expect(
      try broken(asyncText(computing: #"{ model: "shifted-exponential", shift: 1, mean: 1 }"#))
        == "memorylessCompletion")
    #expect(
      try broken(
        asyncText(
          network:
            #"{ topology: "ring", nodes: 3, links: { model: "gilbert-elliott", failure: "1/4", recovery: "1/2" } }"#))
        == "independentLinks")
    #expect(try broken(asyncText(network: #"{ topology: "ring", nodes: 3, links: 0 }"#)) == "mixingRatePositive")
    #expect(
      try broken(asyncText(network: #"{ topology: "ring", nodes: 3, churn: "c.csv" }"#)) == "memorylessCompletion")
    #expect(
      try broken(
        scenarioText(claims: #"["async-dsgd.convex"]"#)) == "staleMixing")
  }

  /// With fewer nodes than ages the lemma needs G for every schedule, which a mean over schedules does not give.
  @Test func manyAgesOfFewNodesAreUndecided() throws {
    let result = try check(asyncText(parameters: "maximumStaleness: 3"))[0]
    #expect(result.verdict == .undecided)
    #expect(result.reason.contains("gradientBound"))
  }

  /// With steps that decrease fast the left side is far above a right side made for constant ones.
  @Test(arguments: [
    (["localsgd.nonconvex"], "local-sgd"), (["digest.nonconvex", "digest.convex", "digest.strongly-convex"], "digest"),
  ])
  func theoremsOnConstantStepsDoNotApplyToDecreasingOnes(_ claims: [String], _ algorithm: String) throws {
    for (offset, broken) in [("1/10", "constantStep"), ("0", nil)] {
      let results = try check(
        scenarioText(
          claims: "\(claims)",
          algorithm: #"{ name: "\#(algorithm)", stepSize: "1/10", iterations: 40, stepOffset: "\#(offset)" }"#,
          network: #"{ topology: "complete", nodes: 2 }"#,
          objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, start: [3] }"#))
      for result in results {
        #expect(result.hypotheses.first { $0.met == false }?.name == broken)
        #expect(result.verdict == (broken == nil ? .certified : .notApplicable))
      }
    }
  }

  @Test func publishedLocalSGDIsCertified() throws {
    let result = try check(
      scenarioText(
        claims: #"["localsgd.stich2019", "localsgd.nonconvex"]"#,
        algorithm: #"{ name: "local-sgd", stepSize: "1/10", iterations: 100, localSteps: 4, stepOffset: 40 }"#,
        network: #"{ topology: "complete", nodes: 3 }"#,
        objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, start: [3] }"#))
    #expect(result[0].verdict == .certified)
    #expect(result[0].attribution.contains("transcribed"))
    // The other theorem is about constant steps.
    #expect(result[1].verdict == .notApplicable)
    let wrong = try check(
      scenarioText(
        claims: #"["localsgd.stich2019"]"#,
        algorithm: #"{ name: "local-sgd", stepSize: "1/11", iterations: 20, localSteps: 4, stepOffset: 40 }"#,
        network: #"{ topology: "complete", nodes: 3 }"#,
        objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, start: [3] }"#))
    #expect(wrong[0].hypotheses.first { $0.met == false }?.name == "stepSchedule")
  }

  /// A drawn route is what the claim is about, and how other draws compare is said with it.
  @Test func drawnRoutesSayHowOthersCompare() throws {
    let text = scenarioText(
      claims: #"["digest.convex"]"#,
      algorithm: #"{ name: "digest", stepSize: "1/40", iterations: 40, route: "walk" }"#)
    let route = try check(text)[0].hypotheses.first { $0.name == "routeGiven" }
    #expect(route?.met == true)
    #expect(route?.actual.contains("of 200 other draws (sampled)") == true)
    let tour = try check(text.replacing(#"route: "walk""#, with: #"route: "tour""#))[0]
    #expect(tour.verdict == .certified)
    #expect(tour.hypotheses.first { $0.name == "routeGiven" }?.actual == "the same route in every run")
  }

  /// Fading links have no rational success, so p is enclosed; runs are sampled.
  @Test func fadingLinksRun() throws {
    let results = try check(
      asyncText(
        claims: #"["async-dsgd.nonconvex", { compare: "suboptimality", to: { maximumStaleness: 0 }, factor: 2 }]"#,
        network: """
          { topology: "ring", nodes: 3, positions: [[0, 0], [1, 0], [0, 1]],
            links: { model: "rayleigh", power: 4, threshold: 1 } }
          """, evidence: #"{ kind: "sampled", replicates: 40 }"#))
    #expect(results.map(\.verdict) == [.consistent, .consistent])
    // Of two nodes at distance 1 p is the success exp(-1/4) itself.
    let pair = try check(
      asyncText(
        network: """
          { topology: "path", nodes: 2, positions: [[0, 0], [1, 0]],
            links: { model: "rayleigh", power: 4, threshold: 1 } }
          """, evidence: #"{ kind: "sampled", replicates: 40 }"#))[0]
    let rate = try #require(pair.constants["mixingRate"]?.value)
    let (lower, upper) = (try Rational(parsing: rate.lower), try Rational(parsing: rate.upper))
    let success = Enclosure(Rational(-1, 4)).exponential(width: .powerOfTwo(-80))
    #expect(lower < success.lower && success.upper < upper && upper - lower < .powerOfTwo(-36))
  }

  /// On a ring of 4, a model that travels for 24 slots sends as many models as 3 iterations of D-SGD; waiting for 5/2 slots at
  /// a time, 24 slots are 8 iterations of 3.
  @Test func budgetsAreIterationsOfTheOther() throws {
    func result(_ claim: String, algorithm: String, evidence: String = "moments", extra: String = "") throws
      -> ClaimResult
    {
      try check(
        scenarioText(
          claims: "[\(claim)]",
          algorithm: "{ stepSize: 1/40, iterations: 24, \(algorithm) }"
            .replacing("1/40", with: #""1/40""#), network: #"{ topology: "ring", nodes: 4 }"#,
          evidence: "{ kind: \"\(evidence)\" }", extra: extra))[0]
    }
    let models = try result(
      #"{ compare: "suboptimality", to: "dsgd", budget: "models", at: "final" }"#, algorithm: #"name: "digest""#)
    #expect(models.verdict == .certified && models.curve.isEmpty)
    #expect(models.statement.contains("under dsgd in 3 iterations, which send at most as many models"))
    // The other way round 24 iterations of 8 models are 192 slots, on a route of their own length.
    let slots = try result(
      #"{ compare: "suboptimality", to: { name: "digest" }, budget: "models", at: "final", factor: 100 }"#,
      algorithm: #"name: "dsgd""#)
    #expect(slots.statement.contains("in 192 iterations") && slots.verdict == .certified)
    let alike = try result(
      #"{ compare: "suboptimality", to: { stepSize: "1/40" }, budget: "time", at: "final" }"#,
      algorithm: #"name: "dsgd""#,
      evidence: "exact", extra: #"computing: { model: "constant", duration: "5/2" },"#)
    #expect(alike.statement.contains("in 24 iterations, which take at most as much virtual time"))
    #expect(alike.verdict == .certified && alike.left == alike.right)
    #expect(throws: ScenarioError.self) {
      try result(
        #"{ compare: "suboptimality", to: "dsgd", budget: "models", at: "final" }"#,
        algorithm: #"name: "random-walk-sgd", iterations: 7"#)
    }
  }

  /// What a baseline does not know is said; and its replicates pair with the run's, eight lanes each.
  @Test func baselinesSayWhatTheyLeaveOut() throws {
    let result = try check(
      asyncText(
        claims: #"[{ compare: "suboptimality", to: "local-sgd", factor: 3 }]"#,
        network: #"{ topology: "complete", nodes: 3, links: "1/2" }"#, computing: nil,
        evidence: #"{ kind: "sampled", replicates: 40 }"#))[0]
    #expect(result.statement.contains("under local-sgd without the scenario's failing links, with the same noise"))
    let fixed = try check(
      asyncText(
        claims: #"[{ compare: "suboptimality", to: "minibatch-sgd", factor: 3 }]"#,
        network: #"{ topology: "complete", nodes: 3 }"#, evidence: #"{ kind: "sampled", replicates: 40 }"#))[0]
    #expect(fixed.statement.contains("without the scenario's computing times"))
    #expect(fixed.sampling?.replicates == 40)
  }
}
