import ExactArithmetic

/// The rounds that stall because too many of the sample are offline, in exact rationals.
///
/// Of the N nodes that the view believes active o are offline, whichever the round's order is. The aggregator waits for
/// the models of r of the s that are sampled, and a node that is offline sends none: the round stalls if and only if
/// fewer than r, that is more than s - r are offline. A sampler that asks a node whether it is there before it counts it
/// has a view without those that do not answer; the o are the nodes that go offline after that.
public struct SampleStall: Sendable, Equatable {
  public let sample: PeerSample
  /// o
  public let offline: Int
  /// r = ceil(sf s)
  public let requiredArrivals: Int

  /// - Throws: `NetworkError` unless 0 <= o <= N and 1 <= r <= s.
  public init(_ sample: PeerSample, offline: Int, requiredArrivals: Int) throws(NetworkError) {
    guard (0...sample.activeView).contains(offline) else {
      throw NetworkError("\(offline) offline of a view of \(sample.activeView): 0 to all are expected")
    }
    guard (1...sample.sampleSize).contains(requiredArrivals) else {
      throw NetworkError("\(requiredArrivals) arrivals of a sample of \(sample.sampleSize): 1 to all are expected")
    }
    self.sample = sample
    self.offline = offline
    self.requiredArrivals = requiredArrivals
  }

  /// s - r, so many may be offline.
  public var tolerated: Int { sample.sampleSize - requiredArrivals }

  /// P(a round stalls) = sum_(j > s-r) C(o, j) C(N-o, s-j)/C(N, s).
  public var probability: Rational {
    let (s, online) = (sample.sampleSize, sample.activeView - offline)
    let (from, to) = (max(tolerated + 1, s - online), min(s, offline))
    guard from <= to else { return 0 }
    var (missing, present): (Integer, Integer) = (.binomial(offline, from), .binomial(online, s - from))
    var sum = missing * present
    for j in from..<to {
      missing = (missing * Integer(offline - j)).dividedExactly(by: Integer(j + 1))
      present = (present * Integer(s - j)).dividedExactly(by: Integer(online - s + j + 1))
      sum += missing * present
    }
    return Rational(sum, sample.subsets)
  }

  /// P(none of `rounds` rounds stalls), their orders being independent and the o offline in all of them; exact up to 2^18
  /// bits, and beyond known to 128 significant bits.
  ///
  /// - Precondition: `rounds >= 0`.
  public func probabilityOfNone(in rounds: Int) -> Enclosure {
    precondition(rounds >= 0, "\(rounds) rounds")
    return (1 - probability).probabilityPower(rounds)
  }
}
