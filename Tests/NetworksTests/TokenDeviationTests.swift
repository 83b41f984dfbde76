import ExactArithmetic
import Networks
import PropertyTesting
import Testing

extension Generator where Value == TokenVisits {
  /// Any visits at all, whether a graph allows them or not.
  static func visits(nodes: ClosedRange<Int>, tokens: ClosedRange<Int>, slots: ClosedRange<Int>) -> Generator {
    Generator<(Int, Int, Int)>.triple(.integers(in: nodes), .integers(in: tokens), .integers(in: slots)).flatMap {
      n, tokens, slots in
      Generator<Int>.integers(in: 0...n - 1).array(count: slots).array(count: tokens).map { tracks in
        do { return try TokenVisits(nodes: n, tracks: tracks) } catch { preconditionFailure("\(error)") }
      }
    }
  }
}

@Suite struct TokenDeviationTests {
  /// (1/V) sum_v S_v(t)^2 at each t = 0 ... T, straight from the definition.
  func defined(_ visits: TokenVisits) -> [Rational] {
    let n = visits.nodes
    /// s + 1 for the last slot s < t in which one of the tokens visited the node.
    func last(_ node: Int, before t: Int, tokens: [Int]) -> Int {
      (0..<t).last { slot in tokens.contains { visits.tracks[$0][slot] == node } }.map { $0 + 1 } ?? 0
    }
    let all = Array(0..<visits.tokens)
    return (0...visits.slots).map { t in
      let squares = (0..<n).map { v -> Rational in
        let own = last(v, before: t, tokens: all)
        // The last of the tokens that were there in the same slot; any before the first visit.
        let visitor = own == 0 ? 0 : all.last { visits.tracks[$0][own - 1] == v }!
        let others = (0..<n).filter { $0 != v }.map { t - last($0, before: own, tokens: [visitor]) }.reduce(0, +)
        let value = Rational(n - 1, n) * Rational(t - own) + Rational(others, n)
        return value * value
      }
      return squares.reduce(Rational.zero, +) / Rational(n)
    }
  }

  @Test func theDeviationIsThatOfTheDefinition() throws {
    try forAll(.visits(nodes: 1...6, tokens: 1...3, slots: 0...18), count: 400, seed: 1) { visits in
      let expected = defined(visits)
      var recursion = TokenDeviationRecursion(nodes: visits.nodes, tokens: visits.tokens)
      var values: [Rational] = []
      for slot in 0..<visits.slots {
        values.append(recursion.meanSquare)
        for token in 0..<visits.tokens { recursion.visit(visits.tracks[token][slot], token: token) }
        recursion.endSlot()
      }
      values.append(recursion.meanSquare)
      let deviation = TokenDeviation(visits)
      return values == expected && deviation.square == expected.dropLast().max() ?? 0
        && deviation.squareThroughEnd == expected.max()
    }
  }

  /// The algorithm itself, on symbols: the gradient of node v in slot t is a unit vector of its own, so the distance
  /// of a model from the virtual iterate when all gradients have size one is at most its sum of magnitudes.
  @Test func theDeviationIsThatOfATokenThatRuns() throws {
    try forAll(.visits(nodes: 1...4, tokens: 1...3, slots: 1...9), count: 200, seed: 2) { visits in
      let (n, slots) = (visits.nodes, visits.slots)
      let zero = [Rational](repeating: 0, count: n * slots)
      let share = Rational(1, n)
      func plus(_ a: [Rational], _ b: [Rational], times factor: Rational) -> [Rational] {
        zip(a, b).map { $0 + factor * $1 }
      }
      var models = [[Rational]](repeating: zero, count: n)
      var virtual = zero
      var tokens = [[Rational]](repeating: zero, count: visits.tokens)
      // What each node has computed, in all and up to each token's last visit.
      var computed = models
      var collected = Array(repeating: models, count: visits.tokens)
      // One token: the algorithm in its own words, with the model left behind at the last visit.
      var previous = models
      var recursion = TokenDeviationRecursion(nodes: n, tokens: visits.tokens)
      for slot in 0...slots {
        let distances = models.map { plus($0, virtual, times: -1).reduce(Rational.zero) { $0 + $1.magnitude } }
        let meanSquare = distances.reduce(Rational.zero) { $0 + $1 * $1 } * share
        if recursion.meanSquare != meanSquare { return false }
        if slot == slots { break }
        for node in 0..<n {
          models[node][node * slots + slot] -= 1
          computed[node][node * slots + slot] -= 1
          virtual[node * slots + slot] -= share
        }
        for token in 0..<visits.tokens {
          let node = visits.tracks[token][slot]
          let news =
            visits.tokens == 1
            ? plus(models[node], previous[node], times: -1)
            : plus(computed[node], collected[token][node], times: -1)
          tokens[token] = plus(tokens[token], news, times: share)
          collected[token][node] = computed[node]
          models[node] = tokens[token]
          previous[node] = tokens[token]
          recursion.visit(node, token: token)
        }
        recursion.endSlot()
      }
      return true
    }
  }

