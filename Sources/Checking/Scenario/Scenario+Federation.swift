import Algorithms
import ExactArithmetic
import Objectives
import Simulation
import Training

extension Scenario {
  static func federation(
    _ root: SectionReader, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> Federation {
    let task = try task(SectionReader(root.required("task"), section: "task"))
    let environment = try environment(
      SectionReader(root.required("environment"), section: "environment"), clients: task.clients, readFile)
    let training = try training(SectionReader(root.required("training"), section: "training"))
    if training.plan.rounds == nil && !environment.profiles.allSatisfy({ $0.secondsPerStep > 0 }) {
      throw ScenarioError(
        "steps take no time at some client, so that virtual time may never reach 'training.seconds'; give "
          + "'environment.secondsPerStep' or 'training.rounds'", line: try root.required("training").line)
    }
    return Federation(task: task, environment: environment, training: training)
  }

  private static func task(_ section: SectionReader) throws(ScenarioError) -> Federation.TaskSetting {
    let name = try section.string("name")
    guard name == "synthetic" else {
      throw section.unknown(name, what: "task", among: ["synthetic"], line: try section.required("name").line)
    }
    func spread(_ key: String) throws(ScenarioError) -> Rational {
      section.optional(key) == nil ? 1 : try section.number(key, "in 0 ... 1000") { $0.signum >= 0 && $0 <= 1000 }
    }
    enum Spread: String, CaseIterable { case deviation, variance }
    let kind =
      section.optional("spread") == nil ? Spread.deviation : try section.choice("spread", Spread.self, what: "spread")
    return Federation.TaskSetting(
      clients: try section.integer("clients", in: 1...100_000), modelSpread: try spread("alpha"),
      inputSpread: try spread("beta"), spread: kind == .deviation ? .deviation : .variance,
      isIdentical: try section.flag("identical"),
      sizes: section.optional("samples") == nil
        ? .heavyTailed : .equal(try section.integer("samples", in: 1...SyntheticFederation.largestSize)))
  }

  private static func environment(
    _ section: SectionReader, clients: Int, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> Federation.EnvironmentSetting {
    /// One number for all, or one for each.
    func numbers(_ key: String, positive: Bool, fallback: Double) throws(ScenarioError) -> [Double] {
      guard let value = section.optional(key) else { return Array(repeating: fallback, count: clients) }
      let path = section.path(key)
      var exact: [Rational]
      if case .array = value.content {
        exact = try section.vector(value, path, count: clients)
      } else {
        exact = Array(repeating: try section.number(value, path), count: clients)
      }
      if let wrong = exact.first(where: { positive ? $0.signum <= 0 : $0.signum < 0 }) {
        throw ScenarioError(
          "'\(path)' must be \(positive ? "positive" : "nonnegative"), not \(wrong.description.shortened())",
          line: value.line)
      }
      return try exact.map { (number) throws(ScenarioError) in try section.ordinary(number, path, value.line) }
    }
    /// A file that another reader understands.
    func file<Value>(
      _ key: String, _ read: (String) throws(SimulationError) -> Value
    ) throws(ScenarioError) -> Value? {
      guard let value = section.optional(key) else { return nil }
      let path = try section.string(value, section.path(key))
      let text = try section.text(of: path, namedAt: value.line, readFile)
      do throws(SimulationError) {
        return try read(text)
      } catch {
        throw ScenarioError(error.message, line: error.line, file: path)
      }
    }
    var profiles = try file("profiles") { (text) throws(SimulationError) in
      try NodeProfile.profiles(csv: text, nodes: clients)
    }
    if profiles == nil {
      let seconds = try numbers("secondsPerStep", positive: false, fallback: 0)
      let (up, down) = (
        try numbers("upload", positive: true, fallback: .infinity),
        try numbers("download", positive: true, fallback: .infinity)
      )
      profiles = (0..<clients).map { NodeProfile(secondsPerStep: seconds[$0], upload: up[$0], download: down[$0]) }
    }
    let fallback = try section.optional("fallbackLatency").map { (value) throws(ScenarioError) in
      try section.ordinary(
        section.number("fallbackLatency", "nonnegative") { $0.signum >= 0 }, "environment.fallbackLatency", value.line)
    }
    let mark = section.optional("unmeasured") == nil ? nil : Double(try section.number("unmeasured"))
    let latency = try file("latency") { (text) throws(SimulationError) in
      // The table holds times there and back.
      try MessageLatency(
        LatencyMatrix(parsing: text, unmeasured: mark), share: Rational(1, 2), nodes: clients, fallback: fallback)
    }
    let delay =
      try section.optional("delay").map { (value) throws(ScenarioError) in
        try section.ordinary(section.number("delay", "nonnegative") { $0.signum >= 0 }, "environment.delay", value.line)
      } ?? 0
    let availability = try file("availability") { (text) throws(SimulationError) in
      try Availability(intervals: text, nodes: clients)
    }
    return Federation.EnvironmentSetting(
      profiles: profiles!, latency: latency ?? MessageLatency(seconds: delay), availability: availability,
      suspension: section.optional("suspension") == nil
        ? 0 : try section.number("suspension", "a probability, 0 to 1") { $0.signum >= 0 && $0 <= 1 },
      suspensionTime: section.optional("suspensionTime") == nil
        ? 1
        : try section.ordinary(
          section.number("suspensionTime", "nonnegative") { $0.signum >= 0 }, "environment.suspensionTime", section.line
        ))
  }

  /// - Parameter naming: keys whose values are part of how the training is called in results.
  static func training(_ section: SectionReader, naming: [String] = []) throws(ScenarioError)
    -> Federation.TrainingSetting
  {
    let name = try section.string("method")
    let line = try section.required("method").line
    guard let type = TrainingMethods.all.first(where: { $0.name == name }) else {
      throw section.unknown(name, what: "training method", among: TrainingMethods.all.map { $0.name }, line: line)
    }
    var settings: [String: Setting] = [:]
    for member in section.members where !ScenarioSchema.trainingKeys.contains(member.key) {
      guard let parameter = type.parameters.first(where: { $0.name == member.key }) else {
        throw ScenarioError("'\(section.path(member.key))' has no meaning for \(name)", line: member.line)
      }
      if case .word = parameter.kind {
        settings[member.key] = .word(try section.string(member.key))
      } else {
        settings[member.key] = .number(try section.number(member.key))
      }
    }
    func limit(_ key: String) throws(ScenarioError) -> Double? {
      section.optional(key) == nil
        ? nil
        : try section.ordinary(
          section.number(key, "positive") { $0.signum > 0 }, section.path(key), section.required(key).line)
    }
    do throws(TrainingError) {
      let plan: TrainingPlan
      let (seconds, interval): (Double?, Double?)
      let (rounds, every): (Int?, Int?)
      do throws(ScenarioError) {
        (seconds, interval) = (try limit("seconds"), try limit("testEverySeconds"))
        rounds = section.optional("rounds") == nil ? nil : try section.integer("rounds", in: 1...10_000_000)
        every =
          section.optional("testEveryRounds") == nil
          ? (interval == nil ? 1 : nil) : try section.integer("testEveryRounds", in: 1...10_000_000)
      } catch {
        throw TrainingError(error.message)
      }
      plan = try TrainingPlan(rounds: rounds, seconds: seconds, testEveryRounds: every, testEverySeconds: interval)
      let said = section.members.filter { $0.key != "method" }.map { "\($0.key) \($0.value.plainText)" }.sorted()
      let words = naming.map { key in
        section.members.first { $0.key == key }.map { "\($0.key) \($0.value.plainText)" } ?? key
      }
      let numbers: (Int, Int, Double)
      do throws(ScenarioError) {
        numbers = (
          try section.integer("localSteps", in: 1...1_000_000), try section.integer("batchSize", in: 1...1_000_000),
          try section.ordinary(
            section.number("stepSize", "positive") { $0.signum > 0 }, "training.stepSize",
            section.required("stepSize").line,
            within: 300)
        )
      } catch {
        throw TrainingError(error.message)
      }
      return Federation.TrainingSetting(
        method: try TrainingMethods.method(name, settings: settings),
        words: words.isEmpty ? name : "\(name) (\(words.joined(separator: ", ")))",
        identity: "\(name) \(said.joined(separator: ", "))", localSteps: numbers.0,
        batchSize: numbers.1, stepSize: numbers.2, plan: plan)
    } catch {
      throw ScenarioError("'training': \(error.message)", line: line)
    }
  }

  static func federationClaims(
    _ root: SectionReader, _ federation: Federation
  ) throws(ScenarioError) -> [FederationClaim] {
    let own = try SectionReader(root.required("training"), section: "training")
    let list = try root.required("claims")
    var claims: [FederationClaim] = []
    for element in try root.array(list, "claims") {
      let section = try SectionReader(element, section: "claims")
      for key in ["theorem", "without", "at", "budget"] {
        if let value = section.optional(key) {
          throw ScenarioError("'claims.\(key)' has no meaning for a federation", line: value.line)
        }
      }
      let metric = try section.choice("compare", FederationMetric.self, what: "cost of training")
      var baseline = federation
      let to = try section.required("to")
      baseline.training = try training(other(to, of: own), naming: Self.given(to))
      claims.append(
        FederationClaim(
          metric: metric,
          share: section.optional("share") == nil
            ? Rational(9, 10) : try section.number("share", "above 0 and at most 1") { $0.signum > 0 && $0 <= 1 },
          factor: section.optional("factor") == nil ? 1 : try section.number("factor", "positive") { $0.signum > 0 },
          baseline: baseline))
    }
    if claims.isEmpty { throw ScenarioError("'claims' is empty", line: list.line) }
    return claims
  }

  /// The section of a baseline: another method's name, or keys that replace some of the federation's own. What the other
  /// method cannot be set up with is left out.
  private static func other(_ value: JSON5, of section: SectionReader) throws(ScenarioError) -> SectionReader {
    let own: [JSON5.Member]
    switch value.content {
    case .string: own = [JSON5.Member(key: "method", line: value.line, value: value)]
    default: own = try SectionReader(value, section: "training").members
    }
    let word = own.first { $0.key == "method" }
    let fallback = try section.required("method")
    let name = try section.string(word?.value ?? fallback, "claims.to")
    let known =
      (TrainingMethods.all.first { $0.name == name }?.parameters.map(\.name) ?? []) + ScenarioSchema.trainingKeys
    let kept = section.members.filter { member in
      known.contains(member.key) && !own.contains { $0.key == member.key }
    }
    return try SectionReader(JSON5(line: value.line, content: .object(own + kept)), section: "training")
  }
}

extension Scenario {
  /// The keys that a baseline is given, but for its name.
  private static func given(_ value: JSON5) -> [String] {
    guard case .object(let members) = value.content else { return [] }
    return members.map(\.key).filter { $0 != "method" }
  }
}

extension JSON5 {
  /// A number or a word as it is written.
  fileprivate var plainText: String {
    switch content {
    case .number(let text), .string(let text): text
    default: kind
    }
  }
}

extension SectionReader {
  /// A number as a double, where neither times nor capacities leave the range in which they add up.
  fileprivate func ordinary(
    _ value: Rational, _ path: String, _ line: Int, within power: Int = 15
  ) throws(ScenarioError) -> Double {
    let limit = Rational(10).power(power)
    guard value.isZero || (value.magnitude <= limit && value.magnitude * limit >= 1) else {
      throw ScenarioError(
        "'\(path)' must be 0 or lie within 10^-\(power) ... 10^\(power), not \(value.description.shortened())",
        line: line)
    }
    return Double(value)
  }

  /// A Boolean; false when it is not given.
  fileprivate func flag(_ key: String) throws(ScenarioError) -> Bool {
    guard let value = optional(key) else { return false }
    guard case .bool(let flag) = value.content else {
      throw ScenarioError("'\(path(key))' is true or false, not \(value.kind)", line: value.line)
    }
    return flag
  }
}
