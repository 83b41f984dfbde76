import ExactArithmetic

/// DIGEST with decreasing steps on strongly convex objectives: master lemma U4, convergence to the exact minimiser.
///
/// With a >= 2R no step within reach of S_v is more than twice as long as the present one, so D_t <= 4 eta_t^2 G^2 Sbar^2.
struct DIGESTAsymptotic: Theorem {
  let identifier = "digest.asymptotic"
  let statement = """
    (1/S_T) sum_{t<T} (a+t)^2 E[f(xv_t) - f_star] <= m a^3 |x0 - x*|^2/(4 S_T) + 2T(T+2a) sigma^2/(m V S_T) \
    + 64 T (3L/2 + mu) G^2 Sbar^2/(m^2 S_T), m = mu/2, eta_t = 4/(m (a+t)), S_T = sum_{t<T} (a+t)^2
    """
  let origin = Provenance.derived
  let citation = DIGESTAssumptions.citation
  let derivation = "master lemma U4 (decreasing steps) with the deviation lemma of a travelling model, C = 4 G^2 Sbar^2"
  let leftSide = LeftSide(.suboptimality, .weighted)
  let quantities =
    DIGESTAssumptions.quantities + [.stepSize, .strongConvexity, .initialDistance, .stepOffset, .visitInterval]
  let hypotheses =
    DIGESTAssumptions.run + [
      Hypothesis(.convexObjective), .positive(.strongConvexity, required: "mu > 0"),
      .positive(.stepOffset, required: "a > 0, steps that decrease"),
      .equal("stepSchedule", required: "eta_0 a = 4/m, that is eta_0 a mu = 8") {
        ($0[.stepSize] * $0[.stepOffset] * $0[.strongConvexity], Enclosure(8))
      },
      Hypothesis("stepSizeLimit", required: "a >= 16 L/m, that is 32 L <= a mu") {
        (Enclosure(32) * $0[.smoothness], $0[.stepOffset] * $0[.strongConvexity])
      },
      Hypothesis("visitLimit", required: "2R <= a") { (Enclosure(2) * $0[.visitInterval], $0[.stepOffset]) },
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.decreasingSteps(
      v, deviation: [Term("tokenDeviation", S(4) * v[.gradientSecondMoment] * v[.tokenDeviation])])
  }
}
