import ExactArithmetic

/// A condition of a theorem, checked before any verdict.
public struct Hypothesis: Sendable {
  public let name: String
  /// The condition in words or symbols.
  public let required: String
  public let condition: Condition
  /// Whether the right side can be evaluated only when this holds, because it divides by the quantity.
  public let guardsDivision: Bool

  public enum Condition: Sendable {
    /// A property of the workload that is known by exact computation or by construction.
    case structural(StructuralProperty)
    /// left <= right, or left < right.
    case inequality(strict: Bool, sides: @Sendable (Values<Enclosure>) -> (left: Enclosure, right: Enclosure))
    /// left = right
    case equality(sides: @Sendable (Values<Enclosure>) -> (left: Enclosure, right: Enclosure))
  }

  /// A structural hypothesis carries the property's own name and wording.
  public init(_ property: StructuralProperty) {
    name = property.rawValue
    required = property.requirement
    condition = .structural(property)
    guardsDivision = false
  }

  /// The hypothesis that a quantity is positive, so that formulas may divide by it.
  public static func positive(_ quantity: Quantity, required: String) -> Hypothesis {
    Hypothesis("\(quantity.name)Positive", required: required, strict: true, guardsDivision: true) {
      (Enclosure(0), $0[quantity])
    }
  }

  public init(
    _ name: String, required: String, strict: Bool = false, guardsDivision: Bool = false,
    _ sides: @escaping @Sendable (Values<Enclosure>) -> (left: Enclosure, right: Enclosure)
  ) {
    self.name = name
    self.required = required
    condition = .inequality(strict: strict, sides: sides)
    self.guardsDivision = guardsDivision
  }
}

extension Hypothesis {
  public static func equal(
    _ name: String, required: String,
    _ sides: @escaping @Sendable (Values<Enclosure>) -> (left: Enclosure, right: Enclosure)
  ) -> Hypothesis {
    Hypothesis(name: name, required: required, condition: .equality(sides: sides), guardsDivision: false)
  }

  private init(name: String, required: String, condition: Condition, guardsDivision: Bool) {
    self.name = name
    self.required = required
    self.condition = condition
    self.guardsDivision = guardsDivision
  }
}

/// Properties of a workload that theorems assume.
public enum StructuralProperty: String, Sendable, CaseIterable {
  case synchronousMixing
  case symmetricWeights
  case doublyStochasticWeights
  case connectedNetwork
  case commonStart
  case smoothObjective
  case convexObjective
  case unbiasedNoise
  case signUpdate
  case coordinateSmoothness
  case staleMixing
  case memorylessCompletion
  case independentLinks
  case boundedStaleness
  case localSteps
  case travellingModel
  case delayedUpdate
  case gradientBound
  case pairwiseGossip
  case idealSampler
  case routeGiven
  case constantStep
  case fixedMixing
  case knownSchedule
  case boundedDistance
  case serverRounds
  case uniformSampling
  case equalClients
  case distanceWeighted
  case fixedLocalSteps

  public var requirement: String {
    switch self {
    case .synchronousMixing: "every node applies a fresh gradient, then all nodes mix: X <- (X - eta G) W"
    case .symmetricWeights: "W = W^T"
    case .doublyStochasticWeights: "rows and columns of W sum to 1, no entry is negative"
    case .connectedNetwork: "the graph of W is connected"
    case .commonStart: "all nodes start at the same point"
    case .smoothObjective: "every grad f_i is Lipschitz with constant L"
    case .convexObjective: "every f_i is convex"
    case .unbiasedNoise: "noise has mean zero and is uncorrelated across nodes given the past"
    case .signUpdate: "x <- x - delta U with U in {-1, 0, +1}^d"
    case .staleMixing: "X <- (X - eta B G)((1-c) I + c W) + c N with gradients of an age up to tau_max"
    case .memorylessCompletion:
      "each computation is completed in a slot with the same probability q, independently of everything else"
    case .independentLinks: "what is random in the mixing is independent over time and of everything else"
    case .boundedStaleness: "no applied gradient is older than tau_max slots"
    case .localSteps: "H gradient steps at every worker, then all models are averaged"
    case .travellingModel: "gradient steps at every node in every slot, merged into models that travel along the route"
    case .delayedUpdate: "x(t+1) = x(t) - eta g(x(t - tau_t))"
    case .gradientBound: "E|g_i(y)|^2 <= G^2 wherever the run takes a gradient, for every schedule that may happen"
    case .pairwiseGossip: "in every slot one pair of nodes averages, drawn independently; no gradients"
    case .idealSampler:
      "a sample is the first nodes of a view in a uniformly random order, independent in every round; no gradients"
    case .routeGiven: "the claim is about the route that was taken; Sbar and R are its own"
    case .knownSchedule: "what completes and arrives when is the same in every run"
    case .boundedDistance: "gamma_t <= Gamma at every step of every run"
    case .fixedMixing: "W is the same in every iteration"
    case .serverRounds: "K local steps at the clients that take part, then the server averages their models"
    case .uniformSampling:
      "the clients whose models are averaged are a uniform sample without replacement, independent of everything else"
    case .equalClients: "every client counts 1/n in f and alike in an average"
    case .distanceWeighted: "x <- x + lambda/(gamma + eps) Delta for each arriving Delta, gamma = |x - x_s|/|Delta|"
    case .fixedLocalSteps: "every client takes K local steps, always"
    case .constantStep: "eta is the same in every iteration"
    case .coordinateSmoothness: "f(x + v) <= f(x) + <grad f(x), v> + (1/2) sum_n L_n v_n^2"
    }
  }
}
