import ExactArithmetic

/// Pairwise coprime integers above 1 of which every given integer is a product of powers.
///
/// Their logarithms are linearly independent over the rationals, so a sum of logarithms of fractions is zero exactly
/// when every exponent is. Found by gcds alone; nothing is factored into primes.
struct CoprimeBase {
  private(set) var elements: [Integer] = []

  /// - Precondition: every number is positive.
  init(_ numbers: some Sequence<Integer>) {
    for number in numbers { insert(number) }
  }

  private mutating func insert(_ number: Integer) {
    precondition(number.signum > 0, "a coprime base of \(number)")
    var open = [number]
    while let next = open.popLast() {
      if next == 1 { continue }
      guard let index = elements.firstIndex(where: { Integer.greatestCommonDivisor($0, next) != 1 }) else {
        elements.append(next)
        continue
      }
      let other = elements[index]
      if other == next { continue }
      let common = Integer.greatestCommonDivisor(other, next)
      elements.remove(at: index)
      open += [other.dividedExactly(by: common), next.dividedExactly(by: common), common]
    }
  }

  /// The exponents of a fraction whose parts are products of the base.
  func exponents(of fraction: Rational) -> [Int] {
    elements.map { Self.power(of: $0, in: fraction.numerator) - Self.power(of: $0, in: fraction.denominator) }
  }

  private static func power(of element: Integer, in number: Integer) -> Int {
    var rest = number
    var exponent = 0
    while rest.flooredRemainder(by: element).isZero {
      rest = rest.dividedExactly(by: element)
      exponent += 1
    }
    return exponent
  }
}
