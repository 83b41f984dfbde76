import LinearAlgebra
import Simulation

/// Gradients of mini-batches, for eight replicates at once.
///
/// Place s of worker i's batch in iteration t of replicate r takes the sample that
/// `RandomDraw(seed:purpose:first:second:number:replicate:)` with (miniBatch, i, s, t, r) gives: a uniform one, exactly, and
/// the same whatever other workers, threads or replicates do.
struct MiniBatchSampler<Loss: ScalarLoss>: GradientSampler {
  static var largestBatch: Int { 1_000_000 }

  private let kernel: LinearModelKernel<Loss, Lanes>
  private let rows: MarginRows
  private let regularisation: Lanes
  private let batchSizes: [Int]
  private let isFullBatch: [Bool]
  private let seed: UInt64

  init(_ model: LinearModel<Loss>, seed: UInt64) {
    kernel = LinearModelKernel(model)
    rows = model.rows
    regularisation = Lanes(model.regularisation)
    batchSizes = model.batchSizes
    isFullBatch = model.isFullBatch
    self.seed = seed
  }

  func sampleGradients(
    at points: Matrix<Lanes>, of workers: [Int]?, firstRow: Int, into gradients: inout Matrix<Lanes>,
    firstReplicate: Int, iteration: Int
  ) {
    let (n, d) = (rows.nodes, rows.dimension)
    precondition(points.columns == d && (points.rows >= firstRow + n || points.rows == 1) && gradients.rows == n)
    for i in workers ?? Array(0..<n) {
      if isFullBatch[i] {
        kernel.evaluateGradients(at: points, of: [i], firstRow: firstRow, into: &gradients)
        continue
      }
      let row = points.rows == 1 ? 0 : firstRow + i
      points.elements.withUnsafeBufferPointer { points in
        gradients.elements.withUnsafeMutableBufferPointer { gradients in
          // Safe: row and worker are below the matrices' numbers of rows, by the precondition.
          sample(
            i, at: UnsafeBufferPointer(rebasing: points[row * d..<(row + 1) * d]),
            into: UnsafeMutableBufferPointer(rebasing: gradients[i * d..<(i + 1) * d]), firstReplicate, iteration)
        }
      }
    }
  }

  private func sample(
    _ worker: Int, at point: UnsafeBufferPointer<Lanes>, into gradient: UnsafeMutableBufferPointer<Lanes>,
    _ firstReplicate: Int, _ iteration: Int
  ) {
    let (batch, blocks) = (batchSizes[worker], rows.stride / Lanes.width)
    let own = rows.rows(of: worker)
    let share = Lanes(repeating: 1 / Double(batch))
    let length = SIMD8(repeating: UInt64(rows.stride))
    rows.elements.withUnsafeBufferPointer { elements in
      withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 2 * Lanes.width * blocks + Self.group) {
        scratch in
        withUnsafeTemporaryAllocation(of: SIMD8<UInt64>.self, capacity: Self.group) { places in
          // Safe: the scratch space holds a model and a sum of `blocks` vectors for each lane, and a factor for each sample
          // of a group; a sample drawn is one of the worker's, and its row has `blocks` vectors too.
          let models = scratch.baseAddress!
          let sums = models + Lanes.width * blocks
          let factors = sums + Lanes.width * blocks
          let samples = SampleRows(base: elements.baseAddress! + own.lowerBound * rows.stride, blocks: blocks)
          Self.transpose(point, into: models, blocks: blocks)
          for index in 0..<Lanes.width * blocks { sums[index] = .zero }
          for start in stride(from: 0, to: batch, by: Self.group) {
            let count = min(Self.group, batch - start)
            for s in 0..<count {
              let draw = RandomDraw(
                seed: seed, purpose: .miniBatch, first: worker, second: start + s, number: iteration,
                replicate: firstReplicate)
              places[s] = draw.integersOfEightReplicates(below: own.count) &* length
            }
            for lane in 0..<Lanes.width {
              samples.multiply(models + lane * blocks, places.baseAddress!, lane: lane, count: count, into: factors)
            }
            for s in 0..<count { factors[s] = (Loss.slope(Lanes(factors[s])) * share).values }
            for lane in 0..<Lanes.width {
              samples.add(factors, places.baseAddress!, lane: lane, count: count, to: sums + lane * blocks)
            }
          }
          Self.transpose(sums, into: gradient, blocks: blocks)
          for k in 0..<gradient.count { gradient[k] += regularisation * point[k] }
        }
      }
    }
  }

  /// Samples whose factors are kept at a time.
  private static var group: Int { 64 }

  /// Eight replicates of each coordinate become the coordinates of each replicate, `blocks` vectors each, padded with zeros.
  private static func transpose(
    _ point: UnsafeBufferPointer<Lanes>, into models: UnsafeMutablePointer<SIMD8<Double>>, blocks: Int
  ) {
    models.withMemoryRebound(to: Double.self, capacity: 64 * blocks) { numbers in
      for k in 0..<point.count {
        let values = point[k].values
        for lane in 0..<Lanes.width { numbers[lane * blocks * 8 + k] = values[lane] }
      }
      for k in point.count..<blocks * 8 {
        for lane in 0..<Lanes.width { numbers[lane * blocks * 8 + k] = 0 }
      }
    }
  }

  /// The way back.
  private static func transpose(
    _ sums: UnsafeMutablePointer<SIMD8<Double>>, into gradient: UnsafeMutableBufferPointer<Lanes>, blocks: Int
  ) {
    sums.withMemoryRebound(to: Double.self, capacity: 64 * blocks) { numbers in
      for k in 0..<gradient.count {
        var values = SIMD8<Double>.zero
        for lane in 0..<Lanes.width { values[lane] = numbers[lane * blocks * 8 + k] }
        gradient[k] = Lanes(values)
      }
    }
  }
}

