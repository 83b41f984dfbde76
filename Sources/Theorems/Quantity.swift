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
    }
  }

  /// Which numbers a quantity may take.
  public enum Domain: Sendable {
    case positiveInteger, positive, nonnegative, unitInterval

    /// What is wrong with a value, in words; `nil` for an allowed one.
    public func objection(to value: Rational) -> String? {
      switch self {
      case .positiveInteger: value.isInteger && value.signum > 0 ? nil : "must be a positive integer"
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

  /// - Precondition: `iterationCount > 0`.
  public init(_ values: [Quantity: S], iterationCount: Int) {
    precondition(iterationCount > 0, "\(iterationCount) iterations")
    self.values = values
    self.values[.iterations] = S(iterationCount)
    self.iterationCount = iterationCount
  }

  /// - Precondition: the quantity was given; the catalogue checks it before a formula is evaluated.
  public subscript(quantity: Quantity) -> S {
    guard let value = values[quantity] else { preconditionFailure("no value for \(quantity.name)") }
    return value
  }

  public func map<Other: Scalar>(_ transform: (S) -> Other) -> Values<Other> {
    Values<Other>(values.mapValues(transform), iterationCount: iterationCount)
  }

  /// The same constants for a run of another length.
  public func with(iterationCount: Int) -> Values { Values(values, iterationCount: iterationCount) }
}
