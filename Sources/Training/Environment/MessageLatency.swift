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
  /// - Throws: `SimulationError` when an entry was not measured that two of the nodes need.
  public init(_ matrix: LatencyMatrix, share: Rational = 1, nodes: Int) throws(SimulationError) {
    precondition(share.signum > 0, "a share of \(share)")
    let factor = Double(share) / 1000
    for link in matrix.unmeasured {
      let isNeeded =
        link.sender == link.receiver
        ? link.sender + matrix.nodes < nodes : max(link.sender, link.receiver) < nodes
      if isNeeded {
        throw SimulationError("the latency from place \(link.sender) to place \(link.receiver) was not measured")
      }
    }
    places = matrix.nodes
    seconds = (0..<matrix.nodes * matrix.nodes).map { k in
      matrix[Link(from: k / matrix.nodes, to: k % matrix.nodes)].map { $0 * factor } ?? 0
    }
  }

  /// - Precondition: not negative.
  public func callAsFunction(from sender: Int, to receiver: Int) -> Double {
    sender == receiver ? 0 : seconds[sender % places * places + receiver % places]
  }
}
