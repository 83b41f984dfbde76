/// What a vote decided in every coordinate: plus, minus, or neither where it was tied.
public struct PackedDecision: Sendable, Equatable {
  /// d, the number of coordinates.
  public let count: Int
  /// Zeros after coordinate d, as in `negative`.
  let positive: [SignLine]
  let negative: [SignLine]

  init(count: Int, positive: [SignLine], negative: [SignLine]) {
    (self.count, self.positive, self.negative) = (count, positive, negative)
  }

  /// The decision on a coordinate: -1, 0 for a tie, or 1.
  ///
  /// - Precondition: `coordinate` is one of 0 ..< d.
  public subscript(coordinate: Int) -> Int {
    precondition(coordinate >= 0 && coordinate < count, "coordinate \(coordinate) of \(count)")
    return positive.bit(coordinate) ? 1 : (negative.bit(coordinate) ? -1 : 0)
  }

  /// point[k] -= stepSize * self[k]; a tie leaves its number as it is.
  ///
  /// - Precondition: `point` has d numbers.
  /// - Complexity: O(d)
  public func apply(stepSize: Float, to point: inout [Float]) {
    precondition(point.count == count, "a decision on \(count) coordinates for a point of \(point.count)")
    point.withUnsafeMutableBufferPointer { apply(stepSize, $0) }
  }

  /// point[k] -= stepSize * self[k]; a tie leaves its number as it is.
  ///
  /// - Precondition: `point` has d numbers.
  /// - Complexity: O(d)
  public func apply(stepSize: Double, to point: inout [Double]) {
    precondition(point.count == count, "a decision on \(count) coordinates for a point of \(point.count)")
    point.withUnsafeMutableBufferPointer { apply(stepSize, $0) }
  }

  @_specialize(where Number == Float)
  @_specialize(where Number == Double)
  private func apply<Number: BinaryFloatingPoint>(_ stepSize: Number, _ point: UnsafeMutableBufferPointer<Number>) {
    positive.withUnsafeBytes { plus in
      negative.withUnsafeBytes { minus in
        // Safe: a line is sixteen lanes of four bytes, and there are lines for all coordinates; `first + width <= count`,
        // the number of elements of `point`.
        guard let point = point.baseAddress, let plus = plus.baseAddress, let minus = minus.baseAddress else { return }
        for first in stride(from: 0, to: count, by: SignLine.scalarCount) {
          let line = first / SignLine.coordinates * MemoryLayout<SignLine>.size
          let (ups, downs) = (
            (plus + line).assumingMemoryBound(to: UInt32.self), (minus + line).assumingMemoryBound(to: UInt32.self)
          )
          let bit = UInt32(1) &<< UInt32(first / SignLine.scalarCount % 32)
          let stretch = point + first
          for lane in 0..<min(SignLine.scalarCount, count - first) {
            let up = ups[lane] & bit != 0 ? stepSize : 0
            stretch[lane] -= downs[lane] & bit != 0 ? -stepSize : up
          }
        }
      }
    }
  }
}
