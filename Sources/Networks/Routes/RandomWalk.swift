import ExactArithmetic
import LinearAlgebra
import Simulation

/// A reversible random walk on a connected graph, given by conductances: from i it goes to its neighbour j with
/// probability c_ij / C_i and stays with the rest; the stationary law is C_i / C.
public struct RandomWalk: Sendable {
  public let graph: Graph
  public let rule: WalkRule

  /// - Throws: `NetworkError` when the graph is not connected.
  public init(_ graph: Graph, rule: WalkRule) throws(NetworkError) {
    try graph.requireRoute()
    self.graph = graph
    self.rule = rule
  }

  public var nodes: Int { graph.nodes }

  /// c_ij of neighbours i and j.
  func conductance(_ i: Int, _ j: Int) -> Rational {
    switch rule {
    case .uniform: 1
    case .metropolis: Rational(1, max(graph.degree(of: i), graph.degree(of: j)))
    }
  }

  /// C_i; a lone node has mass 1.
  func mass(_ i: Int) -> Rational {
    rule == .metropolis || nodes == 1 ? 1 : Rational(graph.degree(of: i))
  }

  /// P_ij = c_ij / C_i for neighbours, and rows that sum to 1.
  public var transitionMatrix: Matrix<Rational> {
    let symmetric = conductances
    return Matrix(rows: nodes, columns: nodes) { i, j in symmetric[i, j] / mass(i) }
  }

  /// C P: conductances off the diagonal, and on it what makes row i sum to C_i. Symmetric.
  var conductances: Matrix<Rational> {
    var result = Matrix<Rational>(rows: nodes, columns: nodes, repeating: 0)
    for i in 0..<nodes {
      result[i, i] = mass(i)
      for j in graph.neighbours[i] {
        result[i, j] = conductance(i, j)
        result[i, i] -= result[i, j]
      }
    }
    return result
  }

  /// The law that a step preserves: degrees over twice the edges for the uniform walk, 1/n for Metropolis-Hastings.
  public var stationaryLaw: [Rational] {
    let masses = (0..<nodes).map(mass)
    let total = masses.reduce(Rational.zero, +)
    return masses.map { $0 / total }
  }

  /// The expected number of steps from a node until it is visited again: 1 / pi_i. Source: Kac.
  public var expectedReturnTimes: [Rational] { stationaryLaw.map { 1 / $0 } }
}

/// How a walk chooses its next node.
public enum WalkRule: String, Sendable, CaseIterable {
  /// A uniformly random neighbour.
  case uniform
  /// A uniformly random neighbour j is proposed and accepted with probability min(1, d_i / d_j), so that all nodes are
  /// visited alike.
  case metropolis
}

/// Walks drawn from a seed. Token s of S starts at node floor(s V / S); tokens walk independently of each other.
public struct DrawnWalk: TokenRoute {
  public let walk: RandomWalk
  public let seed: UInt64

  public init(_ walk: RandomWalk, seed: UInt64) {
    self.walk = walk
    self.seed = seed
  }

  public var nodes: Int { walk.nodes }

  /// The step into slot t + 1 of token s is a pure function of the seed, t and s and of where the token is.
  ///
  /// - Precondition: fewer than 2^32 slots.
  public func tracks(tokens: Int, slots: Int) -> [[Int]] {
    precondition(slots <= UInt32.max, "a walk of \(slots) slots")
    return (0..<tokens).map { token in
      var node = token * nodes / tokens
      return (0..<slots).map { slot in
        defer { node = step(from: node, slot: slot, token: token) }
        return node
      }
    }
  }

  private func step(from node: Int, slot: Int, token: Int) -> Int {
    let neighbours = walk.graph.neighbours[node]
    if neighbours.isEmpty { return node }
    func choice(below count: Int, _ purpose: Int) -> Int {
      RandomDraw(seed: seed, purpose: .tokenRoute, first: token, second: purpose, number: slot).integer(below: count)
    }
    let proposal = neighbours[choice(below: neighbours.count, 0)]
    let other = walk.graph.degree(of: proposal)
    if walk.rule == .uniform || other <= neighbours.count { return proposal }
    // Another address, so independent of the proposal.
    let acceptance = choice(below: other, 1)
    return acceptance < neighbours.count ? proposal : node
  }
}
