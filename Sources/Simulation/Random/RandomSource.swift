/// The randomness of one replicate of a run: every draw of it by address.
@frozen public struct RandomSource: Sendable, Equatable {
  public let seed: UInt64
  public let replicate: Int

  @inlinable
  public init(seed: UInt64, replicate: Int = 0) {
    self.seed = seed
    self.replicate = replicate
  }

  /// Draw `number` of a node.
  @inlinable
  public func draw(_ purpose: StreamPurpose, node: Int, number: Int) -> RandomDraw {
    RandomDraw(seed: seed, purpose: purpose, first: node, number: number, replicate: replicate)
  }

  /// The draw of a link in a slot.
  @inlinable
  public func draw(_ purpose: StreamPurpose, link: Link, slot: Int) -> RandomDraw {
    RandomDraw(
      seed: seed, purpose: purpose, first: link.sender, second: link.receiver, number: slot, replicate: replicate)
  }

  /// The numbers of a node, one after the other.
  @inlinable
  public func stream(_ purpose: StreamPurpose, node: Int) -> NodeStream {
    NodeStream(seed: seed, purpose: purpose, node: node, replicate: replicate)
  }
}
