import ExactArithmetic
import LinearAlgebra
import Simulation

/// Samples of two classes: a vector of features and a sign each.
public struct LabelledSamples: Sendable, Equatable {
  /// N x d, finite.
  public let features: Matrix<Double>
  /// Whether sample j has the label 1; otherwise it has -1.
  public let isPositive: [Bool]

  public var count: Int { features.rows }
  public var dimension: Int { features.columns }

  /// - Precondition: a label for each row, at least one row and column, and every feature 0 or of magnitude 2^-64 ... 2^64.
  public init(features: Matrix<Double>, isPositive: [Bool]) {
    precondition(
      features.rows == isPositive.count && features.rows > 0 && features.columns > 0, "samples of mixed sizes")
    precondition(features.elements.allSatisfy(Self.isOrdinary), "a feature beyond 2^64 or below 2^-64")
    self.features = features
    self.isPositive = isPositive
  }

  /// Whether squares of a feature and sums of them stay well inside the doubles.
  static func isOrdinary(_ feature: Double) -> Bool {
    feature == 0 || (feature.magnitude >= 0x1p-64 && feature.magnitude <= 0x1p64)
  }

  /// Features that are multiples of 1/8 in [-1, 1], labelled by the side of a drawn hyperplane through the origin, which has
  /// such coordinates too; each label is then flipped with the given probability.
  ///
  /// - Parameter flip: in [0, 1].
  public static func drawn(count: Int, dimension: Int, flip: Rational, seed: UInt64) -> LabelledSamples {
    let random = RandomSource(seed: seed)
    let law = BernoulliLaw(flip)
    // Node 0 is the separator, node j + 1 sample j; number d of a sample is its flip.
    func coordinate(_ place: Int, _ k: Int) -> Double {
      Double(random.draw(.samples, node: place, number: k).integer(below: 17) - 8) / 8
    }
    let separator = (0..<dimension).map { coordinate(0, $0) }
    let features = Matrix<Double>(rows: count, columns: dimension) { coordinate($0 + 1, $1) }
    let labels = (0..<count).map { j in
      // Multiples of 1/64 below 2^20: exact.
      let side = zip(features.row(j), separator).reduce(0) { $0 + $1.0 * $1.1 } >= 0
      return side != random.draw(.samples, node: j + 1, number: dimension).bernoulli(law)
    }
    return LabelledSamples(features: features, isPositive: labels)
  }
}
