import ExactArithmetic

/// D-SGD on smooth objectives: master lemma U1 with the deviation lemma C1.
struct DSGDNonconvex: Theorem {
  let identifier = "dsgd.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/n \
    + (4 (1-p) L^2 eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p)
    """
  let origin = Provenance.derived
  let citation = DSGDAssumptions.citation
  let derivation = "master lemma U1 (non-convex) with deviation lemma C1 (heterogeneity form)"
  /// With random W the derivation is the same; what is checked by machine is one W.
  let proofConditions: [StructuralProperty] = [.fixedMixing]
  let leftSide = LeftSide(.squaredGradient, .average)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .noiseVariance, .heterogeneity, .mixingRate, .initialGap,
  ]
  let hypotheses = DSGDAssumptions.network + [Hypothesis(.smoothObjective), DSGDAssumptions.stepSize]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.nonconvex(v, deviation: DSGDAssumptions.deviation(v))
  }
}
