import ExactArithmetic
import Foundation
import LinearAlgebra
import Objectives
import Simulation
import Testing

@Suite struct ClassificationModelTests {
  static let hidden = [[], [5], [9, 4]]

  static func model<Real: PackedScalar>(_ hidden: [Int], _ real: Real.Type = Real.self) -> MultilayerPerceptron<Real> {
    MultilayerPerceptron(dimension: 6, hidden: hidden, classes: 4)
  }

  /// Irregular numbers: no sum of a rectifier comes near 0 by accident.
  static func point(_ count: Int) -> [Double] { (0..<count).map { sin(Double(3 * $0 * $0 + 1)) / 2 } }

  /// The loss as written in `ClassificationModel`, with the mathematics library's functions.
  static func definition(
    _ layers: DenseLayers, _ point: [Double], _ samples: ClassifiedSamples<Double>, _ rows: [Int]
  ) -> Double {
    let losses = rows.map { row in
      var values = Array(samples.row(row))
      for layer in 0..<layers.count {
        let (weights, biases) = (Array(point[layers.weights(of: layer)]), Array(point[layers.biases(of: layer)]))
        values = biases.indices.map { k in
          let sum = values.indices.reduce(biases[k]) { $0 + weights[$1 * biases.count + k] * values[$1] }
          return layer + 1 < layers.count ? max(sum, 0) : sum
        }
      }
      return log(values.reduce(0) { $0 + exp($1) }) - values[samples.labels[row]]
    }
    return losses.reduce(0, +) / Double(rows.count)
  }

  @Test(arguments: hidden) func theLossIsTheMeanCrossEntropy(_ hidden: [Int]) {
    let model = Self.model(hidden, Double.self)
    let samples: ClassifiedSamples<Double> = TinyTasks.samples(11, dimension: 6, classes: 4, seed: 3)
    let (point, rows) = (Self.point(model.parameterCount), [0, 3, 7, 7, 10])
    let expected = Self.definition(model.layers, point, samples, rows)
    let loss = model.loss(at: point.span, of: samples, rows: rows.span, using: model.makeWorkspace())
    #expect(abs(loss - expected) < 1e-13 * (1 + expected))
    // The gradient's pass returns the same.
    #expect(TinyTasks.gradient(model, at: point, of: samples, rows: rows).loss == loss)
  }

  /// Central differences with h = 2^-17: an error of h^2 times a third derivative, below 1e-9 here, and rounding of about
  /// 1e-15 / h = 1e-10. Nothing in the network crosses a kink within h.
  @Test(arguments: hidden) func gradientsAreThoseOfTheLoss(_ hidden: [Int]) {
    let model = Self.model(hidden, Double.self)
    let samples: ClassifiedSamples<Double> = TinyTasks.samples(11, dimension: 6, classes: 4, seed: 3)
    let (point, rows) = (Self.point(model.parameterCount), [0, 3, 7, 7, 10])
    let workspace = model.makeWorkspace()
    let (_, gradient) = TinyTasks.gradient(model, at: point, of: samples, rows: rows)
    for k in point.indices {
      let h = 0x1p-17
      let values = [h, -h].map { shift in
        var moved = point
        moved[k] += shift
        return model.loss(at: moved.span, of: samples, rows: rows.span, using: workspace)
      }
      #expect(abs((values[0] - values[1]) / (2 * h) - gradient[k]) < 1e-8, "coordinate \(k)")
    }
    #expect(gradient.contains { abs($0) > 1e-2 })
  }

  @Test(arguments: hidden) func floatsFollowDoubles(_ hidden: [Int]) {
    let (model, single) = (Self.model(hidden, Double.self), Self.model(hidden, Float.self))
    let samples: ClassifiedSamples<Double> = TinyTasks.samples(11, dimension: 6, classes: 4, seed: 3)
    let rounded: ClassifiedSamples<Float> = TinyTasks.samples(11, dimension: 6, classes: 4, seed: 3)
    #expect(zip(samples.features, rounded.features).allSatisfy { $0 == Double($1) })
    let point = Self.point(model.parameterCount)
    let doubles = TinyTasks.gradient(model, at: point, of: samples, rows: Array(0..<11))
    let floats = TinyTasks.gradient(single, at: point.map { Float($0) }, of: rounded, rows: Array(0..<11))
    #expect(abs(doubles.loss - floats.loss) < 1e-6)
    #expect(zip(doubles.gradient, floats.gradient).allSatisfy { abs($0 - Double($1)) < 1e-6 })
  }

