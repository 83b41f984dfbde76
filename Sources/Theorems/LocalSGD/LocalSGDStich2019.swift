import ExactArithmetic

/// Local SGD with decreasing steps on strongly convex objectives, as published.
///
/// The published left side is E f(xhat) - f_star with xhat the average of the iterates with weights (a+t)^2. It is at most
/// the left side here, the weighted average of the values, which is what the published proof bounds.
struct LocalSGDStich2019: Theorem {
  let identifier = "localsgd.stich2019"
  let statement = """
    (1/S_T) sum_{t<T} (a+t)^2 E[f(xbar_t) - f_star] <= mu a^3 |x0 - x*|^2/(2 S_T) + 4T(T+2a) sigma^2/(mu n S_T) \
    + 256 T G^2 H^2 L/(mu^2 S_T), eta_t = 4/(mu (a+t)), S_T = sum_{t<T} (a+t)^2
    """
  let origin = Provenance.transcribed
  let citation = Citation(
    key: "Stich 2019, Theorem 2.2",
    reference: "S. U. Stich, Local SGD Converges Fast and Communicates Little, ICLR 2019, Theorem 2.2 and its proof")
  let derivation = "transcribed; E f(xhat) - f_star is at most the left side by convexity"
  let leftSide = LeftSide(.suboptimality, .weighted)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .strongConvexity, .noiseVariance, .gradientSecondMoment, .localSteps,
    .initialDistance, .stepOffset,
  ]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.localSteps), Hypothesis(.commonStart), Hypothesis(.unbiasedNoise), Hypothesis(.smoothObjective),
    Hypothesis(.convexObjective), Hypothesis(.gradientBound), .positive(.strongConvexity, required: "mu > 0"),
    .positive(.stepOffset, required: "a > 0, steps that decrease"),
    .equal("stepSchedule", required: "eta_0 a mu = 4") {
      ($0[.stepSize] * $0[.stepOffset] * $0[.strongConvexity], Enclosure(4))
    },
    Hypothesis("stepSizeLimit", required: "a > 16 L/mu", strict: true) {
      (Enclosure(16) * $0[.smoothness], $0[.stepOffset] * $0[.strongConvexity])
    },
    Hypothesis("localStepsLimit", required: "a > H", strict: true) { ($0[.localSteps], $0[.stepOffset]) },
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let (t, a, mu) = (v[.iterations], v[.stepOffset], v[.strongConvexity])
    let weights = MasterLemma.weightSum(t, offset: a)
    return [
      Term("initialisation", mu * a * a * a * v[.initialDistance] / (S(2) * weights)),
      Term("gradientNoise", S(4) * t * (t + S(2) * a) * v[.noiseVariance] / (mu * v[.nodes] * weights)),
      Term(
        "localDrift",
        S(256) * t * v[.gradientSecondMoment] * v[.localSteps].squared * v[.smoothness] / (mu * mu * weights)),
    ]
  }
}
