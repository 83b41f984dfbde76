import ExactArithmetic
import Simulation

/// The value and the gradient of f in doubles with bounds of all rounding errors.
///
/// With u = 2^-53, R the longest c_j and k operations, gamma_k = k u / (1 - k u) <= k 2^-52: margins err by at most
/// delta = gamma R |x| (Cauchy), values and slopes of the loss, which move by no more than their arguments (|phi'| and
/// |phi''| are at most 1), by 2^-48 (1 + |z|) + delta, and sums of nonnegative terms by gamma times themselves.
struct CertifiedEvaluation<Loss: ScalarLoss> {
  private let rows: MarginRows
  let regularisation: Double
  /// R, an upper bound
  private let longest: Double

  init(_ rows: MarginRows, regularisation: Double) {
    self.rows = rows
    self.regularisation = regularisation
    var square = 0.0
    for j in 0..<rows.count { square = max(square, rows.row(j).reduce(0) { $0 + $1 * $1 }) }
    longest = square.squareRoot() * (1 + Double(rows.dimension + 8) * 0x1p-52)
  }

  var dimension: Int { rows.dimension }

  /// f(x), enclosed.
  func value(at x: [Double]) -> Enclosure {
    let (values, size) = margins(at: x).reduce(into: (0.0, 0.0)) { sum, term in
      sum.0 += term.weight * Loss.value(term.margin)
      sum.1 = max(sum.1, term.margin.magnitude)
    }
    let length = Self.length(x)
    let square = regularisation / 2 * length * length
    let operations = Double(rows.count + rows.dimension + 16)
    let error = marginError(length) + 0x1p-48 * (1 + size) + operations * 0x1p-51 * (values + square)
    return Self.enclosure(values + square, error)
  }

  /// grad f(x) in doubles, and an upper bound of |grad f(x)|.
  func gradient(at x: [Double]) -> (vector: [Double], bound: Double) {
    var vector = x.map { regularisation * $0 }
    var size = 0.0
    for (j, term) in margins(at: x).enumerated() {
      let factor = term.weight * Loss.slope(term.margin)
      size = max(size, term.margin.magnitude)
      for (k, feature) in rows.row(j).enumerated() { vector[k] += factor * feature }
    }
    let length = Self.length(x)
    let operations = Double(rows.count + rows.dimension + 16)
    let error =
      longest * (marginError(length) + 0x1p-48 * (1 + size) + operations * 0x1p-51)
      + operations * 0x1p-51 * regularisation * length
    return (vector, (Self.length(vector) + error) * (1 + 0x1p-20) + 0x1p-400)
  }

  /// The matrix of second derivatives in doubles, row by row; the upper triangle only.
  func hessian(at x: [Double]) -> [Double] {
    let d = rows.dimension
    var result = [Double](repeating: 0, count: d * d)
    for k in 0..<d { result[k * d + k] = regularisation }
    let terms = margins(at: x)
    rows.elements.withUnsafeBufferPointer { elements in
      result.withUnsafeMutableBufferPointer { result in
        // Safe: row j and the columns from i on are inside both storages.
        for (j, term) in terms.enumerated() {
          let row = elements.baseAddress! + j * rows.stride
          let weight = term.weight * Loss.curvature(term.margin)
          for i in 0..<d where row[i] != 0 {
            let factor = weight * row[i]
            let target = result.baseAddress! + i * d
            for k in i..<d { target[k] += factor * row[k] }
          }
        }
      }
    }
    return result
  }

  /// |x| with a relative error below 2^-20.
  static func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The margins of all samples with their weights 1/(n m_i).
  private func margins(at x: [Double]) -> [(margin: Double, weight: Double)] {
    (0..<rows.nodes).flatMap { i in
      let weight = 1 / (Double(rows.nodes) * Double(rows.rows(of: i).count))
      return rows.rows(of: i).map { j in
        (rows.row(j).indices.reduce(0.0) { $0 + rows.elements[$1] * x[$1 - j * rows.stride] }, weight)
      }
    }
  }

  /// delta, with room for the rounding of |x|.
  private func marginError(_ length: Double) -> Double {
    Double(rows.dimension + 8) * 0x1p-52 * longest * length * 1.001 + 0x1p-400
  }

  private static func enclosure(_ value: Double, _ error: Double) -> Enclosure {
    let (center, radius) = (Rational(exactly: value)!, Rational(exactly: error * (1 + 0x1p-20))!)
    return Enclosure(lower: max(0, center - radius), upper: center + radius)
  }
}
