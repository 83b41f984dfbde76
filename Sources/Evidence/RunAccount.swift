import Algorithms
import Simulation

/// What one run's slots amount to: ages of the applied gradients, traffic, virtual time. Nothing of it depends on the
/// models.
public struct RunAccount: Sendable {
  /// The largest and the mean age of an applied gradient, in iterations, and how many there are.
  public private(set) var maximumStaleness = 0
  public private(set) var meanStaleness = 0.0
  public private(set) var gradients = 0
  /// Of each of the network's edges, the most slots in a row in which it was down.
  public private(set) var longestOutages: [Int] = []
  /// Models sent, gradients completed and virtual time before each iteration of the list that was asked for.
  public private(set) var modelsSent: [Int] = []
  public private(set) var gradientsCompleted: [Int] = []
  public private(set) var times: [Double] = []
  /// What happened, event by event; empty unless it was asked for.
  public let trace: EventTrace
  private var ages: [(age: Int, node: Int, iteration: Int)] = []

  /// - Parameter checkpoints: ascending iterations in 0 ... T.
  public init(
    of workload: Workload, seed: UInt64, replicate: UInt32 = 0, checkpoints: [Int] = [], recordsEvents: Bool = false
  ) {
    let algorithm = workload.algorithm
    let slots = algorithm.schedule.slots(seed: seed, replicate: replicate)
    let readsStale = algorithm.readRow(of: 0) >= algorithm.workers || type(of: algorithm).update == .serverArrivals
    var starts = [Int](repeating: 0, count: algorithm.workers)
    var trace = EventTrace()
    var next = 0
    var traffic = Traffic(models: 0, gradients: 0)
    var time = 0.0
    var ageSum = 0
    let edges = algorithm.mixing.graph.edges
    var outages = [Int](repeating: 0, count: edges.count)
    longestOutages = outages
    for t in 0...workload.iterations {
      if next < checkpoints.count, checkpoints[next] == t {
        modelsSent.append(traffic.models)
        gradientsCompleted.append(traffic.gradients)
        times.append(time)
        next += 1
      }
      if t == workload.iterations { break }
      let slot = slots.next()
      time = slot.time > 0 ? slot.time : Double(t + 1)
      let cost = algorithm.traffic(in: slot)
      traffic.models += cost.models
      traffic.gradients += cost.gradients
      for node in slot.completions {
        let age = readsStale ? t - starts[node] : 0
        if age > maximumStaleness {
          maximumStaleness = age
          ages.append((age, node, t))
        }
        ageSum += age
        gradients += 1
      }
      for node in slot.completions + slot.restarts { starts[node] = t + 1 }
      if !slot.failedLinks.isEmpty || outages.contains(where: { $0 > 0 }) {
        let failed = Set(slot.failedLinks)
        for link in edges.indices {
          outages[link] = failed.contains(link) ? outages[link] + 1 : 0
          longestOutages[link] = max(longestOutages[link], outages[link])
        }
      }
      if recordsEvents { trace.append(slot, at: time, edges, nodes: algorithm.workers) }
    }
    meanStaleness = gradients == 0 ? 0 : Double(ageSum) / Double(gradients)
    self.trace = trace
  }

  /// The first applied gradient that is older than a limit.
  public func firstStaleness(above limit: Int) -> (age: Int, node: Int, iteration: Int)? {
    // Every new maximum is kept, so the first one above the limit is among them.
    ages.first { $0.age > limit }
  }
}

extension EventTrace {
  /// What happens in a slot, at its end.
  fileprivate mutating func append(_ slot: Slot, at time: Double, _ edges: [(Int, Int)], nodes: Int) {
    for post in slot.posts { append(.sent, node: post.node, at: post.time, detail: post.receiver) }
    for node in slot.completions { append(.completed, node: node, at: time) }
    for node in slot.restarts { append(.restarted, node: node, at: time) }
    for link in slot.failedLinks {
      append(.lost, node: edges[link].0, at: time, detail: edges[link].1)
      append(.lost, node: edges[link].1, at: time, detail: edges[link].0)
    }
    for exchange in slot.exchanges { append(.received, node: exchange.receiver, at: time, detail: exchange.sender) }
    for (token, node) in slot.visits.enumerated() { append(.mixed, node: node, at: time, detail: token) }
    if slot.averages {
      for node in 0..<nodes { append(.mixed, node: node, at: time, detail: nodes) }
    }
  }
}
