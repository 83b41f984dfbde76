/// Which node each token visited in each slot of a run.
///
/// In slot t every node takes its local step, and then token s visits node `tracks[s][t]`; tokens that visit one node
/// in the same slot act in the order of their number. Time t is before slot t.
public struct TokenVisits: Sendable, Equatable {
  public let nodes: Int
  /// For each token the node of slot 0, 1, ...; all of the same length.
  public let tracks: [[Int]]

  /// - Throws: `NetworkError` when there is no node or no token, the tracks differ in length, or a node does not exist.
  public init(nodes: Int, tracks: [[Int]]) throws(NetworkError) {
    guard nodes >= 1 else { throw NetworkError("a token needs a node to visit") }
    guard let first = tracks.first else { throw NetworkError("a visit sequence needs at least one token") }
    for (token, track) in tracks.enumerated() {
      if track.count != first.count {
        throw NetworkError("token \(token) has \(track.count) slots and token 0 has \(first.count)")
      }
      if let slot = track.firstIndex(where: { $0 < 0 || $0 >= nodes }) {
        throw NetworkError(
          "token \(token) visits node \(track[slot]) in slot \(slot); nodes are 0 ... \(nodes - 1)")
      }
    }
    self.init(checkedNodes: nodes, tracks: tracks)
  }

  init(checkedNodes nodes: Int, tracks: [[Int]]) {
    self.nodes = nodes
    self.tracks = tracks
  }

  /// More visits than this are refused before memory is.
  public static let largest = 100_000_000

  public var tokens: Int { tracks.count }
  /// T
  public var slots: Int { tracks[0].count }

  /// How often each node was visited, by any token.
  public var counts: [Int] {
    var counts = [Int](repeating: 0, count: nodes)
    for track in tracks { for node in track { counts[node] += 1 } }
    return counts
  }

  /// The least R such that every node is visited by some token in any R consecutive slots of the run: the largest
  /// difference between visits of a node, the start and the end of the run counted as visits of all nodes. It is T + 1
  /// when a node is never visited.
  public var largestGap: Int { largestGap(of: tracks) }

  /// The same for the visits of one token, whichever has the largest: what bounds the deviation when there are several.
  public var largestTokenGap: Int { tracks.map { largestGap(of: [$0]) }.max()! }

  private func largestGap(of tracks: [[Int]]) -> Int {
    var last = [Int](repeating: -1, count: nodes)
    var largest = 0
    for slot in 0..<slots {
      for track in tracks {
        largest = max(largest, slot - last[track[slot]])
        last[track[slot]] = slot
      }
    }
    return last.reduce(largest) { max($0, slots - $1) }
  }
}
