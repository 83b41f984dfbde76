import Plumbline

/// The law of the number of wrong votes: exact for 60 workers against FLINT, certified for 5000 against fast-poibin.
enum LawBenchmark {
  static func rows(_ peer: Peer) throws -> [Row] { [try exact(peer), try certified(peer)] }

  /// p_i = i / 200, every coefficient compared.
  private static func exact(_ peer: Peer) throws -> Row {
    let groups = (1...60).map { WorkerGroup(flip: Rational($0, 200)) }
    var times = (ours: Double.infinity, peer: Double.infinity)
    for _ in 0..<3 {
      times.ours = min(times.ours, shortest(of: 2000) { use(WrongVoteLaw(groups)) })
      let object = try peer.run("exact_law.py")
      guard object.result == WrongVoteLaw(groups).numerators.map(\.description).joined(separator: " ") else {
        throw BenchmarkError(message: "the peer's exact law differs from ours")
      }
      times.peer = min(times.peer, try object.time(\.seconds))
    }
    return Row(
      task: "exact law of wrong votes, M = 60", unit: "us", ours: times.ours * 1e6, peer: times.peer * 1e6,
      peerName: "python-flint product tree", goal: 1)
  }

  /// p_i = (1 + 37 i mod 300) / 1024; the peer's doubles must agree with the enclosure of the largest probability.
  private static func certified(_ peer: Peer) throws -> Row {
    let groups = (1...5000).map { WorkerGroup(flip: Rational(1 + 37 * $0 % 300, 1024)) }
    var times = (ours: Double.infinity, peer: Double.infinity)
    for _ in 0..<3 {
      times.ours = min(times.ours, shortest(of: 100) { use(CertifiedWrongVoteLaw(groups)) })
      let object = try peer.run("float_law.py")
      let words = (object.result ?? "").split(separator: " ")
      guard words.count == 2, let mode = Int(words[0]), let value = Double(words[1]) else {
        throw BenchmarkError(message: "the peer printed no probability")
      }
      let enclosure = CertifiedWrongVoteLaw(groups).probability(wrong: mode)
      guard abs(enclosure.midpoint.rounded(.toNearestOrEven) / value - 1) < 1e-9 else {
        throw BenchmarkError(message: "the peer's probability of \(mode) wrong votes differs from ours")
      }
      times.peer = min(times.peer, try object.time(\.seconds))
    }
    return Row(
      task: "law of wrong votes in floating point, M = 5000 (ours certified)", unit: "ms", ours: times.ours * 1e3,
      peer: times.peer * 1e3, peerName: "fast-poibin dp", goal: 1)
  }
}

/// Keeps the optimiser from dropping the work.
@inline(never)
func use<Value>(_ value: Value) {}
