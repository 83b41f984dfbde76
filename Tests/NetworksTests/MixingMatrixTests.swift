import ExactArithmetic
import LinearAlgebra
import Networks
import PropertyTesting
import Testing

extension Generator where Value == Graph {
  /// Every possible edge with the same chance, which is drawn too: from no edge to all.
  static func graphs(nodes: ClosedRange<Int>) -> Generator {
    Generator<(Int, Int)>.pair(.integers(in: nodes), .integers(in: 0...10)).flatMap { n, tenths in
      Generator<Int>.integers(in: 0...9).map { $0 < tenths }.array(count: n * (n - 1) / 2).map { chosen in
        let pairs = (0..<n).flatMap { i in (0..<i).map { (i, $0) } }
        return Graph(nodes: n, edges: zip(pairs, chosen).filter(\.1).map(\.0))
      }
    }
  }
}

@Suite struct MixingMatrixTests {
  /// The rule in words, on degrees counted here.
  func weight(_ rule: MixingWeights, _ i: Int, _ j: Int, degrees: [Int]) -> Rational {
    switch rule {
    case .metropolis: 1 / Rational(1 + max(degrees[i], degrees[j]))
    case .lazyMetropolis: 1 / Rational(2 * max(degrees[i], degrees[j]))
    case .maxDegree: 1 / Rational(1 + degrees.max()!)
    case .uniform: 1 / Rational(1 + degrees[i])
    }
  }

  /// What holds for every rule on every graph.
  func obeysItsRule(_ graph: Graph, _ rule: MixingWeights) -> Bool {
    let n = graph.nodes
    let matrix = MixingMatrix(graph, weights: rule)
    let w = matrix.weights
    let edges = Set(graph.edges.flatMap { [[$0.0, $0.1], [$0.1, $0.0]] })
    let degrees = (0..<n).map { i in edges.count { $0[0] == i } }
    let isRegular = Set(degrees).count == 1
    for i in 0..<n {
      guard w.row(i).reduce(Rational.zero, +) == 1, w[i, i] >= 0 else { return false }
      for j in 0..<n where i != j {
        guard w[i, j] == (edges.contains([i, j]) ? weight(rule, i, j, degrees: degrees) : 0) else { return false }
        if rule != .uniform && w[i, j] != w[j, i] { return false }
      }
    }
    // Every component regular is enough for the uniform rule; a regular graph is the common case of it.
    let columnsSumToOne = (0..<n).allSatisfy { j in (0..<n).reduce(Rational.zero) { $0 + w[$1, j] } == 1 }
    return matrix.graph == graph && matrix.nodes == n && matrix.isDoublyStochastic == columnsSumToOne
      && (rule == .uniform || (matrix.isSymmetric && columnsSumToOne)) && (!isRegular || columnsSumToOne)
      && (rule != .uniform || isRegular || !graph.isConnected || !columnsSumToOne)
  }

  @Test(arguments: KnownNetwork.all, MixingWeights.allCases)
  func everyTopologyWithEveryRule(network: KnownNetwork, rule: MixingWeights) throws {
    let graph = try Topologies.graph(network.topology, size: network.size)
    #expect(obeysItsRule(graph, rule))
    let matrix = MixingMatrix(graph, weights: rule)
    #expect(matrix.isDoublyStochastic == (rule != .uniform || network.isRegular))
  }

  @Test(arguments: MixingWeights.allCases) func randomGraphs(rule: MixingWeights) throws {
    try forAll(.graphs(nodes: 2...9), count: 400, seed: 1) { obeysItsRule($0, rule) }
  }

  /// The mean of a random vector is kept by every doubly stochastic matrix, and by no other for every vector.
  @Test(arguments: KnownNetwork.all, MixingWeights.allCases)
  func averagePreservation(network: KnownNetwork, rule: MixingWeights) throws {
    let matrix = MixingMatrix(try Topologies.graph(network.topology, size: network.size), weights: rule)
    let n = matrix.nodes
    func keepsTheSum(_ vector: [Rational]) -> Bool {
      let mixed = matrix.weights * Matrix(rows: n, columns: 1, elements: vector)
      return mixed.elements.reduce(Rational.zero, +) == vector.reduce(Rational.zero, +)
    }
    if rule != .uniform || network.isRegular {
      try forAll(Generator<Rational>.rationals(bits: 40).array(count: n), count: 20, seed: 2) { keepsTheSum($0) }
    } else {
      let units = (0..<n).map { i in (0..<n).map { i == $0 ? Rational.one : .zero } }
      #expect(!units.allSatisfy(keepsTheSum))
    }
    // Constant vectors stay as they are.
    let ones = Matrix<Rational>(rows: n, columns: 1, repeating: 1)
    #expect(matrix.weights * ones == ones)
  }

  // MARK: By hand

  /// A triangle 0, 1, 2 with a tail 3 at node 0: degrees 3, 2, 2, 1.
  static let paw = Graph(nodes: 4, edges: [(0, 1), (0, 2), (1, 2), (0, 3)])

