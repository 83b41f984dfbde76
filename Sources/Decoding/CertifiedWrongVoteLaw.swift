import ExactArithmetic

/// Enclosures of the Poisson-binomial law of the number of wrong votes for many workers, every probability to full relative
/// accuracy, however small.
///
/// Computed in floating-point numbers with exponents of their own, with a bound on the relative error that is counted
/// beforehand: nothing is ever subtracted, so each of k roundings changes a result by a factor 1 + d, |d| <= u = 2^-53, and
/// the exact value lies within the relative error k u / (1 - k u) of the computed one. Workers that are never or always
/// wrong only shift the law, so what they force is exact.
///
/// `WrongVoteLaw` is the exact law; this one serves thousands of workers, where exact numerators have as many digits.
public struct CertifiedWrongVoteLaw: Sendable {
  /// M
  public let workers: Int
  /// Every enclosure reaches at most this far from its centre, relative to the centre; about 5 M 2^-53.
  public let relativeError: Double

  /// How many are always wrong; the columns below count the wrong votes beyond that.
  private let alwaysWrong: Int
  private let exactly: [ScaledDouble]
  private let atLeast: [ScaledDouble]
  private let atMost: [ScaledDouble]

  /// - Complexity: O(M^2): about 1 ms for M = 5000 unless some probability is so close to 0 or 1 (beyond 2^-30 or so) that
  ///   every entry needs its own exponent, which is some forty times slower. O(M) memory.
  public init(_ groups: [WorkerGroup]) {
    var flips: [(wrong: ScaledDouble, right: ScaledDouble)] = []
    var alwaysWrong = 0
    for group in groups {
      let (wrong, whole) = (group.flip.numerator, group.flip.denominator)
      if wrong == whole { alwaysWrong += group.count }
      if wrong == whole || wrong.isZero { continue }
      let flip = (
        wrong: ScaledDouble(ratioOf: wrong, to: whole), right: ScaledDouble(ratioOf: whole - wrong, to: whole)
      )
      flips.append(contentsOf: repeatElement(flip, count: group.count))
    }
    self.alwaysWrong = alwaysWrong
    workers = groups.reduce(0) { $0 + $1.count }
    let roundings: Int
    if let law = Self.blocked(flips) {
      exactly = law
      roundings = BlockedRecursion.roundings(workers: flips.count)
    } else {
      exactly = Self.entrywise(flips)
      roundings = 3 * flips.count
    }
    // A tail is a sum of at most M + 1 entries, one rounding each.
    relativeError = Rational(roundings + flips.count, 1 << 53 - roundings - flips.count).rounded(.up)
    atMost = Self.partialSums(exactly)
    atLeast = Self.partialSums(exactly.reversed()).reversed()
  }

  private static func blocked(_ flips: [(wrong: ScaledDouble, right: ScaledDouble)]) -> [ScaledDouble]? {
    var workers: [(wrong: Double, right: Double)] = []
    workers.reserveCapacity(flips.count)
    for flip in flips {
      guard let wrong = flip.wrong.asDouble, let right = flip.right.asDouble else { return nil }
      workers.append((wrong, right))
    }
    return BlockedRecursion.law(workers)
  }

  /// The recursion worker by worker; three roundings each: of the probability, the product and the sum.
  private static func entrywise(_ flips: [(wrong: ScaledDouble, right: ScaledDouble)]) -> [ScaledDouble] {
    var law = [ScaledDouble](repeating: .zero, count: flips.count + 1)
    law[0] = ScaledDouble(1, exponent: 0)
    for (taken, flip) in flips.enumerated() {
      for j in stride(from: taken + 1, through: 1, by: -1) { law[j] = law[j] * flip.right + law[j - 1] * flip.wrong }
      law[0] = law[0] * flip.right
    }
    return law
  }

  private static func partialSums(_ terms: [ScaledDouble]) -> [ScaledDouble] {
    var sum = ScaledDouble.zero
    return terms.map { term in
      sum = sum + term
      return sum
    }
  }

  /// P(exactly `count` wrong). Exactly zero for a number that workers with p = 0 or p = 1 exclude.
  ///
  /// - Precondition: `count` is one of 0 ... M.
  public func probability(wrong count: Int) -> Enclosure {
    precondition(count >= 0 && count <= workers, "\(count) wrong votes of \(workers)")
    let column = count - alwaysWrong
    return exactly.indices.contains(column) ? enclosure(exactly[column]) : Enclosure(0)
  }

  /// P(at least `count` wrong), for any integer; exactly 1 or 0 where that is certain.
  public func probability(wrongAtLeast count: Int) -> Enclosure {
    let column = count - alwaysWrong
    if column <= 0 { return Enclosure(1) }
    return column < exactly.count ? enclosure(atLeast[column]) : Enclosure(0)
  }

  /// P(at most `count` wrong), for any integer; exactly 1 or 0 where that is certain.
  public func probability(wrongAtMost count: Int) -> Enclosure {
    let column = count - alwaysWrong
    if column < 0 { return Enclosure(0) }
    return column < exactly.count - 1 ? enclosure(atMost[column]) : Enclosure(1)
  }

  private func enclosure(_ value: ScaledDouble) -> Enclosure {
    let error = Rational(exactly: relativeError)!
    let centre = value.rational
    return Enclosure(lower: centre * (1 - error), upper: min(1, centre * (1 + error)))
  }
}
