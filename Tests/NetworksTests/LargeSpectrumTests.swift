import ExactArithmetic
import LinearAlgebra
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
    let torus = try Self.matrix("torus", .shape(9, 8)).weights
    let wide = try #require(ResidualEnclosure(torus))
    let isolation = EigenvalueIsolation(torus)
    for rank in [0, 1, 35, 71] {
      let narrow = isolation.eigenvalue(rank: rank, width: .powerOfTwo(-60))
      let interval = wide.eigenvalue(rank: rank)
      #expect(narrow.width <= .powerOfTwo(-60))
      #expect(interval.lower <= narrow.lower && narrow.upper <= interval.upper)
    }
  }

  @Test func aWidthThatIsNotReachedIsSaidToBe() throws {
    let ring = try Self.matrix("ring", .nodes(150))
    #expect(ring.spectrum(width: .powerOfTwo(-90)).method.hasSuffix("wider than the 2^-90 asked for"))
    #expect(!ring.spectrum().method.contains("asked for"))
  }

  @Test func eigenvaluesStayInTheUnitInterval() throws {
    let spectrum = try Self.matrix("ring", .nodes(8)).spectrum(width: 100)
    #expect(spectrum.contraction.upper <= 1 && spectrum.mixingRate.lower >= 0)
  }

  @Test func largeDisconnectedAndCompleteGraphsAreExact() throws {
    let edges = (0..<100).map { ($0, ($0 + 1) % 100) } + (0..<100).map { (100 + $0, 100 + ($0 + 1) % 100) }
    let split = MixingMatrix(Graph(nodes: 200, edges: edges), weights: .metropolis).spectrum()
    #expect(split.contraction == Enclosure(1))
    let complete = try Self.matrix("complete", .nodes(300)).spectrum()
    #expect(complete.contraction == Enclosure(0) && complete.mixingRate == Enclosure(1))
  }
}
