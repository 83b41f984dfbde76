import ExactArithmetic

/// Eight replicates are one scalar, so that algorithms written over `Scalar` run eight at a time.
extension Lanes: Scalar {
  /// The nearest double in every lane.
  public init(_ value: Rational) { self.init(repeating: Double(value)) }

  @inlinable @inline(__always)
  public static var zero: Lanes { Lanes(repeating: 0) }

  public var naturalLogarithm: Lanes {
    var result = SIMD8<Double>.zero
    for lane in 0..<Lanes.width { result[lane] = values[lane].naturalLogarithm }
    return Lanes(result)
  }

  public var upperSquareRoot: Lanes { Lanes(values.squareRoot()) }
}
