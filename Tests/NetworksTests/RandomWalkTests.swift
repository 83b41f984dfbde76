import ExactArithmetic
import LinearAlgebra
import Networks
import PropertyTesting
import Testing

@Suite struct RandomWalkTests {
  @Test(arguments: WalkRule.allCases) func theChainIsReversible(rule: WalkRule) throws {
    try forAll(.connectedGraphs(nodes: 1...8), count: 200, seed: 1) { graph in
      let n = graph.nodes
      let walk = try RandomWalk(graph, rule: rule)
      let (p, law) = (walk.transitionMatrix, walk.stationaryLaw)
      // The rule in words: propose a neighbour, accept, or stay.
      let expected = Matrix<Rational>(rows: n, columns: n) { i, j in
        func move(_ j: Int) -> Rational {
          let proposal = Rational(1, graph.degree(of: i))
          let ratio = Rational(graph.degree(of: i), graph.degree(of: j))
          return rule == .uniform ? proposal : proposal * min(1, ratio)
        }
        if i != j { return graph.neighbours[i].contains(j) ? move(j) : 0 }
        return 1 - graph.neighbours[i].map(move).reduce(Rational.zero, +)
      }
      let row = Matrix(rows: 1, columns: n, elements: law)
      return p == expected && row * p == row && law.reduce(Rational.zero, +) == 1
        && (0..<n).allSatisfy { i in (0..<n).allSatisfy { law[i] * p[i, $0] == law[$0] * p[$0, i] } }
        && (rule == .uniform || law.allSatisfy { $0 == Rational(1, n) })
    }
  }

  /// One step from the start: H_ij = 1 + sum_k P_ik H_kj, and the same for the way back to i; these equations have one
  /// solution. Kemeny: sum_j pi_j H_ij does not depend on i.
  @Test(arguments: WalkRule.allCases) func hittingTimesSolveTheFirstStepEquations(rule: WalkRule) throws {
    try forAll(.connectedGraphs(nodes: 1...9), count: 150, seed: 2) { graph in
      let n = graph.nodes
      let walk = try RandomWalk(graph, rule: rule)
      let (p, h, law) = (walk.transitionMatrix, HittingTimes(of: walk).times, walk.stationaryLaw)
      let onward = p * h
      let pairs = (0..<n).allSatisfy { i in
        (0..<n).allSatisfy { j in i == j ? h[i, i] == 0 : h[i, j] == 1 + onward[i, j] }
      }
      let returns = (0..<n).allSatisfy { walk.expectedReturnTimes[$0] == 1 + onward[$0, $0] }
      let kemeny = Set((0..<n).map { i in (0..<n).reduce(Rational.zero) { $0 + law[$1] * h[i, $1] } })
      return pairs && returns && kemeny.count == 1
    }
  }

  /// The fundamental matrix Z = (I - P + 1 pi^T)^-1: H_ij = (Z_jj - Z_ij) / pi_j. Source: Kemeny and Snell.
  @Test(arguments: WalkRule.allCases) func hittingTimesFromTheFundamentalMatrix(rule: WalkRule) throws {
    try forAll(.connectedGraphs(nodes: 2...8), count: 60, seed: 3) { graph in
      let n = graph.nodes
      let walk = try RandomWalk(graph, rule: rule)
      let (p, law) = (walk.transitionMatrix, walk.stationaryLaw)
      // Gauss-Jordan in fractions; the matrix is that of a chain, so no pivot fails after the exchange of rows.
      var a = Matrix<Rational>(rows: n, columns: 2 * n) { i, j in
        j < n ? (i == j ? 1 : 0) - p[i, j] + law[j] : (j - n == i ? 1 : 0)
      }
      for k in 0..<n {
        let pivot = (k..<n).first { a[$0, k] != 0 }!
        for j in 0..<2 * n {
          let value = a[pivot, j]
          a[pivot, j] = a[k, j]
          a[k, j] = value
        }
        let factor = 1 / a[k, k]
        for j in 0..<2 * n { a[k, j] *= factor }
        for i in 0..<n where i != k {
          let left = a[i, k]
          for j in 0..<2 * n { a[i, j] -= left * a[k, j] }
        }
      }
      return HittingTimes(of: walk).times
        == Matrix(rows: n, columns: n) { i, j in (a[j, n + j] - a[i, n + j]) / law[j] }
    }
  }

