/// All nodes in the order of their hashes in one round, sorted only as far as someone asks.
///
/// The hashes are the same for all who derive a sample; what differs is whom they leave out.
///
/// - Complexity: a hash for each node to set up, 8 bytes of memory each; the first m places take O(n + m log m).
public final class HashOrder {
  public let round: Int
  private let hash: SamplingHash
  private let heads: [UInt64]
  /// The nodes whose heads are at most `limit`, in order.
  private var sorted: [Int32] = []
  private var limit: UInt64?

  public init(_ hash: SamplingHash, round: Int) {
    self.round = round
    self.hash = hash
    heads = hash.heads(round: round)
  }

  /// The node at a place of the order; `nil` beyond the last one.
  public func node(at place: Int) -> Int? {
    while place >= sorted.count {
      if limit == .max { return nil }
      extend()
    }
    return Int(sorted[place])
  }

  /// Sorts about as many places again, at least 64.
  private func extend() {
    let share = Double(max(64, 2 * sorted.count)) / Double(heads.count)
    let next = share >= 0.5 ? UInt64.max : UInt64(share * 0x1p64)
    var found: [Int32] = []
    for (node, head) in heads.enumerated() where head <= next && limit.map({ head > $0 }) ?? true {
      found.append(Int32(node))
    }
    found.sort { isBefore(Int($0), Int($1)) }
    sorted += found
    limit = next
  }

  private func isBefore(_ first: Int, _ second: Int) -> Bool {
    if heads[first] != heads[second] { return heads[first] < heads[second] }
    let (one, other) = (hash.digest(of: first, round: round), hash.digest(of: second, round: round))
    return one == other ? first < second : one.lexicographicallyPrecedes(other)
  }
}

/// The orders of the last rounds that were asked for.
final class HashOrders {
  private let hash: SamplingHash
  private var orders: [HashOrder] = []
  /// Nodes are at most a few rounds apart.
  private static let kept = 6

  init(_ hash: SamplingHash) { self.hash = hash }

  func order(of round: Int) -> HashOrder {
    if let known = orders.last(where: { $0.round == round }) { return known }
    let order = HashOrder(hash, round: round)
    if orders.count == Self.kept { orders.removeFirst() }
    orders.append(order)
    return order
  }
}

/// Walks through the candidates of a round, as one view knows them, in the order of their hashes.
package struct Candidates: IteratorProtocol {
  private let order: HashOrder
  private let view: PeerView
  private let window: Int
  private var place = 0

  package init(_ order: HashOrder, _ view: PeerView, window: Int) {
    self.order = order
    self.view = view
    self.window = window
  }

  package mutating func next() -> Int? {
    while let node = order.node(at: place) {
      place += 1
      if view.isCandidate(node, round: order.round, window: window) { return node }
    }
    return nil
  }
}
