import ExactArithmetic
import Simulation

/// A number that algorithms run in: exact rationals, doubles, or eight replicates at once. Unlike an enclosure it
/// knows its sign and its place in an order.
public protocol RunScalar: Scalar {
  /// -1, 0 or 1; 0 for a double that is no number.
  var sign: Self { get }
  /// A function of the nearest doubles, lane by lane: for weights that no exact scalar holds.
  static func combining(_ a: Self, _ b: Self, _ function: (Double, Double) -> Double) -> Self
  /// The Euclidean norm. Of several rationals whose norm is no rational number it is the upper end of an enclosure with 64
  /// significant bits.
  static func norm(_ values: [Self]) -> Self
  /// Whether it is 0 in every replicate.
  var isZeroThroughout: Bool { get }
  /// The largest integer that is not above it, at most 2^53 in magnitude; of the first replicate.
  var floored: Int { get }
  /// 1 for each of the `count` largest magnitudes and 0 for the others; of equal ones the first are taken.
  static func largest(_ count: Int, of values: [Self]) -> [Self]
}

extension RunScalar {
  /// |x|
  @inlinable public var magnitude: Self { self * sign }

  /// The places of the `count` largest, of equal ones the first.
  static func mask<Key: Comparable>(_ count: Int, _ keys: [Key]) -> [Bool] {
    let order = keys.indices.sorted { keys[$0] != keys[$1] ? keys[$0] > keys[$1] : $0 < $1 }
    var mask = [Bool](repeating: false, count: keys.count)
    for index in order.prefix(count) { mask[index] = true }
    return mask
  }
}

extension Double: RunScalar {
  public static func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  public var isZeroThroughout: Bool { self == 0 }
  public var floored: Int { isNaN ? 0 : Int(Swift.max(-0x1p53, Swift.min(0x1p53, rounded(.down)))) }

  @inlinable public var sign: Double { self > 0 ? 1 : self < 0 ? -1 : 0 }

  public static func combining(_ a: Double, _ b: Double, _ function: (Double, Double) -> Double) -> Double {
    function(a, b)
  }

  public static func largest(_ count: Int, of values: [Double]) -> [Double] {
    // Without a number there is no order; such a run has left the doubles and is not believed anyway.
    mask(count, values.map { $0.isNaN ? 0 : Swift.abs($0) }).map { $0 ? 1 : 0 }
  }
}

extension Rational: RunScalar {
  public static func norm(_ values: [Rational]) -> Rational {
    if values.count == 1 { return values[0].magnitude }
    let root = Enclosure(values.reduce(.zero) { $0 + $1.squared }).squareRoot()
    return root.isExact ? root.lower : root.roundedOutward(significantBits: 64).upper
  }
  public var isZeroThroughout: Bool { isZero }
  public var floored: Int { floor.asInt.map { Swift.max(-(1 << 53), Swift.min(1 << 53, $0)) } ?? signum * 1 << 53 }

  public var sign: Rational { Rational(signum) }

  public static func combining(_ a: Rational, _ b: Rational, _ function: (Double, Double) -> Double) -> Rational {
    Rational(exactly: function(Double(a), Double(b)))!
  }

  public static func largest(_ count: Int, of values: [Rational]) -> [Rational] {
    mask(count, values.map { $0.signum < 0 ? -$0 : $0 }).map { $0 ? 1 : 0 }
  }
}

extension Lanes: RunScalar {
  public static func norm(_ values: [Lanes]) -> Lanes {
    Lanes(values.reduce(Lanes.zero) { $0 + $1 * $1 }.values.squareRoot())
  }
  public var isZeroThroughout: Bool { values == .zero }
  public var floored: Int { values[0].floored }

  @inlinable public var sign: Lanes {
    let zero = SIMD8<Double>(repeating: 0)
    let up = zero.replacing(with: 1, where: values .> 0)
    return Lanes(up.replacing(with: -1, where: values .< 0))
  }

  public static func combining(_ a: Lanes, _ b: Lanes, _ function: (Double, Double) -> Double) -> Lanes {
    var result = SIMD8<Double>.zero
    for lane in 0..<width { result[lane] = function(a.values[lane], b.values[lane]) }
    return Lanes(result)
  }

  public static func largest(_ count: Int, of values: [Lanes]) -> [Lanes] {
    var result = [Lanes](repeating: .zero, count: values.count)
    for lane in 0..<width {
      for (index, value) in Double.largest(count, of: values.map { $0.values[lane] }).enumerated() {
        result[index].values[lane] = value
      }
    }
    return result
  }
}
