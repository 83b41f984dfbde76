import PropertyTesting
import Testing
import Training

@Suite struct PeerViewTests {
  /// A view of 200 nodes, so that there is more than one leaf, and what it was made from.
  static let nodes = 200

  struct Fact: Sendable {
    var node: Int
    var value: Int
    var kind: Int
  }

  static let facts: Generator<[Fact]> =
    Generator<(Int, Int, Int)>.triple(.integers(in: 0...nodes - 1), .integers(in: 1...6), .integers(in: 0...2))
    .map { Fact(node: $0.0, value: $0.1, kind: $0.2) }.array(count: 0...12)

  static func view(_ facts: [Fact]) -> PeerView {
    var view = PeerView(nodes: nodes, joined: [3, 70, 199])
    for fact in facts {
      switch fact.kind {
      case 0: view.see(fact.node, round: fact.value)
      // Who joins has an odd counter, who leaves an even one, as nodes count on from 1.
      default: view.register(fact.node, .init(counter: fact.value, hasJoined: fact.value % 2 == 1))
      }
    }
    return view
  }

  @Test func mergingIsIdempotent() throws {
    try forAll(Self.facts, count: 300, seed: 1) {
      let view = Self.view($0)
      return view.merged(with: view) == view && view.merged(with: Self.view($0)) == view
    }
  }

  @Test func mergingIsCommutative() throws {
    try forAll(Self.facts, Self.facts, count: 500, seed: 2) {
      Self.view($0).merged(with: Self.view($1)) == Self.view($1).merged(with: Self.view($0))
    }
  }

  @Test func mergingIsAssociative() throws {
    try forAll(Self.facts, Self.facts, Self.facts, count: 500, seed: 3) {
      let (a, b, c) = (Self.view($0), Self.view($1), Self.view($2))
      return a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c))
    }
  }

  /// A merge is what one node knows that has heard all, number by number, and leaves its arguments alone.
  @Test func mergingIsLearningAllFacts() throws {
    try forAll(Self.facts, Self.facts, count: 500, seed: 4) { first, second in
      let (a, b) = (Self.view(first), Self.view(second))
      let merged = a.merged(with: b)
      let all = Self.view(first + second)
      return merged == all && merged.knownNodes == all.knownNodes && merged.latestRound == all.latestRound
        && (0..<Self.nodes).allSatisfy { node in
          merged.lastSeen(node) == max(a.lastSeen(node), b.lastSeen(node))
            && merged.entry(of: node)?.counter ?? 0
              == max(a.entry(of: node)?.counter ?? 0, b.entry(of: node)?.counter ?? 0)
        } && a == Self.view(first) && b == Self.view(second)
    }
  }

  @Test func theLargerCounterStays() {
    var view = PeerView(nodes: 3, joined: [0, 1])
    #expect(view.entry(of: 0) == .init(counter: 1, hasJoined: true))
    #expect(view.entry(of: 2) == nil)
    view.register(0, .init(counter: 2, hasJoined: false))
    #expect(!view.isCandidate(0, round: 1, window: 10))
    view.register(0, .init(counter: 1, hasJoined: true))
    #expect(view.entry(of: 0) == .init(counter: 2, hasJoined: false))
    view.register(0, .init(counter: 3, hasJoined: true))
    #expect(view.isCandidate(0, round: 1, window: 10))
    #expect(view.knownNodes == 2)
    view.register(2, .init(counter: 1, hasJoined: true))
    #expect(view.knownNodes == 3)
  }

  /// Seen in round a, with a window of w rounds, a node is a candidate up to round a + w.
  @Test func theWindowEnds() {
    var view = PeerView(nodes: 2, joined: [0, 1])
    view.see(1, round: 7)
    #expect(view.isCandidate(1, round: 12, window: 5))
    #expect(!view.isCandidate(1, round: 13, window: 5))
    #expect(view.isCandidate(0, round: 5, window: 5))
    #expect(!view.isCandidate(0, round: 6, window: 5))
    view.see(1, round: 3)
    #expect(view.lastSeen(1) == 7)
  }

  /// Sizes around the widths of leaves and branches: every number keeps to its place.
  @Test(arguments: [1, 64, 65, 4096, 4097, 270_000])
  func everyNumberHasItsPlace(nodes: Int) {
    var view = PeerView(nodes: nodes, joined: [nodes - 1])
    let marks = Set([0, nodes / 3, nodes / 2, nodes - 1, min(63, nodes - 1), min(64, nodes - 1), min(4096, nodes - 1)])
    for node in marks { view.see(node, round: node + 1) }
    var other = PeerView(nodes: nodes, joined: [])
    other.see(nodes / 2, round: nodes + 5)
    view.merge(other)
    for node in stride(from: 0, to: nodes, by: max(1, nodes / 1000)) where !marks.contains(node) {
      #expect(view.lastSeen(node) == 0)
    }
    for node in marks { #expect(view.lastSeen(node) == (node == nodes / 2 ? nodes + 5 : node + 1)) }
    #expect(view.knownNodes == 1)
    #expect(view.latestRound == nodes + 5)
  }
}
