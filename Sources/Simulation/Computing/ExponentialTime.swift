import ExactArithmetic

/// Exponentially distributed durations: the only memoryless law in continuous time.
struct ExponentialTime: ComputingTime {
  static let name = "exponential"
  static let summary = "exponentially distributed, memoryless"
  static let parameters = [ModelParameter("mean", .positive, "the mean duration")]

  private let exactMean: Rational
  private let mean: Double

  init(_ settings: ModelSettings) {
    exactMean = settings.number("mean")
    mean = Double(exactMean)
  }

  func end(of computation: Computation, _ random: RandomSource) -> Double? {
    computation.start + mean * random.draw(.computing, node: computation.node, number: computation.number).exponential
  }

  /// q = 1 - exp(-slot / mean), with a relative error of about 2^-64.
  func completion(slot: Rational) -> Enclosure? { Self.completion(slot: slot, mean: exactMean) }

  static func completion(slot: Rational, mean: Rational) -> Enclosure {
    let ratio = slot / mean
    // For a small ratio x the difference loses as many digits as x has zeros before its first one.
    let lost = max(0, ratio.denominator.bitWidth - ratio.numerator.bitWidth)
    return (Enclosure(1) - Enclosure(-ratio).exponential(significantBits: 66 + lost)).roundedOutward(
      significantBits: 70)
  }
}
