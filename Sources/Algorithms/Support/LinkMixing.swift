import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Mixing over the links that are up: the weight of one that failed returns to both its ends.
struct LinkMixing: Sendable {
  private let links: [(nodes: (Int, Int), weight: Rational)]

  /// - Parameter step: c; the mixing is (1-c) I + c W.
  /// - Throws: `AlgorithmError` when the weights are not symmetric.
  init(_ mixing: MixingMatrix, step: Rational = 1, for name: String) throws(AlgorithmError) {
    guard mixing.isSymmetric else {
      throw AlgorithmError("\(name) needs symmetric weights: a failed link's weight returns to both ends")
    }
    links = mixing.graph.edges.map { (nodes: $0, weight: step * mixing.weights[$0.0, $0.1]) }
  }

  var count: Int { links.count }

  /// The first rows of `source`, as many as `target` has, mixed.
  ///
  /// - Parameter failed: places of the links that are down, ascending.
  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  func mix<S: RunScalar>(_ source: Matrix<S>, failed: [Int], into target: inout Matrix<S>) {
    let d = source.columns
    for k in target.elements.indices { target.elements[k] = source.elements[k] }
    var failed = failed[...]
    for (index, link) in links.enumerated() {
      if failed.first == index {
        failed.removeFirst()
        continue
      }
      let weight = S(link.weight)
      let (a, b) = (link.nodes.0 * d, link.nodes.1 * d)
      for k in 0..<d {
        let pull = weight * (source.elements[b + k] - source.elements[a + k])
        target.elements[a + k] += pull
        target.elements[b + k] -= pull
      }
    }
  }
}
