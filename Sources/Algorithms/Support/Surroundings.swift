import ExactArithmetic
import Networks
import Simulation

/// What an algorithm runs in: computing times, links and routes.
public struct Surroundings: Sendable {
  /// When computations end; a slot has length 1. `nil` is always within the slot.
  public var computing: ComputingSchedule?
  /// Probability that a link is up in a slot, one for each of the network's edges; `nil` is always.
  public var linkSuccess: [Rational]?
  /// s^2, the second moment of the receiver noise of a node in an iteration.
  public var channelNoise: Rational
  /// The node that each token visits in each slot of the run; `nil` without a route.
  public var visits: TokenVisits?

  public init(
    computing: ComputingSchedule? = nil, linkSuccess: [Rational]? = nil, channelNoise: Rational = 0,
    visits: TokenVisits? = nil
  ) {
    self.computing = computing
    self.linkSuccess = linkSuccess
    self.channelNoise = channelNoise
    self.visits = visits
  }

  /// q, the probability with which a node's computation completes in a slot, whatever its age; `nil` when there is no
  /// such number.
  public var participation: Enclosure? { computing.map { $0.completion() } ?? Enclosure(1) }

  /// What a scenario can describe.
  public enum Kind: String, Sendable, CaseIterable {
    case computing, links, channelNoise, route
  }
}
