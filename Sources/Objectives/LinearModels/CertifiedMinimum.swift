import ExactArithmetic

/// A point x~ close to the minimiser x* of a strongly convex f, and how close: |x~ - x*| <= |grad f(x~)| / mu and
/// f(x~) - f_star <= |grad f(x~)|^2 / (2 mu).
public struct CertifiedMinimum: Sendable {
  /// x~
  public let point: [Double]
  /// f(x~)
  public let value: Enclosure
  /// An upper bound of |x~ - x*|.
  public let distance: Rational
  /// f_star
  public let least: Enclosure

  /// Damped Newton steps from a point, until the gradient does not get shorter.
  init<Loss: ScalarLoss>(_ evaluation: CertifiedEvaluation<Loss>, from start: [Double]) {
    precondition(evaluation.regularisation > 0, "the minimum of an objective that is not strongly convex")
    var point = start
    var gradient = evaluation.gradient(at: point)
    for _ in 0..<Self.mostSteps {
      guard let step = Self.solve(evaluation.hessian(at: point), gradient.vector) else { break }
      // Far from the minimiser a full step may overshoot: it is halved until the gradient is shorter.
      var (share, best) = (1.0, (point: point, gradient: gradient))
      while share > 0x1p-30 {
        let candidate = zip(point, step).map { $0 - share * $1 }
        let found = evaluation.gradient(at: candidate)
        if found.bound < best.gradient.bound {
          best = (candidate, found)
          break
        }
        share /= 2
      }
      if best.gradient.bound >= gradient.bound { break }
      (point, gradient) = best
    }
    let bound = Rational(exactly: gradient.bound)!
    let modulus = Rational(exactly: evaluation.regularisation)!
    self.point = point
    value = evaluation.value(at: point)
    distance = bound / modulus
    least = Enclosure(lower: max(0, value.lower - bound.squared / (2 * modulus)), upper: value.upper)
  }

  private static let mostSteps = 200

  /// f(x) - f_star
  func gap<Loss: ScalarLoss>(at x: [Double], _ evaluation: CertifiedEvaluation<Loss>) -> Enclosure {
    let difference = evaluation.value(at: x) - least
    return Enclosure(lower: max(0, difference.lower), upper: max(0, difference.upper)).roundedOutward(bits: 80)
  }

  /// |x - x*|^2
  func squaredDistance(from x: [Double]) -> Enclosure {
    let square = zip(x, point).reduce(Rational.zero) {
      $0 + (Rational(exactly: $1.0)! - Rational(exactly: $1.1)!).squared
    }
    let root = Enclosure(square).squareRoot()
    return Enclosure(lower: max(0, root.lower - distance), upper: root.upper + distance).squared.roundedOutward(
      bits: 80)
  }

  /// H^-1 g of a positive definite H, whose upper triangle is given, by Cholesky; `nil` when rounding hides that it is.
  private static func solve(_ hessian: [Double], _ gradient: [Double]) -> [Double]? {
    let d = gradient.count
    // H = U^T U, row by row.
    var factor = hessian
    var solution = gradient
    let isDefinite = factor.withUnsafeMutableBufferPointer { u in
      // Safe: all indices are below d * d.
      for i in 0..<d {
        guard u[i * d + i] > 0 else { return false }
        let root = u[i * d + i].squareRoot()
        for k in i..<d { u[i * d + k] /= root }
        for j in i + 1..<max(d, i + 1) {
          let share = u[i * d + j]
          if share == 0 { continue }
          for k in j..<d { u[j * d + k] -= share * u[i * d + k] }
        }
      }
      return true
    }
    guard isDefinite else { return nil }
    for i in 0..<d {
      for j in 0..<i { solution[i] -= factor[j * d + i] * solution[j] }
      solution[i] /= factor[i * d + i]
    }
    for i in stride(from: d - 1, through: 0, by: -1) {
      for j in i + 1..<max(d, i + 1) { solution[i] -= factor[i * d + j] * solution[j] }
      solution[i] /= factor[i * d + i]
    }
    return solution
  }
}
