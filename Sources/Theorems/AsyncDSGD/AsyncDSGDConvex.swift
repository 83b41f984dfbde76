import ExactArithmetic

/// Asynchronous D-SGD on smooth convex objectives: master lemma U2 with its deviation lemma.
struct AsyncDSGDConvex: Theorem {
  let identifier = "async-dsgd.convex"
  let statement = """
    (1/T) sum_{t<T} E[f(xbar_t) - f_star] <= |x0 - x*|^2/(eta q T) + eta (sigma^2 + (1-q) M^2)/n \
    + c^2 s^2/(n eta q) + (3L/2) (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2, \
    Xi = (2/p)((1-p)(2+p)/p eta^2 G^2 + c^2 s^2), k = min(tau_max + 1, n)
    """
  let origin = Provenance.derived
  let citation = AsyncDSGDAssumptions.citation
  let derivation = "master lemma U2 (convex) with the deviation lemma of stale mixing"
  /// By machine G bounds the gradients for every schedule; here it is a mean over schedules where tau_max + 1 <= n.
  let proofConditions: [StructuralProperty] = [.knownSchedule]
  let leftSide = LeftSide(.suboptimality, .average)
  let quantities = AsyncDSGDAssumptions.quantities + [.initialDistance]
  let hypotheses =
    AsyncDSGDAssumptions.network + [
      Hypothesis(.smoothObjective), Hypothesis(.convexObjective),
      Hypothesis("stepSizeLimit", required: "4 L eta q <= 1") {
        (Enclosure(4) * $0[.smoothness] * $0[.stepSize] * $0[.participation], Enclosure(1))
      },
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.convex(
      v, deviation: AsyncDSGDAssumptions.deviation(v), disturbance: AsyncDSGDAssumptions.disturbance(v))
  }
}
