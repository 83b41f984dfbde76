import ExactArithmetic

/// FedAvg with uniform samples on smooth objectives.
///
/// With a_i the sum of client i's K gradients the round moves x by -(eta/s') sum_{i in S} a_i. The mean over S is the mean of
/// all a_i, the variance of a finite population's sample is c times the mean of |a_i|^2 <= K^2 G^2, and a local model is at
/// most k eta G from x at local step k. The rest is master lemma U1.
struct FedAvgNonconvex: Theorem {
  let identifier = "fedavg.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(x_t)|^2 <= 2 (f0 - f_star)/(eta K T) + 2 L eta sigma^2/n + L eta K c G^2 \
    + L^2 eta^2 G^2 (K-1)(2K-1)/6, c = (n - s')/(s' (n-1))
    """
  let origin = Provenance.derived
  let citation = Citation(
    key: "de Vos et al. 2023",
    reference: "M. de Vos et al., Decentralized Learning Made Practical with Client Sampling, 2023, arXiv 2302.13837")
  let derivation = "one round as a step of master lemma U1, with the variance of a finite population's sample"
  let leftSide = LeftSide(.squaredGradient, .average)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .noiseVariance, .gradientSecondMoment, .localSteps, .sampleSize,
    .initialGap,
  ]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.serverRounds), Hypothesis(.uniformSampling), Hypothesis(.equalClients), Hypothesis(.unbiasedNoise),
    Hypothesis(.smoothObjective), Hypothesis(.gradientBound), Hypothesis(.constantStep),
    Hypothesis("clientsLimit", required: "n >= 2") { (Enclosure(2), $0[.nodes]) },
    Hypothesis("sampleLimit", required: "s' <= n") { ($0[.sampleSize], $0[.nodes]) },
    Hypothesis("stepSizeLimit", required: "2 L eta K <= 1") {
      (Enclosure(2) * $0[.smoothness] * $0[.stepSize] * $0[.localSteps], Enclosure(1))
    },
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let (steps, scale) = (v[.localSteps], v[.smoothness] * v[.stepSize])
    // All clients of a sample of all: c = 0, even where n - 1 is.
    let isAll = v.integer(.sampleSize) >= v.integer(.nodes)
    let c = isAll ? S.zero : (v[.nodes] - v[.sampleSize]) / (v[.sampleSize] * (v[.nodes] - S.one))
    return [
      Term("initialisation", S(2) * v[.initialGap] / (v[.stepSize] * steps * v[.iterations])),
      Term("gradientNoise", S(2) * scale * v[.noiseVariance] / v[.nodes]),
      Term("sampling", scale * steps * c * v[.gradientSecondMoment]),
      Term(
        "localDrift",
        scale.squared * v[.gradientSecondMoment] * (steps - S.one) * (S(2) * steps - S.one) * S(Rational(1, 6))),
    ]
  }
}
