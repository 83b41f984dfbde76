import Checking
import ExactArithmetic
import Networks

/// What `plumbline route` says of tokens that travel a network.
public struct RouteReport: Sendable, Encodable {
  public let nodes: Int
  public let edges: Int
  /// tour, cycle, walk or metropolis
  public let kind: String
  public let tokens: Int
  /// Slots after which the visits repeat; `nil` for walks.
  @ExplicitNull public private(set) var period: Int?
  /// T of the run; `nil` for all times.
  @ExplicitNull public private(set) var slots: Int?
  /// Of a drawn walk.
  @ExplicitNull public private(set) var seed: UInt64?
  /// What the visits amount to; `nil` for a walk that is not drawn.
  @ExplicitNull public private(set) var run: RouteRun?
  /// The law of a walk.
  @ExplicitNull public private(set) var walk: WalkLaw?

  /// Of a route that repeats.
  ///
  /// - Parameter slots: of the run, or `nil` for all times.
  /// - Throws: `NetworkError` when the tokens are too few or too many.
  public init(
    _ route: PeriodicRoute, on graph: Graph, kind: String, tokens: Int, slots: Int?
  ) throws(NetworkError) {
    nodes = graph.nodes
    edges = graph.edgeCount
    self.kind = kind
    self.tokens = tokens
    period = route.period
    self.slots = slots
    let visits =
      if let slots { try route.visits(tokens: tokens, slots: slots) } else {
        try route.visitsOfAllTimes(tokens: tokens)
      }
    let counted = slots == nil ? try route.visits(tokens: tokens, slots: route.period) : visits
    run = RouteRun(visits, counts: counted.counts)
  }

  /// Of a random walk, drawn when there is a seed.
  ///
  /// - Throws: `NetworkError` when the tokens are too few or too many.
  public init(
    _ walk: RandomWalk, kind: String, seed: UInt64?, tokens: Int, slots: Int
  ) throws(NetworkError) {
    nodes = walk.nodes
    edges = walk.graph.edgeCount
    self.kind = kind
    self.tokens = tokens
    self.seed = seed
    if let seed {
      let visits = try DrawnWalk(walk, seed: seed).visits(tokens: tokens, slots: slots)
      self.slots = slots
      run = RouteRun(visits, counts: visits.counts)
    }
    self.walk = WalkLaw(walk)
  }

  /// The report for a person.
  public var text: String {
    var lines: [String] = []
    func add(_ label: String, _ text: String) { lines.append(label.padded(to: 19) + "  " + text) }
    add("nodes", "\(nodes)")
    add("edges", "\(edges)")
    add(
      "route",
      [kind, period.map { "period \($0)" }, seed.map { "seed \($0)" }].compactMap(\.self).joined(separator: ", "))
    if let run {
      add("tokens", "\(tokens)")
      add("slots", slots.map(String.init) ?? "all times; visits are those of one period")
      add(tokens == 1 ? "largest gap R" : "largest gap", "\(run.largestGap) slots between visits of a node")
      if tokens > 1 { add("largest token gap R", "\(run.largestTokenGap) slots between visits by the same token") }
      add("deviation Sbar^2", run.deviationSquare.shortText)
      add("deviation Sbar", run.deviation.shortText)
      add("3 R", "\(run.deviationBound.digits): Sbar <= 3 R \(run.withinBound ? "holds" : "does not hold")")
    }
    if let walk { for (label, text) in walk.lines { add(label, text) } }
    if nodes <= Self.largestTable { lines += table }
    return lines.joined(separator: "\n") + "\n"
  }

  /// More nodes than this are not listed for a person.
  private static let largestTable = 40

  private var table: [String] {
    var columns: [[String]] = [["node"] + (0..<nodes).map(String.init)]
    if let run { columns.append(["visits"] + run.visits.map(String.init)) }
    if let walk { columns += walk.columns }
    let widths = columns.map { $0.map(\.count).max()! }
    return (0...nodes).map { row in
      zip(columns, widths).map { String(repeating: " ", count: $1 - $0[row].count) + $0[row] }.joined(separator: "  ")
    }
  }
}

/// The visits of a run, and how stale they leave the nodes.
public struct RouteRun: Sendable, Encodable {
  /// Of each node by any token; in one period for all times.
  public let visits: [Int]
  /// In any so many slots every node is visited.
  public let largestGap: Int
  /// R: in any so many slots every node is visited by every token.
  public let largestTokenGap: Int
  /// Sbar^2, over the times t = 0 ..< T.
  public let deviationSquare: EnclosureRecord
  public let deviation: EnclosureRecord
  /// 3 R
  public let deviationBound: EnclosureRecord
  public let withinBound: Bool

