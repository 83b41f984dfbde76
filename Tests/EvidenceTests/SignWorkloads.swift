import Algorithms
import Evidence
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Testing
import Theorems

let everySignSide = Set(
  [Metric.squaredGradient, .suboptimality, .squaredDistance, .absoluteGradient, .signAlignment, .decodingError]
    .flatMap { metric in [LeftSide(metric, .average), LeftSide(metric, .final)] })

/// What a sign method is set up with, for tests.
struct SignSetting: Sendable, CustomTestStringConvertible {
  var algorithm = "signsgd-mv"
  var workers: Int
  var dimension = 1
  var iterations: Int
  var law: NoiseLaw
  var adversaries = 0
  var attack = "flip"
  var largestBatch = 1
  var parameters: [String: Setting] = [:]

  static let flipRate = Rational(1, 3)

  var testDescription: String {
    "\(algorithm) n=\(workers) d=\(dimension) T=\(iterations) \(law) B<=\(largestBatch) "
      + (adversaries > 0 ? "\(adversaries) \(attack)" : "")
  }

  /// Numbers below a threshold that the adversaries draw in a step.
  var coins: (count: Int, threshold: Rational) {
    switch attack {
    case "random-flip": (adversaries * dimension, Self.flipRate)
    case "gaussian": (adversaries * dimension, Rational(1, 2))
    default: (0, 0)
    }
  }

  func makeAlgorithm(step: Rational) throws -> any Algorithm {
    let type = try #require(Algorithms.all.first { $0.name == algorithm })
    var replaced = parameters
    replaced["adversaries"] = .number(Rational(adversaries))
    replaced["attack"] = .word(attack)
    replaced["flipRate"] = .number(Self.flipRate)
    let network =
      workers == 1
      ? MixingMatrix.oneWorker
      : MixingMatrix(try Topologies.graph("complete", size: .nodes(workers)), weights: .metropolis)
    return try type.init(
      AlgorithmSettings(stepSize: step, parameters: type.parameters, replacing: replaced), network: network)
  }

  /// Everything else drawn from the seed: often places where votes tie, gradients vanish or workers abstain.
  ///
  /// - Parameter dyadic: whether all numbers are short binary fractions, so that doubles hold them.
  func workload(seed: UInt64, dyadic: Bool = false) throws -> Workload {
    var choices = Choices(seed: seed)
    let parts = dyadic ? 4 : 3
    let variance: Rational =
      switch law {
      case .none: 0
      case .rademacher, .gaussian: Rational(choices.integer(in: 1...4), 2).squared
      case .threePoint: Rational(choices.integer(in: 1...4), 2).squared / 2
      }
    let objective = Quadratic(
      curvature: (0..<dimension).map { _ in choices.rational(in: 0...6, over: 4) },
      centres: Matrix<Rational>(rows: workers, columns: dimension) { _, _ in choices.rational(in: -4...4, over: parts)
      },
      start: (0..<dimension).map { _ in choices.rational(in: -4...4, over: parts) },
      noise: Noise(law, variance: variance),
      batchSizes: (0..<workers).map { _ in
        let batch = choices.integer(in: 1...largestBatch)
        return dyadic ? 1 << (batch - 1) : batch
      })
    let step = choices.rational(in: 1...4, over: dyadic ? 8 : 6)
    return Workload(algorithm: try makeAlgorithm(step: step), objective: objective, iterations: iterations)
  }
}

func enclosure(_ measurement: Measurement, _ side: LeftSide) throws -> Enclosure {
  guard case .enclosed(let enclosure)? = measurement.values[side] else {
    throw EvidenceError("\(side) is not enclosed")
  }
  return enclosure
}
