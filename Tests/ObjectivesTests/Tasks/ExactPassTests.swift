import ExactArithmetic
import LinearAlgebra
import Objectives
import Testing

/// Networks of rectifiers are piecewise polynomial, so on multiples of 1/8 every number of the passes is a dyadic rational that
/// a double holds: the passes must give these exactly.
@Suite struct ExactPassTests {
  static let shapes = [[3, 2], [5, 10], [1, 1, 1], [4, 6, 3], [3, 9, 5, 2], [2, 13, 4, 3, 7]]

  /// Outputs and the gradient of sum_(j, k) slopes_jk z_jk over the batch, by the package.
  static func passes<Real: PackedScalar>(
    _ layers: DenseLayers, _ point: [Real], _ features: [Real], _ slopes: [Real], count: Int
  ) -> (outputs: [Real], gradient: [Real]) {
    let model = MultilayerPerceptron<Real>(
      dimension: layers.widths.first!, hidden: Array(layers.widths.dropFirst().dropLast()), classes: layers.widths.last!
    )
    let network = DenseNetwork<Real>(layers: layers)
    let workspace = model.makeWorkspace(batchSize: count + 2)
    var gradient = [Real](repeating: .nan, count: layers.parameterCount)
    var outputs: [Real] = []
    point.withUnsafeBufferPointer { point in
      workspace.activations[0].update(from: features, count: features.count)
      network.forward(point.baseAddress!, count: count, workspace)
      outputs = Array(UnsafeBufferPointer(start: workspace.activations.last!, count: slopes.count))
      workspace.slopes.update(from: slopes, count: slopes.count)
      gradient.withUnsafeMutableBufferPointer {
        network.backward(point.baseAddress!, count: count, into: $0.baseAddress!, adds: false, workspace)
      }
    }
    return (outputs, gradient)
  }

  func check<Real: PackedScalar>(_ real: Real.Type, _ widths: [Int], count: Int, point: [Real]) throws {
    let layers = DenseLayers(widths: widths)
    let features: [Real] = TinyTasks.dyadic(count * widths.first!, seed: 21)
    let slopes: [Real] = TinyTasks.dyadic(count * widths.last!, seed: 22)
    func exact(_ values: [Real]) throws -> [Rational] {
      try values.map { try #require(Rational(exactly: Double($0))) }
    }
    let (outputs, gradient) = Self.passes(layers, point, features, slopes, count: count)
    let network = RationalNetwork(layers: layers, parameters: try exact(point))
    var (expectedOutputs, expectedGradient) = ([Rational](), [Rational](repeating: 0, count: layers.parameterCount))
    for sample in 0..<count {
      let features = try exact(Array(features[sample * widths.first!..<(sample + 1) * widths.first!]))
      let slopes = try exact(Array(slopes[sample * widths.last!..<(sample + 1) * widths.last!]))
      expectedOutputs += network.sums(features).last!
      expectedGradient = zip(expectedGradient, network.gradient(features, slopes: slopes)).map { $0 + $1 }
    }
    #expect(try exact(outputs) == expectedOutputs)
    #expect(try exact(gradient) == expectedGradient)
  }

  @Test(arguments: shapes, [1, 4, 7]) func doublesAreExact(_ widths: [Int], _ count: Int) throws {
    let point: [Double] = TinyTasks.dyadic(DenseLayers(widths: widths).parameterCount, seed: 20)
    try check(Double.self, widths, count: count, point: point)
  }

  /// Single precision holds the numbers of networks with up to one hidden layer.
  @Test(arguments: shapes.prefix(4), [1, 4, 7]) func floatsAreExact(_ widths: [Int], _ count: Int) throws {
    let point: [Float] = TinyTasks.dyadic(DenseLayers(widths: widths).parameterCount, seed: 20)
    try check(Float.self, widths, count: count, point: point)
  }

  /// An input of a rectifier that is exactly 0 passes nothing back.
  @Test func theKinkHasTheDerivativeZero() {
    let layers = DenseLayers(widths: [1, 1, 1])
    // z = 2 * 1 - 2 = 0 in the hidden layer, output 3 * 0 + 5.
    let (outputs, gradient) = Self.passes(layers, [2.0, -2, 3, 5], [1], [1], count: 1)
    #expect(outputs == [5] && gradient == [0, 0, 0, 1])
  }
}
