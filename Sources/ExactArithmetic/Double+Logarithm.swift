extension Double {
  /// The natural logarithm within a few units of the last place, with the same bits on every machine: the exponent plus
  /// the artanh series of the significand.
  ///
  /// - Precondition: positive, finite and normal.
  public var naturalLogarithm: Double {
    var exponent = Double(self.exponent)
    var significand = self.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let z = (significand - 1) / (significand + 1)
    let square = z * z
    var sum = 0.0
    for n in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(n) }
    return exponent * 0.6931471805599453 + 2 * z * sum
  }
}
