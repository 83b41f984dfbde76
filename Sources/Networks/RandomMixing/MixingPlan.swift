import ExactArithmetic
import LinearAlgebra

/// Which of several mixing matrices acts in an iteration.
public enum MixingPlan: Sendable {
  /// Drawn anew each time, independently of everything else.
  case drawn(ListedMixing)
  /// One after the other, over and over.
  case periodic(MixingSequence)

  public var matrices: [MixingMatrix] {
    switch self {
    case .drawn(let law): law.list.map(\.matrix)
    case .periodic(let sequence): sequence.period
    }
  }

  /// Whether the matrices of different iterations are independent and of the same law.
  public var isIndependent: Bool {
    switch self {
    case .drawn: true
    case .periodic(let sequence): sequence.period.allSatisfy { $0 == sequence.period[0] }
    }
  }

  /// What an iteration contracts by in mean square, for a law; what a whole period does, for a sequence.
  ///
  /// - Precondition: `width > 0`.
  public func contraction(width: Rational = Spectrum.defaultWidth) -> MeanSquareContraction {
    switch self {
    case .drawn(let law): law.contraction(width: width)
    case .periodic(let sequence): sequence.contraction(width: width)
    }
  }

  public var summary: String {
    switch self {
    case .drawn(let law): law.summary
    case .periodic(let sequence): "a sequence of period \(sequence.period.count)"
    }
  }
}

extension MixingPlan {
  /// The plans that go by a name alone.
  public enum Name: String, Sendable, CaseIterable {
    /// A uniformly random node calls a uniformly random neighbour, and the two average.
    case gossip
    /// Both ends of every edge of a random matching average; the edges are coloured greedily in their order, and a
    /// colour is drawn, each as likely as every other. Source: J. Wang, A. K. Sahu, Z. Yang, G. Joshi, S. Kar, "MATCHA:
    /// speeding up decentralized SGD via matching decomposition sampling", 2019, with equal probabilities.
    case matching
    /// In round t every node averages with the one 2^t further on.
    case onePeerExponential = "one-peer-exponential"
  }

  /// - Throws: `NetworkError` when there is no such plan on the graph.
  public init(_ name: Name, on graph: Graph) throws(NetworkError) {
    switch name {
    case .gossip:
      let law = try EdgeGossip(graph, choice: .nodeThenNeighbour)
      guard let outcomes = law.outcomes() else {
        throw NetworkError("gossip on more than \(EdgeGossip.largestOutcomeCount) edges")
      }
      self = .drawn(try ListedMixing(outcomes))
    case .matching: self = .drawn(try ListedMixing(matchings: graph))
    case .onePeerExponential:
      let sequence = MixingSequence.onePeerExponential(nodes: graph.nodes)
      self = .periodic(sequence)
      try requireLinks(of: graph)
    }
  }

  /// - Throws: `NetworkError` when some matrix mixes over a link that the graph does not have.
  public func requireLinks(of graph: Graph) throws(NetworkError) {
    for (index, matrix) in matrices.enumerated() {
      guard matrix.nodes == graph.nodes else {
        throw NetworkError("matrix \(index) has \(matrix.nodes) nodes and the network has \(graph.nodes)")
      }
      if let (a, b) = matrix.graph.edges.first(where: { !graph.neighbours[$0.0].contains($0.1) }) {
        throw NetworkError("matrix \(index) mixes nodes \(a) and \(b), which the network does not link")
      }
    }
  }
}

extension ListedMixing {
  /// The matchings of a greedy colouring of a graph's edges, each as likely as every other; matched nodes average.
  ///
  /// - Throws: `NetworkError` for fewer than two nodes or a graph without edges.
  public init(matchings graph: Graph) throws(NetworkError) {
    guard graph.edgeCount > 0 else { throw NetworkError("a random matching of a graph without edges") }
    var colours: [[(Int, Int)]] = []
    var used = [Set<Int>](repeating: [], count: graph.nodes)
    for (a, b) in graph.edges {
      var colour = 0
      while used[a].contains(colour) || used[b].contains(colour) { colour += 1 }
      used[a].insert(colour)
      used[b].insert(colour)
      if colour == colours.count { colours.append([]) }
      colours[colour].append((a, b))
    }
    let share = Rational(1, colours.count)
    try self.init(
      colours.map { edges in
        var weights = Matrix<Rational>.identity(graph.nodes)
        for edge in edges { weights.addLaplacian(of: edge, times: Rational(-1, 2)) }
        return MixingOutcome(probability: share, matrix: MixingMatrix(checked: weights))
      })
  }
}
