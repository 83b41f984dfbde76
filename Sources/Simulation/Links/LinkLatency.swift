import ExactArithmetic

/// How long messages travel between the nodes of a run, in units of virtual time: node i stands where row i of a matrix
/// of measured latencies says, and beyond its last row the places are taken again from the first.
public struct LinkLatency: Sendable, Equatable {
  public let matrix: LatencyMatrix
  /// Units of virtual time in a millisecond.
  private let unit: Double

  /// - Parameters:
  ///   - unit: of virtual time in a millisecond, positive.
  ///   - links: between which messages travel, in the direction that is given.
  /// - Throws: `SimulationError` when a latency was not measured that a message needs.
  public init(_ matrix: LatencyMatrix, unit: Rational, links: [Link]) throws(SimulationError) {
    self.matrix = matrix
    self.unit = Double(unit)
    if let link = links.first(where: { milliseconds($0) == nil }) {
      throw SimulationError("the latency from node \(link.sender) to node \(link.receiver) was not measured")
    }
  }

  private func milliseconds(_ link: Link) -> Double? {
    matrix[Link(from: link.sender % matrix.nodes, to: link.receiver % matrix.nodes)]
  }

  /// - Precondition: one of the links that were given, or of nodes whose latency was measured.
  public subscript(link: Link) -> Double {
    guard let milliseconds = milliseconds(link) else { preconditionFailure("the latency of \(link)") }
    return milliseconds * unit
  }
}
