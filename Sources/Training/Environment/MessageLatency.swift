import ExactArithmetic
import Simulation

/// How long a message's first byte travels from node to node, one way, in seconds.
///
/// Node i stands where row i of a matrix of measured latencies says; beyond the last row the places are taken again from
/// the first, and two nodes of one place are as far apart as the entry on the diagonal says. A message to oneself takes no
/// time.
public struct MessageLatency: Sendable, Equatable {
  public let places: Int
  /// Row by row, from the row's place to the column's.
  private let seconds: [Double]

  /// The same between each two nodes.
  ///
  /// - Precondition: finite and not negative.
  public init(seconds: Double = 0) {
    precondition(seconds >= 0 && seconds.isFinite, "a latency of \(seconds) seconds")
    places = 1
    self.seconds = [seconds]
  }

  /// - Parameters:
  ///   - share: of an entry that is one way: 1 for latencies, 1/2 for round trips; positive.
  ///   - nodes: The nodes that will talk to each other.
  ///   - fallback: In milliseconds, an entry like the others. Where one was not measured, the opposite direction's stands for
  ///     it, or this one when that was not measured either; `nil` to refuse such matrices.
  /// - Throws: `SimulationError` when, without a fallback, an entry was not measured that two of the nodes need.
  public init(
    _ matrix: LatencyMatrix, share: Rational = 1, nodes: Int, fallback: Double? = nil
  ) throws(SimulationError) {
    precondition(share.signum > 0, "a share of \(share)")
    precondition(fallback.map { $0 >= 0 && $0.isFinite } ?? true, "a latency of \(fallback ?? 0) milliseconds")
    let factor = Double(share) / 1000
    for link in matrix.unmeasured where fallback == nil {
      let isNeeded =
        link.sender == link.receiver
        ? link.sender + matrix.nodes < nodes : max(link.sender, link.receiver) < nodes
      if isNeeded {
        throw SimulationError("the latency from place \(link.sender) to place \(link.receiver) was not measured")
      }
    }
    places = matrix.nodes
    seconds = (0..<matrix.nodes * matrix.nodes).map { k in
      let link = Link(from: k / matrix.nodes, to: k % matrix.nodes)
      // Without a fallback nobody needs what was not measured.
      let opposite = fallback == nil ? nil : matrix[Link(from: link.receiver, to: link.sender)]
      return (matrix[link] ?? opposite ?? fallback ?? 0) * factor
    }
  }

  /// - Precondition: not negative.
  public func callAsFunction(from sender: Int, to receiver: Int) -> Double {
    sender == receiver ? 0 : seconds[sender % places * places + receiver % places]
  }
}
