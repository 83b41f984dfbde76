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
    rows.elements.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 2 * Lanes.width * blocks) { scratch in
        withUnsafeTemporaryAllocation(of: SIMD8<UInt64>.self, capacity: Self.group) { chosen in
          withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: Self.group) { factors in
            // Safe: offsets below stay inside a row, the rows, or the scratch space; `loadUnaligned` asks for no alignment.
            let models = scratch.baseAddress!
            let sums = models + Lanes.width * blocks
            Self.transpose(point, into: models, blocks: blocks)
            for index in 0..<Lanes.width * blocks { sums[index] = .zero }
            for start in stride(from: 0, to: batch, by: Self.group) {
              let count = min(Self.group, batch - start)
              for s in 0..<count {
                let draw = RandomDraw(
                  seed: seed, purpose: .miniBatch, first: worker, second: start + s, number: iteration,
                  replicate: firstReplicate)
                chosen[s] = draw.integersOfEightReplicates(below: own.count)
                var margins = SIMD8<Double>.zero
                for lane in 0..<Lanes.width {
                  let row = (own.lowerBound + Int(chosen[s][lane])) * rows.stride * 8
                  let model = models + lane * blocks
                  var sum = SIMD8<Double>.zero
                  for block in 0..<blocks {
                    sum += bytes.loadUnaligned(fromByteOffset: row + block * 64, as: SIMD8<Double>.self) * model[block]
                  }
                  margins[lane] = sum.sum()
                }
                factors[s] = (Loss.slope(Lanes(margins)) * share).values
              }
              for lane in 0..<Lanes.width {
                let target = sums + lane * blocks
                for s in 0..<count {
                  let row = (own.lowerBound + Int(chosen[s][lane])) * rows.stride * 8
                  let factor = SIMD8(repeating: factors[s][lane])
                  for block in 0..<blocks {
                    target[block] +=
                      bytes.loadUnaligned(fromByteOffset: row + block * 64, as: SIMD8<Double>.self) * factor
                  }
                }
              }
            }
            Self.transpose(sums, into: gradient, blocks: blocks)
            for k in 0..<gradient.count { gradient[k] += regularisation * point[k] }
          }
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
