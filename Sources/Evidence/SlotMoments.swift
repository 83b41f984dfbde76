import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Theorems

/// A scalar in which moments are computed to the end.
protocol MomentScalar: Scalar {
  var estimate: Double { get }
  /// `nil` when the value left the range.
  var enclosure: Enclosure? { get }
  /// A rough cost of a product, and of keeping a number; exact numbers grow besides.
  static var productSeconds: Double { get }
  static var bytes: Double { get }
}

extension Rational: MomentScalar {
  static let productSeconds = 2e-7
  static let bytes = 32.0
  var estimate: Double { Double(self) }
  var enclosure: Enclosure? { Enclosure(self) }
}

extension FloatEnclosure: MomentScalar {
  var estimate: Double { midpoint }
  static let productSeconds = 2e-8
  static let bytes = 16.0
}

extension WideEnclosure: MomentScalar {
  var enclosure: Enclosure? { rationalEnclosure }
  var estimate: Double { enclosure.map { Double($0.midpoint) } ?? .nan }
  static let productSeconds = 6e-7
  static let bytes = 400.0
}

/// The moments of one coordinate under random slots: for each mode of the slots' chain the mean and the second moment of
/// the state on the event of that mode.
struct SlotMoments<S: MomentScalar> {
  private let workload: Workload
  private let coordinate: SeparatedQuadratic.Coordinate
  private let noiseVariances: [Rational]
  private let channelVariance: Rational
  private let chain: SlotChain
  private var parts: [Int: Part]
  private var iteration = 0
  /// Steps of the slots seen so far; of one iteration only where step sizes decrease.
  private var steps: [Slot: Step] = [:]
  private let virtualIterate: [(row: Int, weight: S)]
  private let readRows: [Int]
  /// Where workers take their gradients within an iteration, if a step asks for several; of one iteration only where step
  /// sizes decrease.
  private var points: [Point]?

  private struct Point {
    var worker: Int
    var weights: [(row: Int, weight: S)]
    var offset: S
    var variance: S
  }

  private struct Part {
    var mass: S
    var mean: [S]
    var second: Matrix<S>
  }

  private struct Step {
    var transition: SparseMatrix<S>
    var offset: [S]
    var noise: Matrix<S>
  }

  init(_ workload: Workload, _ separated: SeparatedQuadratic, coordinate k: Int, _ chain: SlotChain) {
    self.workload = workload
    self.chain = chain
    coordinate = separated.coordinates[k]
    noiseVariances = separated.noiseVariances
    let algorithm = workload.algorithm
    channelVariance = algorithm.settings.surroundings.channelNoise / Rational(workload.objective.dimension)
    virtualIterate = algorithm.virtualIterate.map { ($0.row, S($0.weight)) }
    readRows = (0..<algorithm.workers).map(algorithm.readRow)
    let start = [S](repeating: S(coordinate.start), count: algorithm.models)
    parts = [
      chain.start: Part(
        mass: .one, mean: start,
        second: Matrix(rows: start.count, columns: start.count) { start[$0] * start[$1] })
    ]
  }

  /// One iteration.
  mutating func advance() {
    var next: [Int: Part] = [:]
    for (mode, part) in parts.sorted(by: { $0.key < $1.key }) {
      // Outcomes that do the same are taken together.
      var outcomes: [Arrival: Rational] = [:]
      var order: [Arrival] = []
      for outcome in chain.outcomes(mode) {
        let arrival = Arrival(slot: outcome.slot, mode: outcome.next)
        if outcomes[arrival] == nil { order.append(arrival) }
        outcomes[arrival, default: 0] += outcome.probability
      }
      for arrival in order {
        let step = step(arrival.slot)
        add(Self.image(of: part, under: step), times: S(outcomes[arrival]!), to: &next[arrival.mode])
      }
    }
    parts = next
    iteration += 1
    if !workload.algorithm.settings.stepOffset.isZero {
      steps = [:]
      points = nil
    }
  }

