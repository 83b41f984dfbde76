import ExactArithmetic

/// DIGEST on smooth, strongly convex objectives: master lemma U3' with its deviation lemma.
struct DIGESTStronglyConvex: Theorem {
  let identifier = "digest.strongly-convex"
  let statement = """
    E|xv_T - x*|^2 <= (1 - eta mu/2)^T |x0 - x*|^2 + 2 eta sigma^2/(V mu) + (3L/mu + 2) eta^2 G^2 Sbar^2, \
    xv_t = x0 - (eta/V) sum of all gradients before t
    """
  let origin = Provenance.derived
  let citation = DIGESTAssumptions.citation
  let derivation = "master lemma U3' (strongly convex, not centred) with the deviation lemma of a travelling model"
  let leftSide = LeftSide(.squaredDistance, .final)
  let quantities = DIGESTAssumptions.quantities + [.stepSize, .strongConvexity, .initialDistance]
  let hypotheses =
    DIGESTAssumptions.constantRun + [
      Hypothesis(.convexObjective), .positive(.strongConvexity, required: "mu > 0"),
      Hypothesis("strongConvexityLimit", required: "mu <= L") { ($0[.strongConvexity], $0[.smoothness]) },
      DIGESTAssumptions.quarterStep,
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.stronglyConvex(v, deviation: DIGESTAssumptions.deviation(v))
  }
}
