import ExactArithmetic
import LinearAlgebra
import Networks
import Testing

/// Laws that are lists: matrices with probabilities, gossip along one edge, and deterministic sequences.
@Suite struct MixingListTests {
  static func complete(_ n: Int) throws -> MixingMatrix {
    MixingMatrix(try Topologies.graph("complete", size: .nodes(n)), weights: .metropolis)
  }

  // MARK: Lists

  /// J with probability q, nothing otherwise: the distance survives with probability 1 - q.
  @Test func averagingNowAndThen() throws {
    let identity = try MixingMatrix(.identity(4))
    for q in [Rational(0), Rational(1, 7), 1] {
      let law = try ListedMixing([
        MixingOutcome(probability: q, matrix: Self.complete(4)), MixingOutcome(probability: 1 - q, matrix: identity),
      ])
      #expect(law.contraction().square == Enclosure(1 - q))
      #expect(law.outcomes()?.count == (q == 0 || q == 1 ? 1 : 2))
    }
  }

  @Test func whatIsWrongWithAListIsNamed() throws {
    let four = try Self.complete(4)
    let outcome = { MixingOutcome(probability: $0, matrix: $1) }
    let uniform = MixingMatrix(MixingMatrixTests.paw, weights: .uniform)
    for (list, message) in [
      ([], "a law of mixing matrices needs at least one matrix"),
      ([outcome(Rational(1, 2), four), outcome(Rational(1, 3), four)], "the probabilities sum to 5/6, not 1"),
      ([outcome(2, four), outcome(-1, four)], "the probability of matrix 1 is -1"),
      ([outcome(1, four), outcome(0, try Self.complete(3))], "matrix 1 has 3 nodes and matrix 0 has 4"),
      ([outcome(1, uniform)], "matrix 0 is not doubly stochastic: column 0 sums to 17/12, not 1"),
    ] as [([MixingOutcome], String)] {
      #expect(throws: NetworkError(message)) { try ListedMixing(list) }
    }
  }

  // MARK: Gossip

  /// On a complete graph both choices are uniform over the n (n-1) / 2 edges, and E[W] = (1 - 1/(n-1)) I + J n / (n (n-1)).
  @Test(arguments: EdgeGossip.Choice.allCases) func gossipOnACompleteGraphByHand(choice: EdgeGossip.Choice) throws {
    for n in 2...8 {
      let law = try EdgeGossip(try Topologies.graph("complete", size: .nodes(n)), choice: choice)
      let expected = 1 - Rational(1, n - 1)
      #expect(law.contraction().square == Enclosure(expected))
      #expect(law.expectedSecondEigenvalue() == Enclosure(expected))
    }
  }

  /// On a regular graph E[W] = I - Laplacian / (n d), so a ring has lambda_2 = 1 - (1 - cos(2 pi / n)) / n.
  @Test(arguments: EdgeGossip.Choice.allCases) func gossipOnARing(choice: EdgeGossip.Choice) throws {
    for n in 3...12 {
      let law = try EdgeGossip(try Topologies.graph("ring", size: .nodes(n)), choice: choice)
      let expected = Enclosure(1) - (Enclosure(1) - ClosedForms.cosine(1, of: n)) * Enclosure(Rational(1, n))
      #expect(try #require(law.expectedSecondEigenvalue(width: .powerOfTwo(-60))).overlaps(expected))
      #expect(law.contraction(width: .powerOfTwo(-60)).square.overlaps(expected))
    }
  }

  /// The paw: the tail's edge is chosen with (1/3 + 1)/4 by a caller, with 1/4 uniformly.
  @Test func theTwoChoicesDiffer() throws {
    let paw = MixingMatrixTests.paw
    let called = try EdgeGossip(paw, choice: .nodeThenNeighbour).probabilities
    #expect(called == [Rational(5, 24), Rational(5, 24), Rational(1, 3), Rational(1, 4)])
    #expect(try EdgeGossip(paw, choice: .uniformEdge).probabilities == Array(repeating: Rational(1, 4), count: 4))
  }

