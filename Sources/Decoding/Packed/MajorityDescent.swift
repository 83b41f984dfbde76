/// Majority vote over gradients that lie in memory row by row, one row a worker, and the signSGD step it decides.
///
/// The vote of a coordinate is the sign of (positive gradients) - (negative gradients). A gradient that is zero, of either
/// sign, or not a number abstains; a tie moves nothing. The sign is that of the gradient, so the step goes against it.
public enum MajorityDescent {
  /// point[k] -= stepSize * U[k], where U[k] in {-1, 0, 1} is the majority's sign of column k.
  ///
  /// - Parameters:
  ///   - point: d numbers, updated in place; a tie leaves its number as it is.
  ///   - gradients: M x d numbers, row m the gradient of worker m.
  ///   - workers: M
  /// - Precondition: M > 0 and there are M d gradients.
  /// - Complexity: O(M d), at the speed at which memory delivers the gradients.
  public static func step(_ point: inout [Float], stepSize: Float, gradients: Span<Float>, workers: Int) {
    checkShape(point.count, gradients.count, workers)
    gradients.withUnsafeBufferPointer { gradients in
      point.withUnsafeMutableBufferPointer { point in
        vote(point, stepSize: stepSize, gradients, workers: workers, tally: Int32.self)
      }
    }
  }

  /// The same for doubles.
  public static func step(_ point: inout [Double], stepSize: Double, gradients: Span<Double>, workers: Int) {
    checkShape(point.count, gradients.count, workers)
    gradients.withUnsafeBufferPointer { gradients in
      point.withUnsafeMutableBufferPointer { point in
        vote(point, stepSize: stepSize, gradients, workers: workers, tally: Int64.self)
      }
    }
  }

  private static func checkShape(_ dimension: Int, _ gradients: Int, _ workers: Int) {
    precondition(workers > 0, "a vote of \(workers) workers")
    precondition(
      gradients == workers * dimension, "\(gradients) gradients for \(workers) workers and \(dimension) coordinates")
  }

  /// Columns whose tallies are kept at a time: their tallies and a stretch of every row stay in the nearest cache.
  private static var columns: Int { 2048 }

  /// - Parameter tally: An integer of the gradients' size, so that comparisons and counts share vectors.
  @_specialize(where Number == Float, Tally == Int32)
  @_specialize(where Number == Double, Tally == Int64)
  private static func vote<Number: BinaryFloatingPoint, Tally: FixedWidthInteger & SignedInteger>(
    _ point: UnsafeMutableBufferPointer<Number>, stepSize: Number, _ gradients: UnsafeBufferPointer<Number>,
    workers: Int, tally: Tally.Type
  ) {
    guard let point = point.baseAddress.map({ UnsafeMutableBufferPointer(start: $0, count: point.count) }),
      let rows = gradients.baseAddress
    else { return }
    // Safe: the shape was checked, so row m is rows + m d ..< rows + (m + 1) d, and start + width <= d.
    withUnsafeTemporaryAllocation(of: Tally.self, capacity: columns) { tallies in
      let tallies = tallies.baseAddress!
      for start in stride(from: 0, to: point.count, by: columns) {
        let width = min(columns, point.count - start)
        tallies.update(repeating: 0, count: width)
        for worker in 0..<workers {
          let row = rows + (worker * point.count + start)
          for k in 0..<width { tallies[k] &+= (row[k] > 0 ? 1 : 0) &- (row[k] < 0 ? 1 : 0) }
        }
        let stretch = point.baseAddress! + start
        for k in 0..<width {
          stretch[k] -= tallies[k] > 0 ? stepSize : (tallies[k] < 0 ? -stepSize : 0)
        }
      }
    }
  }
}
