import Plumbline

/// Exact covariances of D-SGD on a ring of 8, d = 2, T = 200, against python-flint and Fraction.
enum MomentsBenchmark {
  static func rows(_ peer: Peer) throws -> [Row] {
    let network = MixingMatrix(try Topologies.graph("ring", size: .nodes(8)), weights: .metropolis)
    let workload = Workload(
      algorithm: DSGD(stepSize: Rational(1, 40), network: network),
      objective: Quadratic(
        curvature: [Rational(1, 4), 1], centres: Matrix(rows: 8, columns: 2, repeating: 0),
        noise: Noise(.rademacher, variance: 1)), iterations: 200)
    var trace = Rational.zero
    func run() throws {
      trace = 0
      for k in 0..<2 {
        let covariance = try ExactMoments.state(of: workload, coordinate: k).covariance
        for i in 0..<8 { trace += covariance[i, i] }
      }
    }
    var ours = Double.infinity
    var flint = Double.infinity
    for _ in 0..<3 {
      ours = min(ours, shortest(of: 5) { try? run() })
      let object = try peer.run("moments.py", ["flint"])
      guard object.result == trace.fraction else {
        throw BenchmarkError(message: "the peer's exact trace differs from ours")
      }
      flint = min(flint, try object.time(\.seconds))
    }
    let fractions = try peer.run("moments.py", ["fractions"])
    let task = "exact moments, ring of 8, d = 2, T = 200"
    return [
      Row(task: task, unit: "ms", ours: ours * 1e3, peer: flint * 1e3, peerName: "python-flint fmpz_mat", goal: 1),
      Row(
        task: task, unit: "ms", ours: ours * 1e3, peer: try fractions.time(\.seconds) * 1e3,
        peerName: "fractions.Fraction", goal: 100),
    ]
  }
}
