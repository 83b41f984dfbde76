// Code that is not optimised, or not compiled for a processor that fuses, calls the mathematics library's fused
// multiplication, and this import is what makes the program link with it.
#if canImport(Glibc)
  import Glibc
#endif

/// A floating-point number that is computed with by the register: `Float` or `Double`.
public protocol PackedScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// As many numbers as 256 bits hold.
  associatedtype Pack: SIMD where Pack.Scalar == Self
  /// Carries the product out, in code compiled for this scalar.
  static func accumulate(_ product: FusedProduct<Self>)
}

extension Float: PackedScalar {
  public typealias Pack = SIMD8<Float>
  public static func accumulate(_ product: FusedProduct<Float>) { product.accumulateTiles() }
}

extension Double: PackedScalar {
  public typealias Pack = SIMD4<Double>
  public static func accumulate(_ product: FusedProduct<Double>) { product.accumulateTiles() }
}
