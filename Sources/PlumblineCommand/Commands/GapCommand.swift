import Plumbline

enum GapCommand: Command {
  static let name = "gap"
  static let usage =
    "gap \(NetworkWords.usage) [--weights NAME] [--width W] [--links P[,P...] | --mixing PLAN] [--consensus-step C] [--json]"
  static let summary = "stochasticity, spectrum, contraction, spectral gap and mixing time of a mixing matrix"
  static let notes =
    NetworkWords.notes + [
      "--weights NAME: \(MixingWeights.allCases.map(\.rawValue).joined(separator: ", ")); default metropolis",
      "--width W: widest interval allowed; default 2^-40",
      "--links P[,P...]: links work independently with probability P, or one P for each edge (smaller node first, "
        + "ascending); contraction, gap and rate are then those of the random matrices, in mean square",
      "--mixing PLAN: \(MixingPlan.Name.allCases.map(\.rawValue).joined(separator: ", ")), on the topology's links; of a "
        + "periodic sequence contraction, gap and rate are those of a whole period",
      "--consensus-step C: of (1-C) I + C W with random W, in [0, 1]; default 1",
    ]

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(
      words, command: name, options: NetworkWords.options + ["weights", "width", "links", "mixing", "consensus-step"],
      flags: ["json"])
    let width = try width(arguments)
    let matrix = try NetworkWords.matrix(arguments, weights: try weights(arguments))
    let links = try links(arguments, matrix)
    let step = try consensusStep(arguments)
    let randomness: GapReport.Randomness? =
      try mixing(arguments, matrix).map { .plan($0) } ?? links.map { .links($0, consensusStep: step) }
    let report = GapReport(matrix, width: width, randomness: randomness)
    try printOut(arguments.has("json") ? JSONText.encode(report) : report.text)
    return .success
  }

  private static func width(_ arguments: Arguments) throws(Failure) -> Rational {
    guard let width = try arguments.number("width") else { return Spectrum.defaultWidth }
    guard width.signum > 0 else { throw arguments.failure("--width must be positive, not \(width)") }
    guard width >= .powerOfTwo(-2000) else { throw arguments.failure("--width must be at least 2^-2000") }
    return width
  }

  private static func weights(_ arguments: Arguments) throws(Failure) -> MixingWeights? {
    guard let name = arguments.value("weights") else { return nil }
    if let rule = MixingWeights(rawValue: name) { return rule }
    throw arguments.failure(unknownWord("weight rule", name, among: MixingWeights.allCases.map(\.rawValue)))
  }

  private static func links(_ arguments: Arguments, _ matrix: MixingMatrix) throws(Failure) -> LinkFailures? {
    guard let success = try arguments.numbers("links") else { return nil }
    do throws(NetworkError) {
      return success.count == 1
        ? try LinkFailures(matrix, success: success[0]) : try LinkFailures(matrix, success: success)
    } catch {
      throw arguments.failure("--links: \(error.message)")
    }
  }

  private static func mixing(_ arguments: Arguments, _ matrix: MixingMatrix) throws(Failure) -> MixingPlan? {
    guard let word = arguments.value("mixing") else { return nil }
    if arguments.value("links") != nil { throw arguments.failure("--links and --mixing exclude each other") }
    guard let name = MixingPlan.Name(rawValue: word) else {
      throw arguments.failure(
        unknownWord("plan of mixing matrices", word, among: MixingPlan.Name.allCases.map(\.rawValue)))
    }
    do throws(NetworkError) {
      return try MixingPlan(name, on: matrix.graph)
    } catch {
      throw arguments.failure("--mixing: \(error.message)")
    }
  }

  private static func consensusStep(_ arguments: Arguments) throws(Failure) -> Rational {
    guard let step = try arguments.number("consensus-step") else { return 1 }
    if arguments.value("links") == nil {
      throw arguments.failure("--consensus-step has a meaning with --links only")
    }
    guard step.signum >= 0, step <= 1 else {
      throw arguments.failure("--consensus-step lies in [0, 1], not \(step.description.shortened())")
    }
    return step
  }
}
