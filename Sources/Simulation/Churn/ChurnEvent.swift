/// A node that comes or goes.
public struct ChurnEvent: Sendable, Equatable, CustomStringConvertible {
  public let time: Double
  public let kind: Kind
  public let node: Int

  public enum Kind: String, Sendable, CaseIterable {
    case join
    /// The node says that it goes.
    case leave
    /// The node is silent from now on; the others find out by themselves. It may join again.
    case crash
  }

  public init(_ kind: Kind, node: Int, at time: Double) {
    self.time = time
    self.kind = kind
    self.node = node
  }

  public var description: String { "\(kind.rawValue) of node \(node) at \(time)" }
}
