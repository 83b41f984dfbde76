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
  /// Which of several matrices mixes; `nil` is the network's own.
  public var matrix: Int?
  /// Nodes that put their model into the mail before anything else happens, and where it is kept.
  public var posts: [Post] = []
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
    /// Where the model was kept on its way; `nil` where it arrives as it is sent.
    public var box: Int?

    public init(from sender: Int, to receiver: Int, box: Int? = nil) {
      self.sender = sender
      self.receiver = receiver
      self.box = box
    }
  }

  public struct Post: Sendable, Hashable {
    public var node: Int
    public var receiver: Int
    public var box: Int
    public var time: Double

    public init(from node: Int, to receiver: Int, box: Int, at time: Double) {
      self.node = node
      self.receiver = receiver
      self.box = box
      self.time = time
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
