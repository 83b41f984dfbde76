import ExactArithmetic
import LinearAlgebra

/// The moments of one coordinate as integers over powers of the transition's common denominator D:
/// mean = a / (q D^t), covariance = K / (r D^(2t)).
struct IntegerMoments {
  private let recursion: CoordinateRecursion
  private let size: Int
  /// D, q, r
  private let base: Integer
  private let meanScale: Integer
  private let covarianceScale: Integer
  /// q b and r Q as integers; Q is packed like the covariance.
  private let offset: [Integer]
  private let noise: [Integer]
  private let meanTerms: [IntegerCombination]
  private let leftTerms: [IntegerCombination]
  private let rightTerms: [IntegerCombination]

  private let mean: IntegerVector
  private let nextMean: IntegerVector
  /// Upper triangle, row by row.
  private let packed: IntegerVector
  private let product: IntegerVector

  /// t, D^t
  private(set) var iteration = 0
  private var power: Integer = 1
  /// Sums over the accumulated iterations, over the denominators of iteration - 1.
  private var deviationSum: Integer = 0
  private var consensusSum: Integer = 0

  init(_ recursion: CoordinateRecursion) {
    self.recursion = recursion
    let m = recursion.models
    size = m
    let transition = recursion.transition.overCommonDenominator
    base = transition.denominator
    meanScale = (recursion.offset + [recursion.start]).reduce(1) { .leastCommonMultiple($0, $1.denominator) }
    covarianceScale = recursion.noise.elements.reduce(1) { .leastCommonMultiple($0, $1.denominator) }
    let (q, r) = (meanScale, covarianceScale)
    offset = recursion.offset.map { $0.numerator * q.dividedExactly(by: $0.denominator) }
    var noise: [Integer] = []
    for i in 0..<m {
      for j in i..<m {
        noise.append(recursion.noise[i, j].numerator * r.dividedExactly(by: recursion.noise[i, j].denominator))
      }
    }
    self.noise = noise

    let rows = (0..<m).map { i in
      (0..<m).filter { !transition.numerators[i, $0].isZero }.map { ($0, transition.numerators[i, $0]) }
    }
    meanTerms = rows.map { IntegerCombination($0.map { ($0.0, $0.1) }) }
    // product = N K, entry (i, j) = sum_k N_ik K_kj; then K' = product N^T, (i, j) = sum_k product_ik N_jk.
    leftTerms = (0..<m * m).map { index in
      IntegerCombination(rows[index / m].map { (Self.position($0.0, index % m, m), $0.1) })
    }
    var right: [IntegerCombination] = []
    for i in 0..<m {
      for j in i..<m { right.append(IntegerCombination(rows[j].map { (i * m + $0.0, $0.1) })) }
    }
    rightTerms = right

    mean = IntegerVector(count: m)
    nextMean = IntegerVector(count: m)
    packed = IntegerVector(count: m * (m + 1) / 2)
    product = IntegerVector(count: m * m)
    let start = recursion.start.numerator * q.dividedExactly(by: recursion.start.denominator)
    for i in 0..<m { mean[i] = start }
  }

  /// A rough cost: every product takes some 15 ns, and 0.4 ns for each pair of limbs of its factors. An entry grows by
  /// the bits of D^2 per iteration; a coefficient has those of D.
  static func estimatedSeconds(_ recursion: CoordinateRecursion, iterations: Int) -> Double {
    let m = Double(recursion.models)
    let nonzeros = Double(recursion.transition.elements.count { !$0.isZero })
    let products = 1.5 * m * nonzeros
    let limbs = Double(recursion.transition.overCommonDenominator.denominator.bitWidth) * 2 / 64
    let steps = Double(iterations)
    return products * (steps * 15e-9 + steps * steps / 2 * limbs * max(1, limbs / 2) * 0.4e-9)
  }

  /// Index of entry (i, j) in the packed upper triangle of a matrix of size m.
  private static func position(_ i: Int, _ j: Int, _ m: Int) -> Int {
    let (a, b) = (min(i, j), max(i, j))
    return a * m - a * (a - 1) / 2 + b - a
  }

