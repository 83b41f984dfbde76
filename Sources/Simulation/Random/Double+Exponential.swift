extension Double {
  /// The exponential within two units of the last place, with the same bits on every machine: 2^k times the Taylor sum of
  /// the rest, whose magnitude is at most ln(2) / 2.
  ///
  /// - Precondition: a magnitude of at most 700.
  package var naturalExponential: Double {
    precondition(magnitude <= 700, "exponential of \(self)")
    let power = (self * 1.4426950408889634).rounded()
    // ln 2 in two parts, the first of 32 bits, so that its product with a whole number below 2^11 is exact.
    let rest = self - power * 6.93147180369123816490e-01 - power * 1.90821492927058770002e-10
    // The tail after x^13 / 13! is below 4e-18.
    var sum = 0.0
    for n in stride(from: 13.0, through: 1, by: -1) { sum = (sum + 1) * (rest / n) }
    return Double(sign: .plus, exponent: Int(power), significand: 1 + sum)
  }
}
