import ExactArithmetic

/// What the theorems of asynchronous D-SGD share: assumptions, hypotheses, the deviation lemma.
package enum AsyncDSGDAssumptions {
  package static let citation = Citation(
    key: "Jeong et al. 2022",
    reference:
      "E. Jeong, M. Zecchin, M. Kountouris, Asynchronous Decentralized Learning over Unreliable Wireless Networks, ICC 2022, arXiv 2202.00955"
  )

  package static let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .noiseVariance, .gradientSecondMoment, .gradientMeanSquare,
    .participation, .mixingRate, .maximumStaleness, .consensusStep, .channelNoise,
  ]

  package static let network: [Hypothesis] = [
    Hypothesis(.staleMixing),
    Hypothesis(.symmetricWeights),
    Hypothesis(.doublyStochasticWeights),
    Hypothesis(.memorylessCompletion),
    Hypothesis(.independentLinks),
    Hypothesis(.boundedStaleness),
    Hypothesis(.commonStart),
    Hypothesis(.unbiasedNoise),
    .positive(.participation, required: "q > 0"),
    .positive(.mixingRate, required: "p > 0, p that of (1-c) I + c W"),
    Hypothesis(.gradientBound),
  ]

  static func disturbance<S: Scalar>(_ v: Values<S>) -> MasterLemma.Disturbance<S> {
    MasterLemma.Disturbance(
      participation: v[.participation], gradientMeanSquare: v[.gradientMeanSquare], networkNoise: driftVariance(v))
  }

  /// omega^2 = c^2 s^2/n
  private static func driftVariance<S: Scalar>(_ v: Values<S>) -> S {
    v[.consensusStep].squared * v[.channelNoise] / v[.nodes]
  }

  /// D_t <= (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) omega)^2 with
  /// Xi = (2/p)((1-p)(2+p)/p eta^2 G^2 + c^2 s^2), k = min(tau_max + 1, n); the square multiplied out.
  package static func deviation<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let p = v[.mixingRate]
    let tau = v[.maximumStaleness]
    let kinds = S(min(v.integer(.maximumStaleness) + 1, v.integer(.nodes)))
    let gradient = v[.stepSize].squared * v[.gradientSecondMoment]
    let spread = (S.one - p) * (S(2) + p) / p * gradient + v[.consensusStep].squared * v[.channelNoise]
    let consensus = kinds * S(2) / p * spread
    let staleness = tau.squared * gradient
    let drift = tau * driftVariance(v)
    var cross = S.zero
    if v.integer(.maximumStaleness) > 0 {
      let roots = [consensus, staleness, drift].map(\.upperSquareRoot)
      cross = S(2) * (roots[0] * roots[1] + roots[0] * roots[2] + roots[1] * roots[2])
    }
    return [
      Term("consensus", consensus), Term("staleness", staleness), Term("channelDrift", drift),
      Term("crossTerms", cross),
    ]
  }
}
