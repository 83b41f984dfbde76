import ExactArithmetic

/// The averaging time of pairwise gossip: slots until the nodes are within eps of their average, relative to the start,
/// but for a probability of eps.
///
/// Its left side is a property of the network, which no run measures; `plumbline bound` evaluates the right side.
struct GossipAveragingTime: Theorem {
  let identifier = "gossip.averaging-time"
  let statement = """
    T_ave(eps) <= 3 ln(1/eps)/ln(1/lambda_2(Wbar)), and at least a sixth of that; T_ave(eps) = sup over x(0) of \
    inf{t: P(|x(t) - xbar| >= eps |x(0)|) <= eps}, Wbar the expected matrix of a slot
    """
  let origin = Provenance.transcribed
  let citation = Citation(
    key: "Boyd et al. 2006",
    reference:
      "S. Boyd, A. Ghosh, B. Prabhakar, D. Shah, Randomized gossip algorithms, IEEE Trans. Inf. Theory 52, 2006, Theorem 3"
  )
  let derivation = "transcribed; Markov's inequality above, a Rayleigh quotient below"
  let leftSide = LeftSide(.averagingTime, .final)
  let quantities: [Quantity] = [.secondEigenvalue, .accuracy]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.pairwiseGossip),
    Hypothesis("contractive", required: "0 < lambda_2 < 1", strict: true, guardsDivision: true) {
      ($0[.secondEigenvalue], Enclosure(1))
    },
    .positive(.secondEigenvalue, required: "lambda_2 > 0"),
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    [
      Term(
        "averagingTime",
        S(3) * (S.one / v[.accuracy]).naturalLogarithm / (S.one / v[.secondEigenvalue]).naturalLogarithm)
    ]
  }
}
