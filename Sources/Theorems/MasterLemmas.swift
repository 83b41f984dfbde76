import ExactArithmetic

/// The master lemmas for the virtual iterate xv(t+1) = xv(t) - (eta/n) sum_i beta_i(t) g_i(y_i(t)) + w(t).
///
/// Each takes the terms of a bound on the deviation D_t = (1/n) sum_i E|y_i(t) - xv(t)|^2 for all t < T;
/// an algorithm only has to supply those. Step-size conditions are hypotheses of the theorems.
package enum MasterLemma {
  /// What partial participation and noise of the network add.
  struct Disturbance<S: Scalar> {
    /// q, the probability of beta_i(t) = 1.
    var participation: S
    /// M^2 >= (1/n) sum_i E|grad f_i(y_i(t))|^2
    var gradientMeanSquare: S
    /// omega^2 >= E|w(t)|^2
    var networkNoise: S
  }

  /// U1, non-convex, eta q L <= 1:
  /// (1/T) sum E|grad f(xv)|^2 <= 2 (f0 - f_star)/(eta q T) + L eta V + L omega^2/(eta q) + L^2 D,
  /// V = (sigma^2 + (1-q) M^2)/n.
  static func nonconvex<S: Scalar>(
    _ v: Values<S>, deviation: [Term<S>], disturbance: Disturbance<S>? = nil
  ) -> [Term<S>] {
    let step = effectiveStep(v, disturbance)
    return [Term("initialisation", S(2) * v[.initialGap] / (step * v[.iterations]))]
      + spread(v, disturbance, times: v[.smoothness] * v[.stepSize])
      + network(disturbance, times: v[.smoothness], over: step)
      + deviation.map { $0.scaled(by: v[.smoothness] * v[.smoothness]) }
  }

  /// U2, convex f_i, eta q <= 1/(4L):
  /// (1/T) sum E[f(xv) - f_star] <= |x0 - x*|^2/(eta q T) + eta V + omega^2/(eta q) + (3L/2) D.
  static func convex<S: Scalar>(
    _ v: Values<S>, deviation: [Term<S>], disturbance: Disturbance<S>? = nil
  ) -> [Term<S>] {
    let step = effectiveStep(v, disturbance)
    return [Term("initialisation", v[.initialDistance] / (step * v[.iterations]))]
      + spread(v, disturbance, times: v[.stepSize])
      + network(disturbance, times: .one, over: step)
      + deviation.map { $0.scaled(by: S(Rational(3, 2)) * v[.smoothness]) }
  }

  /// U3, mu-strongly convex f_i, xv the mean of the y_i, eta <= 1/(4L):
  /// E|xv(T) - x*|^2 <= (1 - eta mu)^T |x0 - x*|^2 + eta sigma^2/(n mu) + (3L/(2 mu)) D.
  static func stronglyConvexCentred<S: Scalar>(_ v: Values<S>, deviation: [Term<S>]) -> [Term<S>] {
    [
      Term(
        "initialisation",
        (S.one - v[.stepSize] * v[.strongConvexity]).power(v.iterationCount) * v[.initialDistance]),
      Term("gradientNoise", v[.stepSize] * v[.noiseVariance] / (v[.nodes] * v[.strongConvexity])),
    ] + deviation.map { $0.scaled(by: S(Rational(3, 2)) * v[.smoothness] / v[.strongConvexity]) }
  }

  /// U3', mu-strongly convex f_i, wherever the y_i are, eta <= 1/(4L):
  /// E|xv(T) - x*|^2 <= (1 - eta mu/2)^T |x0 - x*|^2 + 2 eta sigma^2/(n mu) + (3L/mu + 2) D.
  static func stronglyConvex<S: Scalar>(_ v: Values<S>, deviation: [Term<S>]) -> [Term<S>] {
    let rate = v[.stepSize] * v[.strongConvexity] * S(Rational(1, 2))
    return [
      Term("initialisation", (S.one - rate).power(v.iterationCount) * v[.initialDistance]),
      Term("gradientNoise", S(2) * v[.stepSize] * v[.noiseVariance] / (v[.nodes] * v[.strongConvexity])),
    ] + deviation.map { $0.scaled(by: S(3) * v[.smoothness] / v[.strongConvexity] + S(2)) }
  }

  /// U4, mu-strongly convex f_i, steps eta_t = 4/(m (a+t)) with m = mu/2, a >= 16 L/m, D_t <= eta_t^2 C:
  /// (1/S_T) sum w_t E[f(xv(t)) - f_star] <= m a^3 |x0 - x*|^2/(4 S_T) + 2T(T+2a) sigma^2/(m n S_T)
  /// + 16 T (3L/2 + mu) C/(m^2 S_T), w_t = (a+t)^2.
  ///
  /// - Parameter deviation: the terms of C.
  static func decreasingSteps<S: Scalar>(_ v: Values<S>, deviation: [Term<S>]) -> [Term<S>] {
    let (t, a, m) = (v[.iterations], v[.stepOffset], v[.strongConvexity] * S(Rational(1, 2)))
    let weights = weightSum(t, offset: a)
    let scale = S(16) * t * (S(Rational(3, 2)) * v[.smoothness] + v[.strongConvexity]) / (m * m * weights)
    return [
      Term("initialisation", m * a * a * a * v[.initialDistance] / (S(4) * weights)),
      Term("gradientNoise", S(2) * t * (t + S(2) * a) * v[.noiseVariance] / (m * v[.nodes] * weights)),
    ] + deviation.map { $0.scaled(by: scale) }
  }

  /// S_T = sum_{t<T} (a+t)^2 = (T/6)(2T^2 + 6aT - 3T + 6a^2 - 6a + 1)
  package static func weightSum<S: Scalar>(_ t: S, offset a: S) -> S {
    t * S(Rational(1, 6)) * (S(2) * t * t + S(6) * a * t - S(3) * t + S(6) * a * a - S(6) * a + S.one)
  }

  private static func effectiveStep<S: Scalar>(_ v: Values<S>, _ disturbance: Disturbance<S>?) -> S {
    disturbance.map { v[.stepSize] * $0.participation } ?? v[.stepSize]
  }

  /// factor V
  private static func spread<S: Scalar>(
    _ v: Values<S>, _ disturbance: Disturbance<S>?, times factor: S
  ) -> [Term<S>] {
    [Term("gradientNoise", factor * v[.noiseVariance] / v[.nodes])]
      + (disturbance.map {
        [Term("missingGradients", factor * (S.one - $0.participation) * $0.gradientMeanSquare / v[.nodes])]
      } ?? [])
  }

  private static func network<S: Scalar>(
    _ disturbance: Disturbance<S>?, times factor: S, over step: S
  ) -> [Term<S>] {
    disturbance.map { [Term("channelNoise", factor * $0.networkNoise / step)] } ?? []
  }
}
