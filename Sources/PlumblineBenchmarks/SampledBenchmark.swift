import Foundation
import Plumbline

/// Sampled D-SGD, ring of 16, d = 10, T = 1000, 1000 replicates, Gaussian noise, one thread, against NumPy.
enum SampledBenchmark {
  static func rows(_ peer: Peer) throws -> [Row] {
    let (n, d, iterations, replicates) = (16, 10, 1000, 1000)
    let network = MixingMatrix(try Topologies.graph("ring", size: .nodes(n)), weights: .metropolis)
    let workload = Workload(
      algorithm: DSGD(stepSize: Rational(1, 20), network: network),
      objective: Quadratic(
        curvature: (1...d).map { Rational($0, 10) },
        centres: Quadratic.drawnCentres(workers: n, dimension: d, spread: 1, seed: 7),
        noise: Noise(.gaussian, variance: 1)), iterations: iterations)
    // The peer reads nothing but the last iterate; the second figure also measures |grad f(xbar)|^2 in every step.
    let final = LeftSide(.squaredDistance, .final)
    let average = LeftSide(.squaredGradient, .average)
    var times = (final: Double.infinity, average: Double.infinity, peer: Double.infinity)
    for _ in 0..<3 {
      times.final = min(times.final, shortest(of: 1) { run(workload, final, replicates) })
      times.average = min(times.average, shortest(of: 1) { run(workload, average, replicates) })
      times.peer = min(times.peer, try peer.run("dsgd.py").time(\.seconds))
    }
    let updates = Double(iterations * replicates * n) * 1e-9
    return [("last iterate", times.final), ("gradient norm in every step", times.average)].map { what, time in
      Row(
        task: "sampled D-SGD, \(what), per node update", unit: "ns", ours: time / updates, peer: times.peer / updates,
        peerName: "NumPy, blocked", goal: 3)
    }
  }

  private static func run(_ workload: Workload, _ side: LeftSide, _ replicates: Int) {
    _ = try? SampledRuns.measure(
      workload, leftSides: [side], checkpoints: [workload.iterations], replicates: replicates, seed: 7, jobs: 1)
  }

  /// The process's largest resident set so far, in MB.
  static var peakMemory: String { String(format: "%.0f MB", peakKilobytes / 1024) }

  /// The same in kB.
  static var peakKilobytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return line.split(separator: " ").compactMap { Double($0) }.first ?? 0
  }
}
