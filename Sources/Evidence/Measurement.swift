import Algorithms
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Theorems

/// What is run: an algorithm on an objective for a number of iterations.
public struct Workload: Sendable {
  public let algorithm: any Algorithm
  public let objective: any Objective
  /// T
  public let iterations: Int

  /// - Precondition: as many workers in the objective as in the algorithm, and at least one iteration.
  public init(algorithm: any Algorithm, objective: any Objective, iterations: Int) {
    precondition(algorithm.workers == objective.workers && iterations > 0, "a workload of mixed sizes")
    self.algorithm = algorithm
    self.objective = objective
    self.iterations = iterations
  }
}

extension Workload {
  /// The metrics that mean something for the algorithm.
  public var metrics: [Metric] {
    switch type(of: algorithm).update {
    case .serverArrivals: [.squaredGradient, .suboptimality, .squaredDistance, .consensusDistance, .snapshotGradient]
    case .sign:
      [.squaredGradient, .suboptimality, .squaredDistance, .absoluteGradient, .signAlignment, .decodingError]
    // Without a known minimiser there is no distance from it.
    case _ where objective.constants.initialDistance == nil:
      [.squaredGradient, .suboptimality, .consensusDistance, .nodeSuboptimality]
    default: [.squaredGradient, .suboptimality, .squaredDistance, .consensusDistance, .nodeSuboptimality]
    }
  }
}

/// What evidence found for the left sides that it was asked for.
public struct Measurement: Sendable {
  public let values: [LeftSide: MeasuredSide]
  public let trace: MetricTrace
  /// How the values were obtained, for the reader.
  public let method: String
  /// What was found of the gradients along the run; `nil` when it was not asked for.
  public let trajectory: Trajectory?

  /// Of the sides that were measured in a way of their own.
  private let ownMethods: [LeftSide: String]

  public func method(of side: LeftSide) -> String { ownMethods[side] ?? method }

  init(
    ownMethods: [LeftSide: String] = [:], values: [LeftSide: MeasuredSide], trace: MetricTrace, method: String,
    trajectory: Trajectory? = nil
  ) {
    self.ownMethods = ownMethods
    self.values = values
    self.trace = trace
    self.method = method
    self.trajectory = trajectory
  }
}

extension Measurement {
  /// One more side, found in its own way.
  public init(_ found: (value: Enclosure, method: String), of side: LeftSide, besides rest: Measurement?) {
    self.init(
      ownMethods: [side: found.method],
      values: (rest?.values ?? [:]).merging([side: .enclosed(found.value)]) { $1 },
      trace: rest?.trace ?? MetricTrace(checkpoints: [], values: [:], averages: [:]),
      method: rest?.method ?? found.method, trajectory: rest?.trajectory)
  }
}

/// Second moments of the gradients along a run, at the points y_i(t), t < T, where the nodes take them.
public struct Trajectory: Sendable, Equatable {
  /// Largest E|g_i(y_i)|^2 over nodes and iterations: what G^2 has to be.
  public let gradientSecondMoment: Enclosure
  /// Largest (1/n) sum_i E|grad f_i(y_i)|^2 over the iterations: what M^2 has to be.
  public let gradientMeanSquare: Enclosure
  /// Largest staleness gamma in any run and iteration; 0 where there is no such thing.
  public let stalenessLimit: Enclosure
  /// Whether the numbers are sample means rather than enclosures.
  public let isEstimated: Bool
}

/// A left side, enclosed or sampled.
public enum MeasuredSide: Sendable {
  case enclosed(Enclosure)
  case sampled(Samples)
}

/// One value per replicate, in the order of replicates.
///
/// Lower and upper values allow for rounding: their expectations enclose the exact one, so that a refutation does not
/// rest on it.
public struct Samples: Sendable {
  public let values: [Double]
  public let lowerValues: [Double]
  public let upperValues: [Double]
  /// No lower value is below `least`, no upper one above `most`; `nil` when there is no such number.
  public let least: Double
  public let most: Double?

  public init(values: [Double], lowerValues: [Double], upperValues: [Double], least: Double = 0, most: Double? = nil) {
    self.values = values
    self.lowerValues = lowerValues
    self.upperValues = upperValues
    self.least = least
    self.most = most
  }
}

/// Metrics along the run in doubles, for plots and `plumbline run`.
public struct MetricTrace: Sendable {
  /// Ascending iterations in 0 ... T.
  public let checkpoints: [Int]
  /// The metric's value at each checkpoint.
  public var values: [Metric: [Double]]
  /// Its mean over all iterations before each checkpoint; NaN at checkpoint 0.
  public var averages: [Metric: [Double]]
  /// The same weighted with (a + t)^2; empty where no claim asks for it.
  public var weighted: [Metric: [Double]] = [:]

  /// The left side as if the run had stopped at each checkpoint.
  public func curve(of side: LeftSide) -> [Double] {
    switch side.aggregation {
    case .average: averages[side.metric] ?? []
    case .final: values[side.metric] ?? []
    case .weighted: weighted[side.metric] ?? []
    }
  }
}

/// Iterations to record: all of 0 ... T when few, otherwise evenly spaced in the logarithm.
public func checkpoints(upTo iterations: Int, atMost count: Int) -> [Int] {
  if iterations < count { return Array(0...iterations) }
  var result: Set<Int> = [0, iterations]
  let ratio = Enclosure(Rational(iterations)).logarithm().midpoint
  for index in 0..<count {
    let exponent = ratio * Rational(index, count)
    result.insert(
      Enclosure(exponent.roundedDown(bits: 24)).exponential(width: Rational(1, 1 << 20)).midpoint.floor.asInt!)
  }
  return result.sorted()
}

extension Rational {
  fileprivate func roundedDown(bits: Int) -> Rational { Enclosure(self).roundedOutward(bits: bits).lower }
}

/// Called with the fraction that is done, from any thread.
public typealias ProgressHandler = @Sendable (Double) -> Void
