import ExactArithmetic

/// Sign methods, each coordinate's gradient weighted by the advantage of its decoding.
struct SignSGDWeighted: Theorem {
  let identifier = "signsgd.weighted"
  let statement = """
    (1/T) sum_{t<T} E sum_n |g_n| A_n <= (f0 - f_star)/(delta T) + delta |L|_1/2, \
    A_n = P(U_n = sign g_n) - P(U_n = -sign g_n) given the past
    """
  let origin = Provenance.derived
  let citation = SignDescent.citation
  let derivation = "descent along U, |U_n| <= 1, summed over the iterations; E[g_n U_n] = E[|g_n| A_n]"
  let leftSide = LeftSide(.signAlignment, .average)
  let quantities = SignDescent.quantities
  let hypotheses = SignDescent.hypotheses

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] { SignDescent.terms(v) }
}
