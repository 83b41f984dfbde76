import ExactArithmetic

/// Every computation takes the same time.
struct ConstantTime: ComputingTime {
  static let name = "constant"
  static let summary = "every computation takes the same time"
  static let parameters = [ModelParameter("duration", .positive, "the time that a computation takes")]

  static let isRandom = false

  private let exact: Rational
  private let duration: Double

  init(_ settings: ModelSettings) {
    exact = settings.number("duration")
    duration = Double(exact)
  }

  func end(of computation: Computation, _ random: RandomSource) -> Double? { computation.start + duration }

  /// Certain when a computation fits into a slot; otherwise its age decides.
  func completion(slot: Rational) -> Enclosure? { exact <= slot ? Enclosure(1) : nil }
}
