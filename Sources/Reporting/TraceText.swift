import Checking
import Evidence
import Theorems

/// The metrics of a run as CSV and JSON.
public struct TraceReport: Sendable, Encodable {
  public let scenario: String
  public let evidence: String
  public let method: String
  public let seed: UInt64
  public let scenarioHash: String
  public let iterations: [Int]
  /// By metric, one estimate per recorded iteration.
  public let estimates: [String: [Double]]
  /// Bits that all workers have sent before each recorded iteration, exact; left out for algorithms that do not count
  /// them.
  public let bitsSent: [Int]?
  public let version: String

  public init(_ scenario: Scenario, _ measurement: Measurement) {
    self.scenario = scenario.name
    evidence = scenario.evidence.kind
    method = measurement.method
    seed = scenario.seed
    scenarioHash = scenario.hash
    iterations = measurement.trace.checkpoints
    estimates = Dictionary(uniqueKeysWithValues: measurement.trace.values.map { ($0.rawValue, $1) })
    bitsSent = scenario.workload.flatMap { workload in
      workload.algorithm.bitsPerIteration(dimension: workload.objective.dimension).map { bits in
        measurement.trace.checkpoints.map { $0 * bits }
      }
    }
    version = plumblineVersion
  }

  /// One line per recorded iteration; the header names the metrics.
  public var csv: String {
    let names = Metric.allCases.map(\.rawValue).filter { estimates[$0] != nil }
    var lines = [(["iteration"] + names + (bitsSent == nil ? [] : ["bitsSent"])).joined(separator: ",")]
    for (index, iteration) in iterations.enumerated() {
      let values = names.map { "\(estimates[$0]![index])" } + (bitsSent.map { ["\($0[index])"] } ?? [])
      lines.append((["\(iteration)"] + values).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
