import Algorithms
import ExactArithmetic
import Networks
import Simulation

extension Scenario {
  /// What the file says of computing times, links and routes.
  ///
  /// - Parameter slots: T
  /// - Throws: `ScenarioError`; among others for what the algorithm has no use for.
  static func surroundings(
    _ root: SectionReader, _ networkSection: SectionReader, _ network: MixingMatrix, algorithm: any Algorithm.Type,
    seed: UInt64, slots: Int, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> Surroundings {
    func requireUse(_ kind: Surroundings.Kind, _ path: String, _ value: JSON5) throws(ScenarioError) {
      if !algorithm.surroundings.contains(kind) {
        throw ScenarioError("'\(path)' has no meaning for \(algorithm.name)", line: value.line)
      }
    }
    var result = Surroundings(seed: seed, slots: slots)
    if let value = root.optional("computing") {
      try requireUse(.computing, "computing", value)
      result.computing = try computing(SectionReader(value, section: "computing"), nodes: network.nodes, readFile)
    }
    if let value = networkSection.optional("links") {
      try requireUse(.links, "network.links", value)
      result.links = try links(value, networkSection, network.graph)
    }
    if let value = networkSection.optional("mixing") {
      try requireUse(.mixing, "network.mixing", value)
      result.mixing = try mixingPlan(value, networkSection, network.graph, readFile)
    }
    if let value = networkSection.optional("latency") {
      try requireUse(.latency, "network.latency", value)
      if result.computing == nil {
        throw ScenarioError("'network.latency' has a meaning with 'computing' only", line: value.line)
      }
      result.latency = try latency(SectionReader(value, section: "network.latency"), network.graph, readFile)
    }
    if let value = networkSection.optional("channelNoise") {
      try requireUse(.channelNoise, "network.channelNoise", value)
      result.channelNoise = try networkSection.number("channelNoise", "nonnegative") { $0.signum >= 0 }
    }
    if let value = networkSection.optional("clientWeights") {
      try requireUse(.clientWeights, "network.clientWeights", value)
      result.clientWeights = try networkSection.vector(value, "network.clientWeights", count: network.nodes)
    }
    if let value = networkSection.optional("churn") {
      try requireUse(.churn, "network.churn", value)
      let path = try networkSection.string("churn")
      do throws(SimulationError) {
        result.churn = try ChurnSchedule(csv: text(of: path, value, readFile), nodes: network.nodes)
      } catch {
        throw error.line == nil
          ? ScenarioError("'network.churn': \(error.message)", line: value.line)
          : ScenarioError(error.message, line: error.line, file: path)
      }
    }
    if let value = networkSection.optional("cycle") {
      try requireUse(.cycle, "network.cycle", value)
      result.cycle = try networkSection.vector(value, "network.cycle").map { (number) throws(ScenarioError) in
        guard number.isInteger, let node = number.numerator.asInt, (0..<network.nodes).contains(node) else {
          throw ScenarioError(
            "'network.cycle' names nodes 0 ... \(network.nodes - 1), not \(number.description.shortened())",
            line: value.line)
        }
        return node
      }
      do throws(NetworkError) {
        _ = try PeriodicRoute(result.cycle!, on: network.graph)
      } catch {
        throw ScenarioError("'network.cycle': \(error.message)", line: value.line)
      }
    }
    return result
  }

  private static func computing(
    _ section: SectionReader, nodes: Int, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> ComputingSchedule {
    let name = try section.string("model")
    let line = try section.required("model").line
    guard let model = ComputingTimes.all.first(where: { $0.name == name }) else {
      throw section.unknown(name, what: "computing time", among: ComputingTimes.all.map { $0.name }, line: line)
    }
    let path = section.optional("file") == nil ? nil : try section.string("file")
    let numbers = try modelNumbers(section, of: name, model.parameters, besides: ["model", "file", "speeds"])
    let text = try path.map { (path) throws(ScenarioError) in
      try section.text(of: path, namedAt: section.required("file").line, readFile)
    }
    do throws(SimulationError) {
      let times = try ComputingTimes.model(name, numbers: numbers, nodes: nodes, file: text)
      guard let speeds = section.optional("speeds") else { return ComputingSchedule(times, nodes: nodes) }
      let values: [Rational]
      do throws(ScenarioError) {
        values = try section.vector(speeds, "computing.speeds", count: nodes)
      } catch {
        throw SimulationError(error.message)
      }
      return try ComputingSchedule(times, speeds: values)
    } catch {
      throw error.line == nil
        ? ScenarioError(error.message, line: line) : ScenarioError(error.message, line: error.line, file: path)
    }
  }

  /// A file's text; an error about it is told at the line that names it.
  private static func text(
    of path: String, _ value: JSON5, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(SimulationError) -> String {
    do throws(ScenarioError) {
      return try readFile(path)
    } catch {
      throw SimulationError(error.message)
    }
  }

  /// A probability for all links, one for each of the network's edges, or a model.
  private static func links(
    _ value: JSON5, _ section: SectionReader, _ graph: Graph
  ) throws(ScenarioError) -> any LinkModel {
    let edges = graph.edges.map { Link.between($0.0, $0.1) }
    do throws(SimulationError) {
      switch value.content {
      case .array:
        let numbers: [Rational]
        do throws(ScenarioError) {
          numbers = try section.vector(value, "network.links", count: edges.count)
        } catch {
          throw SimulationError(error.message)
        }
        return try BernoulliLinks(success: 1, exceptions: Dictionary(uniqueKeysWithValues: zip(edges, numbers)))
      case .object:
        let model: (name: String, numbers: [String: Rational])
        do throws(ScenarioError) {
          let section = try SectionReader(value, section: "network.links")
          let name = try section.string("model")
          guard let type = LinkModels.all.first(where: { $0.name == name }) else {
            throw section.unknown(
              name, what: "link model", among: LinkModels.all.map { $0.name },
              line: value.line)
          }
          model = (name, try modelNumbers(section, of: name, type.parameters, besides: ["model"]))
        } catch {
          throw SimulationError(error.message)
        }
        return try LinkModels.model(
          model.name, numbers: model.numbers, nodes: graph.nodes, positions: try positions(section, nodes: graph.nodes),
          links: edges)
      default:
        let number: Rational
        do throws(ScenarioError) {
          number = try section.number("links")
        } catch {
          throw SimulationError(error.message)
        }
        return try BernoulliLinks(success: number)
      }
    } catch {
      throw ScenarioError("'network.links': \(error.message)", line: value.line)
    }
  }

  /// Where the nodes stand; empty when it is not said.
  private static func positions(_ section: SectionReader, nodes: Int) throws(SimulationError) -> [Position] {
    guard let value = section.optional("positions") else { return [] }
    do throws(ScenarioError) {
      let points = try section.array(value, "network.positions")
      return try points.map { (point) throws(ScenarioError) in
        let pair = try section.vector(point, "network.positions", count: 2)
        return Position(pair[0], pair[1])
      }
    } catch {
      throw SimulationError(error.message)
    }
  }

  private static func modelNumbers(
    _ section: SectionReader, of name: String, _ parameters: [ModelParameter], besides others: [String]
  ) throws(ScenarioError) -> [String: Rational] {
    var numbers: [String: Rational] = [:]
    for member in section.members where !others.contains(member.key) {
      guard parameters.contains(where: { $0.name == member.key }) else {
        throw ScenarioError("'\(section.path(member.key))' has no meaning for \(name)", line: member.line)
      }
      numbers[member.key] = try section.number(member.key)
    }
    return numbers
  }
}
