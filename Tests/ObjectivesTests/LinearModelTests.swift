import ExactArithmetic
import LinearAlgebra
import Objectives
import Simulation
import Testing

/// Small linear models for tests.
enum LinearModels {
  static func model<Loss: ScalarLoss>(
    _ loss: Loss.Type, workers: Int = 3, samples: Int = 5, dimension: Int = 4, lambda: Rational = Rational(1, 8),
    batchSizes: [Int]? = nil, partition: SamplePartition = .sorted, start: [Rational]? = nil, seed: UInt64 = 3
  ) -> LinearModel<Loss> {
    let drawn = LabelledSamples.drawn(count: workers * samples, dimension: dimension, flip: Rational(1, 10), seed: seed)
    return LinearModel(
      samples: drawn, assignment: partition.assignment(of: drawn.isPositive, nodes: workers, seed: seed),
      regularisation: lambda, batchSizes: batchSizes, start: start)
  }

  static func gradients<S: Scalar>(_ objective: any Objective, at x: [S]) -> Matrix<S> {
    var result = Matrix<S>(rows: objective.workers, columns: objective.dimension, repeating: .zero)
    objective.kernel(in: S.self).evaluateGradients(at: Matrix(rows: 1, columns: x.count, elements: x), into: &result)
    return result
  }

  /// Coordinates in [-size, size].
  static func point(_ dimension: Int, size: Double, _ stream: inout NodeStream) -> [Double] {
    (0..<dimension).map { _ in size * (2 * stream.uniform() - 1) }
  }

  static func stream(_ node: Int) -> NodeStream { NodeStream(seed: 77, purpose: .samples, node: node) }
}

@Suite struct LinearModelGradientTests {
  /// f_i from its definition in enclosures, from the samples rather than from the kernel's rows.
  static func value<Loss: ScalarLoss>(
    _ loss: Loss.Type, _ samples: LabelledSamples, _ part: [Int], _ lambda: Rational, at x: [Rational]
  ) -> Enclosure {
    let sum = part.reduce(Enclosure(0)) { sum, j in
      let product = zip(samples.features.row(j), x).reduce(Rational.zero) { $0 + Rational(exactly: $1.0)! * $1.1 }
      return sum + Loss.value(Enclosure(samples.isPositive[j] ? product : -product))
    }
    return sum / Enclosure(Rational(part.count)) + Enclosure(lambda / 2 * x.reduce(.zero) { $0 + $1.squared })
  }

  @Test func gradientsAreDifferencesOfValues() {
    check(LogisticLoss.self)
    check(SigmoidalLoss.self)
  }

  private func check<Loss: ScalarLoss>(_ loss: Loss.Type) {
    let samples = LabelledSamples.drawn(count: 12, dimension: 3, flip: Rational(1, 10), seed: 2)
    let parts = SamplePartition.iid.assignment(of: samples.isPositive, nodes: 3, seed: 2)
    let lambda = Rational(1, 4)
    let model = LinearModel<Loss>(samples: samples, assignment: parts, regularisation: lambda)
    let x = [Rational(1, 2), Rational(-5, 4), 2]
    let gradients = LinearModels.gradients(model, at: x.map { Enclosure($0) })
    let h = Rational.powerOfTwo(-20)
    for (worker, part) in parts.enumerated() {
      for k in 0..<3 {
        var (up, down) = (x, x)
        up[k] += h
        down[k] -= h
        let difference =
          (Self.value(loss, samples, part, lambda, at: up) - Self.value(loss, samples, part, lambda, at: down))
          / Enclosure(2 * h)
        // Third derivatives are below 1 with features in [-1, 1].
        #expect((difference - gradients[worker, k]).magnitude.upper < .powerOfTwo(-38))
      }
    }
    // The mean of the f_i, measured from f(x~) where the loss is convex and from 0 where it is not.
    let mean =
      parts.reduce(Enclosure(0)) { $0 + Self.value(loss, samples, $1, lambda, at: x) } / Enclosure(3)
      - Enclosure(model.minimum?.value.midpoint ?? 0)
    let kernel = model.kernel(in: Enclosure.self)
    #expect((kernel.suboptimality(at: x.map { Enclosure($0) }) - mean).magnitude.upper < .powerOfTwo(-50))
  }

