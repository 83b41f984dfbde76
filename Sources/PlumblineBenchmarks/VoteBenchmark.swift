import Foundation
import Plumbline

/// The majority vote of 15 workers: from gradients against NumPy and PyTorch, and packed against a copy of the same bytes.
enum VoteBenchmark {
  private static let workers = 15

  static func rows(_ peer: Peer) throws -> [Row] { try gradients(peer) + [packed()] }

  /// d = 10^5 in single precision; the peers' point after a step must have the same bits as ours.
  private static func gradients(_ peer: Peer) throws -> [Row] {
    let dimension = 100_000
    let gradients = signs(count: workers * dimension)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-votes-\(UUID().uuidString)")
    try gradients.withUnsafeBytes { try Data($0).write(to: file) }
    defer { try? FileManager.default.removeItem(at: file) }
    var point = [Float](repeating: 0, count: dimension)
    func step() { MajorityDescent.step(&point, stepSize: 0x1p-10, gradients: gradients.span, workers: workers) }
    step()
    let expected = point.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    var ours = Double.infinity
    var peers = [("votes_numpy.py", "NumPy, best of two", Double.infinity)]
    if peer.has("torch") { peers.append(("votes_torch.py", "PyTorch, best of two", .infinity)) }
    for _ in 0..<3 {
      for k in peers.indices {
        ours = min(ours, shortest(of: 200, step))
        let object = try peer.run(peers[k].0, [file.path])
        guard object.result == expected else {
          throw BenchmarkError(message: "\(peers[k].0) decides other votes than ours")
        }
        peers[k].2 = min(peers[k].2, try object.time(\.seconds))
      }
    }
    return peers.map { _, name, seconds in
      Row(
        task: "majority vote and step, M = 15, d = 10^5, float32", unit: "us", ours: ours * 1e6, peer: seconds * 1e6,
        peerName: name, goal: 2)
    }
  }

  /// d = 10^7, so that the votes, 19 MB, are not in the nearer caches.
  private static func packed() -> Row {
    let dimension = 10_000_000
    let votes = (0..<workers).map { worker in
      let gradient = signs(count: dimension, replicate: UInt32(worker))
      return PackedSigns(gradient.span)
    }
    let bytes = workers * dimension / 8
    let source = [UInt8](repeating: 1, count: bytes)
    var target = source
    var times = (ours: Double.infinity, copy: Double.infinity)
    for _ in 0..<3 {
      times.ours = min(times.ours, shortest(of: 20) { use(PackedDecision.majority(of: votes)) })
      times.copy = min(
        times.copy,
        shortest(of: 20) {
          target.withUnsafeMutableBytes { target in source.withUnsafeBytes { target.copyMemory(from: $0) } }
          use(target[bytes / 2])
        })
    }
    let speed = String(format: "%.0f", Double(bytes) / times.ours * 1e-9)
    return Row(
      task: "majority vote of packed signs, M = 15, d = 10^7 (\(speed) GB/s)", unit: "us", ours: times.ours * 1e6,
      peer: times.copy * 1e6, peerName: "memory copy of the same bytes", goal: 0.5)
  }

  /// Numbers in (-1, 1), negative as often as positive.
  private static func signs(count: Int, replicate: UInt32 = 0) -> [Float] {
    let stream = NoiseStream(seed: 7, purpose: 0)
    return (0..<count).map { k in
      let word = stream.word(UInt32(k / 32), iteration: 0, replicate: replicate)
      return (Float(k % 1000) + 1) * 0x1p-10 * (word >> UInt32(k % 32) & 1 == 1 ? -1 : 1)
    }
  }
}
