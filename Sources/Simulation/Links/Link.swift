/// A directed connection over which one node sends to another.
@frozen public struct Link: Hashable, Sendable, CustomStringConvertible {
  public let sender: Int
  public let receiver: Int

  @inlinable
  public init(from sender: Int, to receiver: Int) {
    self.sender = sender
    self.receiver = receiver
  }

  /// The same link for both directions of a connection, for channels that are reciprocal.
  @inlinable
  public static func between(_ a: Int, _ b: Int) -> Link { Link(from: min(a, b), to: max(a, b)) }

  public var description: String { "\(sender) -> \(receiver)" }
}
