import Checking
import ExactArithmetic
import Testing

@Suite struct ScenarioErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int?
    var words: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ text: String, line: Int?, _ words: String...) {
      self.text = text
      self.line = line
      self.words = words
    }
  }

  /// A sign method of three workers with something more in the algorithm's section.
  static func signText(_ parameter: String = "", name: String = "signsgd-mv", batchSizes: String = "1") -> String {
    scenarioText(
      claims: #"["signsgd.weighted"]"#,
      algorithm: #"{ name: "\#(name)", stepSize: 1, iterations: 5, \#(parameter) }"#,
      network: #"{ topology: "complete", nodes: 3 }"#,
      objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, batchSizes: \#(batchSizes) }"#)
  }

  static let cases: [Case] = [
    // Malformed JSON5.
    Case("", line: 1, "malformed JSON5", "end of the file"),
    Case("{\n  name: \"x\",\n  claims: [\n", line: 3, "malformed JSON5", "does not end"),
    Case("{\n name: 'x' claims: [] }", line: 2, "expected ',' or '}'"),
    Case("{ name: x }", line: 1, "strings need quotes"),
    Case("{ name: \"x }\n}", line: 1, "a string that does not end"),
    Case("/* never ends\n\n", line: 1, "comment that does not end"),
    Case("{} {}", line: 1, "unexpected '{'"),
    Case(String(repeating: "[", count: 10_000), line: 1, "levels of nesting"),
    Case("{ name: \"a\",\n name: \"b\" }", line: 2, "'name' appears twice"),
    Case("[]", line: 1, "is an object, not an array"),
    // Keys.
    Case(scenarioText(extra: "stepsize: 1"), line: 10, "unknown key 'stepsize'"),
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepsize: 1, iterations: 5 }"#), line: 4,
      "unknown key 'algorithm.stepsize'", "did you mean 'stepSize'?"),
    Case("{ name: \"x\" }", line: 1, "'claims' is missing"),
    Case(scenarioText(algorithm: #"{ name: "dsgd", iterations: 5 }"#), line: 4, "'algorithm.stepSize' is missing"),
    // Numbers.
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: 0, iterations: 5 }"#), line: 4, "stepSize", "positive", "0"),
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: "-1/4", iterations: 5 }"#), line: 4, "must be positive",
      "-1/4"),
    Case(scenarioText(algorithm: #"{ name: "dsgd", stepSize: NaN, iterations: 5 }"#), line: 4, "'NaN' is not a number"),
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: Infinity, iterations: 5 }"#), line: 4,
      "'Infinity' is not a number"),
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: "inf", iterations: 5 }"#), line: 4, "'inf' is not a number"),
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: "1/0", iterations: 5 }"#), line: 4, "'1/0' divides by zero"),
    Case(scenarioText(algorithm: #"{ name: "dsgd", stepSize: 1e99999, iterations: 5 }"#), line: 4, "exponent"),
    Case(
      scenarioText(algorithm: #"{ name: "dsgd", stepSize: "1/40", iterations: 0 }"#), line: 4, "iterations", "1 ...",
      "not 0"),
    Case(scenarioText(algorithm: #"{ name: "dsgd", stepSize: "1/40", iterations: 1.5 }"#), line: 4, "integer", "3/2"),
    Case(scenarioText(network: #"{ topology: "ring", nodes: 0 }"#), line: 5, "network.nodes", "not 0"),
    Case(scenarioText(network: #"{ topology: "ring", nodes: 1 }"#), line: 5, "network.nodes", "not 1"),
    Case(scenarioText(seed: "-1"), line: 9, "'seed'"),
    Case(scenarioText(seed: "18446744073709551616"), line: 9, "'seed'", "2^64 - 1"),
    Case(scenarioText(seed: "0.5"), line: 9, "'seed'"),
    // Names.
    Case(scenarioText(claims: "[]"), line: 3, "'claims' is empty"),
    Case(
      scenarioText(claims: #"["dsgd.nonconvx"]"#), line: 3, "unknown theorem 'dsgd.nonconvx'",
      "did you mean 'dsgd.nonconvex'"),
    Case(
      scenarioText(claims: #"[{ theorem: "dsgd.convex", without: ["noise"] }]"#), line: 3,
      "unknown term of dsgd.convex 'noise'"),
    Case(scenarioText(algorithm: #"{ name: "sgd", stepSize: 1, iterations: 5 }"#), line: 4, "unknown algorithm 'sgd'"),
    Case(
      scenarioText(network: #"{ topology: "rung", nodes: 4 }"#), line: 5, "unknown topology 'rung'",
      "did you mean 'ring'"),
    Case(scenarioText(network: #"{ topology: "ring", nodes: 4, weights: "metro" }"#), line: 5, "unknown weight rule"),
    Case(scenarioText(objective: #"{ name: "cubic" }"#), line: 6, "unknown objective 'cubic'"),
    Case(scenarioText(evidence: #"{ kind: "exactly" }"#), line: 8, "unknown kind of evidence", "did you mean 'exact'"),
    Case(
      scenarioText(claims: #"[{ theorem: "dsgd.convex", without: ["gradientNoise", "gradientNoise"] }]"#), line: 3,
      "left out twice"),
    // Sizes and shapes.
    Case(scenarioText(network: #"{ topology: "hypercube", nodes: 6 }"#), line: 5, "power of two", "6"),
    Case(scenarioText(network: #"{ topology: "torus", nodes: 6 }"#), line: 5, "takes a shape"),
    Case(scenarioText(network: #"{ topology: "torus", shape: "3by4" }"#), line: 5, "'3by4' is not a shape"),
    Case(scenarioText(network: #"{ topology: "torus", shape: "3x99999999" }"#), line: 5, "outside 1..."),
    Case(scenarioText(network: #"{ topology: "ring", nodes: 5, file: "x" }"#), line: 5, "topology file only"),
    Case(scenarioText(network: #"{ topology: "file", file: "x.edges", nodes: 5 }"#), line: 5, "no meaning"),
    Case(
      scenarioText(algorithm: #"{ name: "minibatch-sgd", stepSize: 1, iterations: 5 }"#), line: 4, "complete topology"),
    // Parameters of algorithms.
    Case(signText(#"adversaries: 4"#), line: 4, "4 adversaries among 3 workers"),
    Case(signText(#"initialRounds: 4"#), line: 4, "'algorithm.initialRounds' has no meaning for signsgd-mv"),
    Case(signText(#"flipRat: 4"#), line: 4, "unknown key 'algorithm.flipRat'", "did you mean 'flipRate'?"),
    Case(signText(#"flipRate: "3/2""#), line: 4, "'algorithm.flipRate'", "at most 1", "not 3/2"),
    Case(signText(#"attack: "none""#), line: 4, "unknown attack 'none'; known: flip, random-flip, gaussian"),
    Case(signText(#"attack: 3"#), line: 4, "'algorithm.attack' is a string, not a number"),
    Case(signText("forgetting: 0", name: "signsgd-fv"), line: 4, "'algorithm.forgetting'", "number > 0", "not 0"),
    Case(signText("initialRounds: -1", name: "signsgd-fv"), line: 4, "integer in 0 ...", "not -1"),
    Case(signText(#"sent: "1/2""#, name: "signsgd-sparse"), line: 4, "integer in 1 ...", "not 1/2"),
    // Objectives.
    Case(signText(batchSizes: "[1, 2]"), line: 6, "'objective.batchSizes' has 2 numbers, expected 3"),
    Case(signText(batchSizes: "[1, 0, 1]"), line: 6, "'objective.batchSizes'", "1 ...", "not 0"),
    Case(signText(batchSizes: #"[1, "1/2", 1]"#), line: 6, "'objective.batchSizes'", "integers", "not 1/2"),
    Case(signText(batchSizes: "[1, 1e30, 1]"), line: 6, "'objective.batchSizes'", "not 1000000000000000000"),
    Case(
      scenarioText(objective: #"{ name: "quadratic", dimension: 2, curvature: [1], spread: 1 }"#), line: 6,
      "1 numbers, expected 2"),
    Case(
      scenarioText(objective: #"{ name: "quadratic", dimension: 1, curvature: -1, spread: 1 }"#), line: 6,
      "must not be negative"),
    Case(
      scenarioText(objective: #"{ name: "quadratic", dimension: 1, curvature: 1 }"#), line: 6, "'centres' or a 'spread'"
    ),
    Case(
      scenarioText(objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, centres: [] }"#), line: 6,
      "not both"),
    Case(
      scenarioText(objective: #"{ name: "quadratic", dimension: 1, curvature: 1, centres: [[1], [2]] }"#), line: 6,
      "2 vectors, expected one per node, 6"),
    Case(
      scenarioText(
        objective: #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, noise: { law: "none", variance: 1 } }"#
      ),
      line: 6, "0 for noise law none"),
    Case(
      scenarioText(
        objective:
          #"{ name: "quadratic", dimension: 1, curvature: 1, spread: 1, noise: { law: "gauss", variance: 1 } }"#),
      line: 6, "unknown noise law 'gauss'", "did you mean 'gaussian'"),
    // Evidence.
    Case(scenarioText(evidence: #"{ kind: "exact", replicates: 5 }"#), line: 8, "sampled evidence only"),
    Case(scenarioText(evidence: #"{ kind: "sampled", alpha: 1 }"#), line: 8, "between 0 and 1"),
    Case(scenarioText(evidence: #"{ kind: "sampled", replicates: 0 }"#), line: 8, "replicates"),
  ]

  @Test(arguments: cases)
  func badInputIsNamedWithItsLine(_ testCase: Case) throws {
    let error = try #require(throws: ScenarioError.self) { try Scenario(parsing: testCase.text, readFile: noFiles) }
    #expect(error.line == testCase.line, "\(error)")
    for word in testCase.words { #expect(error.message.contains(word), "\(error.message)") }
    #expect(!error.message.contains("\n"))
  }

  @Test func errorsInNetworkFilesNameTheFileAndLine() throws {
    let text = scenarioText(network: #"{ topology: "file", file: "bad.edges" }"#)
    let error = try #require(throws: ScenarioError.self) {
      try Scenario(parsing: text) { (_) throws(ScenarioError) in "3\n0 1\n1 0\n0 7\n" }
    }
    #expect(error.file == "bad.edges" && error.line == 4)
    #expect(error.message.contains("node 7 does not exist"))
  }

  @Test func numbersAreExact() throws {
    let text = scenarioText(
      algorithm: #"{ name: "dsgd", stepSize: 0.02500000000000000000000000000000000000000000000001, iterations: 1e1 }"#)
    let scenario = try Scenario(parsing: text, readFile: noFiles)
    #expect(
      scenario.workload?.algorithm.stepSize
        == (try Rational(parsing: "0.02500000000000000000000000000000000000000000000001")))
    #expect(scenario.workload?.iterations == 10)
  }

  @Test func theSeedCanBeReplaced() throws {
    #expect(try Scenario(parsing: scenarioText(), seed: 99, readFile: noFiles).seed == 99)
    #expect(try Scenario(parsing: scenarioText(seed: "18446744073709551615"), readFile: noFiles).seed == .max)
  }

  @Test func theHashIsTheFilesSHA256() throws {
    // sha256sum of this very text, so that anyone can repeat it.
    let scenario = try Scenario(parsing: scenarioText(), readFile: noFiles)
    #expect(scenario.hash.count == 64)
    #expect(scenario.hash != (try Scenario(parsing: scenarioText() + " ", readFile: noFiles)).hash)
  }

  @Test func everyKeyOfTheSchemaIsRead() throws {
    // A field that the schema lists but no reader asks for would be accepted and ignored.
    let full = scenarioText(
      claims: #"[{ theorem: "dsgd.nonconvex", without: ["gradientNoise"] }]"#,
      network: #"{ topology: "ring", nodes: 3, weights: "uniform" }"#,
      objective: """
        { name: "quadratic", dimension: 1, curvature: 2, centres: [[1], [2], [3]], start: [5], rotated: true,
          noise: { law: "three-point", variance: 2 } }
        """, evidence: #"{ kind: "sampled", replicates: 31, alpha: "1/50" }"#)
    let scenario = try Scenario(parsing: full, readFile: noFiles)
    #expect(scenario.name == "test")
    guard case .theorem(let claim) = scenario.claims[0] else {
      Issue.record("the claim is not about a theorem")
      return
    }
    #expect(claim.without == ["gradientNoise"])
    #expect(scenario.workload?.algorithm.mixing.weights[0, 1] == Rational(1, 3))
    #expect(scenario.workload?.objective.start == [5])
    #expect(scenario.workload?.objective.noise.variance == 2)
    #expect(scenario.workload?.objective.separated?.coordinates[0].curvature == 2)
    #expect(scenario.evidence == .sampled(replicates: 31, alpha: Rational(1, 50)))
  }

  @Test func nearestWordsAreSuggestedOnlyWhenNear() {
    #expect(nearest("stepsize", among: ["stepSize", "name"]) == "stepSize")
    #expect(nearest("zzzzzzzzzz", among: ["stepSize", "name"]) == nil)
  }
}

@Suite struct JSON5Tests {
  @Test func theWholeLanguageIsRead() throws {
    let text = """
      // a comment
      { 'a': +1.5e-3, "b": [1, .5, 5., -7,], /* another */ c: null, d: true, e: "line\\nbreak \\u0041\\'",
        $f_1: {}, }
      """
    let value = try JSON5(parsing: text)
    guard case .object(let members) = value.content else {
      Issue.record("not an object")
      return
    }
    #expect(members.map(\.key) == ["a", "b", "c", "d", "e", "$f_1"])
    #expect(members[0].value.content == .number("+1.5e-3"))
    #expect(members[2].value.content == .null)
    #expect(members[4].value.content == .string("line\nbreak A'"))
    #expect(members[5].line == 3)
  }
}
