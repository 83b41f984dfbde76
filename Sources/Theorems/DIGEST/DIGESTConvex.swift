import ExactArithmetic

/// DIGEST on smooth convex objectives: master lemma U2 with its deviation lemma.
struct DIGESTConvex: Theorem {
  let identifier = "digest.convex"
  let statement = """
    (1/T) sum_{t<T} E[f(xv_t) - f_star] <= |x0 - x*|^2/(eta T) + eta sigma^2/V + (3L/2) eta^2 G^2 Sbar^2, \
    xv_t = x0 - (eta/V) sum of all gradients before t
    """
  let origin = Provenance.derived
  let citation = DIGESTAssumptions.citation
  let derivation = "master lemma U2 (convex) with the deviation lemma of a travelling model"
  let leftSide = LeftSide(.suboptimality, .average)
  let quantities = DIGESTAssumptions.quantities + [.stepSize, .initialDistance]
  let hypotheses = DIGESTAssumptions.constantRun + [Hypothesis(.convexObjective), DIGESTAssumptions.quarterStep]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.convex(v, deviation: DIGESTAssumptions.deviation(v))
  }
}
