import ExactArithmetic
import LinearAlgebra
import Networks
import PropertyTesting
import Testing

/// A graph with a probability for each of its edges.
struct FailingGraph: Sendable {
  var graph: Graph
  var success: [Rational]

  /// Up to seven edges, so that all outcomes can be listed; probabilities of every kind, 0 and 1 among them.
  static let generator = Generator<FailingGraph>.init { source in
    Generator.graphs(nodes: 2...5).filter { $0.edgeCount <= 7 }.flatMap { graph in
      Generator<(Int, Int)>.pair(.integers(in: 0...9), .integers(in: 1...9)).array(count: graph.edgeCount).map {
        FailingGraph(graph: graph, success: $0.map { Rational(min($0, $1), $1) })
      }
    }.example(from: &source)
  }
}

@Suite struct LinkFailuresTests {
  /// All 2^|E| patterns, from the definition: a failed link has weight 0 and the diagonal makes rows sum to one.
  func list(_ base: MixingMatrix, _ success: [Rational]) -> [(probability: Rational, weights: Matrix<Rational>)] {
    let n = base.nodes
    let edges = base.graph.edges
    return (0..<1 << edges.count).map { pattern in
      var probability: Rational = 1
      var works = Matrix(rows: n, columns: n, repeating: false)
      for (index, (i, j)) in edges.enumerated() {
        let isUp = pattern >> index & 1 == 1
        probability *= isUp ? success[index] : 1 - success[index]
        works[i, j] = isUp
        works[j, i] = isUp
      }
      let weights = Matrix<Rational>(rows: n, columns: n) { i, j in
        if i != j { return works[i, j] ? base.weights[i, j] : 0 }
        return (0..<n).reduce(1) { $1 != i && works[i, $1] ? $0 - base.weights[i, $1] : $0 }
      }
      return (probability, weights)
    }
  }

  @Test(arguments: SpectrumTests.symmetricRules) func expectationsAreThoseOfAllPatterns(rule: MixingWeights) throws {
    try forAll(FailingGraph.generator, count: 150, seed: 1) { example in
      let base = MixingMatrix(example.graph, weights: rule)
      let law = try LinkFailures(base, success: example.success)
      let all = list(base, example.success)
      var mean = Matrix<Rational>(rows: base.nodes, columns: base.nodes, repeating: 0)
      var square = mean
      for (probability, weights) in all {
        mean = mean + weights.scaled(by: probability)
        square = square + (weights.transposed * weights).scaled(by: probability)
      }
      let possible = all.filter { $0.probability > 0 }.map { MixingOutcome(probability: $0, matrix: try! .init($1)) }
      let listed = try #require(law.outcomes())
      return law.expectedMatrix == mean && law.expectedSquare == square && listed.count == possible.count
        && listed.allSatisfy(possible.contains)
    }
  }

