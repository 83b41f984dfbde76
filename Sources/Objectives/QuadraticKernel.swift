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
  func evaluateGradients(at points: Matrix<S>, of workers: [Int]?, firstRow: Int, into gradients: inout Matrix<S>) {
    let (n, d) = (pulls.rows, pulls.columns)
    precondition(points.columns == d && (points.rows >= firstRow + n || points.rows == 1) && gradients.rows == n)
    let isShared = points.rows == 1
    var turned = [S](repeating: .zero, count: rotation == nil ? 0 : d)
    if let workers {
      for i in workers { evaluate(i, points, at: isShared ? 0 : firstRow + i, &turned, into: &gradients) }
    } else {
      for i in 0..<n { evaluate(i, points, at: isShared ? 0 : firstRow + i, &turned, into: &gradients) }
    }
  }

  @inline(__always)
  private func evaluate(
    _ worker: Int, _ points: Matrix<S>, at row: Int, _ turned: inout [S], into gradients: inout Matrix<S>
  ) {
    let d = pulls.columns
    let (own, from) = (worker * d, row * d)
    guard let rotation else {
      for k in 0..<d {
        gradients.elements[own + k] = curvature[k] * points.elements[from + k] - pulls.elements[own + k]
      }
      return
    }
    for k in 0..<d {
      var sum = S.zero
      for j in 0..<d { sum += rotation[k, j] * points.elements[from + j] }
      turned[k] = curvature[k] * sum - pulls.elements[own + k]
    }
    for j in 0..<d {
      var sum = S.zero
      for k in 0..<d { sum += rotation[k, j] * turned[k] }
      gradients.elements[own + j] = sum
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
