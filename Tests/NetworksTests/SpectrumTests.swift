import ExactArithmetic
import LinearAlgebra
import Networks
import PropertyTesting
import Testing

@Suite struct SpectrumTests {
  static let symmetricRules: [MixingWeights] = [.metropolis, .lazyMetropolis, .maxDegree]

  func matrix(_ network: KnownNetwork, _ rule: MixingWeights) throws -> MixingMatrix {
    MixingMatrix(try Topologies.graph(network.topology, size: network.size), weights: rule)
  }

  @Test func theCosinesOfTheClosedFormsAreRight() {
    #expect(ClosedForms.pi.width < .powerOfTwo(-180))
    for (k, n, value) in [
      (0, 5, Rational(1)), (1, 2, -1), (1, 4, 0), (1, 6, Rational(1, 2)), (1, 3, Rational(-1, 2)), (3, 4, 0),
      (5, 6, Rational(1, 2)),
    ] {
      #expect(ClosedForms.cosine(k, of: n).contains(value))
      #expect(ClosedForms.cosine(k, of: n).width < .powerOfTwo(-160))
    }
    #expect((ClosedForms.cosine(1, of: 8).squared * Enclosure(2)).contains(1))
    // 4 cos(2 pi / 5)^2 + 2 cos(2 pi / 5) = 1
    let fifth = ClosedForms.cosine(1, of: 5)
    #expect((Enclosure(4) * fifth.squared + Enclosure(2) * fifth).contains(1) && fifth.lower > 0)
  }

