import ExactArithmetic

/// Local SGD on smooth objectives: master lemma U1 with D_t <= ((H-1) eta G)^2.
struct LocalSGDNonconvex: Theorem {
  let identifier = "localsgd.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/n + L^2 ((H-1) eta G)^2
    """
  let origin = Provenance.derived
  let citation = Citation(
    key: "Stich 2019", reference: "S. U. Stich, Local SGD Converges Fast and Communicates Little, ICLR 2019")
  let derivation = "master lemma U1 (non-convex); a worker is at most H-1 steps away from the last average"
  let leftSide = LeftSide(.squaredGradient, .average)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .noiseVariance, .gradientSecondMoment, .localSteps, .initialGap,
  ]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.localSteps), Hypothesis(.commonStart), Hypothesis(.unbiasedNoise), Hypothesis(.smoothObjective),
    Hypothesis(.gradientBound), Hypothesis(.constantStep),
    Hypothesis("stepSizeLimit", required: "eta L <= 1") { ($0[.smoothness] * $0[.stepSize], Enclosure(1)) },
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let distance = (v[.localSteps] - S.one) * v[.stepSize]
    return MasterLemma.nonconvex(
      v, deviation: [Term("localDrift", distance.squared * v[.gradientSecondMoment])])
  }
}
