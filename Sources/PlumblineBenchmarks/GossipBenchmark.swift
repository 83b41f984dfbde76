import Foundation
import Plumbline

/// Gossip learning on logistic regression: 100 nodes, complete graph, d = 100, 20 samples a node, batches of 10, against a
/// bare heapq loop with NumPy.
///
/// Eight runs share their wake-ups and differ in their batches; a node update is one of one run. The peer's clocks are
/// periodic, ours without memory, and ours read no event queue.
enum GossipBenchmark {
  private static let (nodes, iterations, replicates) = (100, 10_000, 4)

  static func rows(_ peer: Peer) throws -> [Row] {
    let workload = try workload()
    var (ours, theirs) = (Double.infinity, Double.infinity)
    for _ in 0..<5 {
      ours = min(ours, seconds(workload, jobs: 1))
      let object = try peer.run("gossip_heapq.py")
      guard let updates = object.result.flatMap(Double.init), updates > 0 else {
        throw BenchmarkError(message: "gossip_heapq.py counted no updates")
      }
      theirs = min(theirs, try object.time(\.seconds) / updates)
    }
    return [
      Row(
        task: "gossip learning, logistic regression, per node update", unit: "µs", ours: ours / updates * 1e6,
        peer: theirs * 1e6, peerName: "heapq and NumPy", goal: 20)
    ]
  }

  /// A line on how replicates use the cores.
  static func scalingLine() throws -> String {
    let workload = try workload()
    var times = (one: Double.infinity, two: Double.infinity)
    for _ in 0..<3 {
      times.one = min(times.one, seconds(workload, jobs: 1))
      times.two = min(times.two, seconds(workload, jobs: 2))
    }
    return String(
      format: "Gossip learning, replicates on two threads instead of one: %.3g times as fast.\n", times.one / times.two)
  }

  private static var updates: Double { Double(iterations * replicates * 8) }

  private static func workload() throws -> Workload {
    let samples = LabelledSamples.drawn(count: 20 * nodes, dimension: 100, flip: Rational(1, 10), seed: 7)
    let network = MixingMatrix(try Topologies.graph("complete", size: .nodes(nodes)), weights: .metropolis)
    return Workload(
      algorithm: try GossipLearning(stepSize: Rational(1, 10), network: network),
      objective: Logistic(
        samples: samples, assignment: SamplePartition.iid.assignment(of: samples.isPositive, nodes: nodes, seed: 7),
        regularisation: Rational(1, 100), batchSizes: Array(repeating: 10, count: nodes)), iterations: iterations)
  }

  private static func seconds(_ workload: Workload, jobs: Int) -> Double {
    let side = LeftSide(.squaredDistance, .final)
    return shortest(of: 1) {
      _ = try? SampledRuns.measure(
        workload, leftSides: [side], checkpoints: [iterations], replicates: replicates, seed: 7, jobs: jobs)
    }
  }
}
