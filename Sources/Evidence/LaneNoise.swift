import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation

/// The gradient noise of eight replicates: each worker's is the mean over its batch of independent samples.
struct LaneNoise: Sendable {
  private let noise: Noise
  private let stream: NoiseStream
  private let dimension: Int
  /// What a worker's sum of drawn samples is multiplied with.
  private let factors: [Lanes]
  /// Samples drawn for each worker: its batch, but one for Gaussian noise, whose mean is Gaussian.
  private let samples: [Int]
  private let all: [Int]

  typealias Buffer = [Lanes]

  /// - Throws: `EvidenceError` when one iteration's samples do not fit the memory.
  static func requireMemory(_ objective: any Objective) throws(EvidenceError) {
    if objective.noise.law == .none || objective.noise.law == .gaussian { return }
    let numbers = Double(objective.batchSizes.reduce(0, +)) * Double(objective.dimension)
    if numbers > largestCount {
      throw EvidenceError(
        "sampled evidence would draw \(Int(numbers)) numbers in an iteration; use smaller batches, or gaussian noise, "
          + "whose means are drawn at once")
    }
  }

  /// A gigabyte for each thread.
  private static let largestCount = 0x1p24

  init(_ objective: any Objective, seed: UInt64) {
    noise = objective.noise
    stream = NoiseStream(seed: seed, purpose: StreamPurpose.gradientNoise.rawValue)
    dimension = objective.dimension
    let isGaussian = noise.law == .gaussian
    samples = objective.batchSizes.map { isGaussian ? 1 : $0 }
    all = Array(objective.batchSizes.indices)
    let variance = noise.variance
    factors = objective.batchSizes.map { batch in
      let deviation = Double(isGaussian ? variance / Rational(batch) : variance).squareRoot()
      return Lanes(repeating: isGaussian ? deviation : deviation / Double(batch))
    }
  }

  /// Room for one iteration's samples: worker by worker, sample by sample, coordinate by coordinate.
  var buffer: Buffer {
    [Lanes](repeating: .zero, count: noise.law == .none ? 0 : samples.reduce(0, +) * dimension)
  }

  /// Adds the noise of an iteration to the rows of gradients (n x d) of some workers; `nil` is all.
  ///
  /// Numbers are taken in the order of the workers asked for, so that only those are drawn.
  func add(
    to gradients: inout Matrix<Lanes>, of workers: [Int]?, firstReplicate: Int, iteration: Int, _ buffer: inout Buffer
  ) {
    precondition(gradients.elements.count == samples.count * dimension)
    if noise.law == .none { return }
    let workers = workers ?? all
    let count = workers.reduce(0) { $0 + samples[$1] } * dimension
    buffer.withUnsafeMutableBufferPointer { buffer in
      // A `Lanes` is its SIMD vector and nothing else.
      UnsafeMutableBufferPointer(rebasing: buffer[..<count]).withMemoryRebound(to: SIMD8<Double>.self) {
        _ = noise.fill($0, from: stream, firstReplicate: UInt32(firstReplicate), iteration: UInt32(iteration))
      }
    }
    var position = 0
    for worker in workers {
      let count = samples[worker]
      let (factor, row) = (factors[worker], worker * dimension)
      if count == 1 {
        for k in 0..<dimension { gradients.elements[row + k] += factor * buffer[position + k] }
        position += dimension
        continue
      }
      for k in 0..<dimension {
        var sum = Lanes.zero
        for sample in 0..<count { sum += buffer[position + sample * dimension + k] }
        gradients.elements[row + k] += factor * sum
      }
      position += count * dimension
    }
  }
}
