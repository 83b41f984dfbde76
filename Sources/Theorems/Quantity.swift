import ExactArithmetic

/// The dictionary of constants: the names that `--set`, results and formulas use.
public enum Quantity: String, Sendable, CaseIterable {
  case nodes
  case iterations
  case stepSize
  case smoothness
  case strongConvexity
  case noiseVariance
  case heterogeneity
  case mixingRate
  case initialGap
  case initialDistance
  case signStep
  case smoothnessSum
  case maximumDecodingError
  case gradientSecondMoment
  case gradientMeanSquare
  case participation
  case maximumStaleness
  case consensusStep
  case channelNoise
  case tokenDeviation
  case localSteps
  case stepOffset
  case visitInterval
  case secondEigenvalue
  case accuracy
  case maximumHeterogeneity
  case sampleSize
  case localGap
  case serverStep
  case stalenessOffset
  case stalenessLimit
  case activeView
  case offline
  case requiredArrivals
  case common
  case onlyFirst
  case onlySecond

  public var name: String { rawValue }

  /// The papers' letter.
  public var symbol: String { entry.symbol }
  public var meaning: String { entry.meaning }
  public var domain: Domain { entry.domain }

  private var entry: (symbol: String, meaning: String, domain: Domain) {
    switch self {
    case .nodes: ("n", "number of nodes", .positiveInteger)
    case .iterations: ("T", "number of iterations", .positiveInteger)
    case .stepSize: ("eta", "learning rate", .positive)
    case .smoothness: ("L", "Lipschitz constant of every grad f_i", .nonnegative)
    case .strongConvexity: ("mu", "modulus of strong convexity of every f_i", .nonnegative)
    case .noiseVariance: ("sigma^2", "second moment of a node's gradient noise", .nonnegative)
    case .heterogeneity: ("zeta^2", "bound on (1/n) sum_i |grad f_i - grad f|^2", .nonnegative)
    case .mixingRate: ("p", "1 - rho^2, rho = |W - J|_2", .unitInterval)
    case .initialGap: ("f0 - f_star", "f at the start minus its infimum", .nonnegative)
    case .initialDistance: ("|x0 - x*|^2", "squared distance of the start from a minimiser", .nonnegative)
    case .signStep: ("delta", "learning rate of a sign method", .positive)
    case .smoothnessSum: ("|L|_1", "sum of the coordinates' smoothness constants", .nonnegative)
    case .maximumDecodingError:
      ("P_max", "largest (1 - A_n)/2 of any coordinate in any iteration, A_n the advantage", .unitInterval)
    case .gradientSecondMoment:
      ("G^2", "bound on E|g_i(y)|^2 at every point where the run takes a gradient", .nonnegative)
    case .gradientMeanSquare: ("M^2", "bound on (1/n) sum_i E|grad f_i(y_i(t))|^2", .nonnegative)
    case .participation: ("q", "probability that a node's gradient is completed in a slot", .positiveProbability)
    case .maximumStaleness: ("tau_max", "largest age of an applied gradient, in iterations", .nonnegativeInteger)
    case .consensusStep: ("c", "share of the mixing, (1-c) I + c W", .unitInterval)
    case .channelNoise: ("s^2", "second moment of a node's receiver noise", .nonnegative)
    case .tokenDeviation: ("Sbar^2", "largest mean over the nodes of S_v(t)^2, a constant of the route", .nonnegative)
    case .localSteps: ("H", "local steps between averagings", .positiveInteger)
    case .stepOffset: ("a", "offset of the decreasing steps, eta_t proportional to 1/(a + t)", .positive)
    case .secondEigenvalue: ("lambda_2", "second largest eigenvalue of the expected mixing matrix", .unitInterval)
    case .accuracy: ("eps", "relative distance to the average, and the probability to exceed it", .positiveProbability)
    case .maximumHeterogeneity: ("zeta_max^2", "bound on |grad f_i - grad f|^2 for every i", .nonnegative)
    case .sampleSize: ("s'", "clients whose models a round averages, or nodes that it samples", .positiveInteger)
    case .localGap: ("Gamma_f", "f_star - (1/n) sum_i inf f_i, how far apart the clients' minima are", .nonnegative)
    case .serverStep: ("lambda", "step of the server, eta = lambda/(gamma + eps)", .positive)
    case .stalenessOffset: ("epsilon", "what is added to the staleness gamma", .positive)
    case .stalenessLimit: ("Gamma", "bound on every staleness gamma = |x - x_s|/|Delta|", .nonnegative)
    case .activeView: ("N", "nodes that a view believes active", .positiveInteger)
    case .offline: ("o", "nodes of the view that are offline", .nonnegativeInteger)
    case .requiredArrivals: ("ceil(sf s)", "models that the aggregator of a round waits for", .positiveInteger)
    case .common: ("N_12", "members of both views", .nonnegativeInteger)
    case .onlyFirst: ("N_1", "members of the first view only", .nonnegativeInteger)
    case .onlySecond: ("N_2", "members of the second view only", .nonnegativeInteger)
    case .visitInterval: ("R", "slots within which the route visits every node at least once", .positiveInteger)
    }
  }