/// The rows of one worker's samples. Four samples, then two, are taken at a time, so that a vector of the model or of the sum is
/// loaded once for four; every sum has the order that it would have with one at a time.
///
/// Safe when `blocks` vectors start at every place asked for and at the model and the sum.
private struct SampleRows {
  let base: UnsafePointer<Double>
  let blocks: Int

  @inline(__always)
  private func row(_ place: SIMD8<UInt64>, _ lane: Int) -> UnsafeRawPointer {
    UnsafeRawPointer(base + Int(truncatingIfNeeded: place[lane]))
  }

  @inline(__always)
  private func vector(_ row: UnsafeRawPointer, _ block: Int) -> SIMD8<Double> {
    (row + block &* 64).loadUnaligned(as: SIMD8<Double>.self)
  }

  /// `products[s][lane]` becomes the product of the lane's model and its sample s.
  @inline(__always)
  func multiply(
    _ model: UnsafePointer<SIMD8<Double>>, _ places: UnsafePointer<SIMD8<UInt64>>, lane: Int, count: Int,
    into products: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    var s = 0
    while s &+ 4 <= count {
      let (a, b) = (row(places[s], lane), row(places[s &+ 1], lane))
      let (c, d) = (row(places[s &+ 2], lane), row(places[s &+ 3], lane))
      var (p, q, r, t) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
      var block = 0
      while block < blocks {
        let factor = model[block]
        p += vector(a, block) * factor
        q += vector(b, block) * factor
        r += vector(c, block) * factor
        t += vector(d, block) * factor
        block &+= 1
      }
      products[s][lane] = p.sum()
      products[s &+ 1][lane] = q.sum()
      products[s &+ 2][lane] = r.sum()
      products[s &+ 3][lane] = t.sum()
      s &+= 4
    }
    if s &+ 2 <= count {
      let (a, b) = (row(places[s], lane), row(places[s &+ 1], lane))
      var (p, q) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      var block = 0
      while block < blocks {
        let factor = model[block]
        p += vector(a, block) * factor
        q += vector(b, block) * factor
        block &+= 1
      }
      products[s][lane] = p.sum()
      products[s &+ 1][lane] = q.sum()
      s &+= 2
    }
    while s < count {
      let a = row(places[s], lane)
      var p = SIMD8<Double>.zero
      var block = 0
      while block < blocks {
        p += vector(a, block) * model[block]
        block &+= 1
      }
      products[s][lane] = p.sum()
      s &+= 1
    }
  }

  /// Adds to the lane's sum every sample s times `factors[s][lane]`.
  @inline(__always)
  func add(
    _ factors: UnsafePointer<SIMD8<Double>>, _ places: UnsafePointer<SIMD8<UInt64>>, lane: Int, count: Int,
    to sum: UnsafeMutablePointer<SIMD8<Double>>
  ) {
    var s = 0
    while s &+ 4 <= count {
      let (a, b) = (row(places[s], lane), row(places[s &+ 1], lane))
      let (c, d) = (row(places[s &+ 2], lane), row(places[s &+ 3], lane))
      let (f, g) = (SIMD8(repeating: factors[s][lane]), SIMD8(repeating: factors[s &+ 1][lane]))
      let (h, j) = (SIMD8(repeating: factors[s &+ 2][lane]), SIMD8(repeating: factors[s &+ 3][lane]))
      var block = 0
      while block < blocks {
        var value = sum[block] + vector(a, block) * f
        value += vector(b, block) * g
        value += vector(c, block) * h
        sum[block] = value + vector(d, block) * j
        block &+= 1
      }
      s &+= 4
    }
    if s &+ 2 <= count {
      let (a, b) = (row(places[s], lane), row(places[s &+ 1], lane))
      let (f, g) = (SIMD8(repeating: factors[s][lane]), SIMD8(repeating: factors[s &+ 1][lane]))
      var block = 0
      while block < blocks {
        let value = sum[block] + vector(a, block) * f
        sum[block] = value + vector(b, block) * g
        block &+= 1
      }
      s &+= 2
    }
    while s < count {
      let a = row(places[s], lane)
      let f = SIMD8(repeating: factors[s][lane])
      var block = 0
      while block < blocks {
        sum[block] += vector(a, block) * f
        block &+= 1
      }
      s &+= 1
    }
  }
}
