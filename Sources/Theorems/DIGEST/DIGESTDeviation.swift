import ExactArithmetic

/// What the theorems of DIGEST share: assumptions, hypotheses, the deviation lemma.
package enum DIGESTAssumptions {
  package static let citation = Citation(
    key: "Gholami and Seferoglu 2023",
    reference:
      "P. Gholami, H. Seferoglu, DIGEST: Fast and Communication Efficient Decentralized Learning with Local Updates, arXiv 2307.07652"
  )

  package static let quantities: [Quantity] = [
    .nodes, .iterations, .smoothness, .noiseVariance, .gradientSecondMoment, .tokenDeviation,
  ]

  package static let run: [Hypothesis] = [
    Hypothesis(.travellingModel), Hypothesis(.routeGiven), Hypothesis(.commonStart), Hypothesis(.unbiasedNoise),
    Hypothesis(.smoothObjective),
    Hypothesis(.gradientBound),
  ]

  /// What the theorems on constant steps assume besides.
  package static let constantRun = run + [Hypothesis(.constantStep)]

  package static let quarterStep = Hypothesis("stepSizeLimit", required: "4 L eta <= 1") {
    (Enclosure(4) * $0[.smoothness] * $0[.stepSize], Enclosure(1))
  }

  /// D_t <= eta^2 G^2 Sbar^2 for constant steps.
  package static func deviation<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    [Term("tokenDeviation", v[.stepSize].squared * v[.gradientSecondMoment] * v[.tokenDeviation])]
  }
}
