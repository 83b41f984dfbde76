import Checking
import Algorithms
import Evidence
import Simulation
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
  /// Models and floats sent and gradients completed by all nodes, and virtual time, before each recorded iteration of the first
  /// replicate; exact. Left out for sign methods, and times where computing times are not modelled.
  public let modelsSent: [Int]?
  /// d floats a model, of 64 bits each.
  public let floatsSent: [Int]?
  public let gradientsCompleted: [Int]?
  public let virtualTimes: [Double]?
  /// Ages of the applied gradients of the first replicate; left out where none can be outdated.
  public let staleness: StalenessRecord?
  /// SHA-256 of the first replicate's events; left out when there are none.
  public let eventHash: String?
  public let version: String

  public struct StalenessRecord: Sendable, Encodable {
    /// In iterations.
    public let maximum: Int
    public let mean: Double
    public let assumedMaximum: Int
    public let links: [LinkRecord]
  }

  public struct LinkRecord: Sendable, Encodable {
    public let nodes: [Int]
    /// The most iterations in a row without an exchange over the link.
    public let longestOutage: Int
  }

  public init(_ scenario: Scenario, _ measurement: Measurement, _ account: RunAccount? = nil) {
    self.scenario = scenario.name
    evidence = scenario.evidence.kind
    method = measurement.method
    seed = scenario.seed
    scenarioHash = scenario.hash
    iterations = measurement.trace.checkpoints
    estimates = Dictionary(uniqueKeysWithValues: measurement.trace.values.map { ($0.rawValue, $1) })
    bitsSent = scenario.workload.flatMap { workload in
      let dimension = workload.objective.dimension
      if let bits = workload.algorithm.bitsPerIteration(dimension: dimension) {
        return measurement.trace.checkpoints.map { $0 * bits }
      }
      return account?.modelsSent.map { $0 * dimension * 64 }
    }
    modelsSent = account?.modelsSent
    floatsSent = account.map { account in
      account.modelsSent.map { $0 * (scenario.workload?.objective.dimension ?? 0) }
    }
    gradientsCompleted = account?.gradientsCompleted
    let surroundings = scenario.workload?.algorithm.settings.surroundings
    virtualTimes = surroundings?.computing == nil ? nil : account?.times
    if let account, let limit = scenario.workload?.algorithm.settings.optionalNumber("maximumStaleness") {
      staleness = StalenessRecord(
        maximum: account.maximumStaleness, mean: account.meanStaleness, assumedMaximum: limit.numerator.asInt ?? 0,
        links: zip(scenario.workload!.algorithm.mixing.graph.edges, account.longestOutages).map {
          LinkRecord(nodes: [$0.0, $0.1], longestOutage: $1)
        })
    } else {
      staleness = nil
    }
    eventHash = account.flatMap { $0.trace.records.isEmpty ? nil : $0.trace.hash }
    version = plumblineVersion
  }

  /// One line per recorded iteration; the header names the metrics.
  public var csv: String {
    let names = Metric.allCases.map(\.rawValue).filter { estimates[$0] != nil }
    let counts: [(String, [String]?)] = [
      ("bitsSent", bitsSent?.map(\.description)), ("modelsSent", modelsSent?.map(\.description)),
      ("floatsSent", floatsSent?.map(\.description)),
      ("gradientsCompleted", gradientsCompleted?.map(\.description)),
      ("virtualTime", virtualTimes?.map(\.description)),
    ]
    let columns = counts.compactMap { name, values in values.map { (name: name, values: $0) } }
    var lines = [(["iteration"] + names + columns.map(\.name)).joined(separator: ",")]
    for (index, iteration) in iterations.enumerated() {
      let values = names.map { "\(estimates[$0]![index])" } + columns.map { $0.values[index] }
      lines.append((["\(iteration)"] + values).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
