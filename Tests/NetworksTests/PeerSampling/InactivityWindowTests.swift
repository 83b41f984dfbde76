import ExactArithmetic
import Networks
import PropertyTesting
import Testing

/// A small model of views: in each round every node that is there is active with some probability and tells a few others,
/// messages carry the view of the sender, arrive late or never, and are merged by the later round.
private struct ViewModel {
  typealias View = [Int: Int]

  let window: InactivityWindow
  var views: [View]
  var underway: [(due: Int, to: Int, view: View)] = []
  var random: SplitMix64

  init(nodes: Int, window: Int, seed: UInt64) {
    self.window = InactivityWindow(rounds: window)
    views = [View](repeating: Dictionary(uniqueKeysWithValues: (0..<nodes).map { ($0, 0) }), count: nodes)
    random = SplitMix64(seed: seed)
  }

  mutating func round(_ round: Int, silent: Int?) {
    for node in views.indices where node != silent && Int.random(in: 0..<3, using: &random) == 0 {
      views[node][node] = round
    }
    for sender in views.indices where sender != silent || Bool.random(using: &random) {
      for _ in 0..<2 where Int.random(in: 0..<4, using: &random) != 0 {
        let due = round + Int.random(in: 0...3, using: &random)
        underway.append((due, Int.random(in: 0..<views.count, using: &random), views[sender]))
      }
    }
    for message in underway where message.due <= round {
      views[message.to].merge(message.view) { max($0, $1) }
    }
    underway.removeAll { $0.due <= round }
  }

  func othersList(_ node: Int, in round: Int) -> [Bool] {
    views.indices.filter { $0 != node }.map { window.lists(heard: views[$0][node]!, in: round) }
  }
}

@Suite struct InactivityWindowTests {
  /// Node 0 falls silent at some time, though its old view may still travel. In every round after r + W no other view
  /// lists it; in round r + W exactly those do that have heard of round r.
  @Test(arguments: 1...200 as ClosedRange<UInt64>) func aSilentNodeLeavesEveryViewInTime(seed: UInt64) throws {
    var draw = SplitMix64(seed: seed &* 977)
    let width = Int.random(in: 0...7, using: &draw)
    var model = ViewModel(nodes: 6, window: width, seed: seed)
    let silence = Int.random(in: 1...12, using: &draw)
    for round in 1..<silence { model.round(round, silent: nil) }
    let last = model.views[0][0]!
    for round in silence...(silence + 20) {
      model.round(round, silent: 0)
      let listed = model.othersList(0, in: round)
      if round >= last + model.window.detectionRounds { #expect(!listed.contains(true), "seed \(seed)") }
      if round == last + width {
        let heard = model.views.dropFirst().map { $0[0] == last }
        #expect(listed == heard, "seed \(seed)")
      }
    }
  }

  /// When all hear at once, it takes W + 1 rounds and no fewer.
  @Test(arguments: 0...5) func theBoundIsAttained(width: Int) {
    let window = InactivityWindow(rounds: width)
    let last = 7
    let first = (last...).first { !window.lists(heard: last, in: $0) }
    #expect(first == last + window.detectionRounds)
    #expect(window.detectionRounds == width + 1)
    // Those that last heard of an earlier round drop it so much earlier.
    #expect((last...).first { !window.lists(heard: last - 1, in: $0) } == max(last, last + width))
  }

  /// All sequences of W samples.
  @Test func aLiveNodeThatIsNotSampledLeavesToo() throws {
    for (nodes, s, width) in [(5, 2, 3), (4, 1, 4), (3, 3, 2), (6, 5, 1), (4, 2, 0)] {
      let all = subsets(of: nodes, size: s)
      var unseen = [true]
      for _ in 0..<width { unseen = unseen.flatMap { before in all.map { before && $0 & 1 == 0 } } }
      let sample = try PeerSample(activeView: nodes, sampleSize: s)
      let expected = Enclosure(Rational(unseen.count { $0 }, unseen.count))
      #expect(InactivityWindow(rounds: width).falseDeparture(sample) == expected)
    }
  }
}
