import ExactArithmetic

/// How stale a token's nodes are: Sbar^2 = max over t of (1/V) sum_v S_v(t)^2, exactly, with
///
///     S_v(t) = (1 - 1/V) (t - l_v(t)) + (1/V) sum_{u != v} (t - l_u(l_v(t))),
///
/// l_v(t) = s + 1 for the last slot s < t in which v was visited and 0 if there is none. With several tokens l_u counts
/// the visits of the token that last visited v. In DIGEST the distance of v's model from the virtual iterate is at most
/// eta G S_v(t), so that D_t <= eta^2 G^2 Sbar^2.
public struct TokenDeviation: Sendable, Equatable {
  /// Sbar^2 over the times t = 0 ..< T, at which the T gradients of a run are taken.
  public let square: Rational
  /// Sbar^2 over t = 0 ... T.
  public let squareThroughEnd: Rational

  /// - Complexity: O(V + T tokens).
  /// - Precondition: fewer than 2^20 nodes and 2^30 slots.
  public init(_ visits: TokenVisits) {
    var recursion = TokenDeviationRecursion(nodes: visits.nodes, tokens: visits.tokens)
    var largest: Int128 = 0
    for slot in 0..<visits.slots {
      largest = max(largest, recursion.scaledSquare)
      for token in 0..<visits.tokens { recursion.visit(visits.tracks[token][slot], token: token) }
      recursion.endSlot()
    }
    square = recursion.unscaled(largest)
    squareThroughEnd = recursion.unscaled(max(largest, recursion.scaledSquare))
  }

  /// Whether Sbar <= 3 R, where every token visits every node in any R slots. Then t - l_v(t) < R and
  /// l_v(t) - l_u(l_v(t)) <= R, so that even S_v(t) <= (1 - 1/V) 3 R.
  public func isAtMost(threeTimes largestGap: Int) -> Bool {
    squareThroughEnd <= Rational(9) * Rational(largestGap) * Rational(largestGap)
  }
}

/// The deviation of all nodes from slot to slot, in integers and O(1) for each visit.
///
/// Between visits of v its V S_v(t) = 2 (V-1) t - B_v is linear in t, B_v = (V-1) l_v + sum_{u != v} l_u(l_v) with the
/// last visits of the token that came. So sum_v (V S_v)^2 needs the sums of B_v and B_v^2 only.
public struct TokenDeviationRecursion: Sendable {
  public let nodes: Int
  /// The time t: how many slots have ended.
  public private(set) var time = 0
  /// l_u of each token at time t + 1, visits of this slot included.
  private var lastVisits: [[Int]]
  /// sum_u l_u of each token.
  private var sums: [Int]
  /// B_v
  private var offsets: [Int128]
  private var offsetSum: Int128 = 0
  private var offsetSquares: Int128 = 0

  /// - Precondition: 1 to 2^20 - 1 nodes, at least one token.
  public init(nodes: Int, tokens: Int) {
    precondition(nodes >= 1 && nodes < 1 << 20 && tokens >= 1, "\(tokens) tokens on \(nodes) nodes")
    self.nodes = nodes
    lastVisits = Array(repeating: Array(repeating: 0, count: nodes), count: tokens)
    sums = Array(repeating: 0, count: tokens)
    offsets = Array(repeating: 0, count: nodes)
  }

  /// A token visits a node in this slot, after the nodes' local steps.
  public mutating func visit(_ node: Int, token: Int) {
    let now = time + 1
    sums[token] += now - lastVisits[token][node]
    lastVisits[token][node] = now
    let offset = Int128(nodes - 1) * Int128(now) + Int128(sums[token] - now)
    offsetSum += offset - offsets[node]
    offsetSquares += offset * offset - offsets[node] * offsets[node]
    offsets[node] = offset
  }

  /// - Precondition: fewer than 2^30 slots: V (2 V t)^2 stays below 2^124.
  public mutating func endSlot() {
    time += 1
    precondition(time < 1 << 30, "a run of \(time) slots")
  }

  /// (1/V) sum_v S_v(t)^2
  public var meanSquare: Rational { unscaled(scaledSquare) }

  /// sum_v (V S_v(t))^2
  var scaledSquare: Int128 {
    let common = Int128(2 * (nodes - 1)) * Int128(time)
    return Int128(nodes) * common * common - 2 * common * offsetSum + offsetSquares
  }

  func unscaled(_ square: Int128) -> Rational {
    Rational(Integer(square), Integer(nodes) * Integer(nodes) * Integer(nodes))
  }
}
