/// A counterexample to a property, and the seed that reproduces it.
public struct PropertyFailure<Value: Sendable>: Error, CustomStringConvertible {
  /// Replays this failure as the first attempt.
  public let seed: UInt64
  /// How many examples held before.
  public let attempt: Int
  /// The value that was drawn.
  public let original: Value
  /// The simplest value that shrinking reached.
  public let counterexample: Value
  public let shrinkingSteps: Int
  /// What the property did with the counterexample.
  public let reason: String

  public var description: String {
    let shrinking = shrinkingSteps == 0 ? "not shrunk" : "shrunk in \(shrinkingSteps) steps from \(original)"
    return """
      counterexample \(counterexample) (\(shrinking)) after \(attempt) examples that held: \(reason); \
      replay with count: 1, seed: \(seed)
      """
  }
}
