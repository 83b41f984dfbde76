import ExactArithmetic
import LinearAlgebra
import Simulation

/// A linear model's gradients and metrics in one scalar.
///
/// The suboptimality is measured from f(x~) and the distance from x~, where the minimiser is known to lie within a
/// certified distance; for a loss that is not convex they are f itself, which is not less, and no number.
struct LinearModelKernel<Loss: ScalarLoss, S: LossScalar>: ObjectiveKernel {
  private let rows: MarginRows
  private let regularisation: S
  private let halfRegularisation: S
  /// 1/m_i
  private let shares: [S]
  private let nodeShare: S
  private let minimum: [S]?
  private let least: S

  init(_ model: LinearModel<Loss>) {
    rows = model.rows
    regularisation = S(model.regularisation)
    halfRegularisation = S(model.regularisation / 2)
    shares = (0..<model.workers).map { S(Rational(1, model.rows.rows(of: $0).count)) }
    nodeShare = S(Rational(1, model.workers))
    minimum = model.minimum?.point.map { S(double: $0) }
    least = model.minimum.map { S($0.value.midpoint) } ?? .zero
  }

  @_specialize(kind:partial,where S == Lanes)
  @_specialize(kind:partial,where S == Double)
  func evaluateGradients(at points: Matrix<S>, of workers: [Int]?, firstRow: Int, into gradients: inout Matrix<S>) {
    let (n, d) = (rows.nodes, rows.dimension)
    precondition(points.columns == d && (points.rows >= firstRow + n || points.rows == 1) && gradients.rows == n)
    for i in workers ?? Array(0..<n) {
      let row = points.rows == 1 ? 0 : firstRow + i
      points.elements.withUnsafeBufferPointer { points in
        gradients.elements.withUnsafeMutableBufferPointer { gradients in
          // Safe: row and worker are below the matrices' numbers of rows, by the precondition.
          let target = UnsafeMutableBufferPointer(rebasing: gradients[i * d..<(i + 1) * d])
          let point = UnsafeBufferPointer(rebasing: points[row * d..<(row + 1) * d])
          for k in 0..<d { target[k] = regularisation * point[k] }
          addLossGradient(of: i, at: point, weight: shares[i], to: target)
        }
      }
    }
  }

  @_specialize(kind:partial,where S == Lanes)
  @_specialize(kind:partial,where S == Double)
  func gradient(at point: [S]) -> [S] {
    var result = point.map { regularisation * $0 }
    point.withUnsafeBufferPointer { point in
      result.withUnsafeMutableBufferPointer { result in
        for i in 0..<rows.nodes { addLossGradient(of: i, at: point, weight: shares[i] * nodeShare, to: result) }
      }
    }
    return result
  }

  func squaredGradient(at point: [S]) -> S { gradient(at: point).reduce(.zero) { $0 + $1.squared } }

  @_specialize(kind:partial,where S == Lanes)
  @_specialize(kind:partial,where S == Double)
  func suboptimality(at point: [S]) -> S {
    var sum = S.zero
    point.withUnsafeBufferPointer { point in
      for i in 0..<rows.nodes {
        var own = S.zero
        for j in rows.rows(of: i) { own += Loss.value(margin(of: j, at: point)) }
        sum += own * shares[i]
      }
    }
    return sum * nodeShare + halfRegularisation * point.reduce(.zero) { $0 + $1.squared } - least
  }

  func squaredDistance(at point: [S]) -> S {
    guard let minimum else { return S(double: .nan) }
    return zip(point, minimum).reduce(.zero) { $0 + ($1.0 - $1.1).squared }
  }

  @inline(__always)
  private func margin(of sample: Int, at point: UnsafeBufferPointer<S>) -> S {
    var sum = S.zero
    rows.elements.withUnsafeBufferPointer { rows in
      // Safe: a row has at least as many numbers as the point.
      let row = rows.baseAddress! + sample * self.rows.stride
      for k in 0..<point.count { sum += S(double: row[k]) * point[k] }
    }
    return sum
  }

  /// Adds weight sum_j phi'_j c_j.
  @inline(__always)
  private func addLossGradient(
    of worker: Int, at point: UnsafeBufferPointer<S>, weight: S, to target: UnsafeMutableBufferPointer<S>
  ) {
    for j in rows.rows(of: worker) {
      let factor = weight * Loss.slope(margin(of: j, at: point))
      rows.elements.withUnsafeBufferPointer { rows in
        let row = rows.baseAddress! + j * self.rows.stride
        for k in 0..<point.count { target[k] += S(double: row[k]) * factor }
      }
    }
  }
}
