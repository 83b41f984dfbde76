import ExactArithmetic

/// One step of AsyncFedED on any smooth objective, however stale: the error of the first-order model is bounded.
///
/// From L-smoothness and |x - x_s| = gamma |Delta| each step satisfies
/// f(x(t+1)) <= f(x(t)) + eta <grad f(x_s), Delta> + L eta |Delta|^2 (gamma + eta/2), and eta gamma <= lambda,
/// eta <= lambda/eps. Evidence checks the sharper form at every step too.
struct AsyncFedEDPathwise: Theorem {
  let identifier = "asyncfeded.pathwise"
  let statement = """
    f(x(t+1)) <= f(x(t)) + eta_t <grad f(x_s), Delta> + L eta_t |Delta|^2 (gamma_t + eta_t/2) at every step, and \
    eta_t (gamma_t + eta_t/2) <= B = lambda (1 + lambda/(2 eps^2)): \
    B max_t (f(x(t+1)) - f(x(t)) - eta_t <grad f(x_s), Delta>)/(eta_t |Delta|^2 (gamma_t + eta_t/2)) <= L B
    """
  let origin = Provenance.derived
  let citation = AsyncFedEDAssumptions.citation
  let derivation = "the descent lemma at x, and |grad f(x) - grad f(x_s)| <= L gamma |Delta|"
  let leftSide = LeftSide(.descentError, .final)
  let quantities: [Quantity] = [.smoothness, .serverStep, .stalenessOffset]
  let hypotheses: [Hypothesis] = [
    Hypothesis(.distanceWeighted), Hypothesis(.smoothObjective),
    .positive(.stalenessOffset, required: "eps > 0"),
  ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let (lambda, offset) = (v[.serverStep], v[.stalenessOffset])
    return [
      Term("staleness", v[.smoothness] * lambda),
      Term("curvature", v[.smoothness] * lambda * lambda / (S(2) * offset.squared)),
    ]
  }
}
