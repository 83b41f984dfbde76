import ExactArithmetic
import LinearAlgebra

/// Links that fail independently of each other and of time: W = I - sum_e w_e b_e L_e with b_e = 1 with probability
/// pi_e and 0 otherwise, L_e = (e_i - e_j)(e_i - e_j)^T. The weight of a failed link returns to both of its ends, so
/// every W is symmetric and doubly stochastic.
public struct LinkFailures: RandomMixing {
  /// The matrix when every link works.
  public let base: MixingMatrix
  /// In the order of `base.graph.edges`: smaller node first, ascending.
  public let links: [Link]

  public struct Link: Sendable {
    public var ends: (Int, Int)
    public var weight: Rational
    /// The probability that the link works in a step.
    public var success: Rational
  }

  /// - Parameters:
  ///   - base: symmetric and doubly stochastic.
  ///   - success: the probability of every link.
  /// - Throws: `NetworkError` when the matrix does not qualify or the probability lies outside [0, 1].
  public init(_ base: MixingMatrix, success: Rational) throws(NetworkError) {
    try self.init(base, edges: base.graph.edges) { _ in success }
  }

  /// - Parameter success: one probability for each of `base.graph.edges`, in their order.
  /// - Throws: `NetworkError` when the matrix does not qualify, the count is wrong or a probability lies outside
  ///   [0, 1].
  public init(_ base: MixingMatrix, success: [Rational]) throws(NetworkError) {
    let edges = base.graph.edges
    guard success.count == edges.count else {
      throw NetworkError("\(success.count) link probabilities for \(edges.count) links; one for each is expected")
    }
    try self.init(base, edges: edges) { success[$0] }
  }

  private init(
    _ base: MixingMatrix, edges: [(Int, Int)], success: (Int) -> Rational
  ) throws(NetworkError) {
    if let violation = base.stochasticityViolation {
      throw NetworkError("link failures need a doubly stochastic matrix: \(violation)")
    }
    if let (i, j) = base.weights.asymmetricEntry {
      throw NetworkError("link failures need a symmetric matrix: entry (\(i), \(j)) differs from its mirror image")
    }
    self.base = base
    links = edges.enumerated().map { index, edge in
      Link(ends: edge, weight: base.weights[edge.0, edge.1], success: success(index))
    }
    if let wrong = links.first(where: { $0.success.signum < 0 || $0.success > 1 }) {
      throw NetworkError("a probability lies in [0, 1], not \(wrong.success.description.shortened())")
    }
  }

  public var nodes: Int { base.nodes }

  public var expectedMatrix: Matrix<Rational> { matrix { links[$0].success } }

  /// (I - sum pi w L)^2 + 2 sum pi (1 - pi) w^2 L, since the b_e are uncorrelated and L_e^2 = 2 L_e.
  ///
  /// - Complexity: Of the order of the paths of length two, and n^2 for the result.
  public var expectedSquare: Matrix<Rational> {
    let mean = SparseMatrix(expectedMatrix)
    var result = mean * mean
    for link in links {
      result.addLaplacian(of: link.ends, times: 2 * link.success * (1 - link.success) * link.weight * link.weight)
    }
    return result
  }

  public func outcomes() -> [MixingOutcome]? {
    // A link that never fails, or always does, has one outcome.
    let uncertain = links.indices.filter { links[$0].success.signum > 0 && links[$0].success < 1 }
    guard uncertain.count < Int.bitWidth - 2, 1 << uncertain.count <= Self.largestOutcomeCount else { return nil }
    return (0..<1 << uncertain.count).map { pattern in
      var works = links.map { $0.success == 1 }
      var probability: Rational = 1
      for (bit, index) in uncertain.enumerated() {
        works[index] = pattern >> bit & 1 == 1
        probability *= works[index] ? links[index].success : 1 - links[index].success
      }
      return MixingOutcome(probability: probability, matrix: matrix(working: works))
    }
  }

  /// The matrix of a step in which exactly these links work.
  ///
  /// - Precondition: one entry for each of `links`.
  public func matrix(working: [Bool]) -> MixingMatrix {
    precondition(working.count == links.count, "\(working.count) states of \(links.count) links")
    return MixingMatrix(checked: matrix { working[$0] ? 1 : 0 })
  }

  public var summary: String {
    "\(links.count) independent \(links.count == 1 ? "link" : "links")"
  }

  /// I - sum over links of share(index) w L
  private func matrix(_ share: (Int) -> Rational) -> Matrix<Rational> {
    var result = Matrix<Rational>.identity(nodes)
    for (index, link) in links.enumerated() { result.addLaplacian(of: link.ends, times: -share(index) * link.weight) }
    return result
  }
}
