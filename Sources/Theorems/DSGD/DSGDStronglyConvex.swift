import ExactArithmetic

/// D-SGD on smooth, strongly convex objectives: master lemma U3 (centred) with the deviation lemma C1.
struct DSGDStronglyConvex: Theorem {
  let identifier = "dsgd.strongly-convex"
  let statement = """
    E|xbar_T - x*|^2 <= (1 - eta mu)^T |x0 - x*|^2 + eta sigma^2/(n mu) \
    + (3L/(2 mu)) (4 (1-p) eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p)
    """
  let origin = Provenance.derived
  let citation = DSGDAssumptions.citation
  let derivation = "master lemma U3 (strongly convex, centred) with deviation lemma C1 (heterogeneity form)"
  /// With random W the derivation is the same; what is checked by machine is one W.
  let proofConditions: [StructuralProperty] = [.fixedMixing]
  let leftSide = LeftSide(.squaredDistance, .final)
  let quantities: [Quantity] = [
    .nodes, .iterations, .stepSize, .smoothness, .strongConvexity, .noiseVariance, .heterogeneity, .mixingRate,
    .initialDistance,
  ]
  let hypotheses =
    DSGDAssumptions.network + [
      Hypothesis(.smoothObjective), .positive(.strongConvexity, required: "mu > 0"),
      Hypothesis("strongConvexityLimit", required: "mu <= L") { ($0[.strongConvexity], $0[.smoothness]) },
      DSGDAssumptions.stepSize,
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.stronglyConvexCentred(v, deviation: DSGDAssumptions.deviation(v))
  }
}
