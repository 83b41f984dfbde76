import ExactArithmetic

/// A number that a model is set up with.
public struct ModelParameter: Sendable, Equatable {
  public let name: String
  public let domain: Domain
  /// The value when none is given; `nil` when one must be.
  public let fallback: Rational?
  public let meaning: String

  public init(_ name: String, _ domain: Domain, fallback: Rational? = nil, _ meaning: String) {
    self.name = name
    self.domain = domain
    self.fallback = fallback
    self.meaning = meaning
  }

  /// Which numbers are allowed.
  public enum Domain: Sendable, Equatable {
    /// 2^-200 to 2^200: every product of a few of them is a normal double.
    case positive
    /// 0, or as `positive`.
    case nonnegative
    /// From the number on, up to 2^200.
    case atLeast(Rational)
    case probability
    case positiveProbability

    public func allows(_ value: Rational) -> Bool {
      switch self {
      case .positive: value >= .powerOfTwo(-200) && value <= .powerOfTwo(200)
      case .nonnegative: value.isZero || Domain.positive.allows(value)
      case .atLeast(let least): value >= least && value <= .powerOfTwo(200)
      case .probability: value.signum >= 0 && value <= 1
      case .positiveProbability: value.signum > 0 && value <= 1
      }
    }

    /// What is allowed, in words.
    public var description: String {
      switch self {
      case .positive: "positive (2^-200 to 2^200)"
      case .nonnegative: "0 or positive (2^-200 to 2^200)"
      case .atLeast(let least): "at least \(least) (and at most 2^200)"
      case .probability: "a probability, 0 to 1"
      case .positiveProbability: "a probability above 0, at most 1"
      }
    }
  }
}

/// What a model is set up with, checked against its parameters.
public struct ModelSettings: Sendable {
  private let numbers: [String: Rational]
  /// The number of nodes, 0 ... nodes - 1.
  public let nodes: Int
  /// The contents of a file that the model reads.
  public let file: String?
  /// Where the nodes stand in the plane; empty when that is unknown.
  public let positions: [Position]
  /// The links in use.
  public let links: [Link]

  /// Fills in the fallbacks.
  ///
  /// - Parameter what: the model in words, for errors.
  /// - Throws: `SimulationError` for a number that no parameter has the name of, a missing one, and one outside its
  ///   parameter's domain; for fewer than 1 or more than 2^24 nodes, and for positions and links of other nodes.
  init(
    _ what: String, _ parameters: [ModelParameter], numbers given: [String: Rational], nodes: Int, file: String?,
    positions: [Position], links: [Link]
  ) throws(SimulationError) {
    guard (1...1 << 24).contains(nodes) else { throw SimulationError("\(what) has 1 to 2^24 nodes, not \(nodes)") }
    for name in given.keys.sorted() where !parameters.contains(where: { $0.name == name }) {
      let known = parameters.isEmpty ? "it has none" : "known: \(parameters.map(\.name).joined(separator: ", "))"
      throw SimulationError("\(what) has no parameter '\(name)'; \(known)")
    }
    var numbers: [String: Rational] = [:]
    for parameter in parameters {
      guard let value = given[parameter.name] ?? parameter.fallback else {
        throw SimulationError("\(what) needs '\(parameter.name)': \(parameter.meaning)")
      }
      guard parameter.domain.allows(value) else {
        throw SimulationError(
          "\(what): '\(parameter.name)' must be \(parameter.domain.description), not \(value.description.shortened())")
      }
      numbers[parameter.name] = value
    }
    if !positions.isEmpty && positions.count != nodes {
      throw SimulationError("\(what) has \(positions.count) positions for \(nodes) nodes")
    }
    for link in links {
      for node in [link.sender, link.receiver] where !(0..<nodes).contains(node) {
        throw SimulationError("\(what): link \(link) names node \(node); nodes are 0 ... \(nodes - 1)")
      }
      if link.sender == link.receiver { throw SimulationError("\(what): link \(link) joins a node to itself") }
    }
    self.numbers = numbers
    self.nodes = nodes
    self.file = file
    self.positions = positions
    self.links = links
  }

  /// - Precondition: the parameter is declared.
  public func number(_ name: String) -> Rational {
    guard let value = numbers[name] else { preconditionFailure("no parameter \(name)") }
    return value
  }
}
