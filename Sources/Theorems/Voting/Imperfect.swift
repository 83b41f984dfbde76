import Decoding
import ExactArithmetic

/// Weights that are known within a factor.
struct ImperfectVote: VoteBound {
  let identifier = "vote.imperfect"
  let statement = """
    P(U != sign g) <= exp(-(Phi/2) ((1 - d)/(1 + d))^2), for weights within a factor 1 +- d of a multiple of \
    w_m = ln((1 - p_m)/p_m)
    """
  let origin = Provenance.derived
  let citation = VoteCitations.voting
  let derivation = """
    vote.kearns-saul: with r = v/w in [c(1-d), c(1+d)], t >= c(1-d) Phi and V <= (c(1+d))^2 Phi/2
    """
  let measure = VoteMeasure.failureAtMost
  let conditions = [
    VoteCondition("interiorFlips", required: "0 < p_m < 1") { ballot in
      let extreme = ballot.groups.first { $0.logLikelihood == nil }
      return (Truth(extreme == nil), extreme.map { "p = \($0.flip)" } ?? "all inside")
    },
    VoteCondition("agreeingSigns", required: "v_m has the sign of w_m, and is 0 only where p_m = 1/2") { ballot in
      let bad = zip(ballot.groups, ballot.weights).first { group, weight in
        // The odds are on the side of the sign of 1/2 - p.
        weight.map { $0.lower.signum != group.edge.signum || $0.upper.signum != group.edge.signum } ?? false
      }
      return (
        Truth(bad == nil), bad.map { "p = \($0.0.flip), v = \($0.1!.decimal(significantDigits: 6))" } ?? "all agree"
      )
    },
  ]

  func value(for ballot: Ballot) -> Enclosure {
    let accuracy = Self.accuracy(of: ballot)
    return (-(ballot.committeePotential! * Enclosure(Rational(1, 2))) * accuracy.squared)
      .exponential(significantBits: Ballot.significantBits)
  }

  /// (1 - d)/(1 + d): the smallest v/w over the largest.
  private static func accuracy(of ballot: Ballot) -> Enclosure {
    if ballot.decoder == .logLikelihood { return Enclosure(1) }
    let ratios = zip(ballot.groups, ballot.weights).compactMap { group, weight in
      group.edge.isZero ? nil : weight! / group.logLikelihood!
    }
    guard let first = ratios.first else { return Enclosure(1) }
    let smallest = ratios.reduce(first) { Enclosure(lower: min($0.lower, $1.lower), upper: min($0.upper, $1.upper)) }
    let largest = ratios.reduce(first, Enclosure.maximum)
    let ratio = smallest / largest
    return Enclosure(lower: min(1, ratio.lower), upper: min(1, ratio.upper))
  }
}
