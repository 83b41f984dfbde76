import Algorithms
import ExactArithmetic
import Objectives
import Theorems

/// Evidence for sign methods on separable quadratics: the exact distribution of the iterate.
///
/// Coordinates do not influence each other, and each moves on a lattice of step delta by the law of its decoded sign,
/// so every left side is a sum over the places of a Markov chain. `exact` computes it in rationals, for noise of finite
/// support; `moments` in outward-rounded doubles, for every law.
public enum LatticeChain {
  /// - Throws: `EvidenceError` when the noise has no finite support or the integers would grow beyond reason.
  static func exact(
    _ workload: Workload, _ lattices: [CoordinateLattice], leftSides: Set<LeftSide>, checkpoints: [Int],
    progress: ProgressHandler
  ) throws(EvidenceError) -> Measurement {
    if workload.objective.noise.lattice == nil {
      throw EvidenceError(
        "exact evidence of a sign method needs noise with finitely many values; moments evidence encloses the same chain and certifies too"
      )
    }
    try afford(lattices, workload.iterations, productSeconds: 5e-8, wordSeconds: 1e-9)
    return try measure(
      workload, lattices, leftSides, checkpoints, progress, IntegerMass.self,
      method: "exact: lattice chain in rationals",
      lattice: { $0.exact(reach: workload.iterations)! }, enclosure: { Enclosure($0) })
  }

  /// - Throws: `EvidenceError` when the run is too long or a value overflows.
  static func enclosed(
    _ workload: Workload, _ lattices: [CoordinateLattice], leftSides: Set<LeftSide>, checkpoints: [Int],
    progress: ProgressHandler
  ) throws(EvidenceError) -> Measurement {
    try afford(lattices, workload.iterations, productSeconds: 2e-8, wordSeconds: 0)
    return try measure(
      workload, lattices, leftSides, checkpoints, progress, EnclosureMass.self,
      method: "certified: lattice chain in outward-rounded doubles",
      lattice: { $0.enclosed(reach: workload.iterations) }, enclosure: \.enclosure)
  }

  private static func measure<Mass: LatticeMass>(
    _ workload: Workload, _ lattices: [CoordinateLattice], _ leftSides: Set<LeftSide>, _ checkpoints: [Int],
    _ progress: ProgressHandler, _ type: Mass.Type, method: String, lattice: (CoordinateLattice) -> SignLattice<Mass.S>,
    enclosure: (Mass.S) -> Enclosure?
  ) throws(EvidenceError) -> Measurement {
    let (iterations, dimension) = (workload.iterations, lattices.count)
    let metrics = Metric.allCases.filter { metric in leftSides.contains { $0.metric == metric } }
    let zeros = [Double](repeating: 0, count: checkpoints.count)
    let table = Dictionary(uniqueKeysWithValues: metrics.map { ($0, zeros) })
    var trace = MetricTrace(checkpoints: checkpoints, values: table, averages: table)
    var values: [LeftSide: Mass.S] = [:]
    for (index, coordinate) in lattices.enumerated() {
      let chain = lattice(coordinate)
      var mass = Mass(chain)
      let shares = metrics.map { metric in
        (-iterations...iterations).map { chain.share(metric, at: $0, dimension: dimension) }
      }
      let estimates = shares.map { $0.map { enclosure($0).map { Double($0.midpoint) } ?? .nan } }
      var sums = [Double](repeating: 0, count: metrics.count)
      var next = 0
      for t in 0...iterations {
        let law = (-t...t).map { mass.estimate(at: $0) }
        let now = estimates.map { row in law.indices.reduce(0) { $0 + law[$1] * row[iterations - t + $1] } }
        if next < checkpoints.count, checkpoints[next] == t {
          for (row, metric) in metrics.enumerated() {
            trace.values[metric]![next] += now[row]
            trace.averages[metric]![next] += t == 0 ? .nan : sums[row] / Double(t)
          }
          next += 1
        }
        if t == iterations { break }
        for row in sums.indices { sums[row] += now[row] }
        mass.advance()
        if t & 15 == 0 { progress((Double(index) + Double(t) / Double(iterations)) / Double(lattices.count)) }
      }
      for side in leftSides {
        let row = shares[metrics.firstIndex(of: side.metric)!]
        let total = (-iterations...iterations).reduce(Mass.S.zero) { sum, place in
          let weight =
            side.aggregation == .final ? mass.probability(at: place) : mass.occupation(at: place)
          return sum + weight * row[place + iterations]
        }
        values[side, default: .zero] +=
          side.aggregation == .final ? total : total / Mass.S(iterations)
      }
    }
    var enclosed: [LeftSide: MeasuredSide] = [:]
    for (side, value) in values {
      guard let enclosure = enclosure(value) else {
        throw EvidenceError("moments evidence left the range of doubles; use exact evidence")
      }
      enclosed[side] = .enclosed(enclosure)
    }
    return Measurement(values: enclosed, trace: trace, method: method)
  }

  /// Longer runs are refused with their cost.
  private static let longestHours = 2.0
  fileprivate static let largestBytes = 4e9