  /// One iteration.
  mutating func advance() {
    let next = power * base
    for i in 0..<size {
      nextMean.setCombination(i, of: mean, meanTerms[i])
      if !offset[i].isZero { nextMean.add(i, offset[i] * next) }
    }
    for i in 0..<size { mean.copy(i, from: nextMean, at: i) }
    for index in leftTerms.indices { product.setCombination(index, of: packed, leftTerms[index]) }
    let square = next * next
    for index in rightTerms.indices {
      packed.setCombination(index, of: product, rightTerms[index])
      if !noise[index].isZero { packed.add(index, noise[index] * square) }
    }
    power = next
    iteration += 1
  }

  /// Adds the present moments to the running sums.
  mutating func accumulate() {
    let step = base * base
    deviationSum = deviationSum * step + deviationNumerator
    consensusSum = consensusSum * step + consensusNumerator
  }

  /// The moments at the present iteration.
  var moments: CoordinateMoments<IntegerFraction> {
    let scale = power * power
    return .init(
      deviation: .init(numerator: deviationNumerator, denominator: deviationScale * scale),
      consensus: .init(numerator: consensusNumerator, denominator: consensusScale * scale), lead: .zero)
  }

  /// Means over the accumulated iterations 0 ..< t; `nil` before the first. Every iteration before the
  /// present one must have been accumulated.
  var averages: CoordinateMoments<IntegerFraction>? {
    guard iteration > 0 else { return nil }
    let last = power.dividedExactly(by: base)
    let scale = last * last * Integer(iteration)
    return .init(
      deviation: .init(numerator: deviationSum, denominator: deviationScale * scale),
      consensus: .init(numerator: consensusSum, denominator: consensusScale * scale), lead: .zero)
  }

  // With s = sum a, kappa = 1^T K 1 and c = g/h:
  // E (xv - c)^2 = [(s h - g m q P)^2 r + kappa q^2 h^2] / (m^2 q^2 h^2 r P^2), P = D^t.
  private var deviationScale: Integer {
    let h = recursion.centre.denominator
    return Integer(size * size) * meanScale * meanScale * h * h * covarianceScale
  }

  private var deviationNumerator: Integer {
    let (g, h) = (recursion.centre.numerator, recursion.centre.denominator)
    let bias = meanSum * h - g * Integer(size) * meanScale * power
    return bias * bias * covarianceScale + covarianceSum * meanScale * meanScale * h * h
  }

  // For a second-moment matrix M: (1/n) sum_i E(y_i - xv)^2 = (m^2 A - 2 m B + n C) / (n m^2) with
  // A = sum_i M_(r_i r_i), B = sum_i sum_j M_(r_i j), C = sum_jk M_jk; M is the covariance plus mean mean^T.
  private var consensusScale: Integer {
    Integer(recursion.read.count * size * size) * meanScale * meanScale * covarianceScale
  }

  private var consensusNumerator: Integer {
    let (n, m) = (Integer(recursion.read.count), Integer(size))
    var squares: Integer = 0
    var readSum: Integer = 0
    var diagonal: Integer = 0
    var cross: Integer = 0
    let rowSums = (0..<size).map { i in (0..<size).reduce(.zero) { $0 + packed[Self.position(i, $1, size)] } }
    for model in recursion.read {
      let value = mean[model]
      squares += value * value
      readSum += value
      diagonal += packed[Self.position(model, model, size)]
      cross += rowSums[model]
    }
    let sum = meanSum
    let ofMean = m * m * squares - 2 * m * readSum * sum + n * sum * sum
    let ofCovariance = m * m * diagonal - 2 * m * cross + n * rowSums.reduce(.zero, +)
    return ofCovariance * meanScale * meanScale + ofMean * covarianceScale
  }

  private var meanSum: Integer { (0..<size).reduce(.zero) { $0 + mean[$1] } }

  private var covarianceSum: Integer {
    var diagonal: Integer = 0
    var total: Integer = 0
    for i in 0..<size {
      diagonal += packed[Self.position(i, i, size)]
      for j in i..<size { total += packed[Self.position(i, j, size)] }
    }
    return total + total - diagonal
  }

  /// The means of all models.
  var means: [Rational] { (0..<size).map { Rational(mean[$0], meanScale * power) } }

  /// The covariances of all models.
  var covariance: Matrix<Rational> {
    Matrix<Rational>(rows: size, columns: size) {
      Rational(packed[Self.position($0, $1, size)], covarianceScale * power * power)
    }
  }
}