  @Test(arguments: KnownNetwork.all, SpectrumTests.symmetricRules)
  func linksThatNeverFailLeaveThePlainSpectrum(network: KnownNetwork, rule: MixingWeights) throws {
    let base = MixingMatrix(try Topologies.graph(network.topology, size: network.size), weights: rule)
    let law = try LinkFailures(base, success: 1)
    #expect(law.expectedMatrix == base.weights && law.expectedSquare == base.weights * base.weights)
    let (plain, found) = (base.spectrum(), law.contraction())
    #expect(found.contraction.overlaps(plain.contraction) && found.contraction.width <= Spectrum.defaultWidth)
    if plain.contraction.isExact { #expect(found.contraction == plain.contraction) }
    // A step c moves every eigenvalue to 1 - c + c lambda.
    let half = law.contraction(consensusStep: Rational(1, 2)).contraction
    let ends = [try #require(plain.secondEigenvalue), try #require(plain.smallestEigenvalue)].map {
      (Enclosure(Rational(1, 2)) + Enclosure(Rational(1, 2)) * $0).magnitude
    }
    #expect(half.overlaps(.maximum(ends[0], ends[1])))
  }

  @Test(arguments: KnownNetwork.all) func linksThatAlwaysFailLeaveTheIdentity(network: KnownNetwork) throws {
    let base = MixingMatrix(try Topologies.graph(network.topology, size: network.size), weights: .metropolis)
    let law = try LinkFailures(base, success: 0)
    #expect(law.expectedMatrix == .identity(base.nodes) && law.expectedSquare == .identity(base.nodes))
    #expect(law.contraction().contraction == Enclosure(1))
    #expect(law.outcomes()?.map(\.matrix.weights) == [.identity(base.nodes)])
  }

  /// On a complete graph of n nodes with weights 1/n: W = I - Laplacian/n, and by the symmetry of the law E[W^T W] has
  /// one eigenvalue besides 1, (1 - pi)^2 + 2 pi (1 - pi) / n.
  @Test func aCompleteGraphByHand() throws {
    for n in 2...9 {
      let base = MixingMatrix(try Topologies.graph("complete", size: .nodes(n)), weights: .metropolis)
      for pi in [Rational(1, 10), Rational(1, 2), Rational(9, 10)] {
        let expected = (1 - pi) * (1 - pi) + 2 * pi * (1 - pi) / Rational(n)
        #expect(try LinkFailures(base, success: pi).contraction().square == Enclosure(expected))
      }
    }
  }

  @Test func renamingNodesRenamesTheExpectations() throws {
    try forAll(FailingGraph.generator, .integers(in: 0...119), count: 100, seed: 2) { example, shuffle in
      let n = example.graph.nodes
      var names = Array(0..<n)
      var rest = shuffle
      for i in (1..<n).reversed() {
        names.swapAt(i, rest % (i + 1))
        rest /= i + 1
      }
      let edges = example.graph.edges
      let renamed = Graph(nodes: n, edges: edges.map { (names[$0.0], names[$0.1]) })
      let success = renamed.edges.map { i, j in
        let (a, b) = (names.firstIndex(of: i)!, names.firstIndex(of: j)!)
        return example.success[edges.firstIndex { $0 == (min(a, b), max(a, b)) }!]
      }
      let law = try LinkFailures(MixingMatrix(example.graph, weights: .metropolis), success: example.success)
      let other = try LinkFailures(MixingMatrix(renamed, weights: .metropolis), success: success)
      let isRenamed = { (a: Matrix<Rational>, b: Matrix<Rational>) in
        a == Matrix(rows: n, columns: n) { b[names[$0], names[$1]] }
      }
      return isRenamed(law.expectedMatrix, other.expectedMatrix)
        && isRenamed(law.expectedSquare, other.expectedSquare)
        && law.contraction().square.overlaps(other.contraction().square)
    }
  }

  @Test func aSingleLinkByHand() throws {
    let base = try MixingMatrix(
      Matrix(rows: 2, columns: 2, elements: [Rational(3, 4), Rational(1, 4), Rational(1, 4), Rational(3, 4)]))
    let pi = Rational(3, 5)
    // The difference x_0 - x_1 becomes half of itself with probability pi.
    #expect(try LinkFailures(base, success: pi).contraction().square == Enclosure(1 - pi + pi / 4))
  }

  @Test func twoHundredLinksInSeconds() throws {
    for (topology, size) in [("torus", TopologySize.shape(10, 10)), ("ring", .nodes(200))] {
      let base = MixingMatrix(try Topologies.graph(topology, size: size), weights: .metropolis)
      let links = base.graph.edgeCount
      #expect(links == 200)
      let law = try LinkFailures(base, success: (0..<links).map { Rational(50 + $0 % 50, 100) })
      #expect(law.outcomes() == nil)
      var found: MeanSquareContraction?
      let time = ContinuousClock().measure { found = law.contraction() }
      let contraction = try #require(found).contraction
      #expect(contraction.width <= Spectrum.defaultWidth && contraction.lower > Rational(1, 2) && contraction.upper < 1)
      #expect(time < .seconds(20))
    }
  }

  /// Probabilities without a short common denominator go through a rounded matrix; a bound in doubles agrees.
  @Test func probabilitiesWithLongDenominators() throws {
    let base = MixingMatrix(try Topologies.graph("torus", size: .shape(6, 6)), weights: .metropolis)
    let law = try LinkFailures(
      base, success: (0..<base.graph.edgeCount).map { Rational(1_000_003 + 17 * $0, 2_000_003 + 1_234 * $0 * $0) })
    let found = law.contraction()
    #expect(found.method.contains("rounded") && found.contraction.width <= Spectrum.defaultWidth)
    let other = try #require(ResidualEnclosure(law.expectedSquare)).eigenvalue(rank: 1)
    #expect(other.overlaps(found.square))
    // Widths of which the bound on the rounding takes its whole share: 4 n 2^-k.
    let narrow = law.contraction(width: .powerOfTwo(-70))
    for k in 40..<56 {
      let wide = law.contraction(width: Rational(4 * law.nodes) * .powerOfTwo(-k))
      #expect(wide.square.lower <= narrow.square.lower && narrow.square.upper <= wide.square.upper)
    }
  }

  // MARK: Errors

  @Test func whatIsWrongIsNamed() throws {
    let base = MixingMatrix(MixingMatrixTests.paw, weights: .metropolis)
    for (success, message) in [
      ([Rational(1, 2), 1, 1], "3 link probabilities for 4 links; one for each is expected"),
      ([1, 1, Rational(6, 5), 1], "a probability lies in [0, 1], not 6/5"),
      ([1, -1, 1, 1], "a probability lies in [0, 1], not -1"),
    ] {
      #expect(throws: NetworkError(message)) { try LinkFailures(base, success: success) }
    }
    #expect(throws: NetworkError("a probability lies in [0, 1], not 2")) { try LinkFailures(base, success: 2) }
    #expect(throws: NetworkError("link failures need a doubly stochastic matrix: column 0 sums to 17/12, not 1")) {
      try LinkFailures(MixingMatrix(MixingMatrixTests.paw, weights: .uniform), success: 1)
    }
    let cycle = MixingSequence.onePeerExponential(nodes: 3).period[0]
    #expect(throws: NetworkError("link failures need a symmetric matrix: entry (0, 1) differs from its mirror image")) {
      try LinkFailures(cycle, success: 1)
    }
  }
}
