import Plumbline

enum SamplerCommand: Command {
  static let name = "sampler"
  static let usage =
    "sampler --nodes N --sample S --success F [--offline O] [--common C [--only-first A] [--only-second B]] "
    + "[--rounds K] [--window W] [--digits D] [--json]"
  static let summary = "agreement, stalls, coverage and silence of Plexus's peer sampler, in exact rationals"
  static let notes = [
    "--nodes N: nodes that a view believes active; --sample S: nodes sampled in a round",
    "--success F: share of the sample whose models are waited for, ceil(F S) of them",
    "--offline O: nodes of the view that are offline, whether the sampler knows or not",
    "--common C, --only-first A, --only-second B: members of both of two views, and of one only (default 0)",
    "--rounds K: for probabilities after K rounds",
    "--window W: rounds after its last activity in which a view still lists a node",
    "--digits D: significant digits of the text; default 6",
    "the hash is ideal: in every round the order of the nodes is uniformly random",
  ]

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(
      words, command: name,
      options: [
        "nodes", "sample", "success", "offline", "common", "only-first", "only-second", "rounds", "window", "digits",
      ], flags: ["json"])
    try arguments.noOperands()
    let counts = 0...PeerSample.largestView
    let nodes = try required("nodes", "nodes that a view believes active", in: counts, arguments)
    let size = try required("sample", "nodes sampled in a round", in: counts, arguments)
    guard let success = try arguments.number("success") else {
      throw arguments.failure("--success is missing: the share of the sample whose models are waited for")
    }
    guard success.signum > 0, success <= 1 else {
      throw arguments.failure("--success must be above 0 and at most 1, not \(success.description.shortened())")
    }
    let views = try views(arguments, in: counts)
    let offline = try arguments.integer("offline", in: counts)
    let rounds = try arguments.integer("rounds", in: 0...1_000_000_000)
    let window = try arguments.integer("window", in: 0...1_000_000_000)
    let digits = try arguments.integer("digits", in: 1...5000) ?? 6
    let report: SamplerReport
    do throws(NetworkError) {
      report = try SamplerReport(
        try PeerSample(activeView: nodes, sampleSize: size), successFraction: success, offline: offline, views: views,
        rounds: rounds, window: window.map(InactivityWindow.init), digits: digits)
    } catch {
      throw arguments.failure(error.message)
    }
    try printOut(arguments.has("json") ? JSONText.encode(report) : report.text)
    return .success
  }

  private static func required(
    _ option: String, _ meaning: String, in range: ClosedRange<Int>, _ arguments: Arguments
  ) throws(Failure) -> Int {
    guard let number = try arguments.integer(option, in: range) else {
      throw arguments.failure("--\(option) is missing: \(meaning)")
    }
    return number
  }

  private static func views(_ arguments: Arguments, in range: ClosedRange<Int>) throws(Failure) -> SamplerReport.Views?
  {
    let own = (try arguments.integer("only-first", in: range), try arguments.integer("only-second", in: range))
    guard let common = try arguments.integer("common", in: range) else {
      if own.0 == nil && own.1 == nil { return nil }
      throw arguments.failure("--\(own.0 == nil ? "only-second" : "only-first") has a meaning with --common only")
    }
    return SamplerReport.Views(common: common, onlyFirst: own.0 ?? 0, onlySecond: own.1 ?? 0)
  }
}
