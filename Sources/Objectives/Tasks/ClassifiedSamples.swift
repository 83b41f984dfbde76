import LinearAlgebra

/// Samples of several classes: a vector of features and a class each.
public struct ClassifiedSamples<Real: PackedScalar>: Sendable, Equatable {
  /// N x d, row by row, finite.
  public let features: [Real]
  /// N of them, each in 0 ..< `classes`.
  public let labels: [Int]
  /// d
  public let dimension: Int
  public let classes: Int

  /// N
  public var count: Int { labels.count }

  /// - Precondition: sizes agree, d and the number of classes are positive, features are finite, labels in range.
  public init(features: [Real], labels: [Int], dimension: Int, classes: Int) {
    precondition(
      dimension > 0 && classes > 0 && features.count == labels.count * dimension,
      "\(features.count) features of \(labels.count) samples in \(dimension) dimensions, \(classes) classes")
    precondition(labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label outside 0 ..< \(classes)")
    precondition(Self.areFinite(features), "a feature that is not finite")
    self.features = features
    self.labels = labels
    self.dimension = dimension
    self.classes = classes
  }

  /// The features of sample j.
  public func row(_ j: Int) -> ArraySlice<Real> { features[j * dimension..<(j + 1) * dimension] }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  private static func areFinite(_ features: [Real]) -> Bool { features.allSatisfy(\.isFinite) }
}
