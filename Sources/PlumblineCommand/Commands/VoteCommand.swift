import Plumbline

enum VoteCommand: Command {
  static let name = "vote"
  static let usage =
    "vote --flip P,P,... [--count N,N,...] [--weights llr|uniform|V,V,...] [--digits D] [--plot FILE.svg] [--json]"
  static let summary = "the exact error of decoding a sign from one-bit votes, and every bound on it"
  static let notes = [
    "--flip P,P,...: probability that a worker's vote is the wrong sign, exact numbers in [0, 1]",
    "--count N,N,...: how many workers each P stands for; default 1 each",
    "--weights: llr (ln((1-p)/p), the optimal decoder), uniform (majority, the default), or one weight for each P",
    "--digits D: significant digits of the table; default 6",
    "--plot FILE.svg: the error and its bounds against the number of workers, in the order given",
    "ratio: what is bounded over the bound",
  ]

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(
      words, command: name, options: ["flip", "count", "weights", "digits", "plot"], flags: ["json"])
    try arguments.noOperands()
    let digits = try arguments.integer("digits", in: 1...5000) ?? 6
    let groups = try groups(arguments)
    let decoder = try decoder(arguments)
    let report: VoteReport
    var plot: (path: String, svg: String)?
    do throws(VoteError) {
      let ballot = try Ballot(groups: groups, decoder: decoder)
      report = try VoteReport(ballot, digits: digits)
      if let path = arguments.value("plot") { plot = (path, try VotePlot(ballot).svg) }
    } catch {
      throw Failure("vote: \(error.message)")
    }
    if let plot { try Files.write(plot.svg, to: plot.path) }
    try printOut(arguments.has("json") ? JSONText.encode(report) : report.text)
    return .success
  }

  private static func groups(_ arguments: Arguments) throws(Failure) -> [WorkerGroup] {
    guard let flips = try arguments.numbers("flip") else {
      throw Failure("vote: --flip is missing: the probability that each worker's vote is the wrong sign")
    }
    for flip in flips where flip.signum < 0 || flip > 1 {
      throw Failure("vote: --flip: a probability lies in [0, 1], not \(flip.description.shortened())")
    }
    guard let counts = try arguments.numbers("count") else { return flips.map { WorkerGroup(flip: $0) } }
    guard counts.count == flips.count else {
      throw Failure("vote: --count has \(counts.count) numbers and --flip \(flips.count); one for each is expected")
    }
    return try zip(flips, counts).map { (flip, count) throws(Failure) in
      guard count.isInteger, count.signum > 0, let number = count.numerator.asInt, number <= 1_000_000 else {
        throw Failure(
          "vote: --count: a number of workers in 1 ... 1000000 is expected, not \(count.description.shortened())")
      }
      return WorkerGroup(flip: flip, count: number)
    }
  }

  private static func decoder(_ arguments: Arguments) throws(Failure) -> SignDecoder {
    switch arguments.value("weights") {
    case nil, "uniform": return .majority
    case "llr": return .logLikelihood
    case let text?:
      if text.contains(where: \.isLetter), let near = nearest(text, among: ["llr", "uniform"]), !text.contains(",") {
        throw Failure("vote: unknown weights '\(text)'; did you mean '\(near)'?")
      }
      return .weighted(try arguments.numbers("weights") ?? [])
    }
  }
}