  /// Of the present iteration; empty where every worker takes one gradient, at its row.
  private mutating func askedPoints() -> [Point] {
    if let points { return points }
    guard let probe = workload.algorithm.probe else { return [] }
    let exact = SlotStep(
      workload.algorithm, probe, iteration: iteration, coordinate: coordinate, noiseVariances: noiseVariances,
      channelVariance: channelVariance)
    let found = exact.points.map { point in
      Point(
        worker: point.worker,
        weights: point.weights.enumerated().filter { !$0.element.isZero }.map { ($0.offset, S($0.element)) },
        offset: S(point.offset), variance: S(point.variance))
    }
    points = found
    return found
  }

  private struct Arrival: Hashable {
    var slot: Slot
    var mode: Int
  }

  private mutating func step(_ slot: Slot) -> Step {
    if let known = steps[slot] { return known }
    let exact = SlotStep(
      workload.algorithm, slot, iteration: iteration, coordinate: coordinate, noiseVariances: noiseVariances,
      channelVariance: channelVariance)
    let step = Step(
      transition: SparseMatrix(exact.transition).map(S.init), offset: exact.offset.map(S.init),
      noise: exact.noise.map(S.init))
    // Long lists of slots are read through, not kept.
    if (steps.count + 1) * exact.noise.elements.count > Self.largestCache { steps = [:] }
    steps[slot] = step
    return step
  }

  /// Matrix entries.
  private static var largestCache: Int { 1 << 24 }

  /// E over the step's noise; the mass stays.
  private static func image(of part: Part, under step: Step) -> Part {
    let rows = part.mean.count
    var moved = Matrix<S>(rows: rows, columns: 1, repeating: .zero)
    step.transition.multiply(Matrix(rows: rows, columns: 1, elements: part.mean), into: &moved)
    var product = part.second
    step.transition.multiply(part.second, into: &product)
    var second = part.second
    step.transition.multiply(product.transposed, into: &second)
    let drift = moved.elements
    for i in 0..<rows {
      for j in 0..<rows {
        second[i, j] +=
          drift[i] * step.offset[j] + step.offset[i] * drift[j]
          + part.mass * (step.offset[i] * step.offset[j] + step.noise[i, j])
      }
    }
    return Part(
      mass: part.mass, mean: (0..<rows).map { drift[$0] + part.mass * step.offset[$0] }, second: second)
  }

  private func add(_ part: Part, times weight: S, to sum: inout Part?) {
    guard var known = sum else {
      sum = Part(mass: weight * part.mass, mean: part.mean.map { weight * $0 }, second: part.second.map { weight * $0 })
      return
    }
    known.mass += weight * part.mass
    for i in known.mean.indices { known.mean[i] += weight * part.mean[i] }
    for index in known.second.elements.indices {
      known.second.elements[index] += weight * part.second.elements[index]
    }
    sum = known
  }

  private var total: Part {
    var sum: Part?
    for (_, part) in parts.sorted(by: { $0.key < $1.key }) { add(part, times: .one, to: &sum) }
    return sum!
  }

  /// The moments of the state, whatever the mode, and E|a (y_i - c_i)|^2 for every worker and, where a step asks for several
  /// gradients, each of them.
  mutating func moments() -> (metrics: CoordinateMoments<S>, gradientSquares: [S]) {
    let sum = total
    let centre = S(coordinate.centre)
    // Row sums of M with the weights of the virtual iterate.
    let against = sum.mean.indices.map { row in
      virtualIterate.reduce(S.zero) { $0 + $1.weight * sum.second[row, $1.row] }
    }
    let square = virtualIterate.reduce(S.zero) { $0 + $1.weight * against[$1.row] }
    let mean = virtualIterate.reduce(S.zero) { $0 + $1.weight * sum.mean[$1.row] }
    let deviation = square - S(2) * centre * mean + centre.squared
    var (consensus, lead) = (S.zero, S.zero)
    for row in readRows {
      consensus += sum.second[row, row] - S(2) * against[row] + square
      lead += against[row] - square - centre * (sum.mean[row] - mean)
    }
    let curvature = S(coordinate.curvature)
    let asked = askedPoints()
    let squares =
      asked.isEmpty
      ? readRows.enumerated().map { worker, row in
        let centre = S(coordinate.centres[worker])
        return curvature.squared * (sum.second[row, row] - S(2) * centre * sum.mean[row] + centre.squared)
      }
      : asked.map { point in
        // y - c_i = w x + (o - c_i) + noise
        let shift = point.offset - S(coordinate.centres[point.worker])
        var (square, mean) = (shift.squared + point.variance, S.zero)
        for (row, weight) in point.weights {
          mean += weight * sum.mean[row]
          for (other, factor) in point.weights { square += weight * factor * sum.second[row, other] }
        }
        return curvature.squared * (square + S(2) * shift * mean)
      }
    return (
      .init(
        deviation: deviation, consensus: consensus * S(Rational(1, readRows.count)),
        lead: lead * S(Rational(2, readRows.count))), squares
    )
  }
}

