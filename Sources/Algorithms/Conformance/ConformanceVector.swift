import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// One iteration of an algorithm computed by hand, with which implementations elsewhere can be tested.
///
/// Models are numbers (d = 1); worker i's gradient at y is y - c_i, without noise. What is not given is zero.
public struct ConformanceVector: Sendable {
  public var algorithm: String
  /// The network, with metropolis weights.
  public var topology = "complete"
  public var stepSize = Rational(1, 2)
  public var settings: [String: Setting] = [:]
  /// c_i, one for each worker.
  public var centres: [Rational]
  /// What the models stand for, row by row.
  public var rows: String
  public var before: [Rational]
  /// Iterations before this one.
  public var iteration = 0
  /// What the algorithm counts, and what for.
  public var counters: [Int] = []
  /// What the algorithm remembers.
  public var memory: [Rational] = []
  public var slot = Slot()
  public var after: [Rational]
  public var countersAfter: [Int]?
  /// How the numbers come about.
  public var working: String

  /// The models and the counters after the iteration, by the algorithm.
  ///
  /// - Throws: `AlgorithmError` or `NetworkError` when the vector does not describe a run.
  public func run() throws -> (models: [Rational], counters: [Int]) {
    guard let type = Algorithms.all.first(where: { $0.name == algorithm }) else {
      throw AlgorithmError("no algorithm \(algorithm)")
    }
    let network = MixingMatrix(try Topologies.graph(topology, size: .nodes(centres.count)), weights: .metropolis)
    let made = try type.init(
      AlgorithmSettings(
        stepSize: stepSize, parameters: type.parameters, replacing: settings, in: Surroundings(slots: iteration + 1)),
      network: network)
    var state = AlgorithmState<Rational>(made, start: [0])
    state.models = Matrix(rows: before.count, columns: 1, elements: before)
    state.iteration = iteration
    state.counters = counters
    if !memory.isEmpty { state.memory[0] = Matrix(rows: memory.count, columns: 1, elements: memory) }
    made.step(&state, slot) { points, readers, gradients in
      for worker in readers.workers ?? Array(centres.indices) {
        let row = points.rows == 1 ? 0 : readers.firstRow + worker
        gradients.elements[worker] = points.elements[row] - centres[worker]
      }
    } draws: { _, numbers in
      for index in numbers.indices { numbers[index] = Rational(1, 2) }
    }
    return (state.models.elements, state.counters)
  }
}
