import Checking
import Evidence
import ExactArithmetic
import Objectives
import Testing

@Suite struct LinearModelScenarioTests {
  static func text(
    _ keys: String = "", name: String = "logistic", claims: String = #"["dsgd.nonconvex"]"#,
    algorithm: String = #"{ name: "dsgd", stepSize: "1/10", iterations: 100 }"#, topology: String = "ring"
  ) -> String {
    scenarioText(
      claims: claims, algorithm: algorithm, network: "{ topology: \"\(topology)\", nodes: 6 }",
      objective: "{ name: \"\(name)\"\(keys) }", evidence: #"{ kind: "sampled", replicates: 60 }"#)
  }

  static let drawn = ", dimension: 3, samples: 8, batchSizes: 2"
  static let logistic = drawn + #", regularisation: "1/4""#

  @Test(arguments: ["iid", "sorted", "dirichlet"])
  func theoremsOnDSGDAreConsistent(_ partition: String) throws {
    let keys = Self.logistic + ", partition: \"\(partition)\"" + (partition == "dirichlet" ? ", concentration: 1" : "")
    let results = try check(
      Self.text(keys, claims: #"["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"]"#))
    for result in results {
      #expect(result.verdict == .consistent, "\(result.theorem): \(result.reason)")
      #expect(result.method.contains("refute nothing"))
    }
  }

  @Test func theoremsOnLocalSGDAreConsistent() throws {
    let results = try check(
      Self.text(
        Self.logistic, claims: #"["localsgd.nonconvex"]"#,
        algorithm: #"{ name: "local-sgd", stepSize: "1/10", iterations: 100, localSteps: 4 }"#, topology: "complete"))
    #expect(results.map(\.verdict) == [.consistent])
  }

  @Test func theoremsOfConvexFunctionsDoNotApplyToTheSigmoidLoss() throws {
    let results = try check(
      Self.text(
        Self.drawn, name: "sigmoid-loss", claims: #"["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"]"#))
    #expect(results.map(\.verdict) == [.consistent, .notApplicable, .notApplicable])
  }

  /// What a claim leaves out can make it false; samples of these objectives do not say so.
  @Test func falseClaimsAreNotRefuted() throws {
    let results = try check(
      Self.text(
        Self.logistic,
        claims:
          #"[{ theorem: "dsgd.nonconvex", without: ["initialisation", "gradientNoise", "topologyHeterogeneity"] }]"#))
    #expect(results[0].verdict == .undecided)
  }

  @Test func comparisonsAreUndecided() throws {
    let results = try check(
      Self.text(Self.logistic, claims: #"[{ compare: "suboptimality", to: { name: "dsgd", stepSize: "1/20" } }]"#))
    #expect(results.map(\.verdict) == [.undecided])
  }

  @Test func filesAreReadInBothFormats() throws {
    let svm = "1 1:0.5\n-1 2:1\n1 1:1 2:2\n-1 1:-1\n1 2:-1\n-1 1:3\n"
    let csv = "1,0.5,0\n-1,0,1\n1,1,2\n-1,-1,0\n1,0,-1\n-1,3,0\n"
    let scenarios = try [("a.svm", svm, ""), ("a.csv", csv, ""), ("a", csv, #", format: "csv", dimension: 2"#)].map {
      name, content, more in
      try Scenario(parsing: Self.text(#", file: "\#(name)", regularisation: 1"# + more)) {
        (path) throws(ScenarioError) in
        #expect(path == name)
        return content
      }
    }
    let models = scenarios.compactMap { $0.workload?.objective as? Logistic }
    #expect(models.count == 3 && models.allSatisfy { $0.constants == models[0].constants && $0.dimension == 2 })
    #expect(scenarios[0].inputs.map(\.file) == ["a.svm"])
    // The default is full batches.
    #expect(models[0].isFullBatch == Array(repeating: true, count: 6))
  }

  @Test func numbersAreTaken() throws {
    let scenario = try Scenario(
      parsing: Self.text(
        #", dimension: 2, samples: 9, flip: 0, regularisation: "1/2", batchSizes: [1, 2, 3, 0, 9, 20], start: [1, "1/4"]"#
      ),
      readFile: noFiles)
    let model = try #require(scenario.workload?.objective as? Logistic)
    #expect(model.batchSizes == [1, 2, 3, 9, 9, 20] && model.isFullBatch == [false, false, false, true, false, false])
    #expect(model.regularisation == Rational(1, 2) && model.start == [1, Rational(1, 4)])
    let full = try Scenario(
      parsing: Self.text(Self.logistic.replacing("batchSizes: 2", with: #"batchSizes: "full""#)), readFile: noFiles)
    #expect((full.workload?.objective as? Logistic)?.isFullBatch.contains(false) == false)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var keys: String
    var words: [String]
    var name = "logistic"
    var testDescription: String { words.joined(separator: " ") }
  }

  static let cases: [Case] = [
    Case(keys: logistic + ", curvature: 1", words: ["'objective.curvature' has no meaning for logistic"]),
    Case(keys: logistic + ", noise: { law: \"none\" }", words: ["'objective.noise' has no meaning for logistic"]),
    Case(keys: drawn, words: ["'objective.regularisation' is missing"]),
    Case(
      keys: drawn + ", regularisation: 0", words: ["'objective.regularisation' must be", "strong convexity", "not 0"]),
    Case(
      keys: drawn + ", regularisation: -1", words: ["'objective.regularisation' must be 0 or", "not -1"],
      name: "sigmoid-loss"),
    Case(keys: ", dimension: 3, regularisation: 1", words: ["needs 'samples'", "or a 'file'"]),
    Case(keys: ", samples: 3, regularisation: 1", words: ["'objective.dimension' is missing"]),
    Case(keys: ", dimension: 1001, samples: 3, regularisation: 1", words: ["'objective.dimension'", "1 ... 1000"]),
    Case(keys: ", dimension: 3, samples: 0, regularisation: 1", words: ["'objective.samples'", "not 0"]),
    Case(keys: ", dimension: 1000, samples: 1000000, regularisation: 1", words: ["'objective.samples'", "1 ... 2796"]),
    Case(keys: logistic + ", flip: 2", words: ["'objective.flip' must be in [0, 1], not 2"]),
    Case(keys: logistic + ", format: \"csv\"", words: ["'objective.format' has a meaning with a 'file' only"]),
    Case(keys: logistic + ", partition: \"random\"", words: ["unknown partition 'random'", "iid, sorted, dirichlet"]),
    Case(keys: logistic + ", partition: \"dirichlet\"", words: ["'objective.concentration' is missing"]),
    Case(
      keys: logistic + ", partition: \"dirichlet\", concentration: 0",
      words: ["'objective.concentration' must be in 1/1000 ... 1000000, not 0"]),
    Case(keys: logistic + ", concentration: 1", words: ["'objective.concentration'", "dirichlet only"]),
    Case(keys: logistic + ", start: [1]", words: ["'objective.start' has 1 numbers, expected 3"]),
    Case(keys: logistic + ", start: [1e30, 0, 0]", words: ["'objective.start' must be within 2^64"]),
    Case(
      keys: ", dimension: 1, samples: 2, regularisation: 1, batchSizes: -1",
      words: ["'objective.batchSizes' must be integers in 0 ... 1000000, not -1"]),
    Case(
      keys: ", dimension: 1, samples: 2, regularisation: 1, batchSizes: \"all\"", words: ["'all' is not a number"]),
    Case(keys: ", file: \"x\", samples: 2, regularisation: 1", words: ["'objective.samples'", "drawn samples only"]),
    Case(keys: ", file: \"x\", format: \"arff\", regularisation: 1", words: ["unknown sample format 'arff'"]),
    Case(keys: ", file: \"x\", regularisation: 1", words: ["no file x"]),
  ]

  @Test(arguments: cases) func errorsNameTheKeyAndTheLine(_ example: Case) throws {
    let error = #expect(throws: ScenarioError.self) {
      try Scenario(parsing: Self.text(example.keys, name: example.name), readFile: noFiles)
    }
    #expect(error?.line == 6)
    for word in example.words { #expect(error?.message.contains(word) == true, "\(error?.message ?? "")") }
  }

  @Test func keysOfLinearModelsMeanNothingForQuadratics() {
    let error = #expect(throws: ScenarioError.self) {
      try Scenario(
        parsing: scenarioText(objective: #"{ name: "quadratic", curvature: [1], spread: 1, samples: 3 }"#),
        readFile: noFiles)
    }
    #expect(error?.message == "'objective.samples' has no meaning for quadratic")
  }

  @Test(arguments: [
    ("1 1:1\n-1 2:x", 2, "'x' is not a number"), ("1 1:1\n-1 2:1", 6, "2 samples for 6 nodes; every node needs one"),
    ("1 1001:1\n1 1:1\n1 1:1\n1 1:1\n1 1:1\n0 1:1", 6, "samples of 1001 features; at most 1000 are supported"),
  ])
  func errorsOfFilesNameTheirLine(_ content: String, _ line: Int, _ message: String) {
    let error = #expect(throws: ScenarioError.self) {
      try Scenario(parsing: Self.text(#", file: "data", regularisation: 1"#)) { (_) throws(ScenarioError) in content }
    }
    #expect(error?.line == line && error?.message == message)
    #expect(error?.file == (message.contains("number") ? "data" : nil))
  }
}
