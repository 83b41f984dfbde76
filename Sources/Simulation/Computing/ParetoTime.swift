import ExactArithmetic

/// Pareto distributed durations, whose tail falls as a power: P(duration > x) = (minimum / x)^shape for x >= minimum.
///
/// The mean is minimum * shape / (shape - 1), infinite for a shape of at most 1.
struct ParetoTime: ComputingTime {
  static let name = "pareto"
  static let summary = "Pareto distributed: a tail that falls as a power"
  // At the least shape the longest duration is 2^(16 * 53) minima, still a double.
  static let parameters = [
    ModelParameter("minimum", .positive, "the least duration"),
    ModelParameter("shape", .atLeast(Rational(1, 16)), "the power with which the tail falls"),
  ]

  private let minimum: Double
  private let reciprocalOfShape: Double

  init(_ settings: ModelSettings) {
    minimum = Double(settings.number("minimum"))
    reciprocalOfShape = Double(1 / settings.number("shape"))
  }

  /// The logarithm of a Pareto variable over its minimum is exponential with mean 1 / shape.
  func end(of computation: Computation, _ random: RandomSource) -> Double? {
    let exponential = random.draw(.computing, node: computation.node, number: computation.number).exponential
    return computation.start + minimum * (exponential * reciprocalOfShape).naturalExponential
  }

  func completion(slot: Rational) -> Enclosure? { nil }
}
