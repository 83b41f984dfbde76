import Decoding
import ExactArithmetic

/// Any weights, by the Kearns-Saul inequality.
struct KearnsSaulVote: VoteBound {
  let identifier = "vote.kearns-saul"
  let statement = """
    P(U != sign g) <= exp(-t^2/(4V)), t = sum v_m (1/2 - p_m) > 0, \
    V = sum v_m^2 (1/2 - p_m)/(2 w_m), w_m = ln((1 - p_m)/p_m)
    """
  let origin = Provenance.derived
  let citation = VoteCitations.voting
  let derivation = "Chernoff's method with the Kearns-Saul bound on the moment generating function of each vote"
  let measure = VoteMeasure.failureAtMost
  let conditions = [
    VoteCondition("positiveEdge", required: "t = sum v_m (1/2 - p_m) > 0") { ballot in
      guard let edge = ballot.edge else { return (.yes, "infinite") }
      return (Enclosure(0).isLess(than: edge), edge.decimal(significantDigits: 6))
    }
  ]

  func value(for ballot: Ballot) -> Enclosure {
    guard let edge = ballot.edge else { return Enclosure(0) }
    let variance = zip(ballot.groups, ballot.weights).reduce(Enclosure(0)) { sum, item in
      sum + item.1!.squared * item.0.varianceProxy * Enclosure(Rational(item.0.count))
    }
    // Every worker with a weight is always right or always wrong, and the score is positive.
    if variance.isExact && variance.lower.isZero { return Enclosure(0) }
    return (-(edge.squared / (Enclosure(4) * variance))).exponential(significantBits: Ballot.significantBits)
  }
}
