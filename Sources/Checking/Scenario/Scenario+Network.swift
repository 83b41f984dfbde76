import Networks

extension Scenario {
  static func network(
    _ section: SectionReader, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> MixingMatrix {
    let topology = try section.string("topology")
    let line = try section.required("topology").line
    let rule =
      section.optional("weights") == nil
      ? MixingWeights.metropolis : try section.choice("weights", MixingWeights.self, what: "weight rule")
    if topology == "file" {
      for key in ["nodes", "shape"] {
        if let value = section.optional(key) {
          throw ScenarioError("'network.\(key)' has no meaning for topology file", line: value.line)
        }
      }
      let path = try section.string("file")
      let text = try section.text(of: path, namedAt: section.required("file").line, readFile)
      let isGraph = path.hasSuffix(".edges")
      if !isGraph, let weights = section.optional("weights") {
        throw ScenarioError("'network.weights' has no meaning for a matrix file", line: weights.line)
      }
      do throws(NetworkError) {
        return isGraph
          ? MixingMatrix(try NetworkFile.graph(edges: text), weights: rule) : try NetworkFile.mixingMatrix(rows: text)
      } catch {
        throw ScenarioError(error.message, line: error.line, file: path)
      }
    }
    if let file = section.optional("file") {
      throw ScenarioError("'network.file' has a meaning for topology file only", line: file.line)
    }
    let known = Topologies.all.map { $0.name } + ["file"]
    guard known.contains(topology) else {
      throw section.unknown(topology, what: "topology", among: known, line: line)
    }
    let size: TopologySize
    if let shape = section.optional("shape") {
      if let nodes = section.optional("nodes") {
        throw ScenarioError("a network has 'nodes' or a 'shape', not both", line: nodes.line)
      }
      let text = try section.string("shape")
      do throws(NetworkError) {
        size = try TopologySize(shape: text)
      } catch {
        throw ScenarioError("'network.shape': \(error)", line: shape.line)
      }
    } else {
      // One worker and a server are a network too.
      size = .nodes(try section.integer("nodes", in: (topology == "complete" ? 1 : 2)...Topologies.largest))
    }
    if size == .nodes(1) { return .oneWorker }
    do {
      return MixingMatrix(try Topologies.graph(topology, size: size), weights: rule)
    } catch {
      throw ScenarioError(error.message, line: line)
    }
  }
}
