import ExactArithmetic

extension AlgorithmSettings {
  /// a of the decreasing steps eta_t = eta a/(a + t); 0 where the step is constant.
  public var stepOffset: Rational { optionalNumber("stepOffset") ?? 0 }
}

/// Decreasing steps: eta_t = eta a/(a + t).
public enum StepDecay {
  static let parameters = [
    Parameter(
      "stepOffset", .number(positive: false, atMost: nil), fallback: .number(0),
      "a, the step at iteration t is stepSize a/(a + t); 0 keeps it constant")
  ]

  /// Sets the step size of the state's next iteration.
  static func apply<S: RunScalar>(_ settings: AlgorithmSettings, to state: inout AlgorithmState<S>) {
    let offset = settings.stepOffset
    if offset.isZero { return }
    state.stepSize = S(settings.stepSize * offset) / S(offset + Rational(state.iteration))
  }
}
