import ExactArithmetic
import LinearAlgebra

/// What the constants of a linear model need of its samples, enclosed. With w_j = 1/m_i over the rows c_j of node i:
struct MarginStatistics {
  /// sum_j w_j |c_j|^2 for each node
  private(set) var meanSquares: [Enclosure] = []
  /// |sum_j w_j c_j|^2 for each node
  private(set) var squaredMeans: [Enclosure] = []
  /// lambda_max(sum_j w_j c_j c_j^T) for each node
  private(set) var largestEigenvalues: [Enclosure] = []
  /// (1/n) sum_i |p_i - p|^2 of the nodes' means p_i
  private(set) var spreadOfMeans: Enclosure
  /// (1/n) sum_i sum_j w_j |c_j|_1^2
  private(set) var meanSquaredSum: Enclosure
  /// max_j |c_j|^2, exactly.
  let longestSquare: Rational
  let dimension: Int
  let counts: [Int]

  init(_ rows: MarginRows) {
    let (n, d) = (rows.nodes, rows.dimension)
    dimension = d
    counts = (0..<n).map { rows.rows(of: $0).count }
    var lengths: [FloatEnclosure] = []
    var squaredSums = FloatEnclosure.zero
    var means: [[FloatEnclosure]] = []
    for i in 0..<n {
      let share = FloatEnclosure.one / FloatEnclosure(lower: Double(counts[i]), upper: Double(counts[i]))
      var mean = [FloatEnclosure](repeating: .zero, count: d)
      var (squares, sums) = (FloatEnclosure.zero, FloatEnclosure.zero)
      for j in rows.rows(of: i) {
        var (square, sum) = (FloatEnclosure.zero, FloatEnclosure.zero)
        for (k, feature) in rows.row(j).enumerated() where feature != 0 {
          let size = FloatEnclosure(lower: feature.magnitude, upper: feature.magnitude)
          square = square + size.squared
          sum = sum + size
          mean[k] = mean[k] + FloatEnclosure(lower: feature, upper: feature)
        }
        squares = squares + square
        sums = sums + sum.squared
        lengths.append(square)
      }
      mean = mean.map { $0 * share }
      means.append(mean)
      meanSquares.append((squares * share).enclosure!)
      squaredMeans.append(mean.reduce(.zero) { $0 + $1.squared }.enclosure!)
      largestEigenvalues.append(
        Self.largestEigenvalue(rows, of: i, frobenius: squares.enclosure!) / Enclosure(Rational(counts[i])))
      squaredSums = squaredSums + sums * share
    }
    let share = FloatEnclosure.one / FloatEnclosure(lower: Double(n), upper: Double(n))
    var spread = FloatEnclosure.zero
    for k in 0..<d {
      let mean = means.reduce(.zero) { $0 + $1[k] } * share
      for i in 0..<n { spread = spread + (means[i][k] - mean).squared }
    }
    spreadOfMeans = (spread * share).enclosure!
    meanSquaredSum = (squaredSums * share).enclosure!
    // Exact where rounding leaves it open which sample is the longest.
    let least = lengths.map(\.lower).max()!
    longestSquare = rows.longestSquare(among: lengths.indices.filter { lengths[$0].upper >= least })
  }

  /// Beyond this size trace and diagonal take the place of an eigensystem.
  private static let largestEigensystem = 1000

  /// lambda_max(C^T C) of a node's rows C, which is that of C C^T too.
  ///
  /// - Parameter frobenius: |C|_F^2, the trace.
  private static func largestEigenvalue(_ rows: MarginRows, of node: Int, frobenius: Enclosure) -> Enclosure {
    let (own, d) = (rows.rows(of: node), rows.dimension)
    let byRows = own.count <= d
    let (size, terms) = byRows ? (own.count, d) : (d, own.count)
    // At least the trace over the number of eigenvalues, at most the trace.
    let coarse = Enclosure(lower: frobenius.lower / Rational(size), upper: frobenius.upper)
    if size > largestEigensystem { return coarse }
    var gram = Matrix(rows: size, columns: size, repeating: 0.0)
    rows.elements.withUnsafeBufferPointer { elements in
      // Safe: row j of the node and column k are inside the rows' storage.
      if byRows {
        for i in 0..<size {
          for j in i..<size {
            var sum = 0.0
            let (a, b) = ((own.lowerBound + i) * rows.stride, (own.lowerBound + j) * rows.stride)
            for k in 0..<d { sum += elements[a + k] * elements[b + k] }
            gram[i, j] = sum
            gram[j, i] = sum
          }
        }
      } else {
        for j in own {
          for i in 0..<d {
            let factor = elements[j * rows.stride + i]
            if factor == 0 { continue }
            for k in i..<d { gram.elements[i * d + k] += factor * elements[j * rows.stride + k] }
          }
        }
        for i in 0..<d {
          for k in 0..<i { gram[i, k] = gram[k, i] }
        }
      }
    }
    guard let spectrum = ResidualEnclosure(gram.map { Rational(exactly: $0)! }) else { return coarse }
    // Entrywise the sums err by at most gamma |C|^T |C|, whose norm is at most gamma |C|_F^2 (Weyl's inequality).
    let error = frobenius.upper * Rational(terms + 2) * .powerOfTwo(-52)
    let found = spectrum.eigenvalue(rank: 0)
    // Rounded so that what another LAPACK changes in the last bits is hardly ever seen.
    let wide = Enclosure(lower: found.lower - error, upper: found.upper + error).roundedOutward(significantBits: 36)
    return Enclosure(lower: max(wide.lower, coarse.lower), upper: min(wide.upper, coarse.upper))
  }
}
