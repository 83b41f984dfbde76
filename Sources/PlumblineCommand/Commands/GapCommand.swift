import Plumbline

enum GapCommand: Command {
  static let name = "gap"
  static let usage =
    "gap (TOPOLOGY (--nodes N | --shape AxB) | --file F) [--weights NAME] [--width W] [--json]"
  static let summary = "stochasticity, spectrum, contraction, spectral gap and mixing time of a mixing matrix"
  static let notes = [
    "TOPOLOGY: \(Topologies.all.map { $0.name }.joined(separator: ", "))",
    "--file F: a graph (.edges: number of nodes, then one directed edge 'a b' per line) or a matrix, one row per line",
    "--weights NAME: \(MixingWeights.allCases.map(\.rawValue).joined(separator: ", ")); default metropolis",
    "--width W: widest interval allowed; default 2^-40",
  ]

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(
      words, command: name, options: ["nodes", "shape", "file", "weights", "width"], flags: ["json"])
    let width = try width(arguments)
    let matrix = try matrix(arguments)
    let report = GapReport(matrix, width: width)
    try printOut(arguments.has("json") ? JSONText.encode(report) : report.text)
    return .success
  }

  private static func width(_ arguments: Arguments) throws(Failure) -> Rational {
    guard let text = arguments.value("width") else { return Spectrum.defaultWidth }
    let width: Rational
    do throws(NumberError) {
      width = try Rational(parsing: text)
    } catch {
      throw Failure("gap: --width: \(error)")
    }
    guard width.signum > 0 else { throw Failure("gap: --width must be positive, not \(width)") }
    guard width >= .powerOfTwo(-2000) else { throw Failure("gap: --width must be at least 2^-2000") }
    return width
  }

  private static func matrix(_ arguments: Arguments) throws(Failure) -> MixingMatrix {
    let rule = try weights(arguments)
    if let file = arguments.value("file") {
      try arguments.noOperands()
      for option in ["nodes", "shape"] where arguments.value(option) != nil {
        throw Failure("gap: --\(option) has no meaning with --file")
      }
      let text = try Files.text(file)
      do throws(NetworkError) {
        if file.hasSuffix(".edges") {
          return MixingMatrix(try NetworkFile.graph(edges: text), weights: rule ?? .metropolis)
        }
        if rule != nil { throw NetworkError("--weights has no meaning for a matrix file") }
        return try NetworkFile.mixingMatrix(rows: text)
      } catch {
        throw Failure(file: file, line: error.line, error.message)
      }
    }
    let topology = try arguments.operand("a topology or --file")
    let names = Topologies.all.map { $0.name }
    guard names.contains(topology) else {
      throw Failure("gap: \(unknownWord("topology", topology, among: names))")
    }
    let size = try size(arguments, topology)
    do throws(NetworkError) {
      return MixingMatrix(try Topologies.graph(topology, size: size), weights: rule ?? .metropolis)
    } catch {
      throw Failure("gap: \(error.message)")
    }
  }

  private static func size(_ arguments: Arguments, _ topology: String) throws(Failure) -> TopologySize {
    if let shape = arguments.value("shape") {
      if arguments.value("nodes") != nil { throw Failure("gap: --nodes and --shape exclude each other") }
      do throws(NetworkError) {
        return try TopologySize(shape: shape)
      } catch {
        throw Failure("gap: --shape: \(error.message)")
      }
    }
    guard let nodes = try arguments.integer("nodes", in: 2...Topologies.largest) else {
      throw Failure("gap: \(topology) needs --nodes N (or --shape AxB for a two-parameter topology)")
    }
    return .nodes(nodes)
  }

  private static func weights(_ arguments: Arguments) throws(Failure) -> MixingWeights? {
    guard let name = arguments.value("weights") else { return nil }
    if let rule = MixingWeights(rawValue: name) { return rule }
    let known = MixingWeights.allCases.map(\.rawValue)
    throw Failure("gap: \(unknownWord("weight rule", name, among: known))")
  }
}
