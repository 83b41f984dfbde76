import Algorithms
import ExactArithmetic

/// Plexus: federated averaging without a server, by a sampler that every node runs on its own view.
///
/// The sample of round k is the s nodes with the smallest hash of identifier and round among those that a view believes to be
/// there. Round k is a push:
///
/// 1. The aggregator of round k, which holds the global model, pings candidates in the order of their hashes until s have
///    answered; one that stays silent is replaced by the next one. It sends them the model and its view.
/// 2. Each of the s merges the view, trains, derives the sample of round k + 1 from its own view and chooses the aggregator
///    in it, which it pings too; to it go its model and its view.
/// 3. The aggregator of round k + 1 merges the views, averages the first ceil(sf s) models, and goes on with round k + 1.
///    Models that come later are dropped.
///
/// A node that is on its way through a round drops it when it hears of a later one. A node that was not seen for `window`
/// rounds is no candidate. Who joins or leaves counts its registry entry on and tells s nodes of its view; all else spreads
/// with the views. Who crashes says nothing; on its return it joins again.
///
/// A round that stands still, as fewer than ceil(sf s) models reach its aggregator, is found by two alarms, each of which may
/// be off: `proceedAfter` seconds after the first model the aggregator averages what it has; and when `restartAfter` seconds
/// after it sent the models out an aggregator has not heard of the next round, it samples again and starts its round
/// over. Models of the first attempt still count.
///
/// Views list every known node, so a message with a view weighs `viewEntryBytes` for each of them.
///
/// Source: M. de Vos, S. Farhadkhani, R. Guerraoui, A.-M. Kermarrec, R. Pires, R. Sharma, Decentralized learning made easy
/// with Plexus, arXiv 2302.13837. The recovery of rounds that stand still is ours: the paper's spirit, not its letter.
public struct PlexusTraining: TrainingMethod {
  public static let name = "plexus"
  public static let summary = "federated averaging by samples that every node derives from its own view"
  public static let parameters = [
    Parameter("sample", .integer(1...1 << 20), fallback: .number(13), "s, nodes that train in a round"),
    Parameter(
      "success", .number(positive: true, atMost: 1), fallback: .number(1), "sf, the share of models to wait for"),
    Parameter(
      "window", .integer(1...1 << 30), fallback: .number(1000), "rounds after which a silent node is no candidate"),
    Parameter(
      "aggregator", .word(AggregatorChoice.allCases.map(\.rawValue)), fallback: .word("largest-upload"),
      "which node of a sample aggregates"),
    Parameter(
      "pingTimeout", .number(positive: false, atMost: nil), fallback: .number(1),
      "seconds to wait for an answer; 0 to choose without pings"),
    Parameter(
      "proceedAfter", .number(positive: false, atMost: nil), fallback: .number(0),
      "seconds after the first model until the aggregator goes on with what it has; 0 for never"),
    Parameter(
      "restartAfter", .number(positive: false, atMost: nil), fallback: .number(0),
      "seconds without news of the next round until an aggregator samples again; 0 for never"),
    Parameter(
      "hash", .word(SamplingHash.Function.allCases.map(\.rawValue)), fallback: .word("md5"), "orders the candidates"),
    Parameter(
      "format", .word(SamplingHash.Format.allCases.map(\.rawValue)), fallback: .word("dashed"),
      "how an identifier and a round are written to be hashed"),
    Parameter(
      "viewEntryBytes", .integer(0...1 << 20), fallback: .number(16), "what a view weighs for each node in it"),
    Parameter("controlBytes", .integer(0...1 << 20), fallback: .number(64), "what a ping or a notice weighs"),
  ]

  public enum AggregatorChoice: String, Sendable, CaseIterable {
    /// The node of the sample with the largest upload; of equal ones the first in the order of hashes.
    case largestUpload = "largest-upload"
    /// The first in the order of hashes.
    case first
  }

