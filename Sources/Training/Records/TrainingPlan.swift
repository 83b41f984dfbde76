/// When a run ends and when its models are tested.
public struct TrainingPlan: Sendable, Equatable {
  /// The run ends with this round.
  public var rounds: Int?
  /// The run ends with what happens at this time, in seconds.
  public var seconds: Double?
  /// Models are tested after every so many rounds.
  public var testEveryRounds: Int?
  /// Models are tested with the first round that ends in each interval of so many seconds.
  public var testEverySeconds: Double?
  /// Of a method without a global model, the models of so many nodes are tested, evenly spaced, and the means reported.
  public var testedNodes: Int

  /// - Throws: `TrainingError` unless the run has an end, and for a number that is not positive.
  public init(
    rounds: Int? = nil, seconds: Double? = nil, testEveryRounds: Int? = 1, testEverySeconds: Double? = nil,
    testedNodes: Int = 10
  ) throws(TrainingError) {
    guard rounds != nil || seconds != nil else { throw TrainingError("a run needs an end: rounds, seconds or both") }
    for (name, value) in [("rounds", rounds), ("testEveryRounds", testEveryRounds), ("testedNodes", testedNodes)] {
      if let value, value < 1 { throw TrainingError("\(name) must be at least 1, not \(value)") }
    }
    for (name, value) in [("seconds", seconds), ("testEverySeconds", testEverySeconds)] {
      if let value, !(value > 0 && value.isFinite) {
        throw TrainingError("\(name) must be positive and finite, not \(value)")
      }
    }
    self.rounds = rounds
    self.seconds = seconds
    self.testEveryRounds = testEveryRounds
    self.testEverySeconds = testEverySeconds
    self.testedNodes = testedNodes
  }
}