  @Test(arguments: hidden) func theWorkspaceHasNoInfluence(_ hidden: [Int]) {
    let model = Self.model(hidden, Double.self)
    let samples: ClassifiedSamples<Double> = TinyTasks.samples(23, dimension: 6, classes: 4, seed: 3)
    let (point, rows) = (Self.point(model.parameterCount), (0..<23).map { $0 * 5 % 23 })
    let whole = TinyTasks.gradient(model, at: point, of: samples, rows: rows, batchSize: 23)
    let evaluation = model.evaluate(at: point.span, on: samples, rows: rows.span, using: model.makeWorkspace())
    for batchSize in [1, 2, 5, 8, 22, 100] {
      let parts = TinyTasks.gradient(model, at: point, of: samples, rows: rows, batchSize: batchSize)
      #expect(parts.loss == whole.loss)
      #expect(zip(parts.gradient, whole.gradient).allSatisfy { $0 == $1 })
      let workspace = model.makeWorkspace(batchSize: batchSize)
      #expect(model.evaluate(at: point.span, on: samples, rows: rows.span, using: workspace) == evaluation)
      // Used before for something else.
      #expect(model.evaluate(at: point.span, on: samples, rows: rows.span, using: workspace) == evaluation)
    }
  }

  @Test(arguments: hidden) func aStepGoesAgainstTheGradient(_ hidden: [Int]) {
    let model = Self.model(hidden, Double.self)
    let samples: ClassifiedSamples<Double> = TinyTasks.samples(11, dimension: 6, classes: 4, seed: 3)
    let (point, rows) = (Self.point(model.parameterCount), [1, 4, 5, 9])
    let (loss, gradient) = TinyTasks.gradient(model, at: point, of: samples, rows: rows)
    var moved = point
    var span = moved.mutableSpan
    let before = model.descend(
      &span, stepSize: 0.3, of: samples, rows: rows.span, using: model.makeWorkspace(batchSize: 4))
    #expect(before == loss)
    for k in point.indices { #expect(abs(moved[k] - (point[k] - 0.3 * gradient[k])) < 1e-15 * (1 + abs(point[k]))) }
  }

  /// At zero the probabilities are equal: the loss is the logarithm of the number of classes.
  @Test func softmaxRegressionStartsAtTheLogarithmOfTheClasses() {
    let model = SoftmaxRegression<Double>(dimension: 6, classes: 4)
    let samples: ClassifiedSamples<Double> = TinyTasks.samples(8, dimension: 6, classes: 4, seed: 3)
    let start = model.initialParameters(seed: 9)
    #expect(start == Array(repeating: 0, count: 7 * 4) && model.parameterCount == 28)
    let rows = Array(0..<8)
    #expect(
      abs(model.loss(at: start.span, of: samples, rows: rows.span, using: model.makeWorkspace()) - log(4)) < 1e-14)
    // Two samples of each class; the first class wins every tie.
    let evaluation = model.evaluate(at: start.span, on: samples, rows: rows.span, using: model.makeWorkspace())
    #expect(evaluation.accuracy == 0.25)
  }

  @Test func accuracyCountsTheLargestOutput() {
    let model = SoftmaxRegression<Double>(dimension: 1, classes: 3)
    // Outputs (a, 2, -a): class 0 from a = 2 on, class 2 below a = -2, else class 1.
    let point: [Double] = [1, 0, -1, 0, 2, 0]
    let samples = ClassifiedSamples(
      features: [3.0, 1, -3, 2, 5, 0], labels: [0, 1, 2, 1, 2, 0], dimension: 1, classes: 3)
    let rows = [0, 1, 2, 3, 4, 5]
    let evaluation = model.evaluate(at: point.span, on: samples, rows: rows.span, using: model.makeWorkspace())
    // Sample 3 ties between classes 0 and 1, and the first counts; samples 4 and 5 are decided otherwise.
    #expect(evaluation.accuracy == 0.5)
  }

