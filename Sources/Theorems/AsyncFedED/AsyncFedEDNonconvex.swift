import ExactArithmetic

/// AsyncFedED on smooth objectives, at the models that the arriving clients started from: the pathwise bound summed up.
struct AsyncFedEDNonconvex: Theorem {
  let identifier = "asyncfeded.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(x_s(t))|^2 <= 4 (f0 - f_star)/(eta_min eta_l K T) \
    + 4 r (L^2 eta_l^2 G^2 (K-1)(2K-1)/6 + zeta_max^2) + (r-1)^2 sigma^2/K \
    + 4 L (Gamma + eps)(1 + lambda/(2 eps^2)) eta_l K G^2, r = 1 + Gamma/eps, eta_min = lambda/(Gamma + eps)
    """
  let origin = Provenance.derived
  let citation = AsyncFedEDAssumptions.citation
  let derivation = "asyncfeded.pathwise at every step, and K local steps are at most K eta_l G long"
  let proofConditions: [StructuralProperty] = [.knownSchedule]
  let leftSide = LeftSide(.snapshotGradient, .average)
  let quantities: [Quantity] = [
    .iterations, .stepSize, .smoothness, .noiseVariance, .maximumHeterogeneity, .gradientSecondMoment, .localSteps,
    .serverStep, .stalenessOffset, .stalenessLimit, .initialGap,
  ]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.distanceWeighted), Hypothesis(.fixedLocalSteps), Hypothesis(.unbiasedNoise),
    Hypothesis(.smoothObjective), Hypothesis(.gradientBound), Hypothesis(.boundedDistance),
    .positive(.stalenessOffset, required: "eps > 0"),
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let (lambda, offset, limit, steps) = (v[.serverStep], v[.stalenessOffset], v[.stalenessLimit], v[.localSteps])
    let (local, second) = (v[.stepSize], v[.gradientSecondMoment])
    let reach = limit + offset
    let spread = limit / offset
    let ratio = S.one + spread
    let drift =
      (v[.smoothness] * local).squared * second * (steps - S.one) * (S(2) * steps - S.one) * S(Rational(1, 6))
    return [
      Term("initialisation", S(4) * v[.initialGap] * reach / (lambda * local * steps * v[.iterations])),
      Term("localDrift", S(4) * ratio * drift),
      Term("heterogeneity", S(4) * ratio * v[.maximumHeterogeneity]),
      Term("adaptivity", spread.squared * v[.noiseVariance] / steps),
      Term(
        "staleness",
        S(4) * v[.smoothness] * reach * (S.one + lambda / (S(2) * offset.squared)) * local * steps * second),
    ]
  }
}
