import ExactArithmetic
import LinearAlgebra

/// The softmax cross-entropy of a batch of outputs: log sum_c exp(z_c) - z_y for each sample of class y.
///
/// In doubles whatever the model's scalar, by functions that have the same bits on every machine.
struct CrossEntropy<Real: PackedScalar> {
  let classes: Int

  /// Adds each sample's loss to `sum`, in order; a loss of outputs that are not numbers is NaN.
  ///
  /// - Parameters:
  ///   - outputs: count x classes.
  ///   - slopes: Becomes the weighted derivative along the outputs, (softmax(z)_c - [c = y]) times `weight`; `nil` if it is
  ///     not wanted.
  ///   - probabilities: Room for count x classes numbers, rounded up to a multiple of 8.
  ///   - losses: Becomes the losses.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func addLosses(
    of outputs: UnsafePointer<Real>, labels: UnsafePointer<Int>, count: Int, weight: Double,
    slopes: UnsafeMutablePointer<Real>?, probabilities: UnsafeMutablePointer<Double>,
    losses: UnsafeMutablePointer<Double>, to sum: inout Double
  ) {
    for sample in 0..<count {
      let (row, shifted) = (outputs + sample &* classes, probabilities + sample &* classes)
      var largest = Double(row[0])
      for c in 1..<max(classes, 1) { largest = max(largest, Double(row[c])) }
      for c in 0..<classes { shifted[c] = Double(row[c]) - largest }
      losses[sample] = -shifted[labels[sample]]
    }
    // Safe: there is room for whole vectors.
    let raw = UnsafeMutableRawPointer(probabilities)
    for offset in stride(from: 0, to: count &* classes &* 8, by: 64) {
      let values = raw.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
      raw.storeBytes(of: values.exponentialDecay, toByteOffset: offset, as: SIMD8<Double>.self)
    }
    for sample in 0..<count {
      let row = probabilities + sample &* classes
      var total = 0.0
      for c in 0..<classes { total += row[c] }
      losses[sample] += total.naturalLogarithm
      sum += losses[sample]
      guard let slopes else { continue }
      let factor = weight / total
      let target = slopes + sample &* classes
      for c in 0..<classes { target[c] = Real(row[c] * factor) }
      target[labels[sample]] = Real((row[labels[sample]] / total - 1) * weight)
    }
  }
}
