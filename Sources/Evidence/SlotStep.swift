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
  /// Where the workers took their gradients, in the order in which they were asked for: an affine function of x with noise
  /// of a variance.
  let points: [Point]

  struct Point {
    var worker: Int
    var weights: [Rational]
    var offset: Rational
    var variance: Rational
  }

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
    /// The state after the step from `start` where worker i's gradient at z is curvature z + shift_i, the shift in one asking
    /// `only` or in all.
    func image(
      of start: Int?, shift: [Rational], only asking: Int? = nil, channel: [Rational]
    ) -> (state: [Rational], asked: [(worker: Int, point: Rational, asking: Int)]) {
      var state = rest
      var asked: [(worker: Int, point: Rational, asking: Int)] = []
      var count = 0
      if let start { state.models.elements[start] = 1 }
      algorithm.step(&state, slot) { points, readers, gradients in
        for worker in readers.workers ?? Array(0..<n) {
          let row = points.rows == 1 ? 0 : readers.firstRow + worker
          asked.append((worker, points.elements[row], count))
          gradients.elements[worker] =
            a * points.elements[row] + (asking == nil || asking == count ? shift[worker] : 0)
        }
        count += 1
      } draws: { law, numbers in
        precondition(law == .channelNoise, "a linear step that draws uniform numbers")
        for index in numbers.indices { numbers[index] = channel[index] }
      }
      return (state.models.elements, asked)
    }
    let a = coordinate.curvature
    let columns = (0..<rows).map { image(of: $0, shift: zeros, channel: zeros) }
    transition = Matrix(rows: rows, columns: rows) { columns[$1].state[$0] }
    let centred = image(of: nil, shift: coordinate.centres.map { -a * $0 }, channel: zeros)
    self.offset = centred.state
    var points = centred.asked.enumerated().map { index, asked in
      Point(
        worker: asked.worker, weights: columns.map { $0.asked[index].point }, offset: asked.point, variance: 0)
    }
    let askings = (centred.asked.last?.asking ?? -1) + 1
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
        for asking in 0..<askings {
          let column = image(of: nil, shift: unit, only: asking, channel: zeros)
          add(column.state, variance: noiseVariances[worker])
          for index in points.indices {
            points[index].variance += noiseVariances[worker] * column.asked[index].point.squared
          }
        }
      }
      if !channelVariance.isZero {
        add(image(of: nil, shift: zeros, channel: unit).state, variance: channelVariance)
      }
    }
    self.noise = noise
    self.points = points
  }
}
