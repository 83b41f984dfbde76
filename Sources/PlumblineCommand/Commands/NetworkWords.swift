import Plumbline

/// The words by which a command is told its network: TOPOLOGY with --nodes or --shape, or --file.
enum NetworkWords {
  static let usage = "(TOPOLOGY (--nodes N | --shape AxB) | --file F)"
  static let options = ["nodes", "shape", "file"]
  static let notes = [
    "TOPOLOGY: \(Topologies.all.map { $0.name }.joined(separator: ", "))",
    "--file F: a graph (.edges: number of nodes, then one directed edge 'a b' per line) or a matrix, one row per line",
  ]

  private enum Network {
    case graph(Graph)
    case matrix(MixingMatrix, file: String)
  }

  /// The matrix of a file, or that of the weight rule on a graph; metropolis by default.
  static func matrix(_ arguments: Arguments, weights rule: MixingWeights?) throws(Failure) -> MixingMatrix {
    switch try network(arguments) {
    case .graph(let graph): return MixingMatrix(graph, weights: rule ?? .metropolis)
    case .matrix(let matrix, let file):
      if rule != nil { throw Failure(file: file, line: nil, "--weights has no meaning for a matrix file") }
      return matrix
    }
  }

  /// The graph; of a matrix file that of its nonzero weights.
  static func graph(_ arguments: Arguments) throws(Failure) -> Graph {
    switch try network(arguments) {
    case .graph(let graph): graph
    case .matrix(let matrix, _): matrix.graph
    }
  }

  private static func network(_ arguments: Arguments) throws(Failure) -> Network {
    if let file = arguments.value("file") {
      try arguments.noOperands()
      for option in ["nodes", "shape"] where arguments.value(option) != nil {
        throw arguments.failure("--\(option) has no meaning with --file")
      }
      let text = try Files.text(file)
      do throws(NetworkError) {
        return file.hasSuffix(".edges")
          ? .graph(try NetworkFile.graph(edges: text)) : .matrix(try NetworkFile.mixingMatrix(rows: text), file: file)
      } catch {
        throw Failure(file: file, line: error.line, error.message)
      }
    }
    let topology = try arguments.operand("a topology or --file")
    let names = Topologies.all.map { $0.name }
    guard names.contains(topology) else {
      throw arguments.failure(unknownWord("topology", topology, among: names))
    }
    let size = try size(arguments, topology)
    do throws(NetworkError) {
      return .graph(try Topologies.graph(topology, size: size))
    } catch {
      throw arguments.failure(error.message)
    }
  }

  private static func size(_ arguments: Arguments, _ topology: String) throws(Failure) -> TopologySize {
    if let shape = arguments.value("shape") {
      if arguments.value("nodes") != nil { throw arguments.failure("--nodes and --shape exclude each other") }
      do throws(NetworkError) {
        return try TopologySize(shape: shape)
      } catch {
        throw arguments.failure("--shape: \(error.message)")
      }
    }
    guard let nodes = try arguments.integer("nodes", in: 2...Topologies.largest) else {
      throw arguments.failure("\(topology) needs --nodes N (or --shape AxB for a two-parameter topology)")
    }
    return .nodes(nodes)
  }
}
