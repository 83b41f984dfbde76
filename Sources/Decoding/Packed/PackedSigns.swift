/// A cache line of 512 coordinates: coordinate k is bit k / 16 % 32 of lane k % 16 of line k / 512.
///
/// Sixteen neighbouring numbers meet sixteen neighbouring lanes, so packing and unpacking are comparisons and masks of
/// vectors without any shuffle.
typealias SignLine = SIMD16<UInt32>

extension SignLine {
  static var coordinates: Int { 512 }

  /// The first `count` coordinates, 0 ... 512.
  static func first(_ count: Int) -> SignLine {
    if count == coordinates { return ~.zero }
    var line = SignLine.zero
    for k in 0..<count { line[k % scalarCount] |= 1 << UInt32(k / scalarCount) }
    return line
  }
}

/// What one worker sends: the sign of every coordinate of its gradient as a bit, and a second bit for each only if some
/// coordinate abstains.
///
/// A coordinate abstains when its gradient is zero, of either sign, or not a number.
public struct PackedSigns: Sendable, Equatable {
  /// d, the number of coordinates.
  public let count: Int
  /// Set where the gradient is negative; zeros after coordinate d.
  let negative: [SignLine]
  /// Set where the worker abstains; zeros after coordinate d. `nil` when it abstains nowhere.
  let abstained: [SignLine]?

  /// d without abstentions, as the algorithms' papers count, and 2 d with them.
  public var bitsSent: Int { abstained == nil ? count : 2 * count }

  /// The signs of d numbers.
  ///
  /// - Complexity: O(d), at about the speed at which memory delivers the gradient.
  public init(_ gradient: Span<Float>) {
    self = gradient.withUnsafeBufferPointer { Self.pack($0) }
  }

  /// The signs of d numbers.
  public init(_ gradient: Span<Double>) {
    self = gradient.withUnsafeBufferPointer { Self.pack($0) }
  }

  /// The vote on a coordinate: -1, 0 for an abstention, or 1.
  ///
  /// - Precondition: `coordinate` is one of 0 ..< d.
  public subscript(coordinate: Int) -> Int {
    precondition(coordinate >= 0 && coordinate < count, "coordinate \(coordinate) of \(count)")
    if abstained?.bit(coordinate) == true { return 0 }
    return negative.bit(coordinate) ? -1 : 1
  }

  private init(count: Int, negative: [SignLine], abstained: [SignLine]?) {
    (self.count, self.negative, self.abstained) = (count, negative, abstained)
  }

  @_specialize(where Number == Float)
  @_specialize(where Number == Double)
  private static func pack<Number: BinaryFloatingPoint>(_ gradient: UnsafeBufferPointer<Number>) -> PackedSigns {
    let lines = (gradient.count + SignLine.coordinates - 1) / SignLine.coordinates
    var negative = [SignLine](repeating: .zero, count: lines)
    var abstained = negative
    var someAbstain = SignLine.zero
    for line in 0..<lines {
      let start = line * SignLine.coordinates
      let length = min(gradient.count - start, SignLine.coordinates)
      var minus = SignLine.zero
      var either = SignLine.zero
      if length == SignLine.coordinates {
        // Safe: 512 numbers follow `start`.
        (minus, either) = signs(gradient.baseAddress! + start)
      } else {
        for k in 0..<length {
          let (lane, bit) = (k % SignLine.scalarCount, UInt32(k / SignLine.scalarCount))
          minus[lane] |= (gradient[start + k] < 0 ? 1 : 0) << bit
          either[lane] |= (gradient[start + k] < 0 || gradient[start + k] > 0 ? 1 : 0) << bit
        }
      }
      negative[line] = minus
      abstained[line] = ~either & .first(length)
      someAbstain |= abstained[line]
    }
    return PackedSigns(count: gradient.count, negative: negative, abstained: someAbstain == .zero ? nil : abstained)
  }

  /// The bits of 512 numbers: which are negative, and which are negative or positive.
  @inline(__always)
  private static func signs<Number: BinaryFloatingPoint>(
    _ numbers: UnsafePointer<Number>
  ) -> (negative: SignLine, either: SignLine) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * SignLine.scalarCount) { bits in
      let negative = bits.baseAddress!
      let either = negative + SignLine.scalarCount
      bits.initialize(repeating: 0)
      for group in 0..<8 {
        let x = numbers + 64 * group
        let shift = UInt32(4 * group)
        for lane in 0..<SignLine.scalarCount {
          // One bit at a time: no branch, so vectors.
          let minus = below(x[lane]) | below(x[lane + 16]) &<< 1 | below(x[lane + 32]) &<< 2 | below(x[lane + 48]) &<< 3
          let plus = above(x[lane]) | above(x[lane + 16]) &<< 1 | above(x[lane + 32]) &<< 2 | above(x[lane + 48]) &<< 3
          negative[lane] |= minus &<< shift
          either[lane] |= (minus | plus) &<< shift
        }
      }
      let line = UnsafeRawPointer(negative)
      return (
        line.loadUnaligned(as: SignLine.self), (line + SignLine.coordinates / 8).loadUnaligned(as: SignLine.self)
      )
    }
  }
}

@inline(__always)
private func below(_ number: some BinaryFloatingPoint) -> UInt32 { number < 0 ? 1 : 0 }

@inline(__always)
private func above(_ number: some BinaryFloatingPoint) -> UInt32 { number > 0 ? 1 : 0 }

extension [SignLine] {
  func bit(_ coordinate: Int) -> Bool {
    let lane = self[coordinate / SignLine.coordinates][coordinate % SignLine.scalarCount]
    return lane >> UInt32(coordinate % SignLine.coordinates / SignLine.scalarCount) & 1 == 1
  }
}
