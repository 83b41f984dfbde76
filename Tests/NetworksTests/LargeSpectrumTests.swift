import ExactArithmetic
import Networks
import Testing

@Suite struct LargeSpectrumTests {
  static func matrix(_ topology: String, _ size: TopologySize, _ rule: MixingWeights = .metropolis) throws
    -> MixingMatrix
  { MixingMatrix(try Topologies.graph(topology, size: size), weights: rule) }

  /// Beyond exact inertia's reach the eigenvalues are still enclosed, and known ones lie inside.
  @Test func knownEigenvaluesOfLargeGraphsAreEnclosed() throws {
    // Hypercube of dimension 8: 1 - 2/9 and 1 - 16/9.
    let cube = try Self.matrix("hypercube", .nodes(256)).spectrum()
    #expect(try #require(cube.secondEigenvalue).contains(Rational(7, 9)))
    #expect(try #require(cube.smallestEigenvalue).contains(Rational(-7, 9)))
    #expect(cube.method.contains("residual"))
    // A star's Metropolis weights 1/n have lambda_2 = 1 - 1/n and lambda_n = 0.
    let star = try Self.matrix("star", .nodes(500)).spectrum()
    #expect(try #require(star.secondEigenvalue).contains(Rational(499, 500)))
    #expect(try #require(star.smallestEigenvalue).contains(0))
    #expect(star.contraction.width < Rational(1, 10_000_000_000))
  }

  @Test func bothEnginesAgree() throws {
    // 12 x 11 = 132 nodes take the residual bound, unless a narrower interval is asked for than it gives.
    let torus = try Self.matrix("torus", .shape(12, 11))
    let wide = torus.spectrum()
    let narrow = torus.spectrum(width: .powerOfTwo(-60))
    #expect(wide.method.contains("residual") && narrow.method.contains("inertia"))
    #expect(narrow.contraction.width <= .powerOfTwo(-60))
    #expect(wide.contraction.lower <= narrow.contraction.lower && narrow.contraction.upper <= wide.contraction.upper)
  }

  @Test func largeDisconnectedAndCompleteGraphsAreExact() throws {
    let edges = (0..<100).map { ($0, ($0 + 1) % 100) } + (0..<100).map { (100 + $0, 100 + ($0 + 1) % 100) }
    let split = MixingMatrix(Graph(nodes: 200, edges: edges), weights: .metropolis).spectrum()
    #expect(split.contraction == Enclosure(1))
    let complete = try Self.matrix("complete", .nodes(300)).spectrum()
    #expect(complete.contraction == Enclosure(0) && complete.mixingRate == Enclosure(1))
  }
}
