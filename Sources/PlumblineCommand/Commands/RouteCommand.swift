import Plumbline

enum RouteCommand: Command {
  static let name = "route"
  static let usage =
    "route \(NetworkWords.usage) --kind tour|cycle|walk|metropolis [--cycle 0,1,2,...] [--tokens S] [--slots T] "
    + "[--seed N] [--json]"
  static let summary = "visits, returns and the deviation constant of tokens that travel a network"
  static let notes =
    NetworkWords.notes + [
      "--kind tour: depth first along a spanning tree and back, 2 (V-1) slots; cycle: the closed walk of --cycle;",
      "  walk: to a uniformly random neighbour; metropolis: the same, accepted so that all nodes are visited alike",
      "--tokens S: 1 to as many as nodes, default 1; evenly offset along a tour or cycle, independent for walks",
      "--slots T: of the run; default all times for a tour or cycle, \(defaultSlots) for a drawn walk",
      "--seed N: draws the walk; without it only the law of a walk is analysed",
    ]

  private static let defaultSlots = 10_000

  private enum Kind: String, CaseIterable {
    case tour, cycle, walk, metropolis

    /// `nil` for routes that repeat.
    var walkRule: WalkRule? {
      switch self {
      case .tour, .cycle: nil
      case .walk: .uniform
      case .metropolis: .metropolis
      }
    }
  }

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(
      words, command: name, options: NetworkWords.options + ["kind", "cycle", "tokens", "slots", "seed"],
      flags: ["json"])
    let kind = try kind(arguments)
    let cycle = try cycle(arguments, kind)
    let tokens = try arguments.integer("tokens", in: 1...Topologies.largest)
    let slots = try arguments.integer("slots", in: 1...TokenVisits.largest)
    let seed = try seed(arguments, kind)
    let graph = try NetworkWords.graph(arguments)
    if kind.walkRule != nil, seed == nil, slots != nil || tokens != nil {
      throw arguments.failure(
        "--\(slots == nil ? "tokens" : "slots") has a meaning with --seed only, which draws the walk")
    }
    let report: RouteReport
    do throws(NetworkError) {
      if let rule = kind.walkRule {
        report = try RouteReport(
          try RandomWalk(graph, rule: rule), kind: kind.rawValue, seed: seed, tokens: tokens ?? 1,
          slots: slots ?? defaultSlots)
      } else {
        let route = kind == .tour ? try PeriodicRoute(tourOf: graph) : try PeriodicRoute(cycle, on: graph)
        report = try RouteReport(route, on: graph, kind: kind.rawValue, tokens: tokens ?? 1, slots: slots)
      }
    } catch {
      throw arguments.failure(error.message)
    }
    try printOut(arguments.has("json") ? JSONText.encode(report) : report.text)
    return .success
  }

  private static func kind(_ arguments: Arguments) throws(Failure) -> Kind {
    let known = Kind.allCases.map(\.rawValue)
    guard let word = arguments.value("kind") else {
      throw arguments.failure("--kind is missing: \(known.joined(separator: ", "))")
    }
    guard let kind = Kind(rawValue: word) else {
      throw arguments.failure(unknownWord("kind of route", word, among: known))
    }
    return kind
  }

  private static func cycle(_ arguments: Arguments, _ kind: Kind) throws(Failure) -> [Int] {
    guard let text = arguments.value("cycle") else {
      if kind == .cycle { throw arguments.failure("--kind cycle needs --cycle 0,1,2,...: the nodes in their order") }
      return []
    }
    guard kind == .cycle else { throw arguments.failure("--cycle has a meaning with --kind cycle only") }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { (word) throws(Failure) in
      guard let node = Int(word) else { throw arguments.failure("--cycle: '\(word)' is not a node") }
      return node
    }
  }

  private static func seed(_ arguments: Arguments, _ kind: Kind) throws(Failure) -> UInt64? {
    let seed = try Loading.seed(arguments, command: name)
    if seed != nil, kind.walkRule == nil { throw arguments.failure("--seed has a meaning for walks only") }
    return seed
  }
}
