import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// FedBuff: the server collects Z arriving differences y - x_s, each weighted by its age, and then takes their mean as one
/// step, x <- x + eta_g (1/Z) sum s(age) (y - x_s). With Z = 1 it is the unbuffered method.
///
/// Source: J. Nguyen et al., Federated Learning with Buffered Asynchronous Aggregation, AISTATS 2022.
public struct FedBuff: ServerArrivals {
  public static let name = "fedbuff"
  public static let summary =
    "FedBuff: arriving differences are collected, and the server steps by the mean of Z of them"
  public static let parameters =
    [
      Parameter.localSteps,
      Parameter("bufferSize", .integer(1...1_000_000), fallback: .number(1), "Z, differences of one server step"),
      Parameter(
        "serverStep", .number(positive: true, atMost: nil), fallback: .number(1),
        "eta_g, what the mean difference counts"),
    ] + StalenessWeight.parameters + ArrivalSchedule.parameters

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  public let localSteps: Int
  public let bufferSize: Int
  private let serverStep: Rational
  private let weight: StalenessWeight

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    try settings.surroundings.requireEndlessTimes(for: Self.name)
    self.settings = settings
    mixing = network
    localSteps = settings.integer("localSteps")
    bufferSize = settings.integer("bufferSize")
    serverStep = settings.number("serverStep")
    weight = StalenessWeight(settings)
  }

  public var proximalWeight: Rational { 0 }
  /// The buffer, once there is one.
  public func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)] { [(1, dimension)] }
  public var remembersSlots: Bool { weight.kind != .constant || bufferSize > 1 }

  /// Whether an iteration is x <- x - eta g(x_s): delayed SGD.
  public var isDelayedSGD: Bool { localSteps == 1 && bufferSize == 1 && weight.kind == .constant && serverStep == 1 }

  public var schedule: any Schedule {
    ArrivalSchedule(clients: workers, settings) { [localSteps] _, _ in localSteps }
  }

  public func receive<S: RunScalar>(_ state: inout AlgorithmState<S>, from client: Int, staleness: Int) {
    let d = state.models.columns
    let (work, start) = (workRow(client) * d, startRow(client) * d)
    let share = S(weight(staleness))
    for j in 0..<d {
      state.memory[0].elements[j] += share * (state.models.elements[work + j] - state.models.elements[start + j])
    }
    guard (state.iteration + 1) % bufferSize == 0 else { return }
    let scale = S(serverStep / Rational(bufferSize))
    for j in 0..<d {
      state.models.elements[j] += scale * state.memory[0].elements[j]
      state.memory[0].elements[j] = .zero
    }
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    arrival(&state, slot, gradients, steps: localSteps)
  }
}
