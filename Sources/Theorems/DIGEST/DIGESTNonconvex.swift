import ExactArithmetic

/// DIGEST on smooth objectives: master lemma U1 with its deviation lemma.
struct DIGESTNonconvex: Theorem {
  let identifier = "digest.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(xv_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/V + L^2 eta^2 G^2 Sbar^2, \
    xv_t = x0 - (eta/V) sum of all gradients before t
    """
  let origin = Provenance.derived
  let citation = DIGESTAssumptions.citation
  let derivation = "master lemma U1 (non-convex) with the deviation lemma of a travelling model"
  let leftSide = LeftSide(.squaredGradient, .average)
  let quantities = DIGESTAssumptions.quantities + [.stepSize, .initialGap]
  let hypotheses =
    DIGESTAssumptions.constantRun + [
      Hypothesis("stepSizeLimit", required: "eta L <= 1") { ($0[.smoothness] * $0[.stepSize], Enclosure(1)) }
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.nonconvex(v, deviation: DIGESTAssumptions.deviation(v))
  }
}
