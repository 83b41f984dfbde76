import ExactArithmetic
import LinearAlgebra
import Simulation

/// The quadratic's gradients in one scalar.
struct QuadraticKernel<S: Scalar>: ObjectiveKernel {
  let curvature: [S]
  private let squaredCurvature: [S]
  private let halfCurvature: [S]
  private let ones: [S]
  /// curvature * c_i in the principal axes, n x d: grad f_i(z) = a z - a c_i.
  let pulls: Matrix<S>
  /// The minimiser in the principal axes.
  let centre: [S]
  let rotation: Matrix<S>?

  init(_ objective: Quadratic) {
    let separated = objective.separated!.coordinates
    curvature = objective.curvature.map(S.init)
    squaredCurvature = objective.curvature.map { S($0 * $0) }
    halfCurvature = objective.curvature.map { S($0 / 2) }
    ones = objective.curvature.map { _ in .one }
    pulls = Matrix<S>(rows: objective.workers, columns: objective.dimension) { i, k in
      S(separated[k].curvature * separated[k].centres[i])
    }
    centre = separated.map { S($0.centre) }
    rotation = objective.rotation?.map(S.init)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  func evaluateGradients(at points: Matrix<S>, into gradients: inout Matrix<S>) {
    let (n, d) = (pulls.rows, pulls.columns)
    precondition(points.columns == d && (points.rows == n || points.rows == 1) && gradients.rows == n)
    let stride = points.rows == 1 ? 0 : d
    guard let rotation else {
      for i in 0..<n {
        for k in 0..<d {
          gradients.elements[i * d + k] = curvature[k] * points.elements[i * stride + k] - pulls.elements[i * d + k]
        }
      }
      return
    }
    var turned = [S](repeating: .zero, count: d)
    for i in 0..<n {
      for k in 0..<d {
        var sum = S.zero
        for j in 0..<d { sum += rotation[k, j] * points.elements[i * stride + j] }
        turned[k] = curvature[k] * sum - pulls.elements[i * d + k]
      }
      for j in 0..<d {
        var sum = S.zero
        for k in 0..<d { sum += rotation[k, j] * turned[k] }
        gradients.elements[i * d + j] = sum
      }
    }
  }

  func gradient(at point: [S]) -> [S] {
    var turned = (0..<centre.count).map { k in
      let coordinate = rotation.map { rotation in
        (0..<centre.count).reduce(S.zero) { $0 + rotation[k, $1] * point[$1] }
      }
      return curvature[k] * ((coordinate ?? point[k]) - centre[k])
    }
    if let rotation {
      turned = (0..<centre.count).map { j in
        (0..<centre.count).reduce(S.zero) { $0 + rotation[$1, j] * turned[$1] }
      }
    }
    return turned
  }

  func squaredGradient(at point: [S]) -> S { weightedSquare(point, squaredCurvature) }
  func suboptimality(at point: [S]) -> S { weightedSquare(point, halfCurvature) }
  func squaredDistance(at point: [S]) -> S { weightedSquare(point, ones) }

  /// sum_k weight_k (z_k - c_k)^2 with z in the principal axes.
  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  private func weightedSquare(_ point: [S], _ weights: [S]) -> S {
    precondition(point.count == centre.count)
    var result = S.zero
    for k in 0..<centre.count {
      var turned = point[k]
      if let rotation {
        turned = .zero
        for j in 0..<centre.count { turned += rotation[k, j] * point[j] }
      }
      let difference = turned - centre[k]
      result += weights[k] * (difference * difference)
    }
    return result
  }
}
