/// The nodes that tokens visit in slot 0, 1, 2, ... on a connected graph.
public protocol TokenRoute: Sendable {
  var nodes: Int { get }
  /// The visits of the given number of tokens, which the caller has checked to be in 1 ... nodes, in slots 0 ..< slots.
  func tracks(tokens: Int, slots: Int) -> [[Int]]
}

extension TokenRoute {
  /// - Throws: `NetworkError` unless there are between one token and as many as nodes, and at most
  ///   `TokenVisits.largest` visits.
  /// - Precondition: `slots >= 0`.
  public func visits(tokens: Int = 1, slots: Int) throws(NetworkError) -> TokenVisits {
    precondition(slots >= 0, "a run of \(slots) slots")
    guard tokens >= 1, tokens <= nodes else {
      throw NetworkError("\(nodes) nodes take 1 to \(nodes) tokens, not \(tokens)")
    }
    guard slots <= TokenVisits.largest / tokens else {
      throw NetworkError("\(tokens) tokens in \(slots) slots make more than \(TokenVisits.largest) visits")
    }
    return TokenVisits(checkedNodes: nodes, tracks: tracks(tokens: tokens, slots: slots))
  }
}

extension Graph {
  /// - Throws: `NetworkError` that names a node out of reach: a token must be able to visit every node.
  func requireRoute() throws(NetworkError) {
    guard nodes >= 1 else { throw NetworkError("a token needs a node to visit") }
    if let node = firstUnreachableNode {
      throw NetworkError("the graph is not connected: no token gets from node 0 to node \(node)")
    }
  }
}
