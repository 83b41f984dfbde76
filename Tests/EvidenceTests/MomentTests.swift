import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Testing
import Theorems

let everySide = Set(
  [Metric.squaredGradient, .suboptimality, .squaredDistance, .consensusDistance, .nodeSuboptimality].flatMap { metric in
    [LeftSide(metric, .average), LeftSide(metric, .final)]
  })

func exactValue(_ measurement: Measurement, _ side: LeftSide) throws -> Rational {
  guard case .enclosed(let enclosure)? = measurement.values[side], enclosure.isExact else {
    throw EvidenceError("\(side) is not exact")
  }
  return enclosure.lower
}

@Suite struct MomentTests {
  /// (nodes, dimension, iterations, law): every combination stays below 10^5 paths.
  static let tinyCases: [(Int, Int, Int, NoiseLaw)] = [
    (2, 1, 1, .none), (3, 2, 4, .none), (2, 1, 3, .rademacher), (2, 2, 2, .rademacher), (3, 1, 3, .rademacher),
    (4, 1, 2, .rademacher), (2, 1, 3, .threePoint), (3, 1, 2, .threePoint), (2, 2, 2, .threePoint),
  ]

  @Test(arguments: tinyCases)
  func exactMomentsEqualEnumerationOfAllPaths(_ nodes: Int, _ dimension: Int, _ iterations: Int, _ law: NoiseLaw) throws
  {
    for seed in 1...4 as ClosedRange<UInt64> {
      let workload = try randomWorkload(
        seed: seed, nodes: nodes, dimension: dimension, iterations: iterations, law: law)
      let measured = try ExactMoments.measure(workload, leftSides: everySide, checkpoints: [0, iterations])
      let enumerated = try PathEnumeration(workload)
      for side in everySide {
        #expect(try exactValue(measured, side) == enumerated.value(of: side), "\(side), seed \(seed)")
      }
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func integerRecursionEqualsRationalRecursion(_ seed: UInt64) throws {
    let workload = try randomWorkload(seed: seed, nodes: 5, dimension: 2, iterations: 25, law: .gaussian)
    let recursions = try #require(CoordinateRecursion.all(of: workload))
    let measured = try ExactMoments.measure(workload, leftSides: everySide, checkpoints: [0, 25])
    var expected: [Metric: (average: Rational, final: Rational)] = [:]
    for (k, recursion) in recursions.enumerated() {
      var run = ScalarMoments<Rational>(recursion)
      for _ in 0..<25 { run.advance() }
      let state = try ExactMoments.state(of: workload, coordinate: k)
      #expect(state.mean == run.mean.elements)
      #expect(state.covariance == run.covariance)
      let averages = try #require(run.averages)
      let a = workload.objective.separated!.coordinates[k].curvature
      for (metric, weight) in [(Metric.squaredGradient, a * a), (.suboptimality, a / 2), (.squaredDistance, 1)] {
        let old = expected[metric] ?? (0, 0)
        expected[metric] = (
          old.average + weight * averages.deviation, old.final + weight * run.moments.deviation
        )
      }
      let old = expected[.consensusDistance] ?? (0, 0)
      expected[.consensusDistance] = (old.average + averages.consensus, old.final + run.moments.consensus)
      let nodes = expected[.nodeSuboptimality] ?? (0, 0)
      expected[.nodeSuboptimality] = (
        nodes.average + a / 2 * (averages.deviation + averages.consensus),
        nodes.final + a / 2 * (run.moments.deviation + run.moments.consensus)
      )
    }
    for (metric, pair) in expected {
      #expect(try exactValue(measured, LeftSide(metric, .average)) == pair.average)
      #expect(try exactValue(measured, LeftSide(metric, .final)) == pair.final)
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func momentsInDoublesEncloseTheExactValues(_ seed: UInt64) throws {
    let workload = try randomWorkload(seed: seed, nodes: 6, dimension: 2, iterations: 60, law: .gaussian)
    let exact = try ExactMoments.measure(workload, leftSides: everySide, checkpoints: [0, 60])
    let float = try FloatMoments.measure(workload, leftSides: everySide, checkpoints: [0, 60])
    for side in everySide {
      let value = try exactValue(exact, side)
      guard case .enclosed(let enclosure)? = float.values[side] else { throw EvidenceError("not enclosed") }
      #expect(enclosure.contains(value), "\(side)")
      // Narrow enough to be useful: ten digits of the value's own scale.
      #expect(enclosure.width <= (value + 1) * Rational(1, 10_000_000_000), "\(side)")
    }
  }

  @Test func tracesAgreeWithTheValues() throws {
    let workload = try randomWorkload(seed: 3, nodes: 4, dimension: 2, iterations: 40, law: .rademacher)
    let points = [0, 1, 7, 40]
    let exact = try ExactMoments.measure(workload, leftSides: everySide, checkpoints: points)
    for (index, point) in points.enumerated() where point > 0 {
      let shorter = Workload(algorithm: workload.algorithm, objective: workload.objective, iterations: point)
      let measured = try ExactMoments.measure(shorter, leftSides: everySide, checkpoints: [0, point])
      for side in everySide {
        let value = Double(try exactValue(measured, side))
        #expect(abs(exact.trace.curve(of: side)[index] - value) <= 1e-12 * (1 + value))
      }
    }
  }

  @Test func momentEvidenceNeedsAQuadratic() {
    let network = MixingMatrix(Graph(nodes: 2, edges: [(0, 1)]), weights: .metropolis)
    let workload = Workload(
      algorithm: DSGD(stepSize: Rational(1, 10), network: network), objective: Opaque(), iterations: 2)
    #expect(throws: EvidenceError.self) {
      try ExactMoments.measure(workload, leftSides: everySide, checkpoints: [0, 2])
    }
    #expect(throws: EvidenceError.self) {
      try FloatMoments.measure(workload, leftSides: everySide, checkpoints: [0, 2])
    }
  }

  @Test func overflowingMomentsAreAnError() throws {
    let network = MixingMatrix(Graph(nodes: 2, edges: [(0, 1)]), weights: .metropolis)
    let objective = Quadratic(curvature: [1000], centres: Matrix(rows: 2, columns: 1, elements: [1, 2]))
    let workload = Workload(
      algorithm: DSGD(stepSize: 10, network: network), objective: objective, iterations: 200)
    #expect(throws: EvidenceError.self) {
      try FloatMoments.measure(workload, leftSides: everySide, checkpoints: [0, 200])
    }
  }
}

/// A quadratic that hides its structure, as an objective without exact moments would.
struct Opaque: Objective {
  static let name = "opaque"
  static let summary = "for tests"
  private let inner = Quadratic(curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [1, -1]))

  var workers: Int { 2 }
  var dimension: Int { 1 }
  var start: [Rational] { [1] }
  var noise: Noise { .none }
  var batchSizes: [Int] { [1, 1] }
  var constants: ObjectiveConstants { inner.constants }
  var separated: SeparatedQuadratic? { nil }
  var coordinatewise: SeparatedQuadratic? { nil }
  var squaredReach: Rational? { inner.squaredReach }
  func kernel<S: Scalar>(in scalar: S.Type) -> any ObjectiveKernel<S> { inner.kernel(in: scalar) }
}
