import Foundation
import Plumbline

/// A training step of a perceptron 784-200-10 on a batch of 32 in single precision, against NumPy and PyTorch.
///
/// The peers' batch lies ready; ours is gathered from the pool of samples in each step.
enum PerceptronBenchmark {
  private static let (batch, stepSize) = (32, 0x1p-6)

  static func rows(_ peer: Peer) throws -> [Row] {
    let model = MultilayerPerceptron<Float>(dimension: 784, hidden: [200], classes: 10)
    let samples = ClassifiedSamples(
      features: normals(batch * 784), labels: (0..<batch).map { 7 * $0 % 10 }, dimension: 784, classes: 10)
    let start = model.initialParameters(seed: 7)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-network-\(UUID().uuidString)")
    try (samples.features + samples.labels.map { Float($0) } + start).withUnsafeBytes { try Data($0).write(to: file) }
    defer { try? FileManager.default.removeItem(at: file) }
    let workspace = model.makeWorkspace(batchSize: batch)
    let rows = Array(0..<batch)
    var parameters = start
    func step() -> Double {
      var span = parameters.mutableSpan
      return model.descend(&span, stepSize: stepSize, of: samples, rows: rows.span, using: workspace)
    }
    for _ in 0..<20 { _ = step() }
    let expected = step()
    var ours = Double.infinity
    var peers = [("numpy", "NumPy", Double.infinity)]
    if peer.has("torch") { peers.append(("torch", "PyTorch, best of three", .infinity)) }
    for _ in 0..<5 {
      for k in peers.indices {
        // From the start each time: the loss comes close to zero, and the time should not depend on that.
        parameters = start
        ours = min(ours, shortest(of: 1000) { use(step()) })
        let object = try peer.run("perceptron.py", [peers[k].0, file.path])
        guard let loss = object.result.flatMap(Double.init), abs(loss / expected - 1) < 1e-3 else {
          throw BenchmarkError(
            message: "\(peers[k].1) has the loss \(object.result ?? "-") after 20 steps, ours \(expected)")
        }
        peers[k].2 = min(peers[k].2, try object.time(\.seconds))
      }
    }
    return peers.map { _, name, seconds in
      Row(
        task: "perceptron 784-200-10, batch 32, float32, a training step", unit: "us", ours: ours * 1e6,
        peer: seconds * 1e6, peerName: name, goal: 1)
    }
  }

  private static func normals(_ count: Int) -> [Float] {
    var numbers = [SIMD8<Double>](repeating: .zero, count: count / 8)
    numbers.withUnsafeMutableBufferPointer {
      NoiseStream(seed: 7, purpose: 0).fillGaussian($0, firstReplicate: 0, iteration: 0)
    }
    return numbers.flatMap { vector in (0..<8).map { Float(vector[$0]) } }
  }
}
