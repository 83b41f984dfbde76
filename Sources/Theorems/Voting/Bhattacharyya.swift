import Decoding
import ExactArithmetic

/// The optimal weights, by Chernoff's method at its best parameter.
struct BhattacharyyaVote: VoteBound {
  let identifier = "vote.bhattacharyya"
  let statement = "P(U != sign g) <= prod 2 sqrt(p_m (1 - p_m)), for weights w_m = ln((1 - p_m)/p_m)"
  let origin = Provenance.derived
  let citation = VoteCitations.voting
  let derivation = "vote.chernoff with v = w, where s = 1/2 is best"
  let measure = VoteMeasure.failureAtMost
  let conditions = [VoteCondition.logLikelihoodWeights]

  func value(for ballot: Ballot) -> Enclosure {
    if ballot.committeePotential == nil { return Enclosure(0) }
    let exponent = ballot.groups.reduce(Enclosure(0)) { sum, group in
      let logarithm = Enclosure(4 * group.flip * (1 - group.flip)).logarithm(width: .powerOfTwo(-120))
      return sum + Enclosure(Rational(group.count, 2)) * logarithm
    }
    return exponent.exponential(significantBits: Ballot.significantBits)
  }
}
