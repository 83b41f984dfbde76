import ExactArithmetic

/// Probabilities of a vote of -1, 0 and +1.
public struct VoteLaw<S: Scalar>: Sendable {
  public var minus: S
  public var zero: S
  public var plus: S

  public init(minus: S, zero: S, plus: S) {
    self.minus = minus
    self.zero = zero
    self.plus = plus
  }
}

/// A majority vote on one coordinate, among workers some of which may be adversaries.
public struct CoordinateVote: Sendable {
  public let adversaries: Adversaries

  /// The law of the decoded sign, from the laws of what n honest workers would send, in the order of the workers.
  ///
  /// - Complexity: O(n^2)
  public func decode<S: Scalar>(_ honest: [VoteLaw<S>]) -> VoteLaw<S> {
    let laws = honest.enumerated().map { index, law in
      index >= honest.count - adversaries.count ? adversaries.corrupt(law) : law
    }
    // sums[n + s] = P(the votes so far sum to s).
    let n = laws.count
    var sums = [S](repeating: .zero, count: 2 * n + 1)
    sums[n] = .one
    for (count, law) in laws.enumerated() {
      var next = [S](repeating: .zero, count: 2 * n + 1)
      for index in (n - count)...(n + count) {
        next[index - 1] += sums[index] * law.minus
        next[index] += sums[index] * law.zero
        next[index + 1] += sums[index] * law.plus
      }
      sums = next
    }
    return VoteLaw(
      minus: sums[..<n].reduce(.zero, +), zero: sums[n], plus: sums[(n + 1)...].reduce(.zero, +))
  }
}