  @Test func hittingTimesOfTextbooks() throws {
    for n in 3...10 {
      func times(_ topology: String) throws -> Matrix<Rational> {
        HittingTimes(of: try RandomWalk(try Topologies.graph(topology, size: .nodes(n)), rule: .uniform)).times
      }
      #expect(try times("ring") == Matrix(rows: n, columns: n) { Rational(abs($0 - $1) * (n - abs($0 - $1))) })
      #expect(try times("complete") == Matrix(rows: n, columns: n) { $0 == $1 ? 0 : Rational(n - 1) })
      // Gambler's ruin: from i up to j takes j^2 - i^2.
      #expect(
        try times("path")
          == Matrix(rows: n, columns: n) { i, j in
            let (a, b) = i <= j ? (i, j) : (n - 1 - i, n - 1 - j)
            return Rational(b * b - a * a)
          })
      #expect(try times("star")[0, 1] == Rational(2 * n - 3) && times("star")[1, 0] == 1)
    }
  }

  @Test func theLargestHittingTimeIsNamed() throws {
    let path = HittingTimes(of: try RandomWalk(try Topologies.graph("path", size: .nodes(5)), rule: .uniform))
    #expect(path.largest == (from: 0, to: 4, time: 16))
    let one = try RandomWalk(Graph(nodes: 1, edges: []), rule: .uniform)
    #expect(HittingTimes(of: one).largest.time == 0 && one.expectedReturnTimes == [1])
  }

  /// Degrees of many kinds make long denominators: the slower of the two rules.
  @Test(arguments: WalkRule.allCases) func sixtyNodesInSeconds(rule: WalkRule) throws {
    let edges = (0..<60).flatMap { i in
      (i + 1..<60).filter { (i * i * 7 + $0 * 13) % 17 < 3 || $0 == i + 1 }.map { (i, $0) }
    }
    let walk = try RandomWalk(Graph(nodes: 60, edges: edges), rule: rule)
    #expect(Set((0..<60).map { walk.graph.degree(of: $0) }).count > 8)
    var times: HittingTimes?
    let duration = ContinuousClock().measure { times = HittingTimes(of: walk) }
    let h = try #require(times).times
    let onward = walk.transitionMatrix * Matrix(rows: 60, columns: 1) { i, _ in h[i, 59] }
    #expect((0..<59).allSatisfy { h[$0, 59] == 1 + onward[$0, 0] })
    #expect(duration < .seconds(5), "\(duration)")
  }

  // MARK: Mixing

  /// P^t by exact powers: after the bound's number of steps every row is within eps of the stationary law.
  @Test(arguments: WalkRule.allCases) func theBoundOnTheMixingTimeHolds(rule: WalkRule) throws {
    try forAll(.connectedGraphs(nodes: 2...6), count: 60, seed: 4) { graph in
      let walk = try RandomWalk(graph, rule: rule)
      let n = walk.nodes
      let magnitude = try #require(walk.secondEigenvalueMagnitude())
      let accuracy = Rational(1, 20)
      guard let bound = walk.mixingTimeBound(accuracy: accuracy, secondEigenvalueMagnitude: magnitude) else {
        // Only a bipartite walk that never stays does not mix.
        return magnitude == Enclosure(1) && graph.isBipartite
          && (0..<n).allSatisfy { walk.transitionMatrix[$0, $0] == 0 }
      }
      let steps = try #require(bound.asInt)
      let p = walk.transitionMatrix.map { Double($0) }
      var power = p
      for _ in 1..<steps { power = power * p }
      let law = walk.stationaryLaw.map { Double($0) }
      return (0..<n).allSatisfy { i in
        (0..<n).reduce(0.0) { $0 + abs(power[i, $1] - law[$1]) } / 2 <= Double(accuracy) + 1e-9
      }
    }
  }

  /// On the paw it is the smallest eigenvalue that counts: a root of det(x I - P), expanded here by minors.
  @Test func theSecondEigenvalueOfTheUniformWalk() throws {
    let walk = try RandomWalk(MixingMatrixTests.paw, rule: .uniform)
    let found = try #require(walk.secondEigenvalueMagnitude(width: .powerOfTwo(-60)))
    #expect(found.width <= .powerOfTwo(-60))
    func determinant(_ x: Rational) -> Rational {
      let p = walk.transitionMatrix
      let m = Matrix<Rational>(rows: 4, columns: 4) { i, j in (i == j ? x : 0) - p[i, j] }
      func minor(_ rows: [Int], _ columns: [Int]) -> Rational {
        if rows.isEmpty { return 1 }
        return columns.enumerated().reduce(Rational.zero) { sum, entry in
          let term = m[rows[0], entry.element] * minor(Array(rows.dropFirst()), columns.filter { $0 != entry.element })
          return entry.offset % 2 == 0 ? sum + term : sum - term
        }
      }
      return minor([0, 1, 2, 3], [0, 1, 2, 3])
    }
    // The polynomial changes its sign at minus the magnitude.
    let outside = Rational.powerOfTwo(-59)
    #expect(determinant(-found.upper - outside).signum * determinant(-found.lower + outside).signum < 0)
    #expect(
      try #require(
        RandomWalk(try Topologies.graph("star", size: .nodes(6)), rule: .uniform)
          .secondEigenvalueMagnitude()) == Enclosure(1))
    // Out of reach: many nodes, irregular, and no two halves.
    let tail = Graph(nodes: 200, edges: (1..<200).map { ($0 - 1, $0) } + [(0, 2)])
    #expect(try RandomWalk(tail, rule: .uniform).secondEigenvalueMagnitude() == nil)
    #expect(try #require(RandomWalk(tail, rule: .metropolis).secondEigenvalueMagnitude()).upper < 1)
  }

  /// Too many nodes for exact inertia, but the two halves are seen in the graph.
  @Test(arguments: WalkRule.allCases) func largeWalksThatAlternateDoNotMix(rule: WalkRule) throws {
    let cube = try RandomWalk(try Topologies.graph("hypercube", size: .nodes(256)), rule: rule)
    #expect(cube.secondEigenvalueMagnitude() == Enclosure(1))
    let path = try RandomWalk(try Topologies.graph("path", size: .nodes(200)), rule: rule)
    let magnitude = try #require(path.secondEigenvalueMagnitude())
    // Metropolis stays at the ends.
    #expect(rule == .uniform ? magnitude == Enclosure(1) : magnitude.upper < 1)
    #expect(
      (path.mixingTimeBound(accuracy: Rational(1, 4), secondEigenvalueMagnitude: magnitude) == nil)
        == (rule == .uniform))
  }

  // MARK: Drawn walks

  @Test(arguments: WalkRule.allCases) func aDrawnWalkFollowsItsLaw(rule: WalkRule) throws {
    let walk = try RandomWalk(MixingMatrixTests.paw, rule: rule)
    let slots = 40_000
    let p = walk.transitionMatrix.map { Double($0) }
    for track in try DrawnWalk(walk, seed: 5).visits(tokens: 3, slots: slots).tracks {
      var steps = Matrix(rows: 4, columns: 4, repeating: 0.0)
      for (from, to) in zip(track, track.dropFirst()) { steps[from, to] += 1 }
      for i in 0..<4 {
        let visits = steps.row(i).reduce(0, +)
        // Six standard deviations.
        for j in 0..<4 {
          let allowance = 6 * (visits * p[i, j] * (1 - p[i, j])).squareRoot()
          #expect(abs(steps[i, j] - visits * p[i, j]) <= allowance, "\(i) to \(j)")
        }
        #expect(abs(visits / Double(slots) - Double(walk.stationaryLaw[i])) < 0.03)
      }
    }
  }

  @Test func aDrawnWalkDependsOnItsSeedOnly() throws {
    let walk = try RandomWalk(try Topologies.graph("torus", size: .shape(3, 4)), rule: .uniform)
    let all = try DrawnWalk(walk, seed: 9).visits(tokens: 3, slots: 100)
    #expect(try DrawnWalk(walk, seed: 9).visits(tokens: 3, slots: 60).tracks == all.tracks.map { Array($0[..<60]) })
    #expect(try DrawnWalk(walk, seed: 9).visits(slots: 100).tracks[0] == all.tracks[0])
    #expect(all.tracks.map { $0[0] } == [0, 4, 8])
    #expect(Set(all.tracks).count == 3)
    #expect(try DrawnWalk(walk, seed: 10).visits(tokens: 3, slots: 100) != all)
    #expect(
      try DrawnWalk(RandomWalk(Graph(nodes: 1, edges: []), rule: .uniform), seed: 1).visits(slots: 3).tracks == [
        [0, 0, 0]
      ])
  }
}
