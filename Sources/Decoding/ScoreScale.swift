import ExactArithmetic

/// The scores of a weighted vote as integers: exact addition, exact equality, certified order.
///
/// A score is an integer combination of linearly independent reals: one unit for rational weights, the logarithms of a
/// coprime base for log-likelihood weights. Its `code` is that combination in mixed radix, so adding votes adds codes.
/// Its `position` is the score in fixed point, off by at most `slack` whichever votes made it, which decides the order
/// of all but scores that nearly cancel; those are decided exactly.
struct ScoreScale {
  /// One vote of each group's workers.
  let votes: [Step]
  /// Bound on the error of the position of any sum of distinct workers' votes.
  let slack: Int128

  private let directions: [Direction]
  private let meaning: Meaning

  struct Step {
    var code: Int128
    var position: Int128
  }

  private struct Direction {
    /// The weight of this digit in a code.
    var place: Int128
  }

  private enum Meaning {
    /// Values of the directions.
    case rationals([Rational])
    /// The directions are the logarithms of these positive fractions.
    case logarithms([Rational])
  }

  /// - Parameter weights: one for each group.
  /// - Returns: `nil` when there are too many outcomes to tell apart.
  static func weighted(_ weights: [Rational], counts: [Int]) -> ScoreScale? {
    unit(weights, counts) ?? separate(weights.map { Enclosure($0) }, counts: counts, meaning: .rationals(weights))
  }

  /// The weights are the logarithms of the groups' odds (1 - p)/p.
  ///
  /// - Returns: `nil` when there are too many outcomes to tell apart.
  /// - Precondition: p is neither 0 nor 1.
  static func logLikelihood(_ groups: [WorkerGroup]) -> ScoreScale? {
    let odds = groups.map { (1 - $0.flip) / $0.flip }
    let (counts, weights) = (groups.map(\.count), groups.map { $0.logLikelihood! })
    let base = CoprimeBase(odds.flatMap { [$0.numerator, $0.denominator] })
    let exponents = odds.map(base.exponents)
    let reaches = base.elements.indices.map { j in
      zip(exponents, counts).reduce(0) { $0 + abs($1.0[j]) * $1.1 }
    }
    guard let directions = places(reaches) else {
      return separate(weights, counts: counts, meaning: .logarithms(odds))
    }
    return ScoreScale(
      coefficients: exponents, directions: directions, weights: weights, counts: counts,
      meaning: .logarithms(base.elements.map { Rational($0) }))
  }

  /// One unit of which every weight is a multiple; `nil` when the multiples do not fit.
  private static func unit(_ weights: [Rational], _ counts: [Int]) -> ScoreScale? {
    let denominator = weights.map(\.denominator).reduce(Integer(1), Integer.leastCommonMultiple)
    let multiples = weights.compactMap { ($0 * Rational(denominator)).numerator.asInt128 }
    guard multiples.count == weights.count else { return nil }
    var total: Int128 = 0
    for (multiple, count) in zip(multiples, counts) {
      guard let product = product(multiple.magnitude, count), total < 1 << 120, product < 1 << 120 else { return nil }
      total += product
    }
    guard total < 1 << 120 else { return nil }
    return ScoreScale(votes: multiples.map { Step(code: $0, position: $0) })
  }

  /// Every group a direction of its own: codes then tell outcomes apart, not scores.
  private static func separate(_ weights: [Enclosure], counts: [Int], meaning: Meaning) -> ScoreScale? {
    guard let directions = places(counts) else { return nil }
    let units = counts.indices.map { g in counts.indices.map { $0 == g ? 1 : 0 } }
    return ScoreScale(
      coefficients: units, directions: directions, weights: weights, counts: counts, meaning: meaning)
  }

  private init(votes: [Step]) {
    self.votes = votes
    slack = 0
    directions = []
    meaning = .rationals([])
  }

  /// Each row of coefficients is one group's vote in the directions, and its weight is what that is worth.
  private init(
    coefficients: [[Int]], directions: [Direction], weights: [Enclosure], counts: [Int], meaning: Meaning
  ) {
    let largest = zip(weights, counts).reduce(Rational.zero) { $0 + $1.0.magnitude.upper * Rational($1.1) }
    // largest < 2^size: positions stay below 2^116 with room for their error, however small the weights are.
    let size = largest.isZero ? 0 : largest.numerator.bitWidth - largest.denominator.bitWidth + 1
    let scale = Rational.powerOfTwo(116 - size)
    let positions = weights.map { ($0.midpoint * scale).floor }
    slack = zip(positions, zip(weights, counts)).reduce(Rational(1)) { sum, item in
      let (position, (weight, count)) = item
      let error = max(
        (weight.upper * scale - Rational(position)).magnitude, (weight.lower * scale - Rational(position)).magnitude)
      return sum + Rational(count) * error
    }.ceiling.asInt128!
    votes = zip(coefficients, positions).map { row, position in
      let code = zip(row, directions).reduce(Int128(0)) { $0 + Int128($1.0) * $1.1.place }
      return Step(code: code, position: position.asInt128!)
    }
    self.directions = directions
    self.meaning = meaning
  }

  /// -1, 0 or 1: the sign of the sum of two scores, given their sum's code and position.
  func sign(code: Int128, position: Int128) -> Int {
    if position.magnitude > slack.magnitude { return position < 0 ? -1 : 1 }
    if code == 0 { return 0 }
    let digits = digits(of: code)
    switch meaning {
    case .rationals(let values):
      return zip(digits, values).reduce(Rational.zero) { $0 + Rational($1.0) * $1.1 }.signum
    case .logarithms(let fractions):
      // prod fraction^digit against 1, by integers.
      var (left, right): (Integer, Integer) = (1, 1)
      for (digit, fraction) in zip(digits, fractions) where digit != 0 {
        let (up, down) = (fraction.numerator.raised(to: abs(digit)), fraction.denominator.raised(to: abs(digit)))
        left = left * (digit > 0 ? up : down)
        right = right * (digit > 0 ? down : up)
      }
      return left == right ? 0 : left < right ? -1 : 1
    }
  }

  private func digits(of code: Int128) -> [Int] {
    var rest = code
    return directions.reversed().map { direction in
      // The lower places sum to less than half of this one, so rounding to nearest gives the digit.
      let digit = Self.nearest(rest, direction.place)
      rest -= digit * direction.place
      return Int(digit)
    }.reversed()
  }

  private static func nearest(_ number: Int128, _ unit: Int128) -> Int128 {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: unit)
    return 2 * remainder.magnitude > unit.magnitude ? quotient + remainder.signum() : quotient
  }

  private static func places(_ reaches: [Int]) -> [Direction]? {
    var place: Int128 = 1
    return reaches.reduce(into: Optional([Direction]())) { directions, reach in
      directions?.append(Direction(place: place))
      guard let next = product(place.magnitude, 2 * reach + 1), next < 1 << 120 else {
        directions = nil
        return
      }
      place = next
    }
  }

  private static func product(_ a: UInt128, _ b: Int) -> Int128? {
    let (product, overflow) = a.multipliedReportingOverflow(by: UInt128(b))
    return overflow || product > UInt128(Int128.max) ? nil : Int128(product)
  }
}
