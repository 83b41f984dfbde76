/// The recursion P(j) <- right P(j) + wrong P(j - 1) over the workers, in plain doubles, for columns j = 0 ... M in blocks with
/// one power of two per block: P(j) = entry * 2^exponent. Eight workers are taken together, by the *taps* of their own law:
/// P(j) <- sum_t tap_t P(j - t), t = 0 ... 8.
///
/// **Error.** Nothing is subtracted, so relative errors only add up. A tap has passed at most 22 roundings: one in the
/// first worker's probability and three (conversion, product, sum) for each of seven others. A pass adds five: the product
/// and a tree of sums of depth 4. Scaling by powers of two is exact. So after n passes an entry is the exact one
/// times at most 27 n factors (1 + d), |d| <= 2^-53, as long as nothing underflows.
///
/// **No underflow.** Both the law before a pass and the one after it are log-concave without gaps (Newton's inequalities: their
/// generating functions have only real roots), so among neighbouring columns the smallest is one of the two ends, and
/// it is enough to check ends. The columns that a pass reads have ends of at least 2^-750 in their block's
/// scale, and taps are at least 2^-250, so all products are normal; a block is rescaled only if its ends stay above 2^-1000.
/// Where a check fails there is no result.
///
/// **No overflow.** An infinity or NaN that an overflow left would stay in its column to the end, as all numbers are
/// nonnegative; there is no result unless all columns are finite.
struct BlockedRecursion {
  /// Workers taken together.
  static let degree = 8
  private static let width = 32
  /// In front of its columns a block holds the last columns of the block before it, in its own scale.
  private static let stride = width + degree
  private static let tapFloor = 0x1p-250
  private static let readFloor = 0x1p-750
  private static let writeFloor = 0x1p-1000

  private var entries: [Double]
  /// Where a pass writes.
  private var next: [Double]
  private var exponents: [Int]
  /// Columns that are not zero.
  private var count = 1

  /// The law of the number of wrong votes, or `nil` where the checks fail.
  ///
  /// - Parameter workers: The probabilities of a wrong and of a right vote, both positive and correctly rounded.
  /// - Complexity: O(M^2), about 0.05 ns times M^2.
  static func law(_ workers: [(wrong: Double, right: Double)]) -> [ScaledDouble]? {
    var recursion = BlockedRecursion(workers: workers.count)
    for start in Swift.stride(from: 0, to: workers.count, by: degree) {
      let taken = workers[start..<min(start + degree, workers.count)]
      let taps = Self.taps(taken)
      guard taps[...taken.count].min()! >= tapFloor, recursion.pass(taps, workers: taken.count) else { return nil }
    }
    return recursion.columns
  }

  /// Roundings behind every entry for so many workers.
  static func roundings(workers: Int) -> Int { 27 * ((workers + degree - 1) / degree) }

  private init(workers: Int) {
    let blocks = workers / Self.width + 1
    entries = Array(repeating: 0, count: blocks * Self.stride)
    next = entries
    exponents = Array(repeating: 0, count: blocks)
    entries[Self.degree] = 1
  }

  /// `nil` after an overflow.
  private var columns: [ScaledDouble]? {
    var columns: [ScaledDouble] = []
    columns.reserveCapacity(count)
    for j in 0..<count {
      let block = j / Self.width
      let entry = entries[block * Self.stride + Self.degree + j % Self.width]
      guard entry.isNormal else { return nil }
      columns.append(ScaledDouble(entry, exponent: exponents[block]))
    }
    return columns
  }

  /// The law of at most eight workers, with zeros up to nine numbers.
  private static func taps(_ workers: ArraySlice<(wrong: Double, right: Double)>) -> [Double] {
    var taps = [Double](repeating: 0, count: degree + 1)
    let first = workers.first!
    (taps[0], taps[1]) = (first.right, first.wrong)
    for (taken, worker) in workers.dropFirst().enumerated() {
      for j in Swift.stride(from: taken + 2, through: 1, by: -1) {
        taps[j] = taps[j] * worker.right + taps[j - 1] * worker.wrong
      }
      taps[0] *= worker.right
    }
    return taps
  }

  /// Takes the workers with these taps; `false` when a check fails.
  private mutating func pass(_ taps: [Double], workers: Int) -> Bool {
    let (oldCount, newCount) = (count, count + workers)
    count = newCount
    let blocks = (newCount - 1) / Self.width + 1
    // Safe: block b is entries b * stride ..< (b + 1) * stride of either array, both made for all columns of all workers.
    let isSound = entries.withUnsafeMutableBufferPointer { entries in
      next.withUnsafeMutableBufferPointer { next in
        exponents.withUnsafeMutableBufferPointer { exponents in
          taps.withUnsafeBufferPointer { taps in
            // All neighbours first, so that the vectors of the second loop do not wait for them.
            for b in 0..<blocks {
              let block = entries.baseAddress! + (b * Self.stride + Self.degree)
              let lastColumn = min(oldCount - b * Self.width, Self.width) - 1
              if b > 0 {
                // A block that is still empty takes over its neighbour's scale.
                if lastColumn < 0 { exponents[b] = exponents[b - 1] }
                let gap = exponents[b - 1] - exponents[b]
                guard abs(gap) <= 800 else { return false }
                let scale = Double.powerOfTwo(gap)
                for j in 0..<Self.degree { block[j - Self.degree] = block[j - 2 * Self.degree] * scale }
              }
              guard block[b > 0 ? -Self.degree : 0] >= Self.readFloor, block[lastColumn] >= Self.readFloor else {
                return false
              }
            }
            for b in 0..<blocks {
              let start = b * Self.stride + Self.degree
              let block = next.baseAddress! + start
              Self.convolve(entries.baseAddress! + start, taps.baseAddress!, into: block)
              let lastColumn = min(newCount - b * Self.width, Self.width) - 1
              let (low, high) = (min(block[0], block[lastColumn]), max(block[0], block[lastColumn]))
              guard high < 0x1p-40 || high > 0x1p150 else { continue }
              let shift = Int(high.bitPattern >> 52) - 1023
              guard abs(shift) <= 800 else { return false }
              let scale = Double.powerOfTwo(-shift)
              guard low * scale >= Self.writeFloor else { return false }
              for j in 0..<Self.width { block[j] *= scale }
              exponents[b] += shift
            }
            return true
          }
        }
      }
    }
    swap(&entries, &next)
    return isSound
  }

  /// `result[j]` becomes the sum of `taps[t] * block[j - t]`, j = 0 ..< 32, t = 0 ... 8.
  @inline(__always)
  private static func convolve(
    _ block: UnsafePointer<Double>, _ taps: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
  ) {
    let (t0, t1, t2, t3, t4) = (taps[0], taps[1], taps[2], taps[3], taps[4])
    let (t5, t6, t7, t8) = (taps[5], taps[6], taps[7], taps[8])
    for j in 0..<width {
      let low = (t0 * block[j] + t1 * block[j - 1]) + (t2 * block[j - 2] + t3 * block[j - 3])
      let high = (t4 * block[j - 4] + t5 * block[j - 5]) + (t6 * block[j - 6] + t7 * block[j - 7])
      result[j] = (low + high) + t8 * block[j - 8]
    }
  }
}
