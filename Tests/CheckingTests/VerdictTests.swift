import Checking
import Evidence
import ExactArithmetic
import Foundation
import Testing
import Theorems

@Suite struct VerdictTests {
  @Test func theBundledSuiteHasTheVerdictsThatItPromises() throws {
    let suite = try #require(Suites["basics"])
    var verdicts: [String: [Verdict]] = [:]
    for text in suite.scenarios {
      for result in try check(text) { verdicts[result.scenario, default: []].append(result.verdict) }
    }
    #expect(
      verdicts == [
        "ring of 8, exact": [.certified, .certified, .certified],
        "torus of 3 x 4, exact, Gaussian noise": [.certified, .certified, .certified],
        "hypercube of 16, exact, rotated": [.certified, .certified, .certified],
        "star of 9, certified doubles": [.certified, .certified, .certified],
        "mini-batch of 10 workers, exact": [.certified, .certified],
        "ring of 16, sampled, Gaussian noise": [.consistent, .consistent],
        "path of 6, a step size beyond the theorem": [.notApplicable],
      ])
  }

  static let strongHeterogeneity = """
    { name: "quadratic", dimension: 1, curvature: "1", spread: "4", noise: { law: "rademacher", variance: "1/100" } }
    """

  @Test(arguments: [#"{ kind: "exact" }"#, #"{ kind: "moments" }"#, #"{ kind: "sampled", replicates: 200 }"#])
  func aWrongTheoremIsRefutedByEveryEvidence(_ evidence: String) throws {
    let catalogue = Catalogue.standard.adding(ConsensusWithoutHeterogeneity()).adding(Consensus())
    let results = try check(
      scenarioText(
        claims: #"["wrong.consensus", "right.consensus"]"#, objective: Self.strongHeterogeneity, evidence: evidence),
      catalogue: catalogue)
    #expect(results[0].verdict == .refuted)
    #expect(results[1].verdict == (evidence.contains("sampled") ? .consistent : .certified))
    #expect((results[0].sampling != nil) == evidence.contains("sampled"))
    if let sampling = results[0].sampling { #expect(sampling.logarithmOfEValueEstimate >= 6.9) }
  }

  /// Without noise, with plain averaging, the missing term is all that the claim had left.
  @Test(arguments: [#"{ kind: "exact" }"#, #"{ kind: "sampled", replicates: 100 }"#])
  func aClaimWithoutANeededTermIsRefuted(_ evidence: String) throws {
    let results = try check(
      scenarioText(
        claims: #"["dsgd.nonconvex", { theorem: "dsgd.nonconvex", without: ["gradientNoise"] }]"#,
        algorithm: #"{ name: "dsgd", stepSize: "1/10", iterations: 400 }"#,
        network: #"{ topology: "complete", nodes: 4 }"#, evidence: evidence))
    #expect(results[0].verdict == (evidence.contains("exact") ? .certified : .consistent))
    #expect(results[1].verdict == .refuted)
    #expect(results[1].provenance == "declared")
    #expect(results[1].terms.map(\.name) == ["initialisation", "topologyNoise", "topologyHeterogeneity"])
  }

  /// Forty random scenarios whose step size the theorems admit: every claim and every deviation bound holds.
  @Test(arguments: 1...40)
  func theoremsHoldOnRandomWorkloads(_ seed: Int) throws {
    let topologies = [
      #"{ topology: "ring", nodes: 5 }"#, #"{ topology: "path", nodes: 4 }"#,
      #"{ topology: "star", nodes: 6, weights: "lazy-metropolis" }"#, #"{ topology: "torus", shape: "3x3" }"#,
      #"{ topology: "hypercube", nodes: 8, weights: "max-degree" }"#, #"{ topology: "complete", nodes: 3 }"#,
    ]
    let laws = ["rademacher", "three-point", "gaussian"]
    let text = scenarioText(
      claims: #"["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex", "right.consensus"]"#,
      algorithm: #"{ name: "dsgd", stepSize: "1/\#(30 + 7 * (seed % 9))", iterations: \#(1 + seed * 3 % 50) }"#,
      network: topologies[seed % topologies.count],
      objective: """
        { name: "quadratic", dimension: 2, curvature: ["1/\(1 + seed % 5)", "3/4"], spread: "\(seed % 4)",
          start: ["\(seed % 3)", "-1/2"], rotated: \(seed % 2 == 0),
          noise: { law: "\(laws[seed % 3])", variance: "\(seed % 5)/4" } }
        """, seed: "\(seed)")
    let results = try check(text, catalogue: .standard.adding(Consensus()))
    let allowed: Set<Verdict> = [.certified, .notApplicable]
    #expect(results.allSatisfy { allowed.contains($0.verdict) }, "\(results.map(\.verdict))")
    for result in results where result.verdict == .certified {
      let left = try #require(result.left?.exact)
      let right = try #require(result.right?.lower)
      #expect(left <= right)
    }
  }

  @Test func mostRandomWorkloadsAreApplicable() throws {
    // Guards the test above against becoming vacuous.
    let text = scenarioText(algorithm: #"{ name: "dsgd", stepSize: "1/40", iterations: 20 }"#)
    #expect(try check(text).allSatisfy { $0.verdict == .certified })
  }

  @Test(.enabled(if: hasSharedData, "../shared/data is absent: the real 36-node graph is not checked"))
  func aClaimOnTheReal36NodeGraphIsCertified() throws {
    let text = scenarioText(
      claims: #"["dsgd.nonconvex", "dsgd.strongly-convex"]"#,
      algorithm: #"{ name: "dsgd", stepSize: "1/20", iterations: 40 }"#,
      network: #"{ topology: "file", file: "36_nodes.edges" }"#)
    let results = try check(text) { (path) throws(ScenarioError) in
      guard let text = try? String(contentsOf: sharedData.appendingPathComponent("networks/\(path)"), encoding: .utf8)
      else { throw ScenarioError("unreadable", line: nil) }
      return text
    }
    #expect(results.map(\.verdict) == [.certified, .certified])
    #expect(results[0].left?.exact != nil)
    #expect(results[0].inputs.map(\.file) == ["36_nodes.edges"])
  }

  @Test func hypothesesThatFailAreNamed() throws {
    let disconnected = "4\n0 1\n1 0\n2 3\n3 2\n"
    func only(_ network: String, _ algorithm: String = #"{ name: "dsgd", stepSize: "1/40", iterations: 5 }"#) throws
      -> ClaimResult
    {
      try check(scenarioText(claims: #"["dsgd.nonconvex"]"#, algorithm: algorithm, network: network)) {
        (_) throws(ScenarioError) in disconnected
      }[0]
    }
    func failing(_ result: ClaimResult) -> [String] { result.hypotheses.filter { $0.met == false }.map(\.name) }

    let split = try only(#"{ topology: "file", file: "split.edges" }"#)
    #expect(split.verdict == .notApplicable)
    #expect(failing(split) == ["connectedNetwork", "mixingRatePositive", "stepSizeLimit"])
    #expect(split.right == nil)

    let uniform = try only(#"{ topology: "star", nodes: 5, weights: "uniform" }"#)
    #expect(uniform.verdict == .notApplicable)
    #expect(failing(uniform).starts(with: ["symmetricWeights", "doublyStochasticWeights"]))

    let fast = try only(
      #"{ topology: "ring", nodes: 6 }"#, #"{ name: "dsgd", stepSize: "1/2", iterations: 5 }"#)
    #expect(fast.verdict == .notApplicable)
    #expect(failing(fast) == ["stepSizeLimit"])
    #expect(fast.left == nil && fast.curve.isEmpty)
    #expect(fast.reason.contains("stepSizeLimit"))

    let flat = try check(
      scenarioText(objective: #"{ name: "quadratic", dimension: 2, curvature: ["0", "1"], spread: "1" }"#))
    #expect(flat.map(\.verdict) == [.certified, .certified, .notApplicable])
    #expect(failing(flat[2]) == ["strongConvexityPositive"])
  }

  @Test func aStepSizeAtTheLimitIsDecidedExactly() throws {
    // complete: p = 1 exactly, L = 1, so the limit is 1/4 exactly.
    func verdict(_ step: String) throws -> Verdict {
      try check(
        scenarioText(
          claims: #"["dsgd.nonconvex"]"#, algorithm: #"{ name: "dsgd", stepSize: "\#(step)", iterations: 5 }"#,
          network: #"{ topology: "complete", nodes: 4 }"#))[0].verdict
    }
    #expect(try verdict("1/4") == .certified)
    #expect(try verdict("250000000001/1000000000000") == .notApplicable)
  }

  @Test func aModulusAboveTheSmoothnessIsNotApplicable() throws {
    let theorem = try #require(Catalogue.standard["dsgd.strongly-convex"])
    let ones = Dictionary(uniqueKeysWithValues: Quantity.allCases.map { ($0, Enclosure(1)) })
    var given = ones
    given[.strongConvexity] = Enclosure(100)
    given[.stepSize] = Enclosure(Rational(1, 4))
    let short = Evaluation(theorem, values: Values(given, iterationCount: 3))
    #expect(short.truth == .no)
    // A base outside [0, 1] is not raised to a huge power.
    #expect(Evaluation(theorem, values: Values(given, iterationCount: 100_000_000)).terms == nil)
    given[.strongConvexity] = Enclosure(1)
    #expect(Evaluation(theorem, values: Values(given, iterationCount: 100_000_000)).terms != nil)
  }

  @Test func evidenceThatCannotBeHadLeavesClaimsUndecided() throws {
    let endless = try check(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: "1/40", iterations: 1000000000 }"#))
    #expect(endless.allSatisfy { $0.verdict == .undecided && $0.reason.contains("hours") })
    let tiny = try check(
      scenarioText(
        objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 0, start: ["1e-200"] }"#,
        evidence: #"{ kind: "sampled" }"#))
    #expect(tiny.allSatisfy { $0.verdict == .undecided && $0.reason.contains("2^-400") })
  }

  @Test func seedAndThreadsAreAllThatMatters() throws {
    let text = scenarioText(evidence: #"{ kind: "sampled", replicates: 50 }"#)
    let (one, two) = (try check(text, jobs: 1), try check(text, jobs: 3))
    #expect(one == two)
    let other = try check(scenarioText(evidence: #"{ kind: "sampled", replicates: 50 }"#, seed: "8"))
    #expect(other[0].traceHash != one[0].traceHash)
    #expect(other[0].scenarioHash != one[0].scenarioHash)
  }

  @Test func tooFewReplicatesDecideNothing() throws {
    let results = try check(scenarioText(evidence: #"{ kind: "sampled", replicates: 29 }"#))
    #expect(results.allSatisfy { $0.verdict == .undecided })
  }

  @Test func exactMomentsAndSamplesTellTheSameStory() throws {
    func left(_ evidence: String) throws -> [MeasuredValue] {
      try check(scenarioText(evidence: evidence)).map { try #require($0.left) }
    }
    let exact = try left(#"{ kind: "exact" }"#)
    let moments = try left(#"{ kind: "moments" }"#)
    let sampled = try left(#"{ kind: "sampled", replicates: 800 }"#)
    for index in exact.indices {
      let value = try #require(exact[index].exact)
      #expect(try #require(moments[index].lower) <= value && value <= #require(moments[index].upper))
      guard case .estimate(let estimate) = sampled[index] else {
        Issue.record("a sampled value that is not an estimate")
        return
      }
      // Three 99 % intervals with a fixed seed: a false alarm had probability 3 %.
      #expect(estimate.lowerEstimate <= Double(value) && Double(value) <= estimate.upperEstimate)
    }
  }
}

@Suite struct ComparisonTests {
  static let right = Enclosure(lower: 1, upper: 2)

  static func verdict(_ lower: Rational, _ upper: Rational) -> Verdict {
    Comparison.judge(.enclosed(Enclosure(lower: lower, upper: upper)), against: right, evidence: .exact).verdict
  }

  @Test func enclosuresAreComparedThreeWays() {
    #expect(Self.verdict(0, 1) == .certified)
    #expect(Self.verdict(0, Rational(1_000_001, 1_000_000)) == .undecided)
    #expect(Self.verdict(2, 3) == .undecided)
    #expect(Self.verdict(Rational(2_000_001, 1_000_000), 3) == .refuted)
    #expect(Self.verdict(Rational(3, 2), Rational(3, 2)) == .undecided)
  }

  static func sampled(_ values: [Double], right: Rational, lower: [Double]? = nil) -> Verdict {
    Comparison.judge(
      .sampled(Samples(values: values, lowerValues: lower ?? values, upperValues: values)), against: Enclosure(right),
      evidence: .sampled(replicates: values.count, alpha: Rational(1, 1000))
    ).verdict
  }

  @Test func samplesAreJudgedByEValueAndInterval() {
    let spread = (0..<100).map { $0 % 2 == 0 ? 0.5 : 1.5 }
    #expect(Self.sampled(spread, right: 2) == .consistent)
    #expect(Self.sampled(spread, right: 1) == .undecided)
    #expect(Self.sampled(spread, right: Rational(1, 2)) == .refuted)
    #expect(Self.sampled(Array(spread.prefix(10)), right: 2) == .undecided)
    // Refutation rests on the lower values only.
    #expect(Self.sampled(spread, right: Rational(1, 2), lower: spread.map { _ in 0 }) == .undecided)
    #expect(Self.sampled(spread, right: 0) == .undecided)
    #expect(Self.sampled(spread, right: .powerOfTwo(-500)) == .undecided)
    #expect(Self.sampled(Array(repeating: 1e300, count: 100), right: Rational(1, 1_000_000)) == .refuted)
  }
}
