import Decoding
import ExactArithmetic

/// The optimal weights, by the Kearns-Saul inequality.
struct LogLikelihoodVote: VoteBound {
  let identifier = "vote.llr"
  let statement = "P(U != sign g) <= exp(-Phi/2), Phi = sum (1/2 - p_m) w_m, for weights w_m = ln((1 - p_m)/p_m)"
  let origin = Provenance.derived
  let citation = VoteCitations.bayes
  let derivation = "vote.kearns-saul with v = w, where t = Phi and V = Phi/2"
  let measure = VoteMeasure.failureAtMost
  let conditions = [VoteCondition.logLikelihoodWeights]

  func value(for ballot: Ballot) -> Enclosure {
    guard let potential = ballot.committeePotential else { return Enclosure(0) }
    return (-potential * Enclosure(Rational(1, 2))).exponential(significantBits: Ballot.significantBits)
  }
}
