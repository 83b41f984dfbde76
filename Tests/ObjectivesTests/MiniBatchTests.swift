import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Testing

@Suite struct MiniBatchTests {
  static func sampled(
    _ model: any Objective, at points: Matrix<Lanes>, of workers: [Int]? = nil, firstRow: Int = 0, seed: UInt64 = 11,
    firstReplicate: Int = 0, iteration: Int = 0
  ) throws -> Matrix<Lanes> {
    var gradients = Matrix(rows: model.workers, columns: model.dimension, repeating: Lanes(repeating: -9))
    try #require(model.gradientSampler(seed: seed)).sampleGradients(
      at: points, of: workers, firstRow: firstRow, into: &gradients, firstReplicate: firstReplicate,
      iteration: iteration)
    return gradients
  }

  static func points(_ rows: Int, _ columns: Int) -> Matrix<Lanes> {
    Matrix(rows: rows, columns: columns) { i, k in
      Lanes(SIMD8((0..<8).map { Double(($0 + 3 * i + 5 * k) % 11 - 5) / 4 }))
    }
  }

  /// The batch from its definition: samples one by one from scalar draws, gradients of nodes with one sample each. Batches
  /// of 150 need more than one group, dimensions 3, 8 and 17 less than, exactly and more than whole vectors.
  @Test(arguments: [1, 4, 64, 65, 150], [3, 8, 17])
  func gradientsAreMeansOverTheDrawnSamples(_ batch: Int, _ dimension: Int) throws {
    let drawn = LabelledSamples.drawn(count: 14, dimension: dimension, flip: Rational(1, 10), seed: 5)
    let parts = [[0, 3, 4, 9, 13], [1, 2], [5, 6, 7, 8, 10, 11, 12]]
    let lambda = Rational(1, 4)
    let model = Logistic(
      samples: drawn, assignment: parts, regularisation: lambda, batchSizes: [batch, batch, 0])
    let single = Logistic(samples: drawn, assignment: (0..<14).map { [$0] }, regularisation: lambda)
    let points = Self.points(3, dimension)
    let gradients = try Self.sampled(model, at: points, firstReplicate: 24, iteration: 6)
    for (i, part) in parts.enumerated() {
      let each = LinearModels.gradients(single, at: Array(points.row(i)))
      for lane in 0..<8 {
        let batch =
          i == 2
          ? part
          : (0..<batch).map { s in
            let draw = RandomDraw(
              seed: 11, purpose: .miniBatch, first: i, second: s, number: 6, replicate: 24 + lane)
            return part[draw.integer(below: part.count)]
          }
        for k in 0..<dimension {
          let mean = batch.reduce(0.0) { $0 + each[$1, k].values[lane] } / Double(batch.count)
          #expect(abs(gradients[i, k].values[lane] - mean) < 1e-13)
        }
      }
    }
  }

  @Test func onlyTheWorkersAskedForAreDrawnAndTheirDrawsDoNotDependOnThem() throws {
    let model = LinearModels.model(LogisticLoss.self, batchSizes: [2, 3, 1])
    let points = Self.points(5, 4)
    let all = try Self.sampled(model, at: points, firstRow: 2)
    let one = try Self.sampled(model, at: points, of: [1], firstRow: 2)
    #expect(Array(one.row(1)) == Array(all.row(1)))
    #expect((one.row(0) + one.row(2)).allSatisfy { $0 == Lanes(repeating: -9) })
  }

  @Test func fullBatchesHaveNoNoise() throws {
    #expect(LinearModels.model(LogisticLoss.self).gradientSampler(seed: 1) == nil)
    let model = LinearModels.model(SigmoidalLoss.self, batchSizes: [1, 0, 0])
    let points = Self.points(1, 4)
    let (sampled, full) = (
      try Self.sampled(model, at: points), LinearModels.gradients(model, at: Array(points.elements))
    )
    #expect(sampled.row(1) == full.row(1) && sampled.row(2) == full.row(2) && sampled.row(0) != full.row(0))
  }

  /// The mean over 8 * 5000 replicates of each of 3 * 4 coordinates is within 5 standard errors of the full gradient: a
  /// false alarm in one of them has probability below 12 * 6e-7; the seed is fixed. The mean square deviation is at most the
  /// bound of the noise variance.
  @Test func sampledGradientsAreUnbiased() throws {
    let model = LinearModels.model(LogisticLoss.self, batchSizes: [1, 2, 7])
    let x = [0.5, -1, 0.25, 2].map { Lanes(repeating: $0) }
    let full = LinearModels.gradients(model, at: x.map { $0.values[0] })
    let points = Matrix(rows: 1, columns: 4, elements: x)
    let count = 8.0 * 5000
    var (sums, squares) = (Array(repeating: 0.0, count: 12), Array(repeating: 0.0, count: 12))
    for group in 0..<5000 {
      let gradients = try Self.sampled(model, at: points, firstReplicate: 8 * group, iteration: 3)
      for index in 0..<12 {
        let difference = gradients.elements[index] - Lanes(repeating: full.elements[index])
        sums[index] += difference.values.sum()
        squares[index] += (difference * difference).values.sum()
      }
    }
    for index in 0..<12 { #expect(abs(sums[index]) <= 5 * squares[index].squareRoot()) }
    for i in 0..<3 {
      let variance = squares[4 * i..<4 * i + 4].reduce(0, +) / count
      #expect(variance > 0 && variance <= Double(model.noiseVariances[i]))
    }
  }

  @Test func iterationsReplicatesAndSeedsDrawAnew() throws {
    let model = LinearModels.model(LogisticLoss.self, samples: 20, batchSizes: [3, 3, 3])
    let points = Matrix(rows: 1, columns: 4, repeating: Lanes(repeating: 1))
    let first = try Self.sampled(model, at: points)
    #expect(first == (try Self.sampled(model, at: points)))
    #expect(first != (try Self.sampled(model, at: points, iteration: 1)))
    #expect(first != (try Self.sampled(model, at: points, firstReplicate: 8)))
    #expect(first != (try Self.sampled(model, at: points, seed: 12)))
    #expect(first[0, 0].values[0] != first[0, 0].values[1] || first[0, 0].values[0] != first[0, 0].values[2])
  }
}
