import Algorithms
import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation

/// One iteration on one coordinate of a quadratic, given its slot: x <- F x + b + R xi + C nu.
///
/// It is read off the algorithm's own step, by running it in rationals on the unit vectors: the update rule is written
/// once.
struct SlotStep {
  /// F, rows x rows
  let transition: Matrix<Rational>
  /// b
  let offset: [Rational]
  /// Covariance of R xi + C nu.
  let noise: Matrix<Rational>

  /// - Precondition: the algorithm's step is linear in the state, the gradients and the receiver noise.
  init(
    _ algorithm: any Algorithm, _ slot: Slot, iteration: Int, coordinate: SeparatedQuadratic.Coordinate,
    noiseVariances: [Rational], channelVariance: Rational
  ) {
    let (rows, n) = (algorithm.models, algorithm.workers)
    let zeros = [Rational](repeating: 0, count: n)
    let offset = algorithm.settings.stepOffset
    var rest = AlgorithmState<Rational>(algorithm, start: [0])
    rest.iteration = iteration
    if !offset.isZero { rest.stepSize = algorithm.stepSize * offset / (offset + Rational(iteration)) }
    /// The state after the step from `start` where worker i's gradient at z is curvature z + shift_i.
    func image(of start: Int?, curvature: Rational, shift: [Rational], channel: [Rational]) -> [Rational] {
      var state = rest
      if let start { state.models.elements[start] = 1 }
      algorithm.step(&state, slot) { points, readers, gradients in
        for worker in readers.workers ?? Array(0..<n) {
          let row = points.rows == 1 ? 0 : readers.firstRow + worker
          gradients.elements[worker] = curvature * points.elements[row] + shift[worker]
        }
      } draws: { law, numbers in
        precondition(law == .channelNoise, "a linear step that draws uniform numbers")
        for index in numbers.indices { numbers[index] = channel[index] }
      }
      return state.models.elements
    }
    let a = coordinate.curvature
    let columns = (0..<rows).map { image(of: $0, curvature: a, shift: zeros, channel: zeros) }
    transition = Matrix(rows: rows, columns: rows) { columns[$1][$0] }
    self.offset = image(of: nil, curvature: a, shift: coordinate.centres.map { -a * $0 }, channel: zeros)
    var noise = Matrix<Rational>(rows: rows, columns: rows, repeating: 0)
    func add(_ column: [Rational], variance: Rational) {
      for i in 0..<rows where !column[i].isZero {
        for j in 0..<rows where !column[j].isZero { noise[i, j] += variance * column[i] * column[j] }
      }
    }
    for worker in 0..<n {
      var unit = zeros
      unit[worker] = 1
      if !noiseVariances[worker].isZero {
        add(image(of: nil, curvature: a, shift: unit, channel: zeros), variance: noiseVariances[worker])
      }
      if !channelVariance.isZero {
        add(image(of: nil, curvature: a, shift: zeros, channel: unit), variance: channelVariance)
      }
    }
    self.noise = noise
  }
}
