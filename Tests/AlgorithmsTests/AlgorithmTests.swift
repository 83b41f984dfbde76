import Algorithms
import ExactArithmetic
import Foundation
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing

/// Runs an algorithm in rationals with given noise: `noise[t]` is n x d.
func run(
  _ algorithm: any Algorithm, _ objective: Quadratic, noise: [Matrix<Rational>]
) -> AlgorithmState<Rational> {
  let kernel = objective.kernel(in: Rational.self)
  var state = AlgorithmState<Rational>(algorithm, start: objective.start)
  let slots = algorithm.schedule.slots(seed: 1, replicate: 0)
  for matrix in noise {
    algorithm.step(&state, slots.next()) { models, readers, gradients in
      kernel.evaluateGradients(at: models, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
      gradients = gradients + matrix
    } draws: { _, _ in
      preconditionFailure("an algorithm draws numbers of its own")
    }
  }
  return state
}

func noise(nodes: Int, dimension: Int, iterations: Int, seed: UInt64) -> [Matrix<Rational>] {
  let stream = NoiseStream(seed: seed, purpose: 902)
  return (0..<iterations).map { t in
    Matrix<Rational>(rows: nodes, columns: dimension) { i, k in
      Rational(Int(stream.word(UInt32(i * dimension + k), iteration: UInt32(t), replicate: 0) % 9) - 4, 5)
    }
  }
}

func network(_ topology: String, _ nodes: Int) throws -> MixingMatrix {
  MixingMatrix(try Topologies.graph(topology, size: .nodes(nodes)), weights: .metropolis)
}

@Suite struct AlgorithmTests {
  static let nodes = 5
  static let dimension = 2

  static func objective(shift: [Rational] = [0, 0], permutation: [Int] = Array(0..<nodes)) -> Quadratic {
    let centres = Quadratic.drawnCentres(workers: nodes, dimension: dimension, spread: 3, seed: 4)
    return Quadratic(
      curvature: [Rational(1, 2), 1],
      centres: Matrix<Rational>(rows: nodes, columns: dimension) { centres[permutation[$0], $1] + shift[$1] },
      start: [1 + shift[0], -2 + shift[1]])
  }

  static func every(_ step: Rational) throws -> [any Algorithm] {
    try Algorithms.all.map { type in
      let settings = AlgorithmSettings(
        stepSize: step, parameters: type.parameters, in: Surroundings(slots: 20))
      return try type.init(settings, network: network("complete", nodes))
    }
  }

  @Test func registryMatchesTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Algorithms")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }.map { $0.replacing(".swift", with: "") }
    #expect(Set(files) == Set(Algorithms.all.map { "\($0)" }))
    #expect(Set(Algorithms.all.map { $0.name }).count == Algorithms.all.count)
  }

  /// X <- W (X - eta G) on two nodes by hand: W = 1/2 each, eta = 1/4, f_i = (x - c_i)^2 / 2, c = 0 and 4, x = 2.
  @Test func oneStepOfDSGDByHand() throws {
    let weights = Matrix<Rational>(
      rows: 2, columns: 2, elements: [Rational(3, 4), Rational(1, 4), Rational(1, 4), Rational(3, 4)])
    let algorithm = DSGD(stepSize: Rational(1, 4), network: try MixingMatrix(weights))
    let objective = Quadratic(
      curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [0, 4]), start: [2])
    // Gradients 2 and -2, half steps at 3/2 and 5/2, mixed: 7/4 and 9/4.
    let state = run(algorithm, objective, noise: [Matrix(rows: 2, columns: 1, repeating: 0)])
    #expect(state.models.elements == [Rational(7, 4), Rational(9, 4)])
  }

  @Test func mixingComesAfterTheGradientStep() throws {
    // With mixing before the step the nodes would differ by the full gradient difference.
    let algorithm = DSGD(stepSize: 1, network: try network("complete", 2))
    let objective = Quadratic(curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [0, 4]), start: [2])
    let state = run(algorithm, objective, noise: [Matrix(rows: 2, columns: 1, repeating: 0)])
    #expect(state.models.elements == [2, 2])
  }

  @Test func oneStepOfMinibatchSGDByHand() throws {
    let algorithm = try MinibatchSGD(stepSize: Rational(1, 2), network: network("complete", 2))
    let objective = Quadratic(curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [0, 6]), start: [1])
    // Gradients 1 and -5, average -2, x = 1 + 1.
    let state = run(algorithm, objective, noise: [Matrix(rows: 2, columns: 1, repeating: 0)])
    #expect(state.models.elements == [2])
  }

  @Test func minibatchSGDRefusesOtherNetworks() throws {
    #expect(throws: AlgorithmError.self) { try MinibatchSGD(stepSize: 1, network: network("ring", 5)) }
  }

  @Test func averagingWithJIsMinibatchSGD() throws {
    let noise = noise(nodes: Self.nodes, dimension: 2, iterations: 6, seed: 1)
    let complete = try network("complete", Self.nodes)
    let decentralised = run(DSGD(stepSize: Rational(1, 5), network: complete), Self.objective(), noise: noise)
    let central = run(try MinibatchSGD(stepSize: Rational(1, 5), network: complete), Self.objective(), noise: noise)
    for i in 0..<Self.nodes { #expect(Array(decentralised.models.row(i)) == central.models.elements) }
  }

  /// The average of the nodes moves as mini-batch SGD would with the same gradients: mixing preserves it.
  @Test(arguments: ["ring", "path", "star", "complete"])
  func mixingPreservesTheAverage(_ topology: String) throws {
    let noise = noise(nodes: Self.nodes, dimension: 2, iterations: 5, seed: 2)
    let state = run(
      DSGD(stepSize: Rational(1, 5), network: try network(topology, Self.nodes)), Self.objective(), noise: noise)
    let central = run(
      try MinibatchSGD(stepSize: Rational(1, 5), network: network("complete", Self.nodes)), Self.objective(),
      noise: noise)
    // Equal because all Hessians are equal, so the mean gradient depends on the mean model only.
    #expect(state.average == central.average)
  }

  @Test func everyAlgorithmIsTranslationEquivariant() throws {
    let shift: [Rational] = [Rational(7, 3), -5]
    for algorithm in try Self.every(Rational(1, 7)) {
      let noise = noise(nodes: Self.nodes, dimension: 2, iterations: 4, seed: 3)
      let plain = run(algorithm, Self.objective(), noise: noise)
      let moved = run(algorithm, Self.objective(shift: shift), noise: noise)
      for (index, value) in plain.models.elements.enumerated() {
        #expect(moved.models.elements[index] == value + shift[index % 2])
      }
    }
  }

  @Test func everyAlgorithmIsPermutationEquivariant() throws {
    let permutation = [3, 0, 4, 1, 2]
    // Where slots name nodes, another order of the nodes is another run.
    for algorithm in try Self.every(Rational(1, 7))
    where algorithm.schedule.isFixed && type(of: algorithm).surroundings.isEmpty {
      let noise = noise(nodes: Self.nodes, dimension: 2, iterations: 4, seed: 3)
      let permuted = noise.map { matrix in
        Matrix<Rational>(rows: Self.nodes, columns: 2) { matrix[permutation[$0], $1] }
      }
      let plain = run(algorithm, Self.objective(), noise: noise)
      let other = run(algorithm, Self.objective(permutation: permutation), noise: permuted)
      #expect(plain.average == other.average)
    }
  }

  /// The declared linear update is the update that the algorithm performs.
  @Test func everyLinearUpdateMatchesTheStep() throws {
    var algorithms = try Self.every(Rational(1, 6))
    algorithms.append(DSGD(stepSize: Rational(1, 6), network: try network("path", Self.nodes)))
    for algorithm in algorithms {
      let noise = noise(nodes: Self.nodes, dimension: 2, iterations: 3, seed: 5)
      let objective = Self.objective()
      let state = run(algorithm, objective, noise: noise)
      guard let update = algorithm.linearUpdate else { continue }
      for k in 0..<2 {
        let (a, c) = (objective.curvature[k], objective.centres)
        var x = [Rational](repeating: objective.start[k], count: algorithm.models)
        for matrix in noise {
          let gradients = (0..<Self.nodes).map { a * (x[update.read[$0]] - c[$0, k]) + matrix[$0, k] }
          x = (0..<algorithm.models).map { i in
            (0..<algorithm.models).reduce(Rational.zero) { $0 + update.carry[i, $1] * x[$1] }
              - algorithm.stepSize * (0..<Self.nodes).reduce(Rational.zero) { $0 + update.apply[i, $1] * gradients[$1] }
          }
        }
        #expect(x == (0..<algorithm.models).map { state.models[$0, k] })
      }
    }
  }

  @Test func lanesRunAsDoublesDo() throws {
    let objective = Self.objective()
    let algorithm = DSGD(stepSize: Rational(1, 6), network: try network("ring", Self.nodes))
    var lanes = AlgorithmState<Lanes>(algorithm, start: objective.start)
    var doubles = AlgorithmState<Double>(algorithm, start: objective.start)
    let (laneKernel, doubleKernel) = (objective.kernel(in: Lanes.self), objective.kernel(in: Double.self))
    for _ in 0..<20 {
      algorithm.step(&lanes) { laneKernel.evaluateGradients(at: $0, into: &$1) }
      algorithm.step(&doubles) { doubleKernel.evaluateGradients(at: $0, into: &$1) }
    }
    for (index, value) in doubles.models.elements.enumerated() {
      #expect(lanes.models.elements[index] == Lanes(repeating: value))
    }
  }
}
