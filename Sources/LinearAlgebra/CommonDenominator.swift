import ExactArithmetic

extension Matrix where Element == Rational {
  /// Integers N and the least D > 0 with entry = N / D.
  public var overCommonDenominator: (numerators: Matrix<Integer>, denominator: Integer) {
    let denominator = elements.reduce(1 as Integer) { Integer.leastCommonMultiple($0, $1.denominator) }
    return (map { $0.numerator * denominator.dividedExactly(by: $0.denominator) }, denominator)
  }
}
