import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// What algorithms share whose server averages, round by round, what its clients made of its model.
///
/// Rows of the state: the server's model, then a work model for each client.
public protocol ServerRounds: Algorithm {
  /// K
  var localSteps: Int { get }
  /// mu of the proximal term (mu/2) |y - x|^2 in the clients' objectives.
  var proximalWeight: Rational { get }
  /// p_i, the clients' shares in f; they sum to 1.
  var clientWeights: [Rational] { get }
  /// Who takes part.
  var rounds: RoundSchedule { get }
  /// What a client's model counts in the average of a round, given who took part, with repetitions.
  func averagingWeight(of client: Int, in participants: [Int]) -> Rational
}

extension ServerRounds {
  public static var update: UpdateKind { .serverRounds }
  public static var surroundings: Set<Surroundings.Kind> { [.clientWeights] }
  public var proximalWeight: Rational { 0 }
  public var clientWeights: [Rational] { rounds.weights }
  public var schedule: any Schedule { rounds }

  public func averagingWeight(of client: Int, in participants: [Int]) -> Rational {
    rounds.averagingWeight(of: client, in: participants)
  }

  public var workers: Int { mixing.nodes }
  public var models: Int { 1 + workers }
  public var virtualIterate: [(row: Int, weight: Rational)] { [(0, 1)] }
  public func readRow(of worker: Int) -> Int { 0 }
  public var gradientsPerIteration: Int { localSteps }
  public var probe: Slot? { Slot(completions: Array(0..<workers)) }

  /// Each participant receives the model and sends its own.
  public func traffic(in slot: Slot) -> Traffic {
    Traffic(models: 2 * slot.completions.count, gradients: localSteps * Set(slot.completions).count)
  }

  /// eta of local step k of the round that comes next: eta a/(a + K t + k) with decreasing steps.
  func localStep<S: RunScalar>(_ k: Int, _ state: AlgorithmState<S>) -> S {
    let offset = settings.stepOffset
    if offset.isZero { return S(settings.stepSize) }
    return S(settings.stepSize * offset) / S(offset + Rational(localSteps * state.iteration + k))
  }

  /// Local steps, and the average of their results: the whole round.
  func round<S: RunScalar>(_ state: inout AlgorithmState<S>, _ slot: Slot, _ gradients: GradientOracle<S>) {
    let d = state.models.columns
    let clients = Array(Set(slot.completions)).sorted()
    for client in clients {
      for j in 0..<d { state.models.elements[(1 + client) * d + j] = state.models.elements[j] }
    }
    let steps = (0..<localSteps).map { localStep($0, state) }
    LocalTraining.run(
      &state, clients: clients, firstRow: 1, steps: localSteps, proximal: proximalWeight, anchor: { _ in 0 },
      stepSize: { steps[$0] }, gradients: gradients)
    // Weights that do not sum to 1, as those of Li et al. for samples without replacement, leave a share of the old model.
    let weights = clients.map { averagingWeight(of: $0, in: slot.completions) }
    let rest = 1 - weights.reduce(.zero, +)
    for j in 0..<d {
      var sum = rest.isZero ? S.zero : S(rest) * state.models.elements[j]
      for (client, weight) in zip(clients, weights) { sum += S(weight) * state.models.elements[(1 + client) * d + j] }
      state.models.elements[j] = sum
    }
    state.iteration += 1
  }
}

extension Parameter {
  static let localSteps = Parameter(
    "localSteps", .integer(1...1_000_000), fallback: .number(1), "H, local steps between averagings")
  static let sampleSize = Parameter(
    "sampleSize", .integer(0...10_000), fallback: .number(0), "s, clients of a round; 0 is all")
}

/// Settings that the algorithms with rounds have in common.
enum RoundSetting {
  static let parameters =
    [
      Parameter.localSteps,
      Parameter(
        "sampling", .word(RoundSchedule.Sampling.allCases.map(\.rawValue)), fallback: .word("full"),
        "who takes part in a round: all clients, a uniform sample, or clients drawn one by one with their weights"),
      Parameter.sampleSize,
    ] + StepDecay.parameters

  /// - Throws: `AlgorithmError` when more clients are wanted than there are, or weights are wrong.
  static func schedule(
    _ settings: AlgorithmSettings, clients: Int, for name: String
  ) throws(AlgorithmError) -> RoundSchedule {
    let sampling = RoundSchedule.Sampling(rawValue: settings.word("sampling"))!
    let size = settings.integer("sampleSize") == 0 ? clients : settings.integer("sampleSize")
    if sampling == .full && size != clients {
      throw AlgorithmError("\(name) with sampling 'full' asks all \(clients) clients, not \(size)")
    }
    if sampling == .withoutReplacement && size > clients {
      throw AlgorithmError("\(name) samples \(size) of \(clients) clients without replacement")
    }
    return RoundSchedule(
      clients: clients, sampling: sampling, sample: size, weights: try weights(settings, clients: clients, for: name))
  }

  static func weights(
    _ settings: AlgorithmSettings, clients: Int, for name: String
  ) throws(AlgorithmError) -> [Rational] {
    guard let weights = settings.surroundings.clientWeights else {
      return Array(repeating: Rational(1, clients), count: clients)
    }
    guard weights.count == clients else { throw AlgorithmError("\(weights.count) weights of \(clients) clients") }
    if let wrong = weights.first(where: { $0.signum < 0 }) { throw AlgorithmError("a client's weight of \(wrong)") }
    let sum = weights.reduce(.zero, +)
    guard sum == 1 else { throw AlgorithmError("the clients' weights sum to \(sum.description), not 1") }
    return weights
  }
}
