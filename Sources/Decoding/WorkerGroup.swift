import ExactArithmetic

/// Workers that flip the sign of a coordinate with the same probability, independently of each other.
public struct WorkerGroup: Sendable, Equatable {
  /// p, the probability that a worker's vote is the wrong sign.
  public let flip: Rational
  /// How many workers.
  public let count: Int

  /// - Precondition: `flip` lies in [0, 1] and `count > 0`.
  public init(flip: Rational, count: Int = 1) {
    precondition(flip.signum >= 0 && flip <= 1, "a flip probability of \(flip)")
    precondition(count > 0, "a group of \(count) workers")
    self.flip = flip
    self.count = count
  }
}