/// Evidence for algorithms whose steps are linear given clocks, links and routes, on quadratics.
enum SlotMeasurement {
  /// What can be measured so: `nil` otherwise.
  static func chain(of workload: Workload) -> (SeparatedQuadratic, SlotChain)? {
    let algorithm = workload.algorithm
    guard type(of: algorithm).update != .sign, !algorithm.remembersSlots,
      let separated = workload.objective.separated, let chain = algorithm.schedule.chain
    else { return nil }
    return (separated, chain)
  }

  /// In doubles where that is enough, else in intervals of a thousand bits: those of doubles may widen with every step
  /// although the moments do not.
  ///
  /// - Throws: `EvidenceError` when the run is too long.
  static func enclosed(
    _ workload: Workload, _ separated: SeparatedQuadratic, _ chain: SlotChain, leftSides: Set<LeftSide>,
    checkpoints: [Int], progress: ProgressHandler
  ) throws(EvidenceError) -> Measurement {
    do throws(EvidenceError) {
      let found = try measure(
        workload, separated, chain, in: FloatEnclosure.self, leftSides: leftSides, checkpoints: checkpoints,
        method: "certified: moment recursion over all slots, in outward-rounded doubles", progress: progress)
      if found.isNarrow { return found }
    } catch {
      if error.isRefusal { throw error }
    }
    return try measure(
      workload, separated, chain, in: WideEnclosure.self, leftSides: leftSides, checkpoints: checkpoints,
      method: "certified: moment recursion over all slots, in outward-rounded numbers of 1024 bits", progress: progress)
  }

  /// - Throws: `EvidenceError` when the run is too long or a value leaves the range.
  static func measure<S: MomentScalar>(
    _ workload: Workload, _ separated: SeparatedQuadratic, _ chain: SlotChain, in scalar: S.Type,
    leftSides: Set<LeftSide>, checkpoints: [Int], method: String, progress: ProgressHandler
  ) throws(EvidenceError) -> Measurement {
    try afford(workload, separated, chain, in: S.self)
    let (iterations, n) = (workload.iterations, workload.algorithm.workers)
    let offset = workload.algorithm.settings.stepOffset
    var recorder = TraceRecorder(metrics: Set(leftSides.map(\.metric)), checkpoints: checkpoints)
    var values: [LeftSide: S] = [:]
    let asked = n * (workload.algorithm.probe == nil ? 1 : workload.algorithm.gradientsPerIteration)
    var squares = [S](repeating: .zero, count: iterations * asked)
    for (index, coordinate) in separated.coordinates.enumerated() {
      var run = SlotMoments<S>(workload, separated, coordinate: index, chain)
      var sum = CoordinateMoments<S>.zero
      var weighted = sum
      var weights: Rational = 0
      for t in 0...iterations {
        let (now, gradients) = run.moments()
        if recorder.wants(t) {
          recorder.add(
            at: t, curvature: coordinate.curvature, now: now.estimate,
            average: t == 0 ? nil : sum.scaled(by: S(Rational(1, t))).estimate,
            weighted: weights.isZero ? nil : weighted.scaled(by: S(1 / weights)).estimate)
        }
        if t == iterations {
          for side in leftSides {
            let moments =
              switch side.aggregation {
              case .final: now
              case .average: sum.scaled(by: S(Rational(1, iterations)))
              case .weighted: weighted.scaled(by: weights.isZero ? .zero : S(1 / weights))
              }
            values[side, default: .zero] += moments.weighted(by: side.metric.weights(curvature: coordinate.curvature))
          }
          break
        }
        for (index, square) in gradients.enumerated() { squares[t * asked + index] += square }
        let weight = (offset + Rational(t)).squared
        weights += weight
        sum.add(now, times: .one)
        weighted.add(now, times: S(weight))
        run.advance()
        if t & 7 == 0 {
          progress((Double(index) + Double(t) / Double(iterations)) / Double(separated.coordinates.count))
        }
      }
    }
    var enclosed: [LeftSide: MeasuredSide] = [:]
    for (side, value) in values { enclosed[side] = .enclosed(try Self.enclosure(value)) }
    return Measurement(
      values: enclosed, trace: recorder.trace, method: method,
      trajectory: try trajectory(squares, workload, separated))
  }