  @Test func doublesAndLanesFollowTheEnclosures() {
    check(LinearModels.model(LogisticLoss.self, dimension: 11))
    check(LinearModels.model(SigmoidalLoss.self, dimension: 11, lambda: 0))
  }

  private func check(_ model: any Objective) {
    var stream = LinearModels.stream(1)
    for size in [0.1, 1, 30] {
      let x = LinearModels.point(model.dimension, size: size, &stream)
      let exact = LinearModels.gradients(model, at: x.map { Enclosure(double: $0) })
      let doubles = LinearModels.gradients(model, at: x)
      let lanes = LinearModels.gradients(model, at: x.map { Lanes(repeating: $0) })
      for index in exact.elements.indices {
        #expect(abs(doubles.elements[index] - Double(exact.elements[index].midpoint)) < 1e-13 * (1 + size))
        for lane in 0..<8 { #expect(lanes.elements[index].values[lane] == doubles.elements[index]) }
      }
      let (kernel, exactKernel) = (model.kernel(in: Double.self), model.kernel(in: Enclosure.self))
      let points = x.map { Enclosure(double: $0) }
      for (value, enclosure) in [
        (kernel.squaredGradient(at: x), exactKernel.squaredGradient(at: points)),
        (kernel.suboptimality(at: x), exactKernel.suboptimality(at: points)),
      ] {
        #expect(abs(value - Double(enclosure.midpoint)) < 1e-12 * (1 + value))
      }
    }
  }

  @Test func onlyTheWorkersAskedForAreEvaluatedAtTheirRows() {
    let model = LinearModels.model(LogisticLoss.self)
    let kernel = model.kernel(in: Double.self)
    let points = Matrix<Double>(rows: 5, columns: 4) { Double($0 + 1) / Double($1 + 2) }
    var gradients = Matrix(rows: 3, columns: 4, repeating: -9.0)
    kernel.evaluateGradients(at: points, of: [1], firstRow: 2, into: &gradients)
    let expected = LinearModels.gradients(model, at: Array(points.row(3)))
    #expect(gradients.elements == Array(repeating: -9, count: 4) + expected.row(1) + Array(repeating: -9, count: 4))
  }
}

@Suite struct LinearModelConstantsTests {
  static func length(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test(arguments: [SamplePartition.iid, .sorted], 1...3 as ClosedRange<UInt64>)
  func constantsBoundWhatTheyAreAbout(_ partition: SamplePartition, _ seed: UInt64) {
    check(LinearModels.model(LogisticLoss.self, batchSizes: [1, 2, 0], partition: partition, seed: seed))
    check(LinearModels.model(SigmoidalLoss.self, batchSizes: [1, 2, 0], partition: partition, seed: seed))
    // More samples than features, and fewer.
    check(LinearModels.model(LogisticLoss.self, samples: 30, dimension: 2, batchSizes: [1, 1, 1], seed: seed))
    check(
      LinearModels.model(SigmoidalLoss.self, samples: 2, dimension: 20, lambda: 0, batchSizes: [1, 1, 1], seed: seed))
  }

  private func check<Loss: ScalarLoss>(_ model: LinearModel<Loss>) {
    let (n, d, constants) = (model.workers, model.dimension, model.constants)
    let smoothness = Double(constants.smoothness.upper)
    var stream = LinearModels.stream(2)
    for trial in 0..<60 {
      let size = [0.01, 1, 10][trial % 3]
      let x = LinearModels.point(d, size: size, &stream)
      let y = trial % 2 == 0 ? LinearModels.point(d, size: size, &stream) : x.map { $0 + 1e-3 * stream.uniform() }
      let (g, h) = (LinearModels.gradients(model, at: x), LinearModels.gradients(model, at: y))
      let distance = Self.length(zip(x, y).map { $0 - $1 })
      let mean = (0..<d).map { k in (0..<n).reduce(0.0) { $0 + g[$1, k] } / Double(n) }
      var spread = 0.0
      for i in 0..<n {
        let change = zip(g.row(i), h.row(i)).map { $0 - $1 }
        #expect(Self.length(change) <= smoothness * distance * (1 + 1e-9) + 1e-13)
        let product = zip(change, zip(x, y)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
        if Loss.isConvex {
          #expect(product >= Double(constants.strongConvexity.lower) * distance * distance - 1e-12 * (1 + size))
        }
        spread += zip(g.row(i), mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(n)
        #expect(Self.length(g.row(i)) <= Double(model.gradientBound(radius: Rational(exactly: Self.length(x) + 1)!)))
      }
      #expect(spread <= Double(constants.heterogeneity.upper))
    }
  }

  /// L of logistic regression is attained at 0, so power iteration finds it.
  @Test(arguments: [(5, 4), (3, 12), (40, 3)])
  func smoothnessIsTheLargestEigenvalue(_ samples: Int, _ dimension: Int) {
    let model = LinearModels.model(LogisticLoss.self, samples: samples, dimension: dimension)
    var largest = 0.0
    for i in 0..<model.workers {
      var direction = (0..<dimension).map { 1 + Double($0) / 10 }
      var value = 0.0
      for _ in 0..<2000 {
        let size = 1e-4 / Self.length(direction)
        let (up, down) = (direction.map { $0 * size }, direction.map { -$0 * size })
        let (g, h) = (LinearModels.gradients(model, at: up), LinearModels.gradients(model, at: down))
        direction = zip(g.row(i), h.row(i)).map { ($0 - $1) / 2e-4 }
        value = Self.length(direction)
      }
      largest = max(largest, value)
    }
    let smoothness = model.constants.smoothness
    #expect(abs(largest - Double(smoothness.midpoint)) < 1e-6 * largest)
    #expect(smoothness.lower < smoothness.upper && smoothness.width < Rational(1, 1_000_000_000))
  }

  /// The variance of a mini-batch's gradient is (1/B) times that of one sample's, which is computed from all of them.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func noiseVarianceBoundsThatOfTheBatch(_ seed: UInt64) {
    let drawn = LabelledSamples.drawn(count: 12, dimension: 3, flip: Rational(1, 10), seed: seed)
    let parts = SamplePartition.iid.assignment(of: drawn.isPositive, nodes: 3, seed: seed)
    let model = Logistic(samples: drawn, assignment: parts, regularisation: 1, batchSizes: [1, 3, 0])
    // One sample a node: the gradients of its nodes are the samples' gradients.
    let single = Logistic(samples: drawn, assignment: (0..<12).map { [$0] }, regularisation: 1)
    var stream = LinearModels.stream(3)
    for size in [0.0, 1, 5, 100] {
      let x = LinearModels.point(3, size: size, &stream)
      let gradients = LinearModels.gradients(single, at: x)
      for (i, part) in parts.enumerated() {
        let batch = [1.0, 3, .infinity][i]
        let variance = (0..<3).reduce(0.0) { sum, k in
          let values = part.map { gradients[$0, k] }
          let mean = values.reduce(0, +) / Double(values.count)
          return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        }
        #expect(variance / batch <= Double(model.noiseVariances[i]))
      }
    }
    #expect(model.noiseVariances[2] == 0 && model.constants.noiseVariance.upper == model.noiseVariances.max())
    // Nothing to choose from: no noise.
    #expect(
      Logistic(
        samples: drawn, assignment: (0..<12).map { [$0] }, regularisation: 1, batchSizes: Array(repeating: 2, count: 12)
      )
      .constants.noiseVariance == Enclosure(0))
  }

  @Test func gradientsWithoutRegularisationAreBoundedByTheLongestSample() {
    let samples = LabelledSamples(
      features: Matrix(rows: 2, columns: 2, elements: [3, 4, 1, 0]), isPositive: [true, false])
    let model = SigmoidLoss(samples: samples, assignment: [[0], [1]], regularisation: 0)
    #expect(model.squaredLengthBound == 25 && model.gradientBound(radius: 1000) == Rational(5, 4))
    #expect(model.squaredReach == nil)
  }

  /// A step with eta L <= 1 from inside the reach stays inside.
  @Test func gradientStepsStayWithinTheReach() throws {
    let model = LinearModels.model(LogisticLoss.self, lambda: Rational(1, 2), start: [3, 0, -4, 1])
    let reach = Double(try #require(model.squaredReach))
    var x = model.start.map { Double($0) }
    for _ in 0..<200 {
      #expect(x.reduce(0) { $0 + $1 * $1 } <= reach * (1 + 1e-12))
      let g = LinearModels.gradients(model, at: x)
      for k in 0..<4 { x[k] -= g[0, k] / Double(model.constants.smoothness.upper) }
    }
  }
}

@Suite struct CertifiedMinimumTests {
  /// Gradient descent in doubles, long enough to stop moving, from another start than the certified search.
  static func descend(_ model: Logistic) -> [Double] {
    let kernel = model.kernel(in: Double.self)
    var x = (0..<model.dimension).map { _ in 1.0 }
    let step = 1 / Double(model.constants.smoothness.upper)
    for _ in 0..<20_000 { x = zip(x, kernel.gradient(at: x)).map { $0 - step * $1 } }
    return x
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>, [Rational(1, 1000), Rational(1, 10), 4])
  func enclosuresHoldTheMinimumThatDescentFinds(_ seed: UInt64, _ lambda: Rational) throws {
    let model = LinearModels.model(LogisticLoss.self, lambda: lambda, start: [2, -1, 0, 5], seed: seed)
    let minimum = try #require(model.minimum)
    let found = Self.descend(model)
    let kernel = model.kernel(in: Enclosure.self)
    let points = found.map { Enclosure(double: $0) }
    // Values in enclosures, with the certified f(x~) added back.
    let value = kernel.suboptimality(at: points) + Enclosure(minimum.value.midpoint)
    #expect(value.upper >= minimum.least.lower)
    #expect(value.lower <= minimum.least.upper + Rational(1, 1_000_000_000_000))
    #expect(minimum.least.width < Rational(1, 100_000_000_000))
    let start = kernel.suboptimality(at: model.start.map { Enclosure($0) })
    let gap = start - kernel.suboptimality(at: points)
    let constants = model.constants
    #expect(gap.lower <= constants.initialGap.upper)
    #expect(gap.upper >= constants.initialGap.lower - Rational(1, 1_000_000_000_000))
    let distance = zip(model.start, found).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
    let enclosed = try #require(constants.initialDistance)
    #expect(abs(distance - Double(enclosed.midpoint)) < 1e-8 * distance)
    #expect(enclosed.width < Rational(1, 1_000_000))
    #expect(kernel.squaredDistance(at: points).upper < Rational(1, 100_000_000_000))
  }

  /// One sample c = 1 in one dimension: the minimiser solves lambda x = 1/(1 + exp(x)), found here by bisection in
  /// enclosures.
  @Test func oneSampleHasTheRootOfItsEquation() throws {
    let lambda = Rational(1, 3)
    let samples = LabelledSamples(features: Matrix(rows: 1, columns: 1, elements: [1]), isPositive: [true])
    let model = Logistic(samples: samples, assignment: [[0]], regularisation: lambda)
    var (low, high) = (Rational(0), Rational(3))
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let slope = Enclosure(model.regularisation * middle) - Enclosure.sigmoid(Enclosure(-middle))
      if slope.upper.signum < 0 { low = middle } else { high = middle }
    }
    let minimum = try #require(model.minimum)
    let point = try #require(Rational(exactly: minimum.point[0]))
    #expect(low - minimum.distance <= point && point <= high + minimum.distance)
    let least = Enclosure.softplus(Enclosure(-low)) + Enclosure(model.regularisation / 2 * low.squared)
    #expect(minimum.least.lower <= least.upper + .powerOfTwo(-50) && least.lower <= minimum.least.upper)
    #expect(minimum.distance < Rational(1, 1_000_000_000_000))
  }

  @Test func anObjectiveThatIsNotConvexIsMeasuredFromZero() {
    let model = LinearModels.model(SigmoidalLoss.self, lambda: 0, start: [1, 1, -1, 2])
    let value = model.kernel(in: Enclosure.self).suboptimality(at: model.start.map { Enclosure($0) })
    #expect(model.minimum == nil && model.constants.initialDistance == nil && !model.constants.isConvex)
    #expect(model.constants.initialGap.lower <= value.lower && value.upper <= model.constants.initialGap.upper)
    #expect(model.constants.initialGap.width < Rational(1, 1_000_000_000_000))
  }
}
