import Foundation
import Plumbline

/// Plexus with training: 1000 nodes, samples of 13, success fraction 4/5, five steps of batches of 20 of softmax regression
/// 60 x 10 in single precision, against the protocol on Python's asyncio and on a bare heapq, with NumPy.
///
/// Ours also shares the nodes' capacities among transfers and keeps membership, which the peers leave out.
enum PlexusBenchmark {
  static func rows(_ peer: Peer) throws -> [Row] {
    let workload = try Workload(nodes: 1000, samples: 60, rounds: 1000)
    var ours = Double.infinity
    var peers = [("asyncio", 20.0, Double.infinity), ("heapq", 5.0, .infinity)]
    for _ in 0..<3 {
      for k in peers.indices {
        ours = min(ours, try workload.secondsPerRound())
        let object = try peer.run("plexus.py", [peers[k].0])
        guard let rounds = object.result.flatMap(Double.init), rounds > 0 else {
          throw BenchmarkError(message: "plexus.py counted no rounds")
        }
        peers[k].2 = min(peers[k].2, try object.time(\.seconds) / rounds)
      }
    }
    return peers.map { name, goal, seconds in
      Row(
        task: "Plexus with training, 1000 nodes, sample 13, a round", unit: "ms", ours: ours * 1e3,
        peer: seconds * 1e3, peerName: name == "heapq" ? "heapq, hash orders shared" : name, goal: goal)
    }
  }

  /// A line on a network of 100000 nodes.
  static func largeLine() throws -> String {
    let nodes = 100_000
    let workload = try Workload(nodes: nodes, samples: 20, rounds: 300)
    let before = residentBytes
    var peak = before
    let seconds = try workload.secondsPerRound { peak = max(peak, residentBytes) }
    return String(
      format:
        "Plexus with training, 100000 nodes: %.3g s per round, %.0f bytes of memory per node besides the samples.\n",
      seconds, (peak - before) / Double(nodes))
  }

  private struct Workload {
    let problem: ClassificationProblem<SoftmaxRegression<Float>>
    let environment: TrainingEnvironment
    let method: PlexusTraining
    let rounds: Int

    init(nodes: Int, samples: Int, rounds: Int) throws {
      let federation = SyntheticFederation(
        modelSpread: 0, inputSpread: Rational(1, 2), sizes: .equal(samples + 1), seed: 7)
      problem = try ClassificationProblem(
        task: federation.task(clients: nodes, trainingShare: Rational(samples, samples + 1)),
        architecture: SoftmaxRegression(dimension: 60, classes: 10), localSteps: 5, batchSize: 20, stepSize: 0.05,
        seed: 7, testLimit: 100)
      let pings = (0..<100).map { i in
        (0..<100).map { "\(5 + ($0 * 61 + i * 37) % 95)" }.joined(separator: " ")
      }
      environment = try TrainingEnvironment(
        profiles: (0..<nodes).map {
          NodeProfile(
            secondsPerStep: 0.1 * exp(0.5 * cos(Double($0))), upload: 1e6 + 1e4 * Double($0 % 97), download: 1e7)
        },
        latency: MessageLatency(LatencyMatrix(parsing: pings.joined(separator: "\n")), nodes: nodes))
      method = try PlexusTraining([
        "sample": .number(13), "success": .number(Rational(4, 5)), "aggregator": .word("first"),
        "format": .word("big-endian"), "window": .number(Rational(max(1000, rounds))),
      ])
      self.rounds = rounds
    }

    func secondsPerRound(afterEach: @escaping () -> Void = {}) throws -> Double {
      let plan = try TrainingPlan(rounds: rounds, testEveryRounds: nil)
      var record: TrainingRecord?
      let seconds = shortest(of: 1) {
        record = try? method.train(problem, in: environment, plan: plan, seed: 7, watch: { _, _ in afterEach() })
      }
      guard record?.rounds == rounds else { throw BenchmarkError(message: "Plexus did not end its rounds") }
      return seconds / Double(rounds)
    }
  }

  /// What the process has in memory now.
  private static var residentBytes: Double {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return (fields.count > 1 ? Double(fields[1]) ?? 0 : 0) * Double(sysconf(Int32(_SC_PAGESIZE)))
  }
}
