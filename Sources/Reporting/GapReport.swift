import Checking
import ExactArithmetic
import Networks

/// What `plumbline gap` says of a mixing matrix, and of random mixing when its links fail.
public struct GapReport: Sendable, Encodable {
  public let nodes: Int
  public let edges: Int
  public let symmetric: Bool
  public let doublyStochastic: Bool
  public let connected: Bool
  public let bipartite: Bool
  /// `nil` for a matrix that is not symmetric.
  @ExplicitNull public private(set) var secondEigenvalue: EnclosureRecord?
  @ExplicitNull public private(set) var smallestEigenvalue: EnclosureRecord?
  public let contraction: EnclosureRecord
  public let spectralGap: EnclosureRecord
  public let mixingRate: EnclosureRecord
  public let method: String

  /// For people only: what is wrong with the matrix, and the bound on its mixing time.
  public let asymmetry: String?
  public let violation: String?
  public let mixingTime: String
  /// `nil` where links never fail.
  private let randomness: String?

  /// What is not the same in every iteration.
  public enum Randomness {
    /// Links that fail; the mixing is (1-c) I + c W with the consensus step c.
    case links(LinkFailures, consensusStep: Rational)
    case plan(MixingPlan)
  }

  /// - Parameter randomness: contraction, gap and rate are then those of the law in mean square, or of a period of the
  ///   sequence, and everything else is that of the matrix itself, with all links working.
  public init(_ matrix: MixingMatrix, width: Rational, randomness: Randomness? = nil) {
    let graph = matrix.graph
    let spectrum = matrix.spectrum(width: width)
    nodes = matrix.nodes
    edges = graph.edgeCount
    symmetric = matrix.isSymmetric
    violation = matrix.stochasticityViolation?.description
    asymmetry = matrix.weights.asymmetricEntry.map { "entry (\($0.row), \($0.column)) differs from its mirror image" }
    doublyStochastic = matrix.isDoublyStochastic
    connected = graph.isConnected
    bipartite = graph.isBipartite
    secondEigenvalue = spectrum.secondEigenvalue.map(EnclosureRecord.init)
    smallestEigenvalue = spectrum.smallestEigenvalue.map(EnclosureRecord.init)
    let law = randomness?.contraction(width: width)
    contraction = EnclosureRecord(law?.contraction ?? spectrum.contraction)
    spectralGap = EnclosureRecord(law?.spectralGap ?? spectrum.spectralGap)
    mixingRate = EnclosureRecord(law?.mixingRate ?? spectrum.mixingRate)
    method =
      law.map { "contraction, gap and rate of \($0.method); eigenvalues of W: \(spectrum.method)" } ?? spectrum.method
    mixingTime = Self.mixingTime(
      gap: law?.spectralGap ?? spectrum.spectralGap, nodes: matrix.nodes, isDoublyStochastic: matrix.isDoublyStochastic,
      steps: randomness?.steps ?? "steps", distance: law == nil ? "total variation" : "expected total variation")
    self.randomness = randomness?.line
  }

  /// t_mix(eps) <= log(n / eps) / gap for the uniform stationary law. In expectation over random matrices too: the
  /// mean distance after t steps is at most sqrt(n) rho^t / 2.
  private static func mixingTime(
    gap: Enclosure, nodes: Int, isDoublyStochastic: Bool, steps unit: String, distance: String
  ) -> String {
    guard isDoublyStochastic else { return "none: W is not doubly stochastic" }
    if gap.upper.signum <= 0 { return "none: the gap is 0" }
    guard gap.lower.signum > 0 else { return "not known: the gap may be 0 within its interval" }
    let steps = (Enclosure(Rational(100 * nodes)).logarithm() / gap).upper.ceiling
    return "at most \(steps) \(unit) to \(distance) 1/100"
  }

  private enum CodingKeys: String, CodingKey {
    case nodes, edges, symmetric, doublyStochastic, connected, bipartite, secondEigenvalue, smallestEigenvalue,
      contraction, spectralGap, mixingRate, method
  }

  /// The report for a person.
  public var text: String {
    func value(_ record: EnclosureRecord?) -> String { record?.shortText ?? "none: W is not symmetric" }
    func judge(_ objection: String?) -> String { objection.map { "no: \($0)" } ?? "yes" }
    return """
      nodes                \(nodes)
      edges                \(edges)
      symmetric            \(judge(asymmetry))
      doubly stochastic    \(judge(violation))
      connected            \(connected ? "yes" : doublyStochastic ? "no, so the contraction is 1" : "no")
      bipartite            \(bipartite ? "yes" : "no")
      \(randomness.map { "\($0)\n" } ?? "")second eigenvalue    \(value(secondEigenvalue))
      smallest eigenvalue  \(value(smallestEigenvalue))
      contraction rho      \(value(contraction))
      spectral gap         \(value(spectralGap))
      mixing rate p        \(value(mixingRate))
      mixing time          \(mixingTime)
      method               \(method)

      """
  }
}

extension GapReport.Randomness {
  fileprivate func contraction(width: Rational) -> MeanSquareContraction {
    switch self {
    case .links(let links, let step): links.contraction(consensusStep: step, width: width)
    case .plan(let plan): plan.contraction(width: width)
    }
  }

  /// What the contraction is of.
  fileprivate var steps: String {
    if case .plan(.periodic) = self { "periods" } else { "steps" }
  }

  fileprivate var line: String {
    switch self {
    case .links(let links, let step):
      let success = links.links.map(\.success)
      let text = Enclosure(lower: success.min() ?? 1, upper: success.max() ?? 1)
      return "links                \(links.summary), working with probability "
        + (text.isExact ? "\(text.lower)" : "\(text.lower) to \(text.upper)") + ", consensus step \(step)"
    case .plan(let plan): return "mixing               \(plan.summary)"
    }
  }
}

extension EnclosureRecord {
  /// Six digits with how well they are known, and the exact fraction when there is a short one.
  public var shortText: String {
    guard lower == upper else { return "\(digits) (certified)" }
    let fraction = lower.hasSuffix("/1") ? String(lower.dropLast(2)) : lower
    if fraction == digits { return "\(digits) (exact)" }
    return fraction.count <= 24 ? "\(digits) (exactly \(fraction))" : "\(digits) (exact)"
  }

  /// Six significant digits, or both ends where they differ in them.
  public var digits: String { text(digits: 6) }

  /// The given number of significant digits, or both ends where they differ in them.
  func text(digits: Int) -> String {
    guard let low = try? Rational(parsing: lower), let high = try? Rational(parsing: upper), low <= high else {
      return decimal
    }
    return Enclosure(lower: low, upper: high).decimal(significantDigits: digits)
  }
}