  /// - Parameters:
  ///   - productSeconds: for one place and iteration, whatever the size of the numbers.
  ///   - wordSeconds: for each word of a number times each word of a transition.
  private static func afford(
    _ lattices: [CoordinateLattice], _ iterations: Int, productSeconds: Double, wordSeconds: Double
  ) throws(EvidenceError) {
    let steps = Double(iterations) * Double(iterations) * 3
    let costs = lattices.map { $0.voteCost(reach: iterations) }
    let bytes = costs.reduce(0) { max($0, $1.bytes) }
    if bytes > largestBytes {
      throw EvidenceError(
        "the laws of the batches' noise would take about \(Int(min(bytes / 1e9, 1e15)) + 1) gigabytes of memory; use "
          + "smaller batches, or gaussian noise")
    }
    let seconds = costs.reduce(0.0) { sum, cost in
      let words = 1 + cost.bits / 64
      return sum + cost.seconds + steps * (productSeconds + wordSeconds * words * words * Double(iterations) / 2)
    }
    if seconds / 3600 > longestHours {
      throw EvidenceError(
        "the lattice chain would take about \(Int(min(seconds / 3600, 1e15).rounded(.up))) hours; "
          + (wordSeconds > 0 ? "use moments evidence, which certifies too" : "use fewer iterations, or sample"))
    }
  }
}

extension LatticeChain {
  /// P_max, the largest (1 - A_n)/2 over the coordinates and the places that can be reached before the last update.
  ///
  /// At a place with zero gradient it is 1/2: its sign cannot be told. Where the votes depend on the past, only
  /// 0 <= P_max <= 1 is known.
  public static func maximumDecodingError(of workload: Workload) -> Enclosure {
    let unknown = Enclosure(lower: 0, upper: 1)
    guard let lattices = CoordinateLattice.all(of: workload), workload.iterations <= longestSearch else {
      return unknown
    }
    let costs = lattices.map { $0.voteCost(reach: workload.iterations) }
    if costs.reduce(0, { $0 + $1.seconds }) > longestSeconds || costs.contains(where: { $0.bytes > largestBytes }) {
      return unknown
    }
    return lattices.map { lattice in
      lattice.exact(reach: workload.iterations)?.maximumDecodingError
        ?? lattice.enclosed(reach: workload.iterations).maximumDecodingError
    }.reduce(Enclosure(0)) { Enclosure.maximum($0, $1 ?? unknown) }
  }

  private static let longestSearch = 100_000
  private static let longestSeconds = 60.0
}

extension CoordinateLattice {
  /// What the laws of the votes at all places cost, roughly, and the bits of a vote's denominator, at most.
  fileprivate func voteCost(reach: Int) -> (seconds: Double, bytes: Double, bits: Double) {
    let workers = Double(batchSizes.count)
    let kinds = Set(zip(coordinate.centres, batchSizes).map { WorkerKind(centre: $0, batch: $1) }).map {
      Double($0.batch)
    }
    let adversaries = vote.adversaries
    let coins =
      adversaries.attack == .randomFlip ? Double(adversaries.count * adversaries.rate.denominator.bitWidth) : 0
    // The product of the batches' powers of 2 or 4, and of the coins' denominators.
    let bits = 2 * Double(batchSizes.reduce(0, +)) + coins
    let places = 2 * Double(reach) + 1
    if noise.lattice == nil {
      return (places * (Double(kinds.count) * 2e-4 + workers * workers * 3e-8), 0, bits)
    }
    // B integers of some B bits for each size, which are added up for each kind and place.
    let sizes = Set(batchSizes).map { Double($0) }
    let laws = sizes.reduce(0) { $0 + $1 * (3e-7 + $1 * 5e-11) }
    let flips = kinds.reduce(0) { $0 + $1 * (1e-7 + $1 * 2e-11) }
    return (
      laws + places * (flips + workers * workers * (3e-7 + bits * 8e-10)),
      sizes.reduce(0) { $0 + $1 * $1 / 4 }, bits
    )
  }
}

extension SignLattice {
  /// `nil` when a value overflows.
  fileprivate var maximumDecodingError: Enclosure? {
    var largest = Enclosure(0)
    // Places are visited one after the other away from the start, as far as a vote may go on.
    for direction in [1, -1] {
      var place = 0
      while abs(place) < reach {
        guard let error = error(at: place) else { return nil }
        largest = Enclosure.maximum(largest, error)
        let onward = direction > 0 ? self[place].plus : self[place].minus
        if onward == .zero { break }
        place += direction
      }
    }
    return largest
  }

  private func error(at place: Int) -> Enclosure? {
    let sign = gradients[place + reach].signum
    if sign == 0 { return Enclosure(Rational(1, 2)) }
    let drift = self[place].plus - self[place].minus
    let error = S(Rational(1, 2)) * (.one - S(sign) * drift)
    return (error as? Rational).map { Enclosure($0) } ?? (error as? FloatEnclosure)?.enclosure
  }
}