  init(_ visits: TokenVisits, counts: [Int]) {
    let deviation = TokenDeviation(visits)
    self.visits = counts
    largestGap = visits.largestGap
    largestTokenGap = visits.largestTokenGap
    deviationSquare = EnclosureRecord(Enclosure(deviation.square))
    self.deviation = EnclosureRecord(Enclosure(deviation.square).squareRoot())
    deviationBound = EnclosureRecord(Enclosure(Rational(3 * largestTokenGap)))
    withinBound = deviation.isAtMost(threeTimes: largestTokenGap)
  }
}

/// The law of a random walk: where it is in the long run, and how long it takes.
public struct WalkLaw: Sendable, Encodable {
  /// `p/q` for each node.
  public let stationaryLaw: [String]
  /// Expected steps until a node is visited again, `p/q` for each node.
  public let returnTimes: [String]
  /// Row i, column j: expected steps from i to j, `p/q`; `nil` for more nodes than `HittingTimes.largest`.
  @ExplicitNull public private(set) var hittingTimes: [[String]]?
  @ExplicitNull public private(set) var largestHittingTime: Pair?
  /// max |lambda| over the eigenvalues of the transition matrix besides the first; `nil` when out of reach.
  @ExplicitNull public private(set) var secondEigenvalueMagnitude: EnclosureRecord?
  /// 1 minus that.
  @ExplicitNull public private(set) var spectralGap: EnclosureRecord?
  /// Steps within which the law is within 1/100 of the stationary one in total variation; `nil` where the gap is 0.
  @ExplicitNull public private(set) var mixingTimeBound: Int?

  public struct Pair: Sendable, Encodable {
    public let from: Int
    public let to: Int
    public let steps: EnclosureRecord
  }

  /// For people: the law in short, and the largest expected time to reach each node.
  private let law: [Rational]
  private let worstArrivals: [Rational]?
  private let isPeriodic: Bool

  init(_ walk: RandomWalk) {
    law = walk.stationaryLaw
    stationaryLaw = law.map(\.fraction)
    returnTimes = walk.expectedReturnTimes.map(\.fraction)
    let magnitude = walk.secondEigenvalueMagnitude()
    secondEigenvalueMagnitude = magnitude.map(EnclosureRecord.init)
    spectralGap = magnitude.map { EnclosureRecord(Enclosure(1) - $0) }
    mixingTimeBound =
      magnitude.flatMap {
        walk.mixingTimeBound(accuracy: Rational(1, 100), secondEigenvalueMagnitude: $0)
      }?.asInt
    isPeriodic = magnitude == Enclosure(1)
    guard walk.nodes <= HittingTimes.largest else {
      worstArrivals = nil
      return
    }
    let hitting = HittingTimes(of: walk)
    let times = hitting.times
    worstArrivals = (0..<walk.nodes).map { j in (0..<walk.nodes).map { times[$0, j] }.max()! }
    hittingTimes = (0..<walk.nodes).map { times.row($0).map(\.fraction) }
    let largest = hitting.largest
    largestHittingTime = Pair(
      from: largest.from, to: largest.to, steps: EnclosureRecord(Enclosure(largest.time)))
  }

  private enum CodingKeys: String, CodingKey {
    case stationaryLaw, returnTimes, hittingTimes, largestHittingTime, secondEigenvalueMagnitude, spectralGap,
      mixingTimeBound
  }

  var lines: [(label: String, text: String)] {
    let (rarest, commonest) = (law.min()!, law.max()!)
    let isUniform = rarest == commonest
    return [
      ("stationary law", isUniform ? "\(rarest) for each node" : "\(rarest) to \(commonest)"),
      ("return time", isUniform ? "\(1 / rarest) steps" : "\(1 / commonest) to \(1 / rarest) steps"),
      (
        "hitting time",
        largestHittingTime.map { "at most \($0.steps.shortText), from node \($0.from) to node \($0.to)" }
          ?? "not computed for more than \(HittingTimes.largest) nodes"
      ),
      ("spectral gap", spectralGap?.shortText ?? "not computed: an irregular graph of many nodes"),
      (
        "mixing time",
        mixingTimeBound.map { "at most \($0) steps to total variation 1/100" }
          ?? (isPeriodic ? "none: the walk is periodic" : "not known")
      ),
    ]
  }

  var columns: [[String]] {
    func digits(_ value: Rational) -> String { value.decimal(significantDigits: 6) }
    return [["stationary"] + law.map(digits), ["return"] + law.map { digits(1 / $0) }]
      + (worstArrivals.map { [["longest hitting"] + $0.map(digits)] } ?? [])
  }
}
