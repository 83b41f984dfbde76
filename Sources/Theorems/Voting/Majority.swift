import Decoding
import ExactArithmetic

/// Equal weights, from the mean flip probability alone.
struct MajorityVote: VoteBound {
  let identifier = "vote.majority"
  let statement = "P(U != sign g) <= (4 pbar (1 - pbar))^(M/2), pbar = mean of p_m < 1/2, for equal weights"
  let origin = Provenance.derived
  let citation = VoteCitations.voting
  let derivation = "Chernoff's method; the product of moment generating functions is at most that of their mean"
  let measure = VoteMeasure.failureAtMost
  let conditions = [
    VoteCondition("equalWeights", required: "majority vote") {
      (Truth($0.decoder == .majority), "decoder \($0.decoder.name)")
    },
    VoteCondition("meanFlip", required: "pbar < 1/2") {
      (Truth($0.meanFlip < Rational(1, 2)), "pbar = \($0.meanFlip.description.shortened())")
    },
  ]

  func value(for ballot: Ballot) -> Enclosure {
    let mean = ballot.meanFlip
    if mean.isZero { return Enclosure(0) }
    let logarithm = Enclosure(4 * mean * (1 - mean)).logarithm(width: .powerOfTwo(-120))
    return (Enclosure(Rational(ballot.workers, 2)) * logarithm).exponential(significantBits: Ballot.significantBits)
  }
}

extension Ballot {
  fileprivate var meanFlip: Rational {
    groups.reduce(.zero) { $0 + Rational($1.count) * $1.flip } / Rational(workers)
  }
}
