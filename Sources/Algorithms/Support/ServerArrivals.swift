import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// What algorithms share whose server takes up one client's model at a time, which started from an earlier one of its own.
///
/// Rows of the state: the server's model x, the models that the clients started from, their work models. The first n
/// counters are the iterations at which the clients started.
public protocol ServerArrivals: Algorithm {
  /// K at the start.
  var localSteps: Int { get }
  /// rho of the term (rho/2) |y - x_s|^2 in the clients' objectives, x_s where they started.
  var proximalWeight: Rational { get }
  /// The server's model after the arrival of a client with a work model that is `staleness` iterations old.
  func receive<S: RunScalar>(_ state: inout AlgorithmState<S>, from client: Int, staleness: Int)
}

extension ServerArrivals {
  public static var update: UpdateKind { .serverArrivals }
  public static var surroundings: Set<Surroundings.Kind> { [.computing] }
  public var workers: Int { mixing.nodes }
  public var models: Int { 1 + 2 * workers }
  public var virtualIterate: [(row: Int, weight: Rational)] { [(0, 1)] }
  public func readRow(of worker: Int) -> Int { 1 + worker }
  public var gradientsPerIteration: Int { localSteps }
  public var probe: Slot? { localSteps == 1 ? nil : Slot(completions: Array(0..<workers)) }

  /// The client sends a model and receives one.
  public func traffic(in slot: Slot) -> Traffic { Traffic(models: 2, gradients: localSteps) }

  public func workRow(_ client: Int) -> Int { 1 + workers + client }
  public func startRow(_ client: Int) -> Int { 1 + client }

  /// K of the client's present training.
  func localSteps<S: RunScalar>(_ client: Int, _ state: AlgorithmState<S>) -> Int { localSteps }

  /// An arrival: the local steps that the client has done since it started, what the server makes of them, and its new
  /// start. Several clients arrive in a probe only, where nothing but the gradients is of interest.
  func arrival<S: RunScalar>(_ state: inout AlgorithmState<S>, _ slot: Slot, _ gradients: GradientOracle<S>, steps: Int)
  {
    let d = state.models.columns
    if state.counters.count < workers { state.counters += Array(repeating: 0, count: workers - state.counters.count) }
    for client in slot.completions {
      for j in 0..<d {
        state.models.elements[workRow(client) * d + j] = state.models.elements[startRow(client) * d + j]
      }
    }
    let step = S(settings.stepSize)
    LocalTraining.run(
      &state, clients: slot.completions, firstRow: workRow(0), steps: steps, proximal: proximalWeight,
      anchor: { 1 + $0 }, stepSize: { _ in step }, gradients: gradients)
    let client = slot.completions[0]
    state.snapshot = Array(state.models.elements[startRow(client) * d..<(startRow(client) + 1) * d])
    receive(&state, from: client, staleness: state.iteration - state.counters[client])
    state.iteration += 1
    state.counters[client] = state.iteration
    for j in 0..<d { state.models.elements[startRow(client) * d + j] = state.models.elements[j] }
  }
}

/// How much an old contribution counts: s(age), exactly.
public struct StalenessWeight: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case constant, hinge, polynomial
  }

  public static let parameters = [
    Parameter(
      "weighting", .word(Kind.allCases.map(\.rawValue)), fallback: .word("constant"),
      "s(age): 1; 1 up to b and then 1/(a (age - b) + 1); (age + 1)^-a"),
    Parameter(
      "weightingSlope", .number(positive: true, atMost: 100), fallback: .number(Rational(1, 2)),
      "a of the weights hinge and polynomial"),
    Parameter("weightingDelay", .integer(0...1_000_000), fallback: .number(0), "b of the weight hinge"),
  ]

  let kind: Kind
  private let slope: Rational
  private let delay: Int

  public init(kind: Kind, slope: Rational, delay: Int) {
    self.kind = kind
    self.slope = slope
    self.delay = delay
  }

  public init(_ settings: AlgorithmSettings) {
    kind = Kind(rawValue: settings.word("weighting"))!
    slope = settings.number("weightingSlope")
    delay = settings.integer("weightingDelay")
  }

  /// Powers that are no rational number are the double next to them.
  public func callAsFunction(_ age: Int) -> Rational {
    switch kind {
    case .constant: return 1
    case .hinge: return age <= delay ? 1 : 1 / (slope * Rational(age - delay) + 1)
    case .polynomial:
      if slope.isInteger, let power = slope.numerator.asInt { return 1 / Rational(age + 1).power(power) }
      let logarithm = Enclosure(Rational(age + 1)).logarithm(width: .powerOfTwo(-80))
      return Rational(exactly: Double((Enclosure(-slope) * logarithm).exponential(significantBits: 64).midpoint))!
    }
  }
}