  @Test func gossipNeedsSomebodyToCall() throws {
    let lonely = Graph(nodes: 3, edges: [(0, 1)])
    #expect(throws: NetworkError("node 2 has no neighbour to call")) {
      try EdgeGossip(lonely, choice: .nodeThenNeighbour)
    }
    #expect(try EdgeGossip(lonely, choice: .uniformEdge).contraction().square == Enclosure(1))
    #expect(throws: NetworkError("gossip on a graph without edges")) {
      try EdgeGossip(Graph(nodes: 2, edges: []), choice: .uniformEdge)
    }
    #expect(throws: NetworkError("a network needs at least 2 nodes, not 1")) {
      try EdgeGossip(Graph(nodes: 1, edges: []), choice: .uniformEdge)
    }
  }

  // MARK: Sequences

  @Test func theOnePeerExponentialSequenceAveragesExactly() throws {
    for k in 1...6 {
      let n = 1 << k
      let sequence = MixingSequence.onePeerExponential(nodes: n)
      #expect(sequence.period.count == k && sequence.nodes == n)
      #expect(sequence.product == Matrix(rows: n, columns: n, repeating: Rational(1, n)))
      #expect(sequence.contraction().contraction == Enclosure(0))
      // A single round leaves the difference of two nodes that it does not join.
      #expect(k == 1 || sequence.period[0].spectrum().contraction.upper > Rational(1, 2))
    }
  }

  /// For other n the product is a circulant, whose singular values are |prod_t cos(pi j 2^t / n)|.
  @Test func theOnePeerExponentialSequenceForOtherSizes() throws {
    for n in [3, 5, 6, 7, 11, 12] {
      let sequence = MixingSequence.onePeerExponential(nodes: n)
      let rounds = (1...).first { 1 << $0 >= n }!
      #expect(sequence.period.count == rounds)
      let values = (1..<n).map { j in
        // cos(x / 2)^2 = (1 + cos x) / 2
        (0..<rounds).reduce(Enclosure(1)) {
          $0 * (Enclosure(1) + ClosedForms.cosine(j << $1, of: n)) * Enclosure(Rational(1, 2))
        }
      }
      let expected = values.dropFirst().reduce(values[0], Enclosure.maximum)
      #expect(sequence.contraction(width: .powerOfTwo(-50)).square.overlaps(expected), "n = \(n)")
    }
  }

  @Test func aSequenceIsPeriodicAndItsProductOrdered() throws {
    let sequence = MixingSequence.onePeerExponential(nodes: 8)
    #expect(sequence[7] == sequence.period[1])
    let pair = { (i: Int, j: Int) -> MixingMatrix in
      let half = Rational(1, 2)
      return try MixingMatrix(
        Matrix(rows: 3, columns: 3) { a, b in
          let (inA, inB) = (a == i || a == j, b == i || b == j)
          return inA && inB ? half : a == b ? 1 : 0
        })
    }
    let (first, second) = (try pair(0, 1), try pair(1, 2))
    let both = try MixingSequence(period: [first, second])
    #expect(both.product == second.weights * first.weights && both.product != first.weights * second.weights)
    // |W_2 W_1 - J|: W_1 and W_2 are projections whose ranges off the average meet at 60 degrees.
    #expect(both.contraction().contraction == Enclosure(Rational(1, 2)))
    // The same by the spectrum of a matrix that is not symmetric.
    #expect(try MixingMatrix(both.product).spectrum().contraction == Enclosure(Rational(1, 2)))
  }

  @Test func whatIsWrongWithASequenceIsNamed() throws {
    #expect(throws: NetworkError("a sequence of mixing matrices needs at least one")) { try MixingSequence(period: []) }
    #expect(throws: NetworkError("matrix 1 has 3 nodes and matrix 0 has 4")) {
      try MixingSequence(period: [Self.complete(4), Self.complete(3)])
    }
    let uniform = MixingMatrix(MixingMatrixTests.paw, weights: .uniform)
    #expect(throws: NetworkError("matrix 0 is not doubly stochastic: column 0 sums to 17/12, not 1")) {
      try MixingSequence(period: [uniform])
    }
  }
}
