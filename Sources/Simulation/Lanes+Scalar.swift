import ExactArithmetic

/// Eight replicates are one scalar, so that algorithms written over `Scalar` run eight at a time.
extension Lanes: Scalar {
  /// The nearest double in every lane.
  public init(_ value: Rational) { self.init(repeating: Double(value)) }

  @inlinable @inline(__always)
  public static var zero: Lanes { Lanes(repeating: 0) }

  public var upperSquareRoot: Lanes { Lanes(values.squareRoot()) }
}
