import ExactArithmetic
import LinearAlgebra
import Simulation

/// f_i(x) = 1/2 (x - c_i)^T R^T diag(curvature) R (x - c_i), R a rational rotation (identity by default).
///
/// The Hessian is the same for all workers, so every constant is exact: L = max curvature, mu = min
/// curvature, zeta^2 = (1/n) sum_i |A (c_i - cbar)|^2, x* = cbar.
public struct Quadratic: Objective {
  public static let name = "quadratic"
  public static let summary = "f_i(x) = 1/2 (x - c_i)^T A (x - c_i), A = diag(curvature), optionally rotated"

  /// Eigenvalues of the Hessian, d of them, none negative.
  public let curvature: [Rational]
  /// n x d; row i is c_i.
  public let centres: Matrix<Rational>
  public let start: [Rational]
  public let noise: Noise
  public let batchSizes: [Int]
  /// Orthogonal, d x d; `nil` is the identity.
  public let rotation: Matrix<Rational>?

  /// - Precondition: shapes agree, curvatures are nonnegative, the rotation is exactly orthogonal.
  public init(
    curvature: [Rational], centres: Matrix<Rational>, start: [Rational]? = nil, noise: Noise = .none,
    batchSizes: [Int]? = nil, rotation: Matrix<Rational>? = nil
  ) {
    let d = curvature.count
    precondition(centres.columns == d && (start ?? curvature).count == d, "a quadratic of mixed dimensions")
    let batchSizes = batchSizes ?? Array(repeating: 1, count: centres.rows)
    precondition(batchSizes.count == centres.rows && batchSizes.allSatisfy { $0 > 0 }, "batch sizes \(batchSizes)")
    precondition(curvature.allSatisfy { $0.signum >= 0 }, "a quadratic with negative curvature")
    precondition(rotation.map { $0 * $0.transposed == .identity(d) } ?? true, "a rotation that is not orthogonal")
    self.curvature = curvature
    self.centres = centres
    self.start = start ?? Array(repeating: 0, count: d)
    self.noise = noise
    self.batchSizes = batchSizes
    self.rotation = rotation
  }

  public var workers: Int { centres.rows }
  public var dimension: Int { curvature.count }

  public var separated: SeparatedQuadratic? {
    // The noise covariance v I is invariant under rotation, so second moments separate in the principal axes.
    var turned = centres
    var start = Matrix(rows: 1, columns: dimension, elements: start)
    if let axes = rotation?.transposed {
      turned = turned * axes
      start = start * axes
    }
    return SeparatedQuadratic(
      coordinates: (0..<dimension).map { k in
        .init(curvature: curvature[k], centres: (0..<workers).map { turned[$0, k] }, start: start[0, k])
      },
      noiseVariances: batchSizes.map { noise.variance / Rational($0) })
  }

  public var coordinatewise: SeparatedQuadratic? { rotation == nil ? separated : nil }

  public var squaredReach: Rational? {
    // In the principal axes a step moves a coordinate to a point between itself and the worker's minimiser.
    separated!.coordinates.reduce(.zero) { sum, coordinate in
      sum + coordinate.centres.reduce(coordinate.start.magnitude) { max($0, $1.magnitude) }.squared
    }
  }

  public var constants: ObjectiveConstants {
    var heterogeneity: Rational = 0
    var localGap: Rational = 0
    var distances = [Rational](repeating: 0, count: workers)
    var gap: Rational = 0
    var distance: Rational = 0
    for coordinate in separated!.coordinates {
      let (a, centre) = (coordinate.curvature, coordinate.centre)
      for (worker, own) in coordinate.centres.enumerated() {
        distances[worker] += (a * (own - centre)).squared
        localGap += a * (own - centre).squared / Rational(2 * workers)
      }
      heterogeneity += coordinate.centres.reduce(.zero) { $0 + (a * ($1 - centre)).squared } / Rational(workers)
      gap += a * (coordinate.start - centre).squared / 2
      distance += (coordinate.start - centre).squared
    }
    return ObjectiveConstants(
      smoothness: Enclosure(curvature.max() ?? 0), strongConvexity: Enclosure(curvature.min() ?? 0),
      noiseVariance: Enclosure(Rational(dimension) * noise.variance / Rational(batchSizes.min()!)),
      heterogeneity: Enclosure(heterogeneity),
      maximumHeterogeneity: Enclosure(distances.max()!),
      localGap: Enclosure(localGap),
      smoothnessSum: Enclosure(smoothnessSum),
      initialGap: Enclosure(gap), initialDistance: Enclosure(distance), isConvex: true)
  }

  /// Without a rotation the trace of the Hessian H. With one, sum_nm |H_nm|: H is at most the diagonal matrix of its
  /// absolute row sums, which is what a step along several coordinates at once needs.
  private var smoothnessSum: Rational {
    guard let rotation else { return curvature.reduce(.zero, +) }
    let scaled = Matrix<Rational>(rows: dimension, columns: dimension) { curvature[$0] * rotation[$0, $1] }
    return (rotation.transposed * scaled).elements.reduce(.zero) { $0 + $1.magnitude }
  }

  public func kernel<S: Scalar>(in scalar: S.Type) -> any ObjectiveKernel<S> { QuadraticKernel<S>(self) }
}

extension Quadratic {
  /// Centres whose coordinates are multiples of spread / 8 in [-spread, spread], drawn from the seed.
  public static func drawnCentres(workers: Int, dimension: Int, spread: Rational, seed: UInt64) -> Matrix<Rational> {
    let stream = NoiseStream(seed: seed, purpose: StreamPurpose.centres.rawValue)
    return Matrix<Rational>(rows: workers, columns: dimension) { i, k in
      // 17 values from 64 bits: the bias is below 2^-59.
      let step = Int(stream.word(UInt32(k), iteration: 0, replicate: UInt32(i)) % 17) - 8
      return spread * Rational(step, 8)
    }
  }

  /// A rotation with rational entries: the product of two Householder reflections with small integer
  /// normals drawn from the seed, so it is orthogonal exactly.
  public static func drawnRotation(dimension: Int, seed: UInt64) -> Matrix<Rational> {
    let stream = NoiseStream(seed: seed, purpose: StreamPurpose.rotation.rawValue)
    func reflection(_ index: UInt32) -> Matrix<Rational> {
      let normal = (0..<dimension).map {
        Rational(1 + Int(stream.word(UInt32($0), iteration: 0, replicate: index) % 4))
      }
      let square = normal.reduce(.zero) { $0 + $1 * $1 }
      return Matrix<Rational>(rows: dimension, columns: dimension) { i, j in
        (i == j ? 1 : 0) - 2 * normal[i] * normal[j] / square
      }
    }
    return reflection(0) * reflection(1)
  }
}