  private static func enclosure<S: MomentScalar>(_ value: S) throws(EvidenceError) -> Enclosure {
    guard let enclosure = value.enclosure else {
      throw EvidenceError("moments evidence left the range of doubles; use exact evidence")
    }
    return enclosure
  }

  private static func trajectory<S: MomentScalar>(
    _ squares: [S], _ workload: Workload, _ separated: SeparatedQuadratic
  ) throws(EvidenceError) -> Trajectory {
    let n = workload.algorithm.workers
    let noise = separated.noiseVariances.map { Rational(workload.objective.dimension) * $0 }
    var (largest, largestMean) = (Enclosure(0), Enclosure(0))
    // All workers' of one asking after those of another.
    for start in stride(from: 0, to: squares.count, by: n) {
      var sum = S.zero
      for worker in 0..<n {
        let square = squares[start + worker]
        sum += square
        largest = .maximum(largest, try enclosure(square) + Enclosure(noise[worker]))
      }
      largestMean = .maximum(largestMean, try enclosure(sum) / Enclosure(Rational(n)))
    }
    return Trajectory(
      gradientSecondMoment: largest, gradientMeanSquare: largestMean, stalenessLimit: Enclosure(0), isEstimated: false)
  }

  private static func afford<S: MomentScalar>(
    _ workload: Workload, _ separated: SeparatedQuadratic, _ chain: SlotChain, in scalar: S.Type
  ) throws(EvidenceError) {
    let isExact = S.self == Rational.self
    let cost = SlotCost(workload, chain, coordinates: separated.coordinates.count, in: S.self)
    let advice = isExact ? "; use moments evidence, which certifies too, or sample" : "; sample"
    if cost.hours > SlotCost.longestHours {
      throw EvidenceError(
        isRefusal: true,
        "this evidence would take about \(Int(min(cost.hours, 1e15).rounded(.up))) hours\(advice)")
    }
    if cost.gigabytes > SlotCost.mostGigabytes {
      throw EvidenceError(
        isRefusal: true,
        "this evidence would take about \(Int(min(cost.gigabytes, 1e15).rounded(.up))) GB of memory\(advice)")
    }
  }
}

extension Measurement {
  /// Whether every enclosure has some six digits.
  fileprivate var isNarrow: Bool {
    values.values.allSatisfy { side in
      guard case .enclosed(let value) = side else { return true }
      return value.width * 1_000_000 <= value.midpoint.magnitude || value.width <= .powerOfTwo(-60)
    }
  }
}

extension CoordinateMoments where S: MomentScalar {
  var estimate: CoordinateMoments<Double> {
    .init(deviation: deviation.estimate, consensus: consensus.estimate, lead: lead.estimate)
  }

  func scaled(by factor: S) -> CoordinateMoments {
    .init(deviation: factor * deviation, consensus: factor * consensus, lead: factor * lead)
  }

  mutating func add(_ other: CoordinateMoments, times weight: S) {
    deviation += weight * other.deviation
    consensus += weight * other.consensus
    lead += weight * other.lead
  }
}
