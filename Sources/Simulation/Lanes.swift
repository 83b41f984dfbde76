/// Eight doubles that are computed with at once, one per replicate of an experiment.
///
/// Every operation acts lane by lane and rounds exactly as the same operation on `Double`, so a run on lanes is eight
/// scalar runs, bit for bit. The memory layout is that of `SIMD8<Double>`.
@frozen public struct Lanes: Equatable, Sendable {
  /// The eight values; lane j belongs to replicate `firstReplicate + j` of a `NoiseStream`.
  public var values: SIMD8<Double>

  /// The number of lanes.
  ///
  /// Computed, since a stored constant could not be inlined into other modules.
  @inlinable @inline(__always)
  public static var width: Int { 8 }

  /// One value per lane.
  @inlinable @inline(__always)
  public init(_ values: SIMD8<Double>) {
    self.values = values
  }

  /// The same value in every lane.
  @inlinable @inline(__always)
  public init(repeating value: Double) {
    values = SIMD8(repeating: value)
  }

  @inlinable @inline(__always)
  public static func + (left: Lanes, right: Lanes) -> Lanes { Lanes(left.values + right.values) }

  @inlinable @inline(__always)
  public static func - (left: Lanes, right: Lanes) -> Lanes { Lanes(left.values - right.values) }

  @inlinable @inline(__always)
  public static func * (left: Lanes, right: Lanes) -> Lanes { Lanes(left.values * right.values) }

  @inlinable @inline(__always)
  public static func / (left: Lanes, right: Lanes) -> Lanes { Lanes(left.values / right.values) }

  /// The negatives; subtracting from -0 rather than 0 keeps the sign of a zero right, as `Double` does.
  @inlinable @inline(__always)
  public static prefix func - (lanes: Lanes) -> Lanes { Lanes(SIMD8(repeating: -0.0) - lanes.values) }

  @inlinable @inline(__always)
  public static func += (left: inout Lanes, right: Lanes) { left.values = left.values + right.values }

  @inlinable @inline(__always)
  public static func -= (left: inout Lanes, right: Lanes) { left.values = left.values - right.values }

  @inlinable @inline(__always)
  public static func *= (left: inout Lanes, right: Lanes) { left.values = left.values * right.values }
}
