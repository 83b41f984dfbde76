import ExactArithmetic

extension Generator where Value == Rational {
  /// Numerators and denominators below 2^bits; shrinks towards small integers.
  ///
  /// - Precondition: `bits >= 0`.
  public static func rationals(bits: Int) -> Generator {
    ratio(.integers(bits: bits), Generator<Integer>.integers(bits: bits).map { $0.isZero ? 1 : $0.magnitude })
  }

  /// Numerators and denominators of all customary sizes and edges, independently of each other.
  public static var rationals: Generator { ratio(.integers, .positiveIntegers) }

  /// `rationals` without zero.
  public static var nonzeroRationals: Generator { rationals.filter { !$0.isZero } }

  private static func ratio(_ numerator: Generator<Integer>, _ denominator: Generator<Integer>) -> Generator {
    Generator<(Integer, Integer)>.pair(numerator, denominator).map { Rational($0, $1) }
  }
}
