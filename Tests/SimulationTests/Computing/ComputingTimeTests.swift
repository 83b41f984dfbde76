import ExactArithmetic
import Foundation
import Simulation
import Testing

/// A model of every kind, set up with numbers that differ from each other.
struct ComputingExample: Sendable, CustomTestStringConvertible {
  let name: String
  var numbers: [String: Rational] = [:]
  var file: String?
  /// P(duration <= x), where it is a known function.
  var distribution: (@Sendable (Double) -> Double)?

  static let nodes = 50
  var testDescription: String { name }
  func model() throws -> any ComputingTime {
    try ComputingTimes.model(name, numbers: numbers, nodes: Self.nodes, file: file)
  }

  static let all = [
    ComputingExample(name: "constant", numbers: ["duration": Rational(3, 2)]),
    ComputingExample(name: "exponential", numbers: ["mean": Rational(5, 2)]) { -expm1(-$0 / 2.5) },
    ComputingExample(name: "shifted-exponential", numbers: ["shift": Rational(3, 4), "mean": 2]) {
      -expm1(-($0 - 0.75) / 2)
    },
    ComputingExample(name: "pareto", numbers: ["minimum": Rational(1, 4), "shape": Rational(3, 2)]) {
      1 - pow(0.25 / $0, 1.5)
    },
    ComputingExample(name: "slotted", numbers: ["completion": Rational(2, 7)]),
    ComputingExample(
      name: "trace",
      file: "time,node\n"
        + (1...40).flatMap { round in (0..<nodes).map { "\(Double(round * nodes + $0) / 8),\($0)\n" } }.joined()),
  ]
}

@Suite struct ComputingTimeTests {
  // MARK: The registry

