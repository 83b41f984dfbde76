import ExactArithmetic

/// FedAvg with decreasing steps on strongly convex objectives, as published, for equal clients and uniform samples.
///
/// The published T counts local steps: it is K times the rounds here.
struct FedAvgLi2020: Theorem {
  let identifier = "fedavg.li2020"
  let statement = """
    E f(w_T) - f_star <= (L/mu)/(a + K T - 1) (2 (B + C)/mu + (mu a/2) |x0 - x*|^2), \
    B = sigma^2/n + 6 L Gamma_f + 8 (K-1)^2 G^2, C = ((n - s')/(n-1)) (4/s') K^2 G^2, \
    eta_m = 2/(mu (a + m)) at local step m = 0, 1, ..., a = max(8 L/mu, K)
    """
  let origin = Provenance.transcribed
  let citation = Citation(
    key: "Li et al. 2020, Theorem 3",
    reference:
      "X. Li, K. Huang, W. Yang, S. Wang, Z. Zhang, On the Convergence of FedAvg on Non-IID Data, ICLR 2020, Theorem 3, scheme II"
  )
  let derivation = "transcribed, with p_k = 1/n and T in rounds; with all clients C = 0 and it is Theorem 1"
  let leftSide = LeftSide(.suboptimality, .final)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .strongConvexity, .noiseVariance, .gradientSecondMoment, .localSteps,
    .sampleSize, .localGap, .initialDistance, .stepOffset,
  ]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.serverRounds), Hypothesis(.uniformSampling), Hypothesis(.equalClients), Hypothesis(.unbiasedNoise),
    Hypothesis(.smoothObjective), Hypothesis(.convexObjective), Hypothesis(.gradientBound),
    .positive(.strongConvexity, required: "mu > 0"),
    .positive(.stepOffset, required: "a > 0, steps that decrease"),
    Hypothesis("sampleLimit", required: "s' <= n") { ($0[.sampleSize], $0[.nodes]) },
    .equal("stepSchedule", required: "eta_0 a mu = 2") {
      ($0[.stepSize] * $0[.stepOffset] * $0[.strongConvexity], Enclosure(2))
    },
    .equal("stepOffsetRule", required: "a = max(8 L/mu, K)") {
      (
        $0[.stepOffset] * $0[.strongConvexity],
        .maximum(Enclosure(8) * $0[.smoothness], $0[.localSteps] * $0[.strongConvexity])
      )
    },
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let (a, mu, steps, second) = (v[.stepOffset], v[.strongConvexity], v[.localSteps], v[.gradientSecondMoment])
    let rate = v[.smoothness] / (mu * (a + steps * v[.iterations] - S.one))
    let noise = S(2) * rate / mu
    let isAll = v.integer(.sampleSize) >= v.integer(.nodes)
    let share = isAll ? S.zero : (v[.nodes] - v[.sampleSize]) / (v[.nodes] - S.one)
    return [
      Term("initialisation", rate * mu * a * S(Rational(1, 2)) * v[.initialDistance]),
      Term("gradientNoise", noise * v[.noiseVariance] / v[.nodes]),
      Term("heterogeneity", noise * S(6) * v[.smoothness] * v[.localGap]),
      Term("localDrift", noise * S(8) * (steps - S.one).squared * second),
      Term("sampling", noise * share * S(4) * steps.squared * second / v[.sampleSize]),
    ]
  }
}