  @Test(arguments: KnownNetwork.all, symmetricRules)
  func contractionAndExtremesAreTheClosedForm(network: KnownNetwork, rule: MixingWeights) throws {
    let expected = network.eigenvalues(rule)
    let (second, smallest) = (expected[1], expected[expected.count - 1])
    let matrix = try matrix(network, rule)
    for width in [Spectrum.defaultWidth, .powerOfTwo(-100)] {
      let found = matrix.spectrum(width: width)
      let foundSecond = try #require(found.secondEigenvalue)
      let foundSmallest = try #require(found.smallestEigenvalue)
      for (value, known) in [
        (foundSecond, second), (foundSmallest, smallest),
        (found.contraction, .maximum(second.magnitude, smallest.magnitude)),
      ] {
        #expect(value.width <= width && value.overlaps(known), "\(value) and \(known)")
        if known.isExact { #expect(value == known) }
      }
      #expect(found.spectralGap == Enclosure(1) - found.contraction)
      #expect(found.mixingRate == Enclosure(1) - found.contraction.squared)
      #expect(found.method.contains("exact"))
    }
    #expect(matrix.spectrum() == matrix.spectrum(width: .powerOfTwo(-40)))
  }

  @Test(arguments: KnownNetwork.all) func everyEigenvalueIsTheClosedForm(network: KnownNetwork) throws {
    let isolation = EigenvalueIsolation(try matrix(network, .metropolis).weights)
    for (rank, known) in network.eigenvalues(.metropolis).enumerated() {
      let found = isolation.eigenvalue(rank: rank, width: .powerOfTwo(-50))
      #expect(found.width <= .powerOfTwo(-50) && found.overlaps(known), "eigenvalue \(rank)")
    }
  }

  /// Exact values that a reader can check by hand.
  @Test func exactContractions() throws {
    for (topology, size, rule, rho) in [
      ("complete", TopologySize.nodes(9), MixingWeights.metropolis, Rational(0)), ("complete", .nodes(2), .uniform, 0),
      ("complete", .nodes(4), .lazyMetropolis, Rational(1, 3)), ("star", .nodes(7), .metropolis, Rational(6, 7)),
      ("star", .nodes(5), .lazyMetropolis, Rational(7, 8)), ("hypercube", .nodes(8), .metropolis, Rational(1, 2)),
      ("hypercube", .nodes(16), .maxDegree, Rational(3, 5)), ("hypercube", .nodes(8), .lazyMetropolis, Rational(2, 3)),
      ("ring", .nodes(4), .metropolis, Rational(1, 3)), ("ring", .nodes(6), .uniform, Rational(2, 3)),
      ("ring", .nodes(3), .metropolis, 0), ("path", .nodes(3), .metropolis, Rational(2, 3)),
      ("torus", .shape(4, 4), .metropolis, Rational(3, 5)),
      ("torus", .shape(3, 3), .uniform, Rational(2, 5)), ("torus", .shape(2, 2), .metropolis, Rational(1, 3)),
    ] {
      let found = MixingMatrix(try Topologies.graph(topology, size: size), weights: rule).spectrum()
      #expect(found.contraction == Enclosure(rho), "\(topology) \(size) \(rule)")
    }
  }

  @Test(arguments: MixingWeights.allCases) func aDisconnectedGraphDoesNotContract(rule: MixingWeights) throws {
    for graph in [
      Graph(nodes: 6, edges: [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]), Graph(nodes: 3, edges: [(0, 1)]),
      Graph(nodes: 4, edges: []),
    ] {
      let found = MixingMatrix(graph, weights: rule).spectrum()
      #expect(found.contraction == Enclosure(1) && found.secondEigenvalue == Enclosure(1))
      #expect(found.spectralGap == Enclosure(0) && found.mixingRate == Enclosure(0))
    }
  }

  @Test func aSmallestEigenvalueOfMinusOneDoesNotContract() throws {
    let swap = try MixingMatrix(Matrix(rows: 2, columns: 2, elements: [0, 1, 1, 0])).spectrum()
    #expect(swap.contraction == Enclosure(1) && swap.smallestEigenvalue == Enclosure(-1))
  }

  /// A circle of four whose nodes keep little: 1, s, s and 2 s - 1 for the weight s of the node itself.
  @Test(arguments: [Rational(0), Rational(1, 10), Rational(1, 5)])
  func theSmallestEigenvalueMayBeTheLargerOne(own: Rational) throws {
    let other = (1 - own) / 2
    let weights = Matrix<Rational>(rows: 4, columns: 4) { i, j in i == j ? own : (i + j) % 2 == 1 ? other : 0 }
    let found = try MixingMatrix(weights).spectrum()
    #expect(found.secondEigenvalue == Enclosure(own) && found.smallestEigenvalue == Enclosure(2 * own - 1))
    #expect(found.contraction == Enclosure(1 - 2 * own))
  }

  // MARK: Matrices that are not symmetric

  static func permutation(_ n: Int, shift: Int) -> Matrix<Rational> {
    Matrix(rows: n, columns: n) { i, j in (i + shift) % n == j ? 1 : 0 }
  }

  @Test(arguments: 3...7) func aCyclicPermutationDoesNotContract(n: Int) throws {
    let found = try MixingMatrix(Self.permutation(n, shift: 1)).spectrum()
    #expect(found.contraction == Enclosure(1))
    #expect(found.secondEigenvalue == nil && found.smallestEigenvalue == nil)
  }

  /// (I + P) / 2 has the singular values |cos(pi k / n)|.
  @Test(arguments: 3...8) func aDirectedRing(n: Int) throws {
    let weights = (Matrix<Rational>.identity(n) + Self.permutation(n, shift: 1)).scaled(by: Rational(1, 2))
    let matrix = try MixingMatrix(weights)
    #expect(matrix.isDoublyStochastic && !matrix.isSymmetric)
    // The widest would reach below zero, where there is no square root.
    for width in [Spectrum.defaultWidth, .powerOfTwo(-100), Rational(1, 2), 10] {
      let found = matrix.spectrum(width: width).contraction
      #expect(found.width <= width && found.overlaps(ClosedForms.cosine(1, of: 2 * n)))
    }
  }

  /// The same, but nearly averaging: rho is far below the square root of the width asked for.
  @Test(arguments: [10, 20, 30, 45]) func aSmallContractionIsAsNarrow(bits: Int) throws {
    let n = 5
    let part = Rational.powerOfTwo(-bits)
    let ring = (Matrix<Rational>.identity(n) + Self.permutation(n, shift: 1)).scaled(by: part * Rational(1, 2))
    let weights = Matrix<Rational>(rows: n, columns: n, repeating: (1 - part) * Rational(1, n)) + ring
    let found = try MixingMatrix(weights).spectrum().contraction
    #expect(found.width <= Spectrum.defaultWidth)
    #expect(found.overlaps(Enclosure(part) * ClosedForms.cosine(1, of: 2 * n)))
  }

  /// One peer at distance 1, 2, 4, ... in turn: no round contracts, all rounds together average exactly.
  @Test(arguments: [2, 3, 4]) func theOnePeerExponentialGraphAveragesInOnePeriod(dimension: Int) throws {
    let n = 1 << dimension
    var product = Matrix<Rational>.identity(n)
    for round in 0..<dimension {
      let weights = (Matrix<Rational>.identity(n) + Self.permutation(n, shift: 1 << round)).scaled(by: Rational(1, 2))
      product = product * weights
      let contraction = try MixingMatrix(weights).spectrum().contraction
      if round == 0 {
        #expect(contraction.overlaps(ClosedForms.cosine(1, of: 2 * n)))
      } else {
        #expect(contraction == Enclosure(1))
      }
    }
    #expect(product == Matrix(rows: n, columns: n, repeating: Rational(1, n)))
    #expect(try MixingMatrix(product).spectrum().contraction == Enclosure(0))
  }

  /// Convex combinations of permutations; the square of rho is the largest eigenvalue of (W - J)^T (W - J), which inertia
  /// and floating point confirm.
  @Test func contractionIsTheSecondSingularValue() throws {
    let mixtures = Generator<Int>.integers(in: 3...6).flatMap { n in
      Generator<(Int, [Int])>.pair(.integers(in: 1...9), Generator<Int>.integers(in: 0...999).array(count: n)).array(
        count: 2...4
      ).map { terms -> Matrix<Rational> in
        let total = terms.reduce(0) { $0 + $1.0 }
        return terms.reduce(Matrix<Rational>(rows: n, columns: n, repeating: 0)) { sum, term in
          let order = (0..<n).sorted { (term.1[$0], $0) < (term.1[$1], $1) }
          return sum + Matrix(rows: n, columns: n) { i, j in order[i] == j ? Rational(term.0, total) : 0 }
        }
      }
    }
    try forAll(mixtures, count: 120, seed: 1) { weights in
      let matrix = try MixingMatrix(weights)
      let n = weights.rows
      let deviation = weights - Matrix(rows: n, columns: n, repeating: Rational(1, n))
      let gram = deviation.transposed * deviation
      let found = matrix.spectrum(width: .powerOfTwo(-60)).contraction
      func above(_ bound: Rational) -> Inertia { Inertia(of: gram - Matrix<Rational>.identity(n).scaled(by: bound)) }
      let estimate = max(try EstimatedEigensystem(of: gram.map { Double($0) }, vectors: false).values.last!, 0)
        .squareRoot()
      let lower = above(found.lower * found.lower)
      return matrix.isDoublyStochastic && found.width <= .powerOfTwo(-60) && found.lower >= 0
        && above(found.upper * found.upper).positive == 0 && lower.positive + lower.zero > 0
        && (Double(found.midpoint) - estimate).magnitude < 1e-7
    }
  }

  /// |W - J| is defined whatever W is.
  @Test func matricesThatAreNotDoublyStochastic() throws {
    let short = try MixingMatrix(
      Matrix(rows: 2, columns: 2, elements: [Rational(1, 2), Rational(1, 4), Rational(1, 4), Rational(1, 2)]))
    let spectrum = short.spectrum()
    #expect(spectrum.contraction == Enclosure(Rational(1, 4)))
    #expect(
      spectrum.secondEigenvalue == Enclosure(Rational(1, 4)) && spectrum.smallestEigenvalue == Enclosure(Rational(1, 4))
    )
    let shear = try MixingMatrix(Matrix(rows: 2, columns: 2, elements: [1, 1, 0, 1])).spectrum(width: .powerOfTwo(-70))
    #expect(shear.contraction.squared.contains(Rational(1, 2)) && shear.contraction.width <= .powerOfTwo(-70))
    #expect(shear.secondEigenvalue == nil)
    let star = MixingMatrix(try Topologies.graph("star", size: .nodes(5)), weights: .uniform)
    let deviation = star.weights - Matrix(rows: 5, columns: 5, repeating: Rational(1, 5))
    let estimate = try EstimatedEigensystem(of: (deviation.transposed * deviation).map { Double($0) }, vectors: false)
      .values.last!
      .squareRoot()
    #expect((Double(star.spectrum().contraction.midpoint) - estimate).magnitude < 1e-10)
  }

  @Test func aWidthOfZeroIsRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = MixingMatrix(Graph(nodes: 2, edges: [(0, 1)]), weights: .metropolis).spectrum(width: 0)
    }
  }
}
