import ExactArithmetic
import LinearAlgebra

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
  /// The noise of one sample's gradient.
  var noise: Noise { get }
  /// B_i: samples whose gradients worker i averages in an iteration, so that its noise has variance noise/B_i.
  var batchSizes: [Int] { get }
  var constants: ObjectiveConstants { get }
  /// The square of a distance from the origin that gradient steps with eta L <= 1 and mixing, without noise, never
  /// pass from the start; sizes the rounding errors of runs in doubles.
  var squaredReach: Rational { get }
  /// The same objective as independent one-dimensional quadratics, when it is one; what exact moments need.
  var separated: SeparatedQuadratic? { get }
  /// The same without turning the axes: what methods need that act on each coordinate by itself.
  var coordinatewise: SeparatedQuadratic? { get }
  /// Gradients and metrics in one scalar.
  func kernel<S: Scalar>(in scalar: S.Type) -> any ObjectiveKernel<S>
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
  /// |L|_1, the sum over the coordinates of constants with f(x + s e_n) smooth in s.
  public var smoothnessSum: Enclosure
  /// f(x0) - f_star
  public var initialGap: Enclosure
  /// |x0 - x*|^2
  public var initialDistance: Enclosure
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
  public static let all: [any Objective.Type] = [Quadratic.self]
}
