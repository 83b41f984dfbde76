import ExactArithmetic

/// The master lemmas for the virtual iterate xv(t+1) = xv(t) - (eta/n) sum_i g_i(y_i(t)), with every node
/// taking part and no noise besides the gradients'.
///
/// Each takes the terms of a bound on the deviation D_t = (1/n) sum_i E|y_i(t) - xv(t)|^2 for all t < T;
/// an algorithm only has to supply those. Step-size conditions are hypotheses of the theorems.
package enum MasterLemma {
  /// Non-convex, eta L <= 1:
  /// (1/T) sum E|grad f(xv)|^2 <= 2 (f0 - f_star)/(eta T) + L eta sigma^2/n + L^2 D.
  static func nonconvex<S: Scalar>(_ v: Values<S>, deviation: [Term<S>]) -> [Term<S>] {
    [
      Term("initialisation", S(2) * v[.initialGap] / (v[.stepSize] * v[.iterations])),
      Term("gradientNoise", v[.smoothness] * v[.stepSize] * v[.noiseVariance] / v[.nodes]),
    ] + deviation.map { $0.scaled(by: v[.smoothness] * v[.smoothness]) }
  }

  /// Convex f_i, eta <= 1/(4L):
  /// (1/T) sum E[f(xv) - f_star] <= |x0 - x*|^2/(eta T) + eta sigma^2/n + (3L/2) D.
  static func convex<S: Scalar>(_ v: Values<S>, deviation: [Term<S>]) -> [Term<S>] {
    [
      Term("initialisation", v[.initialDistance] / (v[.stepSize] * v[.iterations])),
      Term("gradientNoise", v[.stepSize] * v[.noiseVariance] / v[.nodes]),
    ] + deviation.map { $0.scaled(by: S(Rational(3, 2)) * v[.smoothness]) }
  }

  /// mu-strongly convex f_i, xv the mean of the y_i, eta <= 1/(4L):
  /// E|xv(T) - x*|^2 <= (1 - eta mu)^T |x0 - x*|^2 + eta sigma^2/(n mu) + (3L/(2 mu)) D.
  static func stronglyConvexCentred<S: Scalar>(_ v: Values<S>, deviation: [Term<S>]) -> [Term<S>] {
    [
      Term(
        "initialisation",
        (S.one - v[.stepSize] * v[.strongConvexity]).power(v.iterationCount) * v[.initialDistance]),
      Term("gradientNoise", v[.stepSize] * v[.noiseVariance] / (v[.nodes] * v[.strongConvexity])),
    ] + deviation.map { $0.scaled(by: S(Rational(3, 2)) * v[.smoothness] / v[.strongConvexity]) }
  }
}
