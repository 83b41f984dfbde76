import ExactArithmetic
import LinearAlgebra
import Simulation

/// f = (1/n) sum_i f_i, one f_i per worker, with its stochastic gradients and its constants.
///
/// A new objective is one file and one line in `Objectives.all`.
public protocol Objective: Sendable {
  static var name: String { get }
  static var summary: String { get }

  /// n
  var workers: Int { get }
  /// d
  var dimension: Int { get }
  /// The point where every worker starts; d coordinates.
  var start: [Rational] { get }
  /// The noise of one sample's gradient; `none` where a sampler writes the stochastic gradients.
  var noise: Noise { get }
  /// B_i: samples whose gradients worker i averages in an iteration, so that its noise has variance noise/B_i.
  var batchSizes: [Int] { get }
  /// Bounds of the second moment of each worker's noise vector; the largest is `constants.noiseVariance`.
  var noiseVariances: [Rational] { get }
  var constants: ObjectiveConstants { get }
  /// The square of a distance from the origin that gradient steps with eta L <= 1 and mixing, without noise, never
  /// pass from the start; sizes the rounding errors of runs in doubles. `nil` when there is no such distance.
  var squaredReach: Rational? { get }
  /// The same objective as independent one-dimensional quadratics, when it is one; what exact moments need.
  var separated: SeparatedQuadratic? { get }
  /// The same without turning the axes: what methods need that act on each coordinate by itself.
  var coordinatewise: SeparatedQuadratic? { get }
  /// Gradients and metrics in one scalar.
  func kernel<S: Scalar>(in scalar: S.Type) -> any ObjectiveKernel<S>
  /// What draws the stochastic gradients, when they are not gradients to which `noise` is added.
  func gradientSampler(seed: UInt64) -> (any GradientSampler)?
}

extension Objective {
  public var noiseVariances: [Rational] {
    batchSizes.map { Rational(dimension) * noise.variance / Rational($0) }
  }

  public func gradientSampler(seed: UInt64) -> (any GradientSampler)? { nil }
}

/// Draws the stochastic gradients of eight replicates at once.
public protocol GradientSampler: Sendable {
  /// Row i of `gradients` (n x d) becomes a stochastic gradient of f_i, unbiased and with fresh noise, at row
  /// `firstRow` + i of `points`, or at its only row. Lane j belongs to replicate `firstReplicate` + j.
  ///
  /// A pure function of the seed, the replicate, the iteration, the worker and its point.
  ///
  /// - Parameter workers: the rows that are wanted; `nil` is all.
  func sampleGradients(
    at points: Matrix<Lanes>, of workers: [Int]?, firstRow: Int, into gradients: inout Matrix<Lanes>,
    firstReplicate: Int, iteration: Int)
}

/// What the theorems know of an objective.
public struct ObjectiveConstants: Sendable, Equatable {
  /// L
  public var smoothness: Enclosure
  /// mu, zero when f_i is convex but not strongly so.
  public var strongConvexity: Enclosure
  /// sigma^2: the largest second moment of a worker's noise vector.
  public var noiseVariance: Enclosure
  /// zeta^2
  public var heterogeneity: Enclosure
  /// zeta_max^2: the largest of the workers' |grad f_i - grad f|^2 in place of their mean.
  public var maximumHeterogeneity: Enclosure
  /// f_star - (1/n) sum_i inf f_i
  public var localGap: Enclosure
  /// |L|_1, the sum over the coordinates of constants with f(x + s e_n) smooth in s.
  public var smoothnessSum: Enclosure
  /// f(x0) - f_star; where the infimum is not known f_star is a lower bound of f, which is all that theorems need.
  public var initialGap: Enclosure
  /// |x0 - x*|^2; `nil` when no minimiser is known.
  public var initialDistance: Enclosure?
  public var isConvex: Bool
}

/// An objective's gradients and metrics in one scalar. Points are rows.
public protocol ObjectiveKernel<S>: Sendable {
  associatedtype S: Scalar
  /// Row i of `gradients` (n x d) becomes grad f_i at row `firstRow` + i of `points`, or at its only row.
  ///
  /// - Parameter workers: the rows that are wanted; `nil` is all.
  func evaluateGradients(at points: Matrix<S>, of workers: [Int]?, firstRow: Int, into gradients: inout Matrix<S>)
  /// grad f(x), d coordinates.
  func gradient(at point: [S]) -> [S]
  /// |grad f(x)|^2
  func squaredGradient(at point: [S]) -> S
  /// f(x) - f_star
  func suboptimality(at point: [S]) -> S
  /// |x - x*|^2
  func squaredDistance(at point: [S]) -> S
}

extension ObjectiveKernel {
  /// All workers' gradients, at the first rows.
  public func evaluateGradients(at points: Matrix<S>, into gradients: inout Matrix<S>) {
    evaluateGradients(at: points, of: nil, firstRow: 0, into: &gradients)
  }
}

/// Independent one-dimensional quadratics f_ik(z) = (a_k / 2) (z - c_ik)^2 with a noise variance
/// for each worker.
public struct SeparatedQuadratic: Sendable {
  public var coordinates: [Coordinate]
  /// Second moment of each worker's noise per coordinate.
  public var noiseVariances: [Rational]

  public struct Coordinate: Sendable {
    /// a_k
    public var curvature: Rational
    /// c_ik for every worker i.
    public var centres: [Rational]
    public var start: Rational

    /// The minimiser of the average.
    public var centre: Rational { centres.reduce(.zero, +) / Rational(centres.count) }
  }
}

/// The registry of objectives.
public enum Objectives {
  public static let all: [any Objective.Type] = [Quadratic.self, Logistic.self, SigmoidLoss.self]
}
