import ExactArithmetic

/// Asynchronous D-SGD on smooth objectives: master lemma U1 with its deviation lemma.
struct AsyncDSGDNonconvex: Theorem {
  let identifier = "async-dsgd.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(xbar_t)|^2 <= 2 (f0 - f_star)/(eta q T) + L eta (sigma^2 + (1-q) M^2)/n \
    + L c^2 s^2/(n eta q) + L^2 (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2, \
    Xi = (2/p)((1-p)(2+p)/p eta^2 G^2 + c^2 s^2), k = min(tau_max + 1, n)
    """
  let origin = Provenance.derived
  let citation = AsyncDSGDAssumptions.citation
  let derivation = "master lemma U1 (non-convex) with the deviation lemma of stale mixing"
  /// By machine G bounds the gradients for every schedule; here it is a mean over schedules where tau_max + 1 <= n.
  let proofConditions: [StructuralProperty] = [.knownSchedule]
  let leftSide = LeftSide(.squaredGradient, .average)
  let quantities = AsyncDSGDAssumptions.quantities + [.initialGap]
  let hypotheses =
    AsyncDSGDAssumptions.network + [
      Hypothesis(.smoothObjective),
      Hypothesis("stepSizeLimit", required: "eta q L <= 1") {
        ($0[.smoothness] * $0[.stepSize] * $0[.participation], Enclosure(1))
      },
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    MasterLemma.nonconvex(
      v, deviation: AsyncDSGDAssumptions.deviation(v), disturbance: AsyncDSGDAssumptions.disturbance(v))
  }
}
