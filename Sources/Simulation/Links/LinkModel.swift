import ExactArithmetic

/// Which transmissions arrive: over every link once in a slot, links independent of each other.
///
/// A new model is one file in `Links/` and one line in `LinkModels.all`.
public protocol LinkModel: Sendable {
  /// The identifier, for example `bernoulli`.
  static var name: String { get }
  /// One line for lists.
  static var summary: String { get }
  static var parameters: [ModelParameter] { get }
  /// Whether it needs to know where the nodes stand.
  static var needsPositions: Bool { get }

  init(_ settings: ModelSettings) throws(SimulationError)

  /// Whether a link's successes in different slots are independent, as theorems on random mixing matrices ask.
  var isIndependentOverTime: Bool { get }

  /// The probability that a transmission over a link succeeds, the same in every slot.
  ///
  /// - Precondition: the link is one of those that the model was set up with, if it was set up with any.
  func success(of link: Link) -> Enclosure

  /// The largest difference between `success` and the frequency of `succeeds` over all random bits: 0 where draws are
  /// exact.
  func samplingError(of link: Link) -> Rational

  /// Whether the transmission over a link in a slot succeeds.
  ///
  /// A pure function of its arguments: it can be asked again, in any order and from any thread.
  ///
  /// - Precondition: `slot` in 0 ..< 2^32, and the link as for `success`.
  func succeeds(_ link: Link, slot: Int, _ random: RandomSource) -> Bool
}

extension LinkModel {
  public static var needsPositions: Bool { false }
  public func samplingError(of link: Link) -> Rational { 0 }
}

/// The registry of link models.
public enum LinkModels {
  public static let all: [any LinkModel.Type] = [
    ReliableLinks.self, BernoulliLinks.self, RayleighLinks.self, GilbertElliottLinks.self,
  ]

  /// Sets up a model by its name.
  ///
  /// - Parameters:
  ///   - positions: Where the nodes stand, for models that need it.
  ///   - links: The links that will be used; a model whose links differ prepares them.
  /// - Throws: `SimulationError` for an unknown name or parameter, a missing or unsuitable number, missing positions, or a
  ///   link of nodes that do not exist.
  public static func model(
    _ name: String, numbers: [String: Rational] = [:], nodes: Int, positions: [Position] = [], links: [Link] = []
  ) throws(SimulationError) -> any LinkModel {
    guard let model = all.first(where: { $0.name == name }) else {
      throw SimulationError("unknown link model '\(name)'; known: \(all.map { $0.name }.joined(separator: ", "))")
    }
    let what = "link model '\(name)'"
    if model.needsPositions && positions.isEmpty { throw SimulationError("\(what) needs the positions of the nodes") }
    if !model.needsPositions && !positions.isEmpty { throw SimulationError("\(what) takes no positions") }
    return try model.init(
      ModelSettings(
        what, model.parameters, numbers: numbers, nodes: nodes, file: nil, positions: positions, links: links))
  }
}