  static let byHand: [(MixingWeights, [[(Int, Int)]])] = [
    (
      .metropolis,
      [
        [(1, 4), (1, 4), (1, 4), (1, 4)], [(1, 4), (5, 12), (1, 3), (0, 1)], [(1, 4), (1, 3), (5, 12), (0, 1)],
        [(1, 4), (0, 1), (0, 1), (3, 4)],
      ]
    ),
    (
      .lazyMetropolis,
      [
        [(1, 2), (1, 6), (1, 6), (1, 6)], [(1, 6), (7, 12), (1, 4), (0, 1)], [(1, 6), (1, 4), (7, 12), (0, 1)],
        [(1, 6), (0, 1), (0, 1), (5, 6)],
      ]
    ),
    (
      .maxDegree,
      [
        [(1, 4), (1, 4), (1, 4), (1, 4)], [(1, 4), (1, 2), (1, 4), (0, 1)], [(1, 4), (1, 4), (1, 2), (0, 1)],
        [(1, 4), (0, 1), (0, 1), (3, 4)],
      ]
    ),
    (
      .uniform,
      [
        [(1, 4), (1, 4), (1, 4), (1, 4)], [(1, 3), (1, 3), (1, 3), (0, 1)], [(1, 3), (1, 3), (1, 3), (0, 1)],
        [(1, 2), (0, 1), (0, 1), (1, 2)],
      ]
    ),
  ]

  @Test(arguments: byHand.indices) func matricesComputedByHand(index: Int) {
    let (rule, rows) = Self.byHand[index]
    let expected = Matrix<Rational>(rows: 4, columns: 4) { i, j in Rational(rows[i][j].0, rows[i][j].1) }
    #expect(MixingMatrix(Self.paw, weights: rule).weights == expected)
  }

  @Test func everyRuleHasACaseByHandAndAFormula() {
    #expect(Set(Self.byHand.map(\.0)) == Set(MixingWeights.allCases))
    #expect(MixingWeights.allCases.map(\.rawValue) == ["metropolis", "lazy-metropolis", "max-degree", "uniform"])
    #expect(MixingWeights.allCases.allSatisfy { $0.formula.hasPrefix("w_ij = 1 / (") })
    #expect(Set(MixingWeights.allCases.map(\.formula)).count == MixingWeights.allCases.count)
  }

  // MARK: Judgement

  func matrix(_ rows: [[Rational]]) throws -> MixingMatrix {
    try MixingMatrix(Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 }))
  }

  @Test func theFirstViolationIsNamed() throws {
    let half = Rational(1, 2)
    let negative = try matrix([[1, 0, 0], [0, 1 + half, -half], [-half, 0, 1 + half]])
    #expect(negative.stochasticityViolation == .negativeWeight(row: 1, column: 2, value: -half))
    #expect(negative.stochasticityViolation?.description == "the weight in row 1, column 2 is -1/2")
    #expect(negative.stochasticityViolation?.row == 1)
    let row = try matrix([[half, half], [half, Rational(2, 3)]])
    #expect(row.stochasticityViolation == .rowSum(row: 1, sum: Rational(7, 6)))
    #expect(row.stochasticityViolation?.description == "row 1 sums to 7/6, not 1")
    #expect(row.stochasticityViolation?.row == 1)
    let column = try matrix([[half, half, 0], [half, 0, half], [half, 0, half]])
    #expect(column.stochasticityViolation == .columnSum(column: 0, sum: Rational(3, 2)))
    #expect(column.stochasticityViolation?.description == "column 0 sums to 3/2, not 1")
    #expect(column.stochasticityViolation?.row == nil)
    for violated in [negative, row, column] { #expect(!violated.isDoublyStochastic) }
    #expect(try matrix([[half, half], [half, half]]).stochasticityViolation == nil)
    // One part in 2^200 too much.
    #expect(try !matrix([[half + .powerOfTwo(-200), half], [half, half]]).isDoublyStochastic)
  }

  @Test func theGraphIsThatOfTheWeightsInEitherDirection() throws {
    let directed = try matrix([[1, 0, 0], [Rational(1, 2), Rational(1, 2), 0], [0, 0, 1]])
    #expect(directed.graph == Graph(nodes: 3, edges: [(0, 1)]))
    #expect(!directed.isSymmetric)
  }

  @Test func shapesThatAreNoNetworkAreErrors() {
    #expect(throws: NetworkError("a mixing matrix is square, not 2 x 3")) {
      try MixingMatrix(Matrix(rows: 2, columns: 3, repeating: 0))
    }
    #expect(throws: NetworkError("a network needs at least 2 nodes, not 1")) {
      try MixingMatrix(Matrix(rows: 1, columns: 1, repeating: 1))
    }
    #expect(throws: NetworkError("a network needs at least 2 nodes, not 0")) {
      try MixingMatrix(Matrix(rows: 0, columns: 0, elements: []))
    }
  }

  @Test func aGraphOfOneNodeIsRefused() async {
    await #expect(processExitsWith: .failure) { _ = MixingMatrix(Graph(nodes: 1, edges: []), weights: .metropolis) }
  }
}
