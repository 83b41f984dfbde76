import ExactArithmetic

/// One gradient in computation.
@frozen public struct Computation: Sendable, Equatable {
  public let node: Int
  /// Counts the computations of the node from 0; one that is restarted counts again.
  public let number: Int
  /// When it starts.
  public let start: Double

  @inlinable
  public init(node: Int, number: Int, start: Double) {
    self.node = node
    self.number = number
    self.start = start
  }
}

/// How long nodes compute, independently of each other.
///
/// A new model is one file in `Computing/` and one line in `ComputingTimes.all`.
public protocol ComputingTime: Sendable {
  /// The identifier, for example `exponential`.
  static var name: String { get }
  /// One line for lists.
  static var summary: String { get }
  static var parameters: [ModelParameter] { get }
  /// Whether it reads a file.
  static var readsFile: Bool { get }

  /// - Throws: `SimulationError`, with the line where a file is wrong.
  init(_ settings: ModelSettings) throws(SimulationError)

  /// Whether a duration has one law whenever the computation starts; then `end` is the start plus a duration that is a
  /// function of node, number and randomness.
  static var isHomogeneous: Bool { get }

  /// Whether times are drawn, so that runs differ.
  static var isRandom: Bool { get }

  /// The time at which a computation ends, finite and not before its start; `nil` when it never does.
  ///
  /// A pure function of its arguments: it can be asked again, in any order and from any thread.
  func end(of computation: Computation, _ random: RandomSource) -> Double?

  /// The probability q with which a computation that is under way at the start of a slot completes in the slot, whatever
  /// its age; `nil` when that depends on its age, so that theorems on memoryless computing times do not apply.
  ///
  /// - Parameter slot: the slot's length, positive.
  func completion(slot: Rational) -> Enclosure?
}

extension ComputingTime {
  public static var readsFile: Bool { false }
  public static var isHomogeneous: Bool { true }
  public static var isRandom: Bool { true }

  /// Whether slots of the given length make it memoryless: a completion in each slot with one probability, whatever
  /// happened before.
  public func isMemoryless(slot: Rational = 1) -> Bool { completion(slot: slot) != nil }
}

/// The registry of computing times.
public enum ComputingTimes {
  public static let all: [any ComputingTime.Type] = [
    ConstantTime.self, ExponentialTime.self, ShiftedExponentialTime.self, ParetoTime.self, SlottedTime.self,
    TraceTime.self,
  ]

  /// Sets up a model by its name.
  ///
  /// - Throws: `SimulationError` for an unknown name or parameter, a missing or unsuitable number, or a wrong file.
  public static func model(
    _ name: String, numbers: [String: Rational] = [:], nodes: Int, file: String? = nil
  ) throws(SimulationError) -> any ComputingTime {
    guard let model = all.first(where: { $0.name == name }) else {
      throw SimulationError("unknown computing time '\(name)'; known: \(all.map { $0.name }.joined(separator: ", "))")
    }
    let what = "computing time '\(name)'"
    if model.readsFile && file == nil { throw SimulationError("\(what) needs a file") }
    if !model.readsFile && file != nil { throw SimulationError("\(what) reads no file") }
    return try model.init(
      ModelSettings(what, model.parameters, numbers: numbers, nodes: nodes, file: file, positions: [], links: []))
  }
}
