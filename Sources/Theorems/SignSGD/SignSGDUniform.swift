import ExactArithmetic

/// Sign methods, every coordinate weighted alike: the published form, which divides by the worst advantage.
///
/// Where a coordinate's gradient vanishes its sign cannot be told, P_max is 1/2, and the bound says nothing.
struct SignSGDUniform: Theorem {
  let identifier = "signsgd.uniform"
  let statement = """
    (1/T) sum_{t<T} E |grad f(x_t)|_1 <= [(f0 - f_star)/(delta T) + delta |L|_1/2]/(1 - 2 P_max), \
    P_max = max over t, n of (1 - A_n)/2
    """
  let origin = Provenance.derived
  let citation = SignDescent.citation
  let derivation = "signsgd.weighted with A_n >= 1 - 2 P_max"
  let leftSide = LeftSide(.absoluteGradient, .average)
  let quantities = SignDescent.quantities + [.maximumDecodingError]
  let hypotheses =
    SignDescent.hypotheses + [
      Hypothesis(
        "decodable", required: "P_max < 1/2; at 1/2 the bound is vacuous", strict: true, guardsDivision: true
      ) { ($0[.maximumDecodingError], Enclosure(Rational(1, 2))) }
    ]

  func rightSide<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    let scale = S.one / (S.one - S(2) * v[.maximumDecodingError])
    return SignDescent.terms(v).map { $0.scaled(by: scale) }
  }
}
