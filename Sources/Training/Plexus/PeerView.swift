/// What a node believes about all nodes: who has joined or left, and in which round each was last seen.
///
/// A node that comes or goes counts on, and its registry entry with the larger counter is the newer one; of rounds the later
/// one is. So views merge in any order and any number of times: the merge is idempotent, commutative and associative.
///
/// Source: M. de Vos, S. Farhadkhani, R. Guerraoui, A.-M. Kermarrec, R. Pires, R. Sharma, Decentralized learning made easy
/// with Plexus, arXiv 2302.13837.
public struct PeerView: Sendable, Equatable {
  /// What is known of a node's membership.
  public struct Entry: Sendable, Equatable {
    /// How often it came or went.
    public var counter: Int
    public var hasJoined: Bool

    public init(counter: Int, hasJoined: Bool) {
      self.counter = counter
      self.hasJoined = hasJoined
    }
  }

  /// 2 counter, plus 1 when it has left; 0 for a node of which nothing is known.
  private var membership: MaximumMap
  /// The last round in which each was seen.
  private var activity: MaximumMap
  /// The last round of which the view knows.
  public private(set) var latestRound = 0
  /// Nodes of which something is known.
  public private(set) var knownNodes: Int

  /// A view that knows of some nodes that they have joined, with counter 1, and nothing of the others.
  ///
  /// - Precondition: `nodes > 0`, the known ones among them, each once.
  public init(nodes: Int, joined: [Int]) {
    membership = MaximumMap(count: nodes, repeating: joined.count == nodes ? 2 : 0)
    activity = MaximumMap(count: nodes)
    knownNodes = joined.count
    if joined.count < nodes { for node in joined { membership.raise(node, to: 2) } }
  }

  public var nodes: Int { activity.count }

  /// `nil` for a node of which nothing is known.
  public func entry(of node: Int) -> Entry? {
    let code = membership[node]
    return code == 0 ? nil : Entry(counter: Int(code >> 1), hasJoined: code & 1 == 0)
  }

  public func lastSeen(_ node: Int) -> Int { Int(activity[node]) }

  /// Whether a node takes part in deriving the sample of a round: it has joined and was seen in one of the `window` rounds
  /// before, or later.
  public func isCandidate(_ node: Int, round: Int, window: Int) -> Bool {
    let code = membership[node]
    return code != 0 && code & 1 == 0 && Int(activity[node]) + window >= round
  }

  /// The node was seen in a round.
  ///
  /// - Precondition: a round in 0 ..< 2^32.
  public mutating func see(_ node: Int, round: Int) {
    activity.raise(node, to: UInt32(round))
    latestRound = max(latestRound, round)
  }

  /// Learns what a node says of its coming and going; of two entries the one with the larger counter stays.
  ///
  /// - Precondition: a counter in 1 ..< 2^31.
  public mutating func register(_ node: Int, _ entry: Entry) {
    precondition(entry.counter > 0 && entry.counter < 1 << 31, "a counter of \(entry.counter)")
    if membership[node] == 0 { knownNodes += 1 }
    membership.raise(node, to: UInt32(2 * entry.counter) + (entry.hasJoined ? 0 : 1))
  }

  /// Learns all that another view knows.
  public mutating func merge(_ other: PeerView) {
    let before = membership
    membership.merge(other.membership)
    if membership.isIdentical(to: other.membership) {
      knownNodes = other.knownNodes
    } else if !membership.isIdentical(to: before) {
      knownNodes = membership.count { $0 != 0 }
    }
    activity.merge(other.activity)
    latestRound = max(latestRound, other.latestRound)
  }

  public func merged(with other: PeerView) -> PeerView {
    var result = self
    result.merge(other)
    return result
  }
}
