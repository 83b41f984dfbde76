import ExactArithmetic

/// What the signSGD theorems share: one step lowers f by at least delta <grad f, U> - delta^2 |L|_1 / 2, whatever U is.
package enum SignDescent {
  static let citation = Citation(
    key: "Park et al. 2024", reference: "C. Park et al., SignSGD with Federated Voting, arXiv 2403.16372")

  static let hypotheses: [Hypothesis] = [Hypothesis(.signUpdate), Hypothesis(.coordinateSmoothness)]

  static let quantities: [Quantity] = [.iterations, .signStep, .initialGap, .smoothnessSum]

  /// (f0 - f_star)/(delta T) + delta |L|_1 / 2, from summing the steps.
  static func terms<S: Scalar>(_ v: Values<S>) -> [Term<S>] {
    [
      Term("initialisation", v[.initialGap] / (v[.signStep] * v[.iterations])),
      Term("signStep", v[.signStep] * v[.smoothnessSum] * S(Rational(1, 2))),
    ]
  }
}
