import Algorithms
import Evidence
import ExactArithmetic
import Networks
import Theorems

/// The theorem's constants for a workload, each with its source, and the structural facts.
struct Constants: Sendable {
  let values: Values<Enclosure>
  let facts: [StructuralProperty: Fact]

  /// - Parameter quantities: what the claims speak of; the costly ones are computed only then.
  init(of workload: Workload, for quantities: Set<Quantity>) {
    let objective = workload.objective.constants
    let mixing = workload.algorithm.mixing
    let graph = mixing.graph
    let connected = graph.isConnected
    values = Values(
      [
        .nodes: Enclosure(Rational(workload.algorithm.workers)),
        .stepSize: Enclosure(workload.algorithm.stepSize),
        .smoothness: objective.smoothness,
        .strongConvexity: objective.strongConvexity,
        .noiseVariance: objective.noiseVariance,
        .heterogeneity: objective.heterogeneity,
        .initialGap: objective.initialGap,
        .initialDistance: objective.initialDistance,
        .mixingRate: Self.mixingRate(mixing, isConnected: connected),
        .signStep: Enclosure(workload.algorithm.stepSize),
        .smoothnessSum: objective.smoothnessSum,
        .maximumDecodingError: quantities.contains(.maximumDecodingError)
          ? LatticeChain.maximumDecodingError(of: workload) : Enclosure(lower: 0, upper: 1),
      ], iterationCount: workload.iterations)
    let violation = mixing.stochasticityViolation
    let asymmetry = mixing.weights.asymmetricEntry
    facts = [
      .synchronousMixing: Self.fact(of: workload.algorithm, .synchronousMixing),
      .signUpdate: Self.fact(of: workload.algorithm, .sign),
      .coordinateSmoothness: Fact(truth: .yes, detail: "|L|_1 is exact for this objective"),
      .symmetricWeights: Fact(
        truth: Truth(asymmetry == nil),
        detail: asymmetry.map { "entry (\($0.row), \($0.column)) differs from its mirror image" } ?? "checked exactly"),
      .doublyStochasticWeights: Fact(
        truth: Truth(violation == nil), detail: violation?.description ?? "checked exactly"),
      .connectedNetwork: Fact(
        truth: Truth(connected), detail: connected ? "connected" : "disconnected, so rho = 1"),
      .commonStart: Fact(truth: .yes, detail: "by construction of the run"),
      .smoothObjective: Fact(truth: .yes, detail: "L is exact for this objective"),
      .convexObjective: Fact(truth: Truth(objective.isConvex), detail: objective.isConvex ? "convex" : "not convex"),
      .unbiasedNoise: Fact(
        truth: .yes, detail: "by construction of the noise law \(workload.objective.noise.law.rawValue)"),
    ]
  }

  private static func fact(of algorithm: any Algorithm, _ update: UpdateKind) -> Fact {
    Fact(truth: Truth(type(of: algorithm).update == update), detail: "algorithm \(type(of: algorithm).name)")
  }

  /// p = 1 - rho^2. A disconnected graph has rho = 1 and needs no spectrum.
  private static func mixingRate(_ mixing: MixingMatrix, isConnected: Bool) -> Enclosure {
    guard isConnected, mixing.isDoublyStochastic else { return Enclosure(0) }
    let rate = mixing.spectrum().mixingRate
    return Enclosure(lower: max(0, rate.lower), upper: max(0, rate.upper))
  }

  /// Every constant is computed exactly or enclosed by exact arithmetic for this workload, so its source is
  /// `exact`; an enclosure shows in its ends.
  func records(for theorem: any Theorem) -> [String: ConstantRecord] {
    var records: [String: ConstantRecord] = [:]
    for quantity in theorem.quantities {
      let value = values[quantity]
      records[quantity.name] = ConstantRecord(
        value: EnclosureRecord(value), source: "exact")
    }
    return records
  }
}
