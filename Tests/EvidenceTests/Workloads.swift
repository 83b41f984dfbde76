import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation

/// Deterministic choices for tests, from a seed.
struct Choices {
  private let stream: NoiseStream
  private var position: UInt32 = 0

  init(seed: UInt64) { stream = NoiseStream(seed: seed, purpose: 900) }

  mutating func integer(in range: ClosedRange<Int>) -> Int {
    position += 1
    let word = stream.word(position, iteration: 0, replicate: 0)
    return range.lowerBound + Int(word % UInt64(range.count))
  }

  mutating func rational(in range: ClosedRange<Int>, over denominator: Int) -> Rational {
    Rational(integer(in: range), denominator)
  }

  mutating func element<Element>(of elements: [Element]) -> Element { elements[integer(in: 0...elements.count - 1)] }
}

/// A random symmetric doubly stochastic matrix: a mixture of random involutions.
func randomMixing(nodes: Int, _ choices: inout Choices) throws -> MixingMatrix {
  var weights = Matrix<Rational>(rows: nodes, columns: nodes, repeating: 0)
  for _ in 0..<4 {
    var partner = Array(0..<nodes)
    for i in 0..<nodes where partner[i] == i {
      let j = choices.integer(in: 0...nodes - 1)
      if partner[j] == j { (partner[i], partner[j]) = (j, i) }
    }
    for i in 0..<nodes { weights[i, partner[i]] += Rational(1, 4) }
  }
  return try MixingMatrix(weights)
}

/// A small workload with every choice drawn from the seed.
func randomWorkload(seed: UInt64, nodes: Int, dimension: Int, iterations: Int, law: NoiseLaw) throws -> Workload {
  var choices = Choices(seed: seed)
  let variance: Rational =
    switch law {
    case .none: 0
    case .rademacher, .gaussian: Rational(choices.integer(in: 1...3), 2).squared
    case .threePoint: Rational(choices.integer(in: 1...3), 2).squared / 2
    }
  let objective = Quadratic(
    curvature: (0..<dimension).map { _ in choices.rational(in: 0...6, over: 4) },
    centres: Matrix<Rational>(rows: nodes, columns: dimension) { _, _ in choices.rational(in: -6...6, over: 3) },
    start: (0..<dimension).map { _ in choices.rational(in: -4...4, over: 2) },
    noise: Noise(law, variance: variance),
    rotation: choices.integer(in: 0...1) == 1 ? Quadratic.drawnRotation(dimension: dimension, seed: seed) : nil)
  let step = choices.rational(in: 1...8, over: 20)
  let algorithm: any Algorithm =
    choices.integer(in: 0...3) == 0
    ? try MinibatchSGD(
      stepSize: step, network: MixingMatrix(Topologies.graph("complete", size: .nodes(nodes)), weights: .metropolis))
    : DSGD(stepSize: step, network: try randomMixing(nodes: nodes, &choices))
  return Workload(algorithm: algorithm, objective: objective, iterations: iterations)
}
