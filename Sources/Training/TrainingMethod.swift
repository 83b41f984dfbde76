import Algorithms
import ExactArithmetic

/// A way to train a model in a federation.
///
/// Adding one is one file and one line in `TrainingMethods.all`.
public protocol TrainingMethod: Sendable {
  /// The identifier, for example `plexus`.
  static var name: String { get }
  /// One line for lists.
  static var summary: String { get }
  static var parameters: [Parameter] { get }

  /// - Throws: `TrainingError` for settings that do not fit each other.
  init(_ settings: MethodSettings) throws(TrainingError)

  /// Trains from the learner's initial model until the plan's end.
  ///
  /// A run is a function of the method, the problem, the environment, the plan and the seed.
  ///
  /// - Parameters:
  ///   - seed: of the method's own draws.
  ///   - watch: Gets each global model with the number of its round, from 1; methods without one never call it.
  /// - Throws: `TrainingError` when problem, environment and settings do not fit each other.
  func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord
}

extension TrainingMethod {
  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64
  ) throws(TrainingError) -> TrainingRecord {
    try train(problem, in: environment, plan: plan, seed: seed, watch: { _, _ in })
  }

  /// - Throws: `TrainingError` unless every client is a node and every node a client.
  func requireClients(_ problem: any LearningProblem, in environment: TrainingEnvironment) throws(TrainingError) {
    guard problem.clients == environment.nodes else {
      throw TrainingError("\(Self.name): \(problem.clients) clients for \(environment.nodes) nodes")
    }
  }

  /// - Throws: `TrainingError` when a node comes or goes.
  func requireConstantPresence(_ environment: TrainingEnvironment) throws(TrainingError) {
    guard environment.availability.isConstant else {
      throw TrainingError("\(Self.name) waits for every node that it counts on, so none may come or go")
    }
  }
}

/// The registry of methods.
public enum TrainingMethods {
  public static let all: [any TrainingMethod.Type] = [
    PlexusTraining.self, FedAvgTraining.self, DecentralisedSGD.self, OnePeerSGD.self, GossipTraining.self,
    FedProxTraining.self, FedAsyncTraining.self, AsyncFedEDTraining.self,
  ]

  /// Sets up a method by its name.
  ///
  /// - Throws: `TrainingError` for an unknown name or setting, or a value outside its domain.
  public static func method(
    _ name: String, settings: [String: Setting] = [:]
  ) throws(TrainingError) -> any TrainingMethod {
    guard let method = all.first(where: { $0.name == name }) else {
      throw TrainingError("unknown method '\(name)'; known: \(all.map { $0.name }.joined(separator: ", "))")
    }
    return try method.init(try MethodSettings(name, method.parameters, settings))
  }
}

/// A value for every parameter of a method.
public struct MethodSettings: Sendable {
  private var values: [String: Setting]

  /// - Throws: `TrainingError` for an unknown name or a value outside its domain.
  init(_ method: String, _ parameters: [Parameter], _ given: [String: Setting]) throws(TrainingError) {
    values = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.fallback) })
    for name in given.keys.sorted() {
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        let known = parameters.isEmpty ? "it has none" : "known: \(parameters.map(\.name).joined(separator: ", "))"
        throw TrainingError("\(method) has no setting '\(name.shortened())'; \(known)")
      }
      let isAllowed =
        switch (parameter.kind, given[name]!) {
        case (.word(let words), .word(let word)): words.contains(word)
        case (.integer, .number(let value)), (.number, .number(let value)): parameter.allows(value)
        default: false
        }
      guard isAllowed else {
        throw TrainingError("\(method): '\(name)' is \(parameter.domain), not \(given[name]!.description.shortened())")
      }
      values[name] = given[name]
    }
  }

  /// - Precondition: the parameter is declared and is a number.
  func number(_ name: String) -> Double {
    guard case .number(let value)? = values[name] else { preconditionFailure("no number \(name)") }
    return Double(value)
  }

  /// - Precondition: the parameter is declared and is an integer.
  func integer(_ name: String) -> Int {
    guard case .number(let value)? = values[name], let integer = value.numerator.asInt else {
      preconditionFailure("no integer \(name)")
    }
    return integer
  }

  func exact(_ name: String) -> Rational {
    guard case .number(let value)? = values[name] else { preconditionFailure("no number \(name)") }
    return value
  }

  /// - Precondition: the parameter is declared and is a word.
  func word(_ name: String) -> String {
    guard case .word(let word)? = values[name] else { preconditionFailure("no word \(name)") }
    return word
  }

  /// A number whose 0 stands for "never".
  func limit(_ name: String) -> Double? {
    let value = number(name)
    return value == 0 ? nil : value
  }
}
