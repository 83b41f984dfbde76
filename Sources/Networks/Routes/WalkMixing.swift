import ExactArithmetic
import LinearAlgebra

extension RandomWalk {
  /// The largest magnitude of an eigenvalue of P besides the 1 of the stationary law, certified; 1 minus it is the
  /// absolute spectral gap. `nil` for the uniform walk on an irregular graph of more than
  /// `Spectrum.largestForInertia` nodes that is not bipartite, and for a single node.
  ///
  /// P is similar to a symmetric matrix, so its eigenvalues are those of the pencil (C P, C), counted by inertia.
  ///
  /// - Precondition: `width > 0`.
  public func secondEigenvalueMagnitude(width: Rational = Spectrum.defaultWidth) -> Enclosure? {
    precondition(width.signum > 0, "an enclosure of width \(width)")
    let masses = (0..<nodes).map(mass)
    let conductances = conductances
    guard nodes > 1 else { return nil }
    // A walk that alternates between two halves has the eigenvalue -1, which rounding could only approach.
    if graph.isBipartite, (0..<nodes).allSatisfy({ conductances[$0, $0].isZero }) { return Enclosure(1) }
    if masses.allSatisfy({ $0 == masses[0] }) {
      return MixingMatrix(checked: transitionMatrix).spectrum(width: width).contraction
    }
    guard nodes <= Spectrum.largestForInertia else { return nil }
    let isolation = EigenvalueIsolation(conductances, masses: masses)
    let ends = [1, nodes - 1].map { isolation.eigenvalue(rank: $0, width: width).magnitude }
    let largest = Enclosure.maximum(ends[0], ends[1])
    return Enclosure(lower: min(largest.lower, 1), upper: min(largest.upper, 1))
  }

  /// t_mix(eps) <= log(1 / (eps pi_min)) / gap, rounded up: after so many steps from any start the law is within eps of
  /// the stationary one in total variation. `nil` where the gap is 0, as on bipartite graphs, or not known to be
  /// positive.
  ///
  /// Source: Levin, Peres, "Markov Chains and Mixing Times", theorem 12.4.
  ///
  /// - Precondition: `0 < accuracy < 1`.
  public func mixingTimeBound(accuracy: Rational, secondEigenvalueMagnitude magnitude: Enclosure) -> Integer? {
    precondition(accuracy.signum > 0 && accuracy < 1, "an accuracy of \(accuracy)")
    let gap = Enclosure(1) - magnitude
    guard gap.lower.signum > 0, let rarest = stationaryLaw.min() else { return nil }
    return (Enclosure(1 / (accuracy * rarest)).logarithm() / gap).upper.ceiling
  }
}