  /// Which numbers a quantity may take.
  public enum Domain: Sendable {
    case positiveInteger, nonnegativeInteger, positive, nonnegative, unitInterval, positiveProbability

    /// Whether its numbers count something.
    public var isWhole: Bool { self == .positiveInteger || self == .nonnegativeInteger }

    /// What is wrong with a value, in words; `nil` for an allowed one.
    public func objection(to value: Rational) -> String? {
      switch self {
      case .positiveInteger: value.isInteger && value.signum > 0 ? nil : "must be a positive integer"
      case .nonnegativeInteger:
        value.isInteger && value.signum >= 0 ? nil : "must be an integer that is not negative"
      case .positiveProbability: value.signum > 0 && value <= 1 ? nil : "must be above 0 and at most 1"
      case .positive: value.signum > 0 ? nil : "must be positive"
      case .nonnegative: value.signum >= 0 ? nil : "must not be negative"
      case .unitInterval: value.signum >= 0 && value <= 1 ? nil : "must lie in [0, 1]"
      }
    }
  }
}

/// The values of a theorem's quantities in one scalar.
public struct Values<S: Scalar>: Sendable {
  private var values: [Quantity: S]
  /// T as a machine integer, for powers; the quantity `iterations` is the same number as a scalar.
  public let iterationCount: Int

  /// Exact copies of quantities that a formula needs as whole numbers.
  private let integers: [Quantity: Int]

  /// - Parameter integers: whole quantities as machine integers; those in `values` stay.
  /// - Precondition: `iterationCount > 0`.
  public init(_ values: [Quantity: S], iterationCount: Int, integers: [Quantity: Int] = [:]) {
    precondition(iterationCount > 0, "\(iterationCount) iterations")
    self.integers = integers
    self.values = values
    self.values[.iterations] = S(iterationCount)
    self.iterationCount = iterationCount
  }

  /// - Precondition: the quantity was given; the catalogue checks it before a formula is evaluated.
  public subscript(quantity: Quantity) -> S {
    get {
      guard let value = values[quantity] else { preconditionFailure("no value for \(quantity.name)") }
      return value
    }
    set { values[quantity] = newValue }
  }

  /// Whether a value was given.
  public func has(_ quantity: Quantity) -> Bool { values[quantity] != nil }

  /// - Precondition: the quantity was given as an integer.
  public func integer(_ quantity: Quantity) -> Int {
    guard let value = integers[quantity] else { preconditionFailure("no integer \(quantity.name)") }
    return value
  }

  public func map<Other: Scalar>(_ transform: (S) -> Other) -> Values<Other> {
    Values<Other>(values.mapValues(transform), iterationCount: iterationCount, integers: integers)
  }

  /// The same constants for a run of another length.
  public func with(iterationCount: Int) -> Values { Values(values, iterationCount: iterationCount, integers: integers) }
}

extension Values where S == Enclosure {
  /// Enclosed values; those that are whole numbers are kept as such too.
  public init(enclosing values: [Quantity: Enclosure], iterationCount: Int) {
    self.init(
      values, iterationCount: iterationCount,
      integers: values.compactMapValues { value in
        value.isExact && value.lower.isInteger ? value.lower.numerator.asInt : nil
      })
  }
}