  @Test func twoNodesByHand() throws {
    let visits = try TokenVisits(nodes: 2, tracks: [[0, 1, 0, 1, 0]])
    // S = (0, 0), (1/2, 1), then (1/2, 3/2) in turn.
    #expect(TokenDeviation(try TokenVisits(nodes: 2, tracks: [[0]])).squareThroughEnd == Rational(5, 8))
    #expect(TokenDeviation(try TokenVisits(nodes: 2, tracks: [[0]])).square == 0)
    #expect(TokenDeviation(visits).square == Rational(5, 4))
  }

  /// Nobody is ever visited but node 0: S_v(t) = 2 (1 - 1/V) t for the others.
  @Test func nodesThatNobodyVisits() throws {
    let visits = try TokenVisits(nodes: 3, tracks: [Array(repeating: 0, count: 10)])
    let (lonely, visited) = (Rational(4, 3) * 10, Rational(2, 3) * 10)
    #expect(
      TokenDeviation(visits).squareThroughEnd == (2 * lonely * lonely + visited * visited) / 3)
    #expect(visits.largestGap == 11 && visits.counts == [10, 0, 0])
  }

  /// In the long run node a slots after its visit has S = (V-1) (2 a / V + 1/2) on a Hamiltonian cycle.
  @Test func hamiltonianCyclesByFormula() throws {
    for n in 2...12 {
      let route = try PeriodicRoute(Array(0..<n), on: try Topologies.graph("ring", size: .nodes(n)))
      let terms = (0..<n).map { a in Rational(n - 1) * (Rational(2 * a, n) + Rational(1, 2)) }
      let expected = terms.reduce(Rational.zero) { $0 + $1 * $1 } / Rational(n)
      let visits = try route.visitsOfAllTimes()
      #expect(TokenDeviation(visits).square == expected && TokenDeviation(visits).squareThroughEnd == expected)
      #expect(visits.largestGap == n && visits.largestTokenGap == n)
    }
  }

  @Test func threePeriodsShowAllTimes() throws {
    try forAll(.connectedGraphs(nodes: 1...7), .integers(in: 1...3), count: 100, seed: 3) { graph, tokens in
      let route = try PeriodicRoute(tourOf: graph)
      let tokens = min(tokens, graph.nodes)
      let (few, many) = (
        try route.visitsOfAllTimes(tokens: tokens), try route.visits(tokens: tokens, slots: 11 * route.period)
      )
      let deviation = TokenDeviation(few)
      return deviation.square == TokenDeviation(many).square
        && deviation.squareThroughEnd == TokenDeviation(many).squareThroughEnd
        && few.largestGap == many.largestGap && few.largestTokenGap == many.largestTokenGap
    }
  }

  /// Sbar <= 3 R for any visits; R from its definition.
  @Test func theDeviationIsAtMostThreeTimesTheLargestGap() throws {
    try forAll(.visits(nodes: 1...4, tokens: 1...3, slots: 1...16), count: 400, seed: 4) { visits in
      /// The least R such that any R slots of the run hold a visit of every node.
      func gap(_ tokens: [Int]) -> Int {
        (1...visits.slots + 1).first { r in
          (0..<max(visits.slots - r + 1, 0)).allSatisfy { start in
            (0..<visits.nodes).allSatisfy { node in
              (start..<start + r).contains { slot in tokens.contains { visits.tracks[$0][slot] == node } }
            }
          }
        }!
      }
      let deviation = TokenDeviation(visits)
      return visits.largestGap == gap(Array(0..<visits.tokens))
        && visits.largestTokenGap == (0..<visits.tokens).map { gap([$0]) }.max()
        && deviation.isAtMost(threeTimes: visits.largestTokenGap)
        && visits.counts.reduce(0, +) == visits.slots * visits.tokens
    }
    let late = TokenDeviation(try TokenVisits(nodes: 2, tracks: [Array(repeating: 0, count: 50)]))
    #expect(!late.isAtMost(threeTimes: 8))
  }

  @Test func moreTokensDeviateLess() throws {
    let route = try PeriodicRoute(Array(0..<12), on: try Topologies.graph("ring", size: .nodes(12)))
    let squares = try [1, 2, 3, 4, 6, 12].map { TokenDeviation(try route.visitsOfAllTimes(tokens: $0)).square }
    #expect(zip(squares, squares.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func aHundredThousandSlotsTakeLessThanASecond() throws {
    let walk = try RandomWalk(try Topologies.graph("torus", size: .shape(10, 10)), rule: .metropolis)
    var square: Rational = 0
    let time = try ContinuousClock().measure {
      square = TokenDeviation(try DrawnWalk(walk, seed: 1).visits(slots: 100_000)).square
    }
    #expect(square > 10_000 && time < .seconds(1), "\(time)")
  }

  // MARK: Errors

  @Test func visitsThatCannotBeAreErrors() {
    for (nodes, tracks, message) in [
      (0, [[]], "a token needs a node to visit"),
      (2, [], "a visit sequence needs at least one token"),
      (2, [[0, 1], [0]], "token 1 has 1 slots and token 0 has 2"),
      (2, [[0], [2]], "token 1 visits node 2 in slot 0; nodes are 0 ... 1"),
      (2, [[0, -1]], "token 0 visits node -1 in slot 1; nodes are 0 ... 1"),
    ] as [(Int, [[Int]], String)] {
      #expect(throws: NetworkError(message)) { try TokenVisits(nodes: nodes, tracks: tracks) }
    }
  }
}