  /// Large outputs saturate instead of overflowing, and a model that has diverged says so.
  @Test func extremeOutputsAreDefined() {
    let model = SoftmaxRegression<Double>(dimension: 1, classes: 2)
    let samples = ClassifiedSamples(features: [1.0], labels: [1], dimension: 1, classes: 2)
    func result(_ point: [Double]) -> (loss: Double, gradient: [Double]) {
      TinyTasks.gradient(model, at: point, of: samples, rows: [0])
    }
    #expect(result([1e6, 0, 0, 0]) == (1e6, [1, -1, 1, -1]))
    let (loss, gradient) = result([0, 1e6, 0, 0])
    #expect(loss < 1e-300 && gradient.allSatisfy { abs($0) < 1e-300 })
    let diverged: [Double] = [.nan, 0, 0, 0]
    #expect(result(diverged).loss.isNaN && result([.infinity, 0, 0, 0]).loss.isNaN)
    let rows = [0]
    let evaluation = model.evaluate(at: diverged.span, on: samples, rows: rows.span, using: model.makeWorkspace())
    #expect(evaluation.loss.isNaN && evaluation.accuracy == 0)
  }

  /// Reaches a loss that random labels of 40 samples leave to a network with more parameters than samples.
  @Test func aPerceptronLearnsItsSamplesByHeart() {
    let model = MultilayerPerceptron<Float>(dimension: 6, hidden: [32], classes: 4)
    let samples: ClassifiedSamples<Float> = TinyTasks.samples(20, dimension: 6, classes: 4, seed: 3)
    var point = model.initialParameters(seed: 5)
    let (rows, workspace) = (Array(0..<20), model.makeWorkspace())
    for _ in 0..<600 {
      var span = point.mutableSpan
      model.descend(&span, stepSize: 0.5, of: samples, rows: rows.span, using: workspace)
    }
    let evaluation = model.evaluate(at: point.span, on: samples, rows: rows.span, using: workspace)
    #expect(evaluation.accuracy == 1 && evaluation.loss < 0.05)
  }

  @Test func initialWeightsHaveTheirVariances() {
    let model = MultilayerPerceptron<Double>(dimension: 100, hidden: [80, 60], classes: 40)
    let start = model.initialParameters(seed: 8)
    #expect(start == model.initialParameters(seed: 8) && start != model.initialParameters(seed: 9))
    for (layer, variance) in [2.0 / 100, 2.0 / 80, 2.0 / (60 + 40)].enumerated() {
      let weights = start[model.layers.weights(of: layer)]
      #expect(start[model.layers.biases(of: layer)].allSatisfy { $0 == 0 })
      let n = Double(weights.count)
      let mean = weights.reduce(0, +) / n
      let square = weights.reduce(0) { $0 + $1 * $1 } / n
      // Five standard errors of each: false alarms below 1e-6, for a fixed seed.
      #expect(abs(mean) < 5 * (variance / n).squareRoot())
      #expect(abs(square / variance - 1) < 5 * (2 / n).squareRoot())
      #expect(Set(weights).count == weights.count)
    }
    let single = MultilayerPerceptron<Float>(dimension: 100, hidden: [80, 60], classes: 40)
    #expect(single.initialParameters(seed: 8) == start.map { Float($0) })
  }

  /// The bits of a short training, which no machine may change.
  @Test func trainingIsReproducible() {
    func hash<Real: PackedScalar>(_ real: Real.Type) -> String {
      let model = MultilayerPerceptron<Real>(dimension: 9, hidden: [13, 6], classes: 5)
      let samples: ClassifiedSamples<Real> = TinyTasks.samples(40, dimension: 9, classes: 5, seed: 3)
      var point = model.initialParameters(seed: 5)
      let workspace = model.makeWorkspace(batchSize: 7)
      for step in 0..<50 {
        let rows = (0..<7).map { (11 * step + 3 * $0) % 40 }
        var span = point.mutableSpan
        model.descend(&span, stepSize: 0.1, of: samples, rows: rows.span, using: workspace)
      }
      return point.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    }
    #expect(hash(Float.self) == "a5de78d0001648813190ed17f9f19857fd37d16ea1791dff72e9d28baba9e59e")
    #expect(hash(Double.self) == "fec9d5d1d7ec8167ed6283edc5854252c6648316e89d6242da8803b9742daf6e")
  }
}
