import ExactArithmetic

// Derivations. A node's gradient is sum_j w_j phi'_j c_j + lambda x with -phi'_j in [0, s], s = `steepestSlope`; write
// -phi'_j = s/2 + v_j with |v_j| <= s/2. The constant part of a sum over samples is s/2 times that of the c_j, and
// |sum_j w_j v_j c_j|^2 <= (s/2)^2 lambda_max(sum_j w_j c_j c_j^T) by Cauchy's inequality.

extension LinearModel {
  /// - Parameter batchSizes: `nil` for a full batch.
  static func constants(
    _ statistics: MarginStatistics, regularisation lambda: Rational, batchSizes: [Int?], gap: Enclosure,
    distance: Enclosure?
  ) -> ObjectiveConstants {
    let largest = statistics.largestEigenvalues.reduce(Enclosure(0), Enclosure.maximum)
    return ObjectiveConstants(
      smoothness: (Loss.largestCurvature * largest + Enclosure(lambda)).roundedOutward(significantBits: 36),
      strongConvexity: Enclosure(Loss.isConvex ? lambda : 0),
      noiseVariance: Enclosure(noiseVariances(statistics, batchSizes: batchSizes).max()!),
      heterogeneity: Enclosure(heterogeneity(statistics)),
      // The largest of n numbers is at most n times their mean; f(0) <= 1 and no loss is negative.
      maximumHeterogeneity: Enclosure(lower: 0, upper: heterogeneity(statistics) * Rational(statistics.counts.count)),
      localGap: Enclosure(lower: 0, upper: 1),
      // |H|_nm <= |phi''| (1/n) sum_i sum_j w_j |c_jn| |c_jm|, summed over n and m.
      smoothnessSum: Loss.largestCurvature * statistics.meanSquaredSum
        + Enclosure(lambda * Rational(statistics.dimension)),
      initialGap: gap, initialDistance: distance, isConvex: Loss.isConvex)
  }

  /// sigma_i^2: with one sample the covariance of -phi'_j c_j has a trace of at most (s/2)^2 (sqrt V + sqrt S)^2, V the
  /// variance and S the second moment of c_j (Minkowski). B samples divide it by B; a full batch has none.
  static func noiseVariances(_ statistics: MarginStatistics, batchSizes: [Int?]) -> [Rational] {
    let half = Loss.steepestSlope / 2
    return batchSizes.indices.map { i in
      guard let batch = batchSizes[i], statistics.counts[i] > 1 else { return 0 }
      let square = statistics.meanSquares[i].upper
      let variance = max(0, square - statistics.squaredMeans[i].lower)
      let root = half * (variance.upperSquareRoot + square.upperSquareRoot)
      return (root.squared / Rational(batch)).roundedUp
    }
  }

  /// zeta^2, valid for all x: lambda cancels, the constant part leaves the spread of the nodes' mean c, and the rest is at
  /// most its second moment: sqrt(zeta^2) <= (s/2) (sqrt((1/n) sum_i |p_i - p|^2) + sqrt((1/n) sum_i lambda_max,i)).
  private static func heterogeneity(_ statistics: MarginStatistics) -> Rational {
    let n = statistics.counts.count
    if n == 1 { return 0 }
    let eigenvalue = statistics.largestEigenvalues.reduce(.zero) { $0 + $1.upper } / Rational(n)
    let root =
      Loss.steepestSlope / 2 * (statistics.spreadOfMeans.upper.upperSquareRoot + eigenvalue.upperSquareRoot)
    return root.squared.roundedUp
  }
}

extension Rational {
  /// A short number that is not smaller.
  fileprivate var roundedUp: Rational { Enclosure(self).roundedOutward(significantBits: 64).upper }
}
