import ExactArithmetic

/// What an algorithm runs in: computing times, links and routes.
public struct Surroundings: Sendable, Equatable {
  /// q, the probability that a node's computation is completed in a slot, whatever its age.
  public var participation: Rational
  /// Probability that a link is up in a slot, one for each of the network's edges; `nil` is always.
  public var linkSuccess: [Rational]?
  /// s^2, the second moment of the receiver noise of a node in an iteration.
  public var channelNoise: Rational
  /// The node that each token visits in each slot of the run; empty without a route.
  public var visits: [[Int]]

  public init(
    participation: Rational = 1, linkSuccess: [Rational]? = nil, channelNoise: Rational = 0, visits: [[Int]] = []
  ) {
    self.participation = participation
    self.linkSuccess = linkSuccess
    self.channelNoise = channelNoise
    self.visits = visits
  }

  /// What a scenario can describe.
  public enum Kind: String, Sendable, CaseIterable {
    case computing, links, channelNoise, route
  }
}
