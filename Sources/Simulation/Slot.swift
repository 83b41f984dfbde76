/// What happens in one iteration besides arithmetic: what the clocks, the links and the routes decide.
///
/// Nothing in it depends on the models, so a run's slots can be drawn before the run. Nodes, links and tokens are
/// counted from 0; a link is its place in the list of the network's edges.
public struct Slot: Sendable, Hashable {
  /// Nodes whose gradient is applied, ascending.
  public var completions: [Int]
  /// Nodes that throw an outdated computation away and start from their present model, ascending.
  public var restarts: [Int]
  /// Links that fail, ascending.
  public var failedLinks: [Int]
  /// Models that are sent from node to node.
  public var exchanges: [Exchange]
  /// The node that each token visits.
  public var visits: [Int]
  /// Whether all models are averaged at the end.
  public var averages: Bool
  /// Virtual time at the end; 0 where time is not modelled.
  public var time: Double

  public struct Exchange: Sendable, Hashable {
    public var sender: Int
    public var receiver: Int

    public init(from sender: Int, to receiver: Int) {
      self.sender = sender
      self.receiver = receiver
    }
  }

  public init(
    completions: [Int] = [], restarts: [Int] = [], failedLinks: [Int] = [], exchanges: [Exchange] = [],
    visits: [Int] = [], averages: Bool = false, time: Double = 0
  ) {
    self.completions = completions
    self.restarts = restarts
    self.failedLinks = failedLinks
    self.exchanges = exchanges
    self.visits = visits
    self.averages = averages
    self.time = time
  }
}
