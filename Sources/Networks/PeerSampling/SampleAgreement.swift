import ExactArithmetic

/// How far the samples agree that two nodes derive from different views, in exact rationals.
///
/// The views have c members in common, a only in the first and b only in the second; all a + b + c nodes have one
/// uniformly random order. Each sample is the s first of its view.
public struct SampleAgreement: Sendable, Equatable {
  /// c
  public let common: Int
  /// a
  public let onlyFirst: Int
  /// b
  public let onlySecond: Int
  /// s
  public let sampleSize: Int

  /// - Throws: `NetworkError` for a negative number, more nodes than `PeerSample.largestView`, or unless
  ///   1 <= s <= c + min(a, b): from a view with fewer than s nodes no sample of s is derived.
  public init(common: Int, onlyFirst: Int, onlySecond: Int, sampleSize: Int) throws(NetworkError) {
    let limit = PeerSample.largestView
    for count in [common, onlyFirst, onlySecond] where count < 0 || count > limit {
      throw NetworkError("a part of a view has 0 to \(limit) nodes, not \(count)")
    }
    guard common + onlyFirst + onlySecond <= limit else {
      throw NetworkError("two views together have at most \(limit) nodes, not \(common + onlyFirst + onlySecond)")
    }
    guard sampleSize >= 1 else { throw NetworkError("a sample has at least one node, not \(sampleSize)") }
    for (view, count) in [("first", common + onlyFirst), ("second", common + onlySecond)] where sampleSize > count {
      throw NetworkError("a sample of \(sampleSize) is larger than the \(view) view of \(count)")
    }
    self.common = common
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    self.sampleSize = sampleSize
  }

  /// The nodes of both views, m = a + b + c.
  public var union: Int { common + onlyFirst + onlySecond }

  /// P(both samples are the same set) = C(c, s)/C(a + b + c, s).
  ///
  /// When the s first nodes of the union are common to both views, they are both samples. When one of them is not, it is
  /// in the sample of its view, before the s-th of it, and not in the other.
  public var probability: Rational {
    Rational(.binomial(common, sampleSize), .binomial(union, sampleSize))
  }

  /// The law of the number K of nodes in both samples: entry k is P(K = k), k = 0 ... s.
  ///
  /// A sample takes the first of the common nodes, as many as fit, so K is the smaller of the two numbers of common nodes
  /// and K >= k if and only if at most s - k nodes of each view's own come before the k-th common one. With x of
  /// the a and y of the b before it, n = x + y + k - 1 nodes are, and
  ///
  ///     P(x, y) = C(a, x) C(b, y) C(c, k-1)/C(m, n) (c-k+1)/(m-n) = C(a, x) C(b, y) k C(c, k)/(m C(m-1, n)),
  ///     P(K >= k) = (k C(c, k)/m) sum_j W(j)/C(m-1, j+k-1),  W(j) = sum_(x + y = j; x, y <= s-k) C(a, x) C(b, y).
  ///
  /// From one k to the one below W gains the terms with x or y = s - k + 1.
  ///
  /// - Throws: `NetworkError` naming the cost when it is out of reach.
  /// - Complexity: O(s min(s, a + b)) products of integers of O(s log m) bits.
  public func overlapLaw() throws(NetworkError) -> [Rational] {
    try affordOverlap()
    let (a, b, c, s, m) = (onlyFirst, onlySecond, common, sampleSize, union)
    // n! (m-1-n)!/(m-1-longest)! = falling/C(m-1, n) for n = 0 ... longest, falling = (m-1)!/(m-1-longest)!
    let longest = min(2 * s - 2, m - 1)
    let falling = (m - longest..<m).reduce(Integer(1)) { $0 * Integer($1) }
    var weights = [falling]
    for n in 0..<longest {
      weights.append((weights[n] * Integer(n + 1)).dividedExactly(by: Integer(m - 1 - n)))
    }
    let first = (0...s).map { Integer.binomial(a, $0) }
    let second = (0...s).map { Integer.binomial(b, $0) }
    var ways = [Integer](repeating: 0, count: 2 * s + 1)
    // P(K >= k), 0 for k > s.
    var atLeast = [Rational](repeating: 0, count: s + 2)
    for most in 0..<s {
      // One pair (x, y) with x or y = most, and the other at most that.
      for other in 0...min(most, b) where most <= a { ways[most + other] += first[most] * second[other] }
      for other in 0..<min(most, a + 1) where most <= b { ways[most + other] += first[other] * second[most] }
      let k = s - most
      if k > c { continue }
      var sum: Integer = 0
      for j in 0...min(2 * most, a + b) { sum += ways[j] * weights[j + k - 1] }
      atLeast[k] = Rational(Integer(k) * .binomial(c, k) * sum, Integer(m) * falling)
    }
    atLeast[0] = 1
    return (0...s).map { atLeast[$0] - atLeast[$0 + 1] }
  }

  /// E K, the expected number of nodes in both samples.
  ///
  /// - Throws: `NetworkError` naming the cost when it is out of reach.
  public func expectedOverlap() throws(NetworkError) -> Rational { Self.mean(of: try overlapLaw()) }

  /// The mean of a law of 0, 1, 2, ...
  public static func mean(of law: [Rational]) -> Rational {
    law.enumerated().reduce(.zero) { $0 + Rational($1.offset) * $1.element }
  }

  private func affordOverlap() throws(NetworkError) {
    let products = Double(sampleSize) * Double(min(2 * sampleSize, onlyFirst + onlySecond + 1))
    let words = 2 * Double(sampleSize) * Double(union.bitsUsed) / 64
    let (seconds, bytes) = (products * words * 2e-9, 2 * Double(sampleSize) * words * 8)
    let cost =
      bytes > PeerSamplingCost.largestBytes
      ? "more than \(Int(bytes / 1e9)) GB"
      : seconds > PeerSamplingCost.longestSeconds
        ? PeerSamplingCost.words(seconds) : nil
    if let cost {
      throw NetworkError("the law of the overlap is refused: \(sampleSize) sampled of \(union) take \(cost)")
    }
  }
}

enum PeerSamplingCost {
  static let longestSeconds = 60.0
  static let largestBytes = 1e9

  static func words(_ seconds: Double) -> String {
    seconds < 3600 ? "about \(Int(seconds) + 1) seconds" : "about \(Int(min(seconds / 3600, 1e15)) + 1) hours"
  }
}
