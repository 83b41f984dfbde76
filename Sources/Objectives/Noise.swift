import Decoding
import ExactArithmetic
import LinearAlgebra
import Simulation

/// The law of the noise in each coordinate of a stochastic gradient, independent across coordinates,
/// nodes and iterations.
public enum NoiseLaw: String, Sendable, CaseIterable {
  case none
  /// Plus or minus the standard deviation, each with probability 1/2.
  case rademacher
  /// 0 with probability 1/2, plus or minus sqrt(2) standard deviations with probability 1/4 each: dyadic
  /// probabilities, so that sampling it is exact.
  case threePoint = "three-point"
  case gaussian
}

/// A noise law with its second moment.
public struct Noise: Sendable, Equatable {
  public let law: NoiseLaw
  /// Second moment per coordinate; zero exactly when the law is `none`.
  public let variance: Rational

  /// - Precondition: `variance >= 0`; a law `none` has variance zero.
  public init(_ law: NoiseLaw, variance: Rational) {
    precondition(variance.signum >= 0 && (law != .none || variance == 0), "noise \(law) of variance \(variance)")
    self.law = law
    self.variance = variance
  }

  public static let none = Noise(.none, variance: 0)

  /// The values of one coordinate's noise with their probabilities; `nil` for a law without finite
  /// support or with irrational values.
  public var support: [(value: Rational, probability: Rational)]? {
    switch law {
    case .none: [(0, 1)]
    case .gaussian: nil
    case .rademacher:
      Self.root(of: variance).map { [(-$0, Rational(1, 2)), ($0, Rational(1, 2))] }
    case .threePoint:
      Self.root(of: 2 * variance).map {
        [(-$0, Rational(1, 4)), (Rational.zero, Rational(1, 2)), ($0, Rational(1, 4))]
      }
    }
  }

  /// The same law with its spacing known by its square; `nil` for a law without finite support.
  public var lattice: SymmetricLatticeNoise? {
    switch law {
    case .none, .rademacher: .rademacher(variance: variance)
    case .threePoint: .threePoint(variance: variance)
    case .gaussian: nil
    }
  }

  private static func root(of square: Rational) -> Rational? {
    let root = Enclosure(square).squareRoot()
    return root.isExact ? root.lower : nil
  }

  /// Noise of unit variance for eight replicates; lane j belongs to replicate `firstReplicate + j`.
  ///
  /// - Returns: false when there is no noise and nothing was written.
  @inlinable
  public func fill(
    _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, from stream: NoiseStream, firstReplicate: UInt32,
    iteration: UInt32
  ) -> Bool {
    switch law {
    case .none: return false
    case .rademacher: stream.fillRademacher(output, firstReplicate: firstReplicate, iteration: iteration)
    case .threePoint: stream.fillThreePoint(output, firstReplicate: firstReplicate, iteration: iteration)
    case .gaussian: stream.fillGaussian(output, firstReplicate: firstReplicate, iteration: iteration)
    }
    return true
  }
}
