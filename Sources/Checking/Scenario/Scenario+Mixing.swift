import ExactArithmetic
import Networks
import Simulation

extension Scenario {
  /// A plan of mixing matrices by its name, or a list of matrices in files.
  static func mixingPlan(
    _ value: JSON5, _ network: SectionReader, _ graph: Graph, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> MixingPlan {
    func wrong(_ error: NetworkError) -> ScenarioError {
      ScenarioError("'network.mixing': \(error.message)", line: value.line)
    }
    if case .string = value.content {
      let name = try network.choice("mixing", MixingPlan.Name.self, what: "plan of mixing matrices")
      do throws(NetworkError) { return try MixingPlan(name, on: graph) } catch { throw wrong(error) }
    }
    let section = try SectionReader(value, section: "network.mixing")
    let paths = try section.array(section.required("matrices"), "network.mixing.matrices")
    var matrices: [MixingMatrix] = []
    for path in paths {
      let file = try section.string(path, "network.mixing.matrices")
      let text = try section.text(of: file, namedAt: path.line, readFile)
      do throws(NetworkError) {
        matrices.append(try NetworkFile.mixingMatrix(rows: text))
      } catch {
        throw ScenarioError(error.message, line: error.line, file: file)
      }
    }
    let probabilities =
      try section.optional("probabilities").map { (value) throws(ScenarioError) in
        try section.vector(value, "network.mixing.probabilities", count: matrices.count)
      } ?? matrices.map { _ in Rational(1, matrices.count) }
    do throws(NetworkError) {
      let plan = MixingPlan.drawn(
        try ListedMixing(zip(probabilities, matrices).map { MixingOutcome(probability: $0, matrix: $1) }))
      try plan.requireLinks(of: graph)
      return plan
    } catch {
      throw wrong(error)
    }
  }

  /// Latencies from a matrix file, between the ends of every link.
  static func latency(
    _ section: SectionReader, _ graph: Graph, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> LinkLatency {
    let path = try section.string("file")
    let text = try section.text(of: path, namedAt: section.required("file").line, readFile)
    let unit =
      section.optional("unit") == nil ? Rational(1, 1000) : try section.number("unit", "positive") { $0.signum > 0 }
    let mark = section.optional("unmeasured") == nil ? nil : Double(try section.number("unmeasured"))
    do throws(SimulationError) {
      return try LinkLatency(
        try LatencyMatrix(parsing: text, unmeasured: mark), unit: unit,
        links: graph.edges.flatMap { [Link(from: $0.0, to: $0.1), Link(from: $0.1, to: $0.0)] })
    } catch {
      throw ScenarioError(error.message, line: error.line, file: path)
    }
  }
}

extension SectionReader {
  /// A file's text; that it cannot be read is told at the line that names it.
  func text(
    of path: String, namedAt line: Int, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> String {
    do throws(ScenarioError) {
      return try readFile(path)
    } catch {
      throw ScenarioError(error.message, line: line)
    }
  }
}
