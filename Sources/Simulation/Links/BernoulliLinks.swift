import ExactArithmetic

/// Each transmission arrives with a rational probability, one for all links or one for each, independently.
public struct BernoulliLinks: LinkModel {
  public static let name = "bernoulli"
  public static let summary = "each transmission arrives with one probability, independently"
  public static let parameters = [
    ModelParameter("success", .probability, "the probability that a transmission arrives")
  ]

  private let common: BernoulliLaw
  private let exceptions: [Link: BernoulliLaw]

  public init(_ settings: ModelSettings) {
    common = BernoulliLaw(settings.number("success"))
    exceptions = [:]
  }

  /// - Parameter exceptions: the links with a probability of their own; each direction of a connection is a link.
  /// - Throws: `SimulationError` for a number that is no probability.
  public init(success: Rational, exceptions: [Link: Rational] = [:]) throws(SimulationError) {
    let all = [(name: "a link", value: success)] + exceptions.map { (name: "link \($0.key)", value: $0.value) }
    for (name, value) in all.sorted(by: { $0.name < $1.name }) where !ModelParameter.Domain.probability.allows(value) {
      throw SimulationError(
        "the success of \(name) must be a probability, 0 to 1, not \(value.description.shortened())")
    }
    common = BernoulliLaw(success)
    self.exceptions = exceptions.mapValues { BernoulliLaw($0) }
  }

  public var isIndependentOverTime: Bool { true }

  public func success(of link: Link) -> Enclosure { Enclosure((exceptions[link] ?? common).probability) }

  public func succeeds(_ link: Link, slot: Int, _ random: RandomSource) -> Bool {
    let law = exceptions.isEmpty ? common : exceptions[link] ?? common
    return random.draw(.link, link: link, slot: slot).bernoulli(law)
  }
}
