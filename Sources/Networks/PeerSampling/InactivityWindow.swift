import ExactArithmetic

/// How long views list a node that has fallen silent.
///
/// A view keeps, for each node, the last round in which it heard that the node was active. Views travel along with models
/// and are merged by the later of two rounds. With the window W, a view that last heard of round h lists the node in round
/// k if and only if k <= h + W.
///
/// Let the node be active for the last time in round r, and let no record name a round in which the node was not active.
///
/// - In no round k > r + W does any other node's view list it, whatever views are sent, when, or lost: a merge takes one
///   of the two records it is given, so by induction every record h is one of the rounds of activity, h <= r, and
///   k > r + W >= h + W. (In its own view a node lists itself.)
/// - A view that has heard of r by round r + W lists it in that round: after r it takes W + 1 rounds, and no fewer, until
///   the node has left every view.
/// - When the latest that any other view ever hears of is h < r, it has left every view after round h + W already.
///
/// A record of activity comes from being sampled. A node that is there but is not sampled for W rounds after one leaves
/// the views too, which has the probability (1 - s/N)^W while the views have N nodes.
public struct InactivityWindow: Sendable, Equatable {
  /// W
  public let rounds: Int

  /// - Precondition: `rounds >= 0`.
  public init(rounds: Int) {
    precondition(rounds >= 0, "a window of \(rounds) rounds")
    self.rounds = rounds
  }

  /// Whether a view that last heard of activity in round `heard` lists the node in round `round`.
  public func lists(heard: Int, in round: Int) -> Bool { round - heard <= rounds }

  /// Rounds after its last active one until a silent node has left every view at the latest, W + 1.
  public var detectionRounds: Int { rounds + 1 }

  /// P(a node is in none of the W samples after one) = (1 - s/N)^W, after which the views list it no longer though it is
  /// there; exact up to 2^18 bits, and beyond known to 128 significant bits.
  public func falseDeparture(_ sample: PeerSample) -> Enclosure {
    (1 - sample.inclusionProbability).probabilityPower(rounds)
  }
}
