import ExactArithmetic
import LinearAlgebra
import Simulation

/// The vectors c_ij = b_ij a_ij of all samples, node by node, so that the margin of sample j of node i is c_ij.x.
struct MarginRows: Sendable {
  /// Rows of `stride` numbers each, with zeros after the first `dimension`.
  let elements: [Double]
  let dimension: Int
  /// The dimension rounded up to whole vectors.
  let stride: Int
  /// Node i has the rows `starts[i]` ..< `starts[i + 1]`.
  let starts: [Int]

  init(_ samples: LabelledSamples, assignment: [[Int]]) {
    dimension = samples.dimension
    stride = (dimension + Lanes.width - 1) / Lanes.width * Lanes.width
    var elements: [Double] = []
    elements.reserveCapacity(samples.count * stride)
    var starts = [0]
    for part in assignment {
      for j in part {
        for feature in samples.features.row(j) { elements.append(samples.isPositive[j] ? feature : -feature) }
        for _ in dimension..<stride { elements.append(0) }
      }
      starts.append(starts.last! + part.count)
    }
    self.elements = elements
    self.starts = starts
  }

  var nodes: Int { starts.count - 1 }
  var count: Int { starts.last! }
  func rows(of node: Int) -> Range<Int> { starts[node]..<starts[node + 1] }

  /// The largest |c_j|^2 of some samples, exactly.
  func longestSquare(among samples: [Int]) -> Rational {
    var (largest, seen) = (Rational.zero, Set<ArraySlice<Double>>())
    for j in samples where seen.insert(row(j)).inserted {
      largest = max(largest, row(j).reduce(.zero) { $0 + Rational(exactly: $1)!.squared })
    }
    return largest
  }

  func row(_ j: Int) -> ArraySlice<Double> { elements[j * stride..<j * stride + dimension] }
}
