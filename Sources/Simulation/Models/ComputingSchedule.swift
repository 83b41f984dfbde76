import ExactArithmetic

/// When every node's computations end: a model, with nodes that may be faster or slower than it.
public struct ComputingSchedule: Sendable {
  public let model: any ComputingTime
  /// The speed of each node: a computation of duration d takes the node d / speed.
  public let speeds: [Rational]
  /// Reciprocal speeds; empty when every speed is 1.
  private let stretches: [Double]

  /// Every node computes as the model says.
  public init(_ model: any ComputingTime, nodes: Int) {
    self.model = model
    speeds = [Rational](repeating: 1, count: nodes)
    stretches = []
  }

  /// - Throws: `SimulationError` for a speed that is not positive (2^-200 to 2^200), and for speeds other than 1 of a model
  ///   whose durations depend on when they start.
  public init(_ model: any ComputingTime, speeds: [Rational]) throws(SimulationError) {
    for (node, speed) in speeds.enumerated() where !ModelParameter.Domain.positive.allows(speed) {
      throw SimulationError("the speed of node \(node) must be positive (2^-200 to 2^200), not \(speed)")
    }
    let isUniform = speeds.allSatisfy { $0 == 1 }
    guard isUniform || type(of: model).isHomogeneous else {
      throw SimulationError(
        "computing time '\(type(of: model).name)' fixes when nodes complete, so they have no speeds")
    }
    self.model = model
    self.speeds = speeds
    stretches = isUniform ? [] : speeds.map { Double(1 / $0) }
  }

  /// The time at which a computation ends, finite and not before its start; `nil` when it never does.
  ///
  /// - Precondition: the computation's node exists.
  public func end(of computation: Computation, _ random: RandomSource) -> Double? {
    precondition(speeds.indices.contains(computation.node), "a computation of node \(computation.node)")
    if stretches.isEmpty { return model.end(of: computation, random) }
    let own = Computation(node: computation.node, number: computation.number, start: 0)
    return model.end(of: own, random).map { computation.start + $0 * stretches[computation.node] }
  }

  /// The probability q with which a node completes in a slot; `nil` when its computing time is not memoryless.
  public func completion(node: Int, slot: Rational = 1) -> Enclosure? { model.completion(slot: slot * speeds[node]) }

  /// The probability q with which every node completes in a slot, when it is memoryless and the same for all of them, as
  /// theorems on participation ask.
  public func completion(slot: Rational = 1) -> Enclosure? {
    guard let first = speeds.first, speeds.allSatisfy({ $0 == first }) else { return nil }
    return model.completion(slot: slot * first)
  }
}