  public let sample: Int
  public let success: Rational
  public let window: Int
  public let aggregator: AggregatorChoice
  /// In seconds; `nil` to choose without pings.
  public let pingTimeout: Double?
  public let proceedAfter: Double?
  public let restartAfter: Double?
  public let hash: SamplingHash.Function
  public let format: SamplingHash.Format
  public let viewEntryBytes: Int
  public let controlBytes: Int
  /// What is hashed of each node, different for all of them; the number as 8 bytes, the highest first, when `nil`.
  public var identifiers: [[UInt8]]?
  /// How often a round is started again before its aggregator gives up.
  public static let restartLimit = 100

  public init(_ settings: MethodSettings) throws(TrainingError) {
    sample = settings.integer("sample")
    success = settings.exact("success")
    window = settings.integer("window")
    aggregator = AggregatorChoice(rawValue: settings.word("aggregator"))!
    pingTimeout = settings.limit("pingTimeout")
    proceedAfter = settings.limit("proceedAfter")
    restartAfter = settings.limit("restartAfter")
    hash = SamplingHash.Function(rawValue: settings.word("hash"))!
    format = SamplingHash.Format(rawValue: settings.word("format"))!
    viewEntryBytes = settings.integer("viewEntryBytes")
    controlBytes = settings.integer("controlBytes")
  }

  /// - Throws: `TrainingError` for an unknown setting or a value outside its domain, such as a success fraction outside
  ///   (0, 1].
  public init(_ settings: [String: Setting] = [:], identifiers: [[UInt8]]? = nil) throws(TrainingError) {
    try self.init(try MethodSettings(Self.name, Self.parameters, settings))
    self.identifiers = identifiers
  }

  /// ceil(sf s), the models that an aggregator waits for.
  public var requiredModels: Int { (success * Rational(sample)).ceiling.asInt! }

  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    watch: @escaping (_ round: Int, Model) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try train(problem, in: environment, plan: plan, seed: seed) { event in
      if case .aggregated(let round, _, _, _, let model) = event { watch(round, model) }
    }
  }

  /// The same, watched more closely.
  ///
  /// - Throws: `TrainingError` when the sample is larger than the network or than the view that it starts with, two nodes
  ///   have the same identifier, or clients, identifiers and nodes differ in number.
  public func train(
    _ problem: any LearningProblem, in environment: TrainingEnvironment, plan: TrainingPlan, seed: UInt64,
    observe: @escaping (PlexusEvent) -> Void
  ) throws(TrainingError) -> TrainingRecord {
    try requireClients(problem, in: environment)
    let nodes = environment.nodes
    guard sample <= nodes else {
      throw TrainingError("plexus: a sample of \(sample) nodes in a network of \(nodes)")
    }
    let present = environment.availability.initiallyPresent.count
    guard sample <= present else {
      throw TrainingError("plexus: a sample of \(sample) nodes, but views start with the \(present) that are there")
    }
    let identifiers =
      identifiers ?? (0..<nodes).map { node in (0..<8).map { UInt8(truncatingIfNeeded: node >> (56 - 8 * $0)) } }
    guard identifiers.count == nodes else {
      throw TrainingError("plexus: \(identifiers.count) identifiers for \(nodes) nodes")
    }
    let hash = try SamplingHash(hash, format, identifiers: identifiers)
    let run = PlexusRun(
      self, learner: problem.makeLearner(), World<PlexusMessage>(environment), HashOrders(hash), plan: plan, seed: seed,
      observe)
    return run.record()
  }
}

/// Something to watch in a run of Plexus.
public enum PlexusEvent {
  /// An aggregator sent the model of a round out; nodes in the order in which they were chosen.
  case sampled(round: Int, attempt: Int, aggregator: Int, nodes: [Int], time: Double)
  /// An aggregator made the model of a round, the first one to do so.
  case aggregated(round: Int, aggregator: Int, from: [Int], time: Double, model: Model)
  /// A node did not answer in time when a sample or an aggregator of a round was looked for.
  case silent(node: Int, round: Int, time: Double)
}
