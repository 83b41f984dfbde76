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

extension WorkerGroup {
  /// 1/2 - p
  package var edge: Rational { Rational(1, 2) - flip }

  /// w = ln((1 - p)/p) to 120 significant bits; `nil` where it is infinite.
  package var logLikelihood: Enclosure? {
    if flip.isZero || flip == 1 { return nil }
    // |w| >= 4 |1/2 - p|, so this width is relative where w is small.
    let width = min(1, edge.isZero ? 1 : edge.magnitude) * .powerOfTwo(-120)
    return Enclosure((1 - flip) / flip).logarithm(width: width)
  }
}