  /// `ShiftedExponentialTime` is named `shifted-exponential`.
  @Test func theRegistryListsEveryFileOfItsFolder() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Simulation/Computing").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { $0.deletingPathExtension().lastPathComponent }.filter { $0 != "ComputingTime" }
    #expect(files.sorted() == ComputingTimes.all.map { "\($0)" }.sorted())
    for model in ComputingTimes.all {
      let words = "\(model)".dropLast(4).enumerated().map { ($0 > 0 && $1.isUppercase ? "-" : "") + $1.lowercased() }
      #expect(model.name == words.joined())
      #expect(!model.summary.isEmpty)
    }
    #expect(Set(ComputingTimes.all.map { $0.summary }).count == ComputingTimes.all.count)
    #expect(ComputingExample.all.map(\.name) == ComputingTimes.all.map { $0.name })
  }

  // MARK: Laws

  /// Backwards, twice and after other questions: the answers are functions of their arguments.
  @Test(arguments: ComputingExample.all) func endsDependOnTheirArgumentsOnly(example: ComputingExample) throws {
    let (model, random) = (try example.model(), RandomSource(seed: 5, replicate: 1))
    let computations = (0..<400).map { Computation(node: $0 % 7, number: $0 / 7, start: Double($0 % 11)) }
    let forwards = computations.map { model.end(of: $0, random) }
    let backwards = computations.reversed().map { model.end(of: $0, random) }
    #expect(forwards == backwards.reversed())
    for (computation, end) in zip(computations, forwards) {
      let end = try #require(end)
      #expect(end.isFinite && end >= computation.start)
    }
    let isRandom = !["constant", "trace"].contains(example.name)
    for other in [RandomSource(seed: 6, replicate: 1), RandomSource(seed: 5, replicate: 2)] {
      #expect((computations.map { model.end(of: $0, other) } != forwards) == isRandom)
    }
  }

  /// A homogeneous model shifts with the start; another one ends a node's computations at moments that are fixed.
  @Test(arguments: ComputingExample.all) func homogeneousModelsShiftWithTheStart(example: ComputingExample) throws {
    let (model, random) = (try example.model(), RandomSource(seed: 5))
    for trial in 0..<200 {
      let (node, number, start) = (trial % 10, trial / 10, Double(trial % 23) / 3)
      let end = try #require(model.end(of: Computation(node: node, number: number, start: start), random))
      if type(of: model).isHomogeneous {
        #expect(model.end(of: Computation(node: node, number: number, start: 0), random).map { $0 + start } == end)
      } else {
        #expect(end > start)
        #expect(model.end(of: Computation(node: node, number: number + 1, start: end.nextDown), random) == end)
        #expect(model.end(of: Computation(node: node, number: number, start: (start + end) / 2), random) == end)
        let next = try #require(model.end(of: Computation(node: node, number: number, start: end), random))
        #expect(next > end)
      }
    }
  }

  /// Kolmogorov and Smirnov's distance beyond 3.2 has probability below 2.6e-9 (see `RandomStatisticsTests`).
  @Test(arguments: ComputingExample.all.filter { $0.distribution != nil })
  func durationsHaveTheirLaw(example: ComputingExample) throws {
    let (model, random) = (try example.model(), RandomSource(seed: 77))
    var sample: [Double] = []
    for index in 0..<100_000 {
      let computation = Computation(node: index % 50, number: index / 50, start: 0)
      sample.append(try #require(model.end(of: computation, random)))
    }
    #expect(RandomStatisticsTests.distance(sample, try #require(example.distribution)) < 3.2)
  }

  /// The number of slots that a computation takes, started at the start of a slot. A memoryless one completes in the
  /// first with frequency q, and of those that did not, the same share completes in the second. Of a model that says that
  /// it is not memoryless the two shares differ. Comparisons at 6 standard deviations: a false alarm has probability 2e-9.
  @Test(arguments: ComputingExample.all) func memorylessModelsForgetTheirAge(example: ComputingExample) throws {
    let (model, random) = (try example.model(), RandomSource(seed: 78))
    var (first, second, count) = (0, 0, 0)
    for index in 0..<100_000 where example.name != "trace" || index / 50 < 200 {
      let (node, slot) = (index % 50, index / 50)
      // Disjoint stretches of slots, so that the computations of the slotted model are independent too.
      let start = Double(slot * (example.name == "slotted" ? 2 : 1))
      guard let end = model.end(of: Computation(node: node, number: slot, start: start), random) else { continue }
      let slots = (end - start).rounded(.up)
      count += 1
      if slots == 1 { first += 1 } else if slots == 2 { second += 1 }
    }
    func share(_ part: Int, _ of: Int, is q: Double) -> Bool {
      abs(Double(part) - q * Double(of)) <= 6 * (q * (1 - q) * Double(of)).squareRoot()
    }
    let observed = Double(first) / Double(count)
    guard let q = model.completion(slot: 1) else {
      #expect(!model.isMemoryless() && !share(second, count - first, is: observed))
      return
    }
    #expect(model.isMemoryless() && share(first, count, is: Double(q.midpoint)))
    #expect(share(second, count - first, is: Double(q.midpoint)))
  }

  // MARK: Completion probabilities

  @Test func theExponentialCompletionIsCertified() throws {
    for (mean, slot) in [
      (Rational(5, 2), Rational(1)), (1, 1), (Rational(1 << 40), 1), (1, 100), (1, Rational(1 << 30)),
    ] {
      let model = try ComputingTimes.model("exponential", numbers: ["mean": mean], nodes: 1)
      let q = try #require(model.completion(slot: slot))
      let exact = Enclosure(1) - Enclosure(-slot / mean).exponential(significantBits: 200)
      #expect(q.lower <= exact.lower && exact.upper <= q.upper)
      #expect(q.width <= q.lower * .powerOfTwo(-60))
    }
  }

  @Test func otherCompletions() throws {
    let slotted = try ComputingTimes.model("slotted", numbers: ["completion": Rational(2, 7)], nodes: 1)
    #expect(slotted.completion(slot: 1) == Enclosure(Rational(2, 7)))
    #expect(slotted.completion(slot: 3) == Enclosure(Rational(343 - 125, 343)))
    #expect(slotted.completion(slot: Rational(3, 2)) == nil)
    let constant = try ComputingTimes.model("constant", numbers: ["duration": Rational(3, 2)], nodes: 1)
    #expect(constant.completion(slot: Rational(3, 2)) == Enclosure(1) && !constant.isMemoryless())
    let shifted = try ComputingTimes.model("shifted-exponential", numbers: ["shift": 0, "mean": 3], nodes: 1)
    let exponential = try ComputingTimes.model("exponential", numbers: ["mean": 3], nodes: 1)
    #expect(shifted.completion(slot: 2) == exponential.completion(slot: 2) && shifted.isMemoryless(slot: 2))
  }

  /// A slotted computation ends with the first slot that its node completes in.
  @Test func slottedComputationsEndWithTheirSlot() throws {
    let model = SlottedTime(completion: Rational(1, 5))
    let random = RandomSource(seed: 9, replicate: 3)
    for start in [0, 0.25, 7, 12.5] {
      let slot = (Int(start)..<1000).first { model.completes(node: 4, slot: $0, random) }
      let end = try #require(model.end(of: Computation(node: 4, number: 0, start: start), random))
      #expect(end == Double(try #require(slot) + 1))
    }
    let last = Computation(node: 4, number: 0, start: 0x1p32)
    #expect(model.end(of: last, random) == nil)
  }

  // MARK: Speeds

  @Test func fastNodesTakeShorter() throws {
    let model = try ComputingTimes.model("exponential", numbers: ["mean": 2], nodes: 3)
    let schedule = try ComputingSchedule(model, speeds: [1, 4, Rational(1, 2)])
    let random = RandomSource(seed: 3)
    for (node, factor) in [1, 0.25, 2.0].enumerated() {
      let duration = try #require(model.end(of: Computation(node: node, number: 9, start: 0), random))
      #expect(schedule.end(of: Computation(node: node, number: 9, start: 10), random) == 10 + duration * factor)
    }
    #expect(schedule.completion(node: 1) == model.completion(slot: 4))
    #expect(schedule.completion() == nil)
    #expect(try ComputingSchedule(model, speeds: [4, 4]).completion() == model.completion(slot: 4))
    let plain = ComputingSchedule(model, nodes: 3)
    let computation = Computation(node: 2, number: 1, start: 0.7)
    #expect(plain.end(of: computation, random) == model.end(of: computation, random))
    #expect(plain.completion() == model.completion(slot: 1))
  }

  @Test func speedsThatMakeNoSenseAreErrors() throws {
    let exponential = try ComputingTimes.model("exponential", numbers: ["mean": 2], nodes: 2)
    #expect(throws: SimulationError("the speed of node 1 must be positive (2^-200 to 2^200), not 0")) {
      try ComputingSchedule(exponential, speeds: [1, 0])
    }
    let slotted = try ComputingTimes.model("slotted", numbers: ["completion": Rational(1, 2)], nodes: 2)
    #expect(throws: SimulationError("computing time 'slotted' fixes when nodes complete, so they have no speeds")) {
      try ComputingSchedule(slotted, speeds: [1, 2])
    }
    #expect(try ComputingSchedule(slotted, speeds: [1, 1]).completion() == Enclosure(Rational(1, 2)))
  }

  // MARK: Errors

  static let errors: [(name: String, numbers: [String: Rational], file: String?, message: String)] = [
    (
      "exponental", [:], nil,
      "unknown computing time 'exponental'; known: constant, exponential, shifted-exponential, pareto, slotted, trace"
    ),
    ("exponential", [:], nil, "computing time 'exponential' needs 'mean': the mean duration"),
    ("exponential", ["men": 1], nil, "computing time 'exponential' has no parameter 'men'; known: mean"),
    ("trace", ["mean": 1], "time,node", "computing time 'trace' has no parameter 'mean'; it has none"),
    ("trace", [:], nil, "computing time 'trace' needs a file"),
    ("constant", ["duration": 1], "", "computing time 'constant' reads no file"),
    (
      "constant", ["duration": 0], nil,
      "computing time 'constant': 'duration' must be positive (2^-200 to 2^200), not 0"
    ),
    (
      "exponential", ["mean": -1], nil,
      "computing time 'exponential': 'mean' must be positive (2^-200 to 2^200), not -1"
    ),
    (
      "shifted-exponential", ["shift": -1, "mean": 1], nil,
      "computing time 'shifted-exponential': 'shift' must be 0 or positive (2^-200 to 2^200), not -1"
    ),
    (
      "pareto", ["minimum": 1, "shape": Rational(1, 17)], nil,
      "computing time 'pareto': 'shape' must be at least 1/16 (and at most 2^200), not 1/17"
    ),
    (
      "slotted", ["completion": 0], nil,
      "computing time 'slotted': 'completion' must be a probability above 0, at most 1, not 0"
    ),
    (
      "slotted", ["completion": Rational(3, 2)], nil,
      "computing time 'slotted': 'completion' must be a probability above 0, at most 1, not 3/2"
    ),
  ]

  @Test(arguments: errors.indices) func errorsSayWhatIsExpected(index: Int) {
    let (name, numbers, file, message) = Self.errors[index]
    #expect(throws: SimulationError(message)) {
      try ComputingTimes.model(name, numbers: numbers, nodes: 2, file: file)
    }
  }

  @Test func thereIsANode() {
    #expect(throws: SimulationError("computing time 'constant' has 1 to 2^24 nodes, not 0")) {
      try ComputingTimes.model("constant", numbers: ["duration": 1], nodes: 0)
    }
  }

  /// The longest durations that the domains allow are finite.
  @Test func extremeParametersStayFinite() throws {
    let least = Rational(1, 16)
    let model = try ComputingTimes.model("pareto", numbers: ["minimum": .powerOfTwo(169), "shape": least], nodes: 1)
    for number in 0..<10_000 {
      let end = try #require(model.end(of: Computation(node: 0, number: number, start: 0), RandomSource(seed: 1)))
      #expect(end.isFinite && end >= 0x1p169)
    }
  }
}

