import Algorithms
import Evidence

extension RunAccount {
  /// The first replicate of a scenario's run; `nil` for votes and sign methods, which have no events, and for runs of more
  /// than `largest` nodes times iterations.
  public init?(of scenario: Scenario, checkpoints: [Int]) {
    guard let workload = scenario.workload, type(of: workload.algorithm).update != .sign,
      workload.iterations <= Self.largest / workload.algorithm.workers
    else { return nil }
    self.init(of: workload, seed: scenario.seed, checkpoints: checkpoints, recordsEvents: true)
  }

  /// An event takes 16 bytes.
  public static let largest = 50_000_000
}
