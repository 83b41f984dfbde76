import Decoding
import ExactArithmetic

/// No weighted vote does better than this, and on average over both signs no decoder does; one that always says +1 is never
/// wrong about one sign.
struct LogLikelihoodLowerVote: VoteBound {
  let identifier = "vote.llr-lower"
  let statement = """
    P(U = -sign g) + P(U = 0)/2 >= 3/(4 (1 + exp(2 Phi + 4 sqrt(Phi)))), Phi = sum (1/2 - p_m) w_m, for every weighted vote, and for every decoder \
    on average over both signs
    """
  let origin = Provenance.transcribed
  let citation = VoteCitations.bayes
  let derivation = "Theorem 1 (ii) of the paper for the optimal decoder, which no other weighted vote beats"
  let measure = VoteMeasure.errorAtLeast
  let conditions: [VoteCondition] = []

  func value(for ballot: Ballot) -> Enclosure {
    guard let potential = ballot.committeePotential else { return Enclosure(0) }
    let nonnegative = Enclosure.maximum(potential, Enclosure(0))
    let exponent = Enclosure(2) * nonnegative + Enclosure(4) * nonnegative.squareRoot(width: .powerOfTwo(-120))
    let decay = (-exponent).exponential(significantBits: Ballot.significantBits)
    return Enclosure(3) * decay / (Enclosure(4) * (Enclosure(1) + decay))
  }
}