@Suite struct TraceTimeTests {
  func model(_ file: String, nodes: Int = 2) throws -> any ComputingTime {
    try ComputingTimes.model("trace", nodes: nodes, file: file)
  }

  @Test func computationsEndAtTheNextTimeOfTheirNode() throws {
    let model = try model("time,node\r\n0.8,1\r\n\r\n 1.5 , 0\r\n2.25,1\r\n2.25,0\r\n")
    let expected: [(node: Int, start: Double, end: Double?)] = [
      (0, 0, 1.5), (0, 1.4, 1.5), (0, 1.5, 2.25), (0, 2.25, nil), (1, 0, 0.8), (1, 0.8, 2.25), (1, 2.2, 2.25),
      (1, 9, nil),
    ]
    for (node, start, end) in expected {
      for number in [0, 5] {
        #expect(model.end(of: Computation(node: node, number: number, start: start), RandomSource(seed: 0)) == end)
      }
    }
  }

  static let errors: [(text: String, line: Int?, message: String)] = [
    ("", 1, "a trace of completions starts with the header 'time,node', but the file is empty"),
    ("\n\n", 1, "a trace of completions starts with the header 'time,node', but the file is empty"),
    ("\nnode,time\n1,0", 2, "a trace of completions starts with the header 'time,node', not 'node,time'"),
    ("0.5,1", 1, "a trace of completions starts with the header 'time,node', not '0.5,1'"),
    ("time,node\n1", 2, "expected 'time,node', found 1 field"),
    ("time,node\n\n1,0,3", 3, "expected 'time,node', found 3 fields"),
    ("time,node\n1,0\n2,2", 3, "node 2 does not exist; nodes are 0 ... 1"),
    ("time,node\n1,-1", 2, "node -1 does not exist; nodes are 0 ... 1"),
    ("time,node\n1,a", 2, "'a' is not a node's number"), ("time,node\n1,+1", 2, "'+1' is not a node's number"),
    ("time,node\n1,", 2, "'' is not a node's number"), ("time,node\nsoon,1", 2, "a time of 'soon'"),
    ("time,node\n-1,1", 2, "a time of -1, which is negative"),
    ("time,node\ninf,1", 2, "a time of inf, which is not finite"),
    ("time,node\nnan,1", 2, "a time of nan, which is not finite"),
    ("time,node\n1e999,1", 2, "a time of 1e999, which is not finite"),
    ("time,node\n1,0\n2,1\n1.5,0", 4, "time goes back from 2.0 to 1.5"),
    ("time,node\n1,0\n1,1\n1,0", 4, "node 0 completes twice at time 1.0"),
    ("time,node\n0,0", 2, "node 0 completes at time 0, when its first computation starts"),
    ("time,node\n1,0\n2,0", nil, "the trace starves node 1: it never completes a computation"),
    ("time,node", nil, "the trace starves node 0: it never completes a computation"),
  ]

  @Test(arguments: errors.indices) func errorsNameTheirLine(index: Int) {
    let (text, line, message) = Self.errors[index]
    #expect(throws: SimulationError(message, line: line), "\(text)") { try model(text) }
  }
}
