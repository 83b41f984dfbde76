import ExactArithmetic

/// D-SGD on smooth convex objectives: master lemma U2 with the deviation lemma C1.
struct DSGDConvex: Theorem {
  let identifier = "dsgd.convex"
  let statement = """
    (1/T) sum_{t<T} E[f(xbar_t) - f_star] <= |x0 - x*|^2/(eta T) + eta sigma^2/n \
    + (3L/2) (4 (1-p) eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p)
    """
  let origin = Provenance.derived
  let citation = DSGDAssumptions.citation
  let derivation = "master lemma U2 (convex) with deviation lemma C1 (heterogeneity form)"
  /// With random W the derivation is the same; what is checked by machine is one W.
  let proofConditions: [StructuralProperty] = [.fixedMixing]
  let leftSide = LeftSide(.suboptimality, .average)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .noiseVariance, .heterogeneity, .mixingRate, .initialDistance,
  ]
  let hypotheses =
    DSGDAssumptions.network + [Hypothesis(.smoothObjective), Hypothesis(.convexObjective), DSGDAssumptions.stepSize]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.convex(v, deviation: DSGDAssumptions.deviation(v))
  }
}
