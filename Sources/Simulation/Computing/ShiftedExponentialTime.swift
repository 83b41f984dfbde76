import ExactArithmetic

/// A least duration, and on top of it an exponentially distributed one: the usual model of stragglers.
///
/// Source: K. Lee, M. Lam, R. Pedarsani, D. Papailiopoulos, K. Ramchandran, "Speeding up distributed machine learning
/// using codes", IEEE Trans. Inf. Theory 64, 2018.
struct ShiftedExponentialTime: ComputingTime {
  static let name = "shifted-exponential"
  static let summary = "a least duration plus an exponentially distributed one"
  static let parameters = [
    ModelParameter("shift", .nonnegative, "the least duration"),
    ModelParameter("mean", .positive, "the mean of what is added to the shift"),
  ]

  private let exact: (shift: Rational, mean: Rational)
  private let shift: Double
  private let mean: Double

  init(_ settings: ModelSettings) {
    exact = (settings.number("shift"), settings.number("mean"))
    shift = Double(exact.shift)
    mean = Double(exact.mean)
  }

  func end(of computation: Computation, _ random: RandomSource) -> Double? {
    computation.start
      + (shift + mean * random.draw(.computing, node: computation.node, number: computation.number).exponential)
  }

  /// Memoryless only without a shift.
  func completion(slot: Rational) -> Enclosure? {
    exact.shift.isZero ? ExponentialTime.completion(slot: slot, mean: exact.mean) : nil
  }
}
