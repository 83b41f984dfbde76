import ExactArithmetic

/// SGD with stale gradients on smooth objectives: master lemma U1 with one node and D_t <= (tau_max eta G)^2.
struct DelayedSGDNonconvex: Theorem {
  let identifier = "delayed-sgd.nonconvex"
  let statement = """
    (1/T) sum_{t<T} E|grad f(x_t)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2 + L^2 (tau_max eta G)^2, \
    x_(t+1) = x_t - eta g(x_(t - tau_t)), tau_t <= tau_max
    """
  let origin = Provenance.derived
  let citation = Citation(
    key: "Xie et al. 2019", reference: "C. Xie, S. Koyejo, I. Gupta, Asynchronous Federated Optimization, 2019")
  let derivation = "master lemma U1 (non-convex) with one node; tau_max steps of length eta G lie between"
  let leftSide = LeftSide(.squaredGradient, .average)
  let quantities: [Quantity] = [
    .iterations, .stepSize, .smoothness, .noiseVariance, .gradientSecondMoment, .maximumStaleness, .initialGap,
  ]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.delayedUpdate), Hypothesis(.boundedStaleness), Hypothesis(.unbiasedNoise),
    Hypothesis(.smoothObjective), Hypothesis(.gradientBound),
    Hypothesis("stepSizeLimit", required: "eta L <= 1") { ($0[.smoothness] * $0[.stepSize], Enclosure(1)) },
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    var one = v
    one[.nodes] = .one
    let distance = v[.maximumStaleness] * v[.stepSize]
    return MasterLemma.nonconvex(
      one, deviation: [Term("staleness", distance.squared * v[.gradientSecondMoment])])
  }
}
