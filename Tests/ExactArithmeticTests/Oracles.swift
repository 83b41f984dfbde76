import ExactArithmetic
import PropertyTesting

extension Generator where Value == Rational {
  /// Numerators and denominators at the borders of machine words: where the path without allocation ends.
  static var edgeRationals: Generator {
    Generator<(Integer, Integer)>.pair(.edgeIntegers, Generator<Integer>.edgeIntegers.filter { !$0.isZero })
      .map { Rational($0, $1) }
  }

  /// Fractions whose denominators share factors, so that sums cancel.
  static var smallRationals: Generator {
    Generator<(Int, Int)>.pair(.integers(in: -60...60), .integers(in: 1...60)).map { Rational($0, $1) }
  }

  /// What the laws of this target are tried on.
  static var assortedRationals: Generator {
    .one(of: [.rationals, .edgeRationals, .smallRationals, .rationals(bits: 62)])
  }
}

/// A fraction in lowest terms by Euclid's algorithm on `Integer`.
struct Fraction: Equatable {
  var numerator: Integer
  var denominator: Integer

  init(_ numerator: Integer, _ denominator: Integer) {
    var (a, b) = (numerator, denominator)
    while b != 0 { (a, b) = (b, a.flooredRemainder(by: b)) }
    let divisor = (a < 0) == (denominator < 0) ? a : -a
    self.numerator = numerator.flooredQuotient(by: divisor)
    self.denominator = denominator.flooredQuotient(by: divisor)
  }

  /// Whether the rational number is stored as this fraction: lowest terms, positive denominator.
  func isStored(in value: Rational) -> Bool {
    value.numerator == numerator && value.denominator == denominator && value.denominator > 0
  }
}

/// 10^exponent
func powerOfTen(_ exponent: Int) -> Rational {
  let power = Rational(Integer(10).raised(to: abs(exponent)))
  return exponent >= 0 ? power : 1 / power
}

func overlap(_ a: Enclosure, _ b: Enclosure) -> Bool { a.lower <= b.upper && b.lower <= a.upper }

/// Whether the width is at most 2^-bits of a positive value.
func isNarrow(_ x: Enclosure, significantBits bits: Int) -> Bool {
  x.lower > 0 && x.width <= .powerOfTwo(-bits) * x.lower
}

/// pi = 20 arctan(1/7) + 8 arctan(3/79), by partial sums in fixed point.
func eulersPi(bits: Int) -> Enclosure {
  let unit = Integer(1).shiftedLeft(by: bits)
  var (sum, terms): (Integer, Integer) = (0, 0)
  for (factor, p, q) in [(20, 1, 7), (8, 3, 79)] as [(Integer, Integer, Integer)] {
    var k = 0
    while true {
      let (top, bottom) = (p.raised(to: 2 * k + 1), q.raised(to: 2 * k + 1) * Integer(2 * k + 1))
      let term = (unit * top).flooredQuotient(by: bottom)
      if term.isZero { break }
      sum += factor * (k % 2 == 0 ? term : -term)
      terms += factor
      k += 1
    }
    terms += 2 * factor
  }
  return Enclosure(lower: Rational(sum - terms, unit), upper: Rational(sum + terms, unit))
}
