/// A node's random numbers, one after the other: number n is that of `draw(n)`, whatever was asked for before.
///
/// Each call takes one address, however many bits the law needs, so a node's numbers depend neither on those of other
/// nodes nor on the order in which nodes draw. `position` can be set to go back or on.
@frozen public struct NodeStream: RandomNumberGenerator, Sendable {
  public let seed: UInt64
  public let purpose: StreamPurpose
  public let node: Int
  public let replicate: Int
  /// The number of the next draw.
  public var position = 0

  /// - Precondition: `node` in 0 ..< 2^24, `replicate` in 0 ..< 2^32.
  @inlinable
  public init(seed: UInt64, purpose: StreamPurpose, node: Int, replicate: Int = 0) {
    self.seed = seed
    self.purpose = purpose
    self.node = node
    self.replicate = replicate
  }

  /// Draw number n of the node.
  @inlinable
  public func draw(_ n: Int) -> RandomDraw {
    RandomDraw(seed: seed, purpose: purpose, first: node, number: n, replicate: replicate)
  }

  /// The next draw.
  @inlinable
  public mutating func nextDraw() -> RandomDraw {
    let draw = draw(position)
    position += 1
    return draw
  }

  /// 64 uniform bits.
  @inlinable
  public mutating func next() -> UInt64 { nextDraw().word(0) }

  /// Uniform in (0, 1); see `RandomDraw.uniform`.
  @inlinable
  public mutating func uniform() -> Double { nextDraw().uniform }

  /// Exponential with mean 1; see `RandomDraw.exponential`.
  @inlinable
  public mutating func exponential() -> Double { nextDraw().exponential }

  /// True with exactly the law's probability.
  @inlinable
  public mutating func bernoulli(_ law: BernoulliLaw) -> Bool { nextDraw().bernoulli(law) }

  /// Uniform on 0 ..< `bound`, exactly.
  @inlinable
  public mutating func integer(below bound: Int) -> Int { nextDraw().integer(below: bound) }
}
