import ExactArithmetic

/// What the three D-SGD theorems share: assumptions, hypotheses, and the deviation lemma.
package enum DSGDAssumptions {
  package static let citation = Citation(
    key: "Lian et al. 2017",
    reference: "X. Lian et al., Can Decentralized Algorithms Outperform Centralized Algorithms?, NeurIPS 2017")

  package static let network: [Hypothesis] = [
    Hypothesis(.synchronousMixing),
    Hypothesis(.symmetricWeights),
    Hypothesis(.doublyStochasticWeights),
    Hypothesis(.connectedNetwork),
    Hypothesis(.independentLinks),
    Hypothesis(.commonStart),
    Hypothesis(.unbiasedNoise),
    .positive(.mixingRate, required: "p > 0"),
  ]

  /// C1's condition. It implies eta L <= 1 and eta <= 1/(4L), because p <= 1. Stated without a division, so
  /// that L = 0 needs no exception.
  package static let stepSize = Hypothesis("stepSizeLimit", required: "4 L eta <= p, that is eta <= p / (4 L)") {
    (Enclosure(4) * $0[.smoothness] * $0[.stepSize], $0[.mixingRate])
  }

  /// C1, the heterogeneity form: for eta <= p/(4L) and every t,
  /// D_t <= (4 (1-p) eta^2 / p) (sigma^2 + 2 (2+p) zeta^2 / p).
  package static func deviation<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let p = v[.mixingRate]
    let factor = S(4) * (S.one - p) * v[.stepSize] * v[.stepSize] / p
    return [
      Term("topologyNoise", factor * v[.noiseVariance]),
      Term("topologyHeterogeneity", factor * S(2) * (S(2) + p) * v[.heterogeneity] / p),
    ]
  }
}
