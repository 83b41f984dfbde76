import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives

/// The linear recursion of one coordinate: x(t+1) = F x(t) + b - eta R xi(t), so that the mean follows
/// m <- F m + b and the covariance C <- F C F^T + Q with Q = eta^2 v R R^T.
package struct CoordinateRecursion: Sendable {
  /// models x models
  let transition: Matrix<Rational>
  let offset: [Rational]
  let noise: Matrix<Rational>
  let start: Rational
  /// The model that each worker reads.
  let read: [Int]
  /// a_k
  let curvature: Rational
  /// The minimiser's coordinate.
  let centre: Rational

  var models: Int { transition.rows }

  package init(
    _ update: LinearUpdate, stepSize: Rational, coordinate: SeparatedQuadratic.Coordinate, noiseVariances: [Rational]
  ) {
    let m = update.carry.rows
    let pull = stepSize * coordinate.curvature
    var transition = update.carry
    for (worker, model) in update.read.enumerated() {
      for i in 0..<m where !update.apply[i, worker].isZero { transition[i, model] -= pull * update.apply[i, worker] }
    }
    self.transition = transition
    offset = (0..<m).map { i in
      coordinate.centres.indices.reduce(.zero) { $0 + pull * update.apply[i, $1] * coordinate.centres[$1] }
    }
    let spread = Matrix<Rational>(rows: m, columns: noiseVariances.count) {
      stepSize * stepSize * noiseVariances[$1] * update.apply[$0, $1]
    }
    noise = spread * update.apply.transposed
    start = coordinate.start
    read = update.read
    curvature = coordinate.curvature
    centre = coordinate.centre
  }

  /// The recursions of all coordinates of a workload; `nil` unless its objective separates and its update is linear.
  package static func all(of workload: Workload) -> [CoordinateRecursion]? {
    guard let separated = workload.objective.separated, let update = workload.algorithm.linearUpdate else { return nil }
    return separated.coordinates.map {
      CoordinateRecursion(
        update, stepSize: workload.algorithm.stepSize, coordinate: $0, noiseVariances: separated.noiseVariances)
    }
  }
}

/// The second moments of a coordinate from which every metric of a quadratic is a weighted sum.
package struct CoordinateMoments<S> {
  /// E (xv - c)^2, xv the average of the models, c the minimiser.
  package var deviation: S
  /// (1/n) sum_i E (y_i - xv)^2
  package var consensus: S
  /// (2/n) sum_i E (y_i - xv)(xv - c), zero where xv is the average of the y_i.
  package var lead: S
}

extension CoordinateMoments where S: Scalar {
  static var zero: CoordinateMoments { .init(deviation: .zero, consensus: .zero, lead: .zero) }

  /// The sum of the moments, each times its weight.
  func weighted(by weights: CoordinateMoments<Rational>) -> S {
    S(weights.deviation) * deviation + S(weights.consensus) * consensus + S(weights.lead) * lead
  }
}
