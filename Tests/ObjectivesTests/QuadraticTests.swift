import ExactArithmetic
import Foundation
import LinearAlgebra
import Objectives
import Simulation
import Testing

@Suite struct QuadraticTests {
  static func sample(rotated: Bool, seed: UInt64 = 6) -> Quadratic {
    Quadratic(
      curvature: [Rational(1, 4), 1, Rational(3, 2)],
      centres: Quadratic.drawnCentres(workers: 4, dimension: 3, spread: 2, seed: seed), start: [1, -1, Rational(1, 2)],
      noise: Noise(.rademacher, variance: Rational(9, 4)),
      rotation: rotated ? Quadratic.drawnRotation(dimension: 3, seed: seed) : nil)
  }

  /// f_i from its definition, without the kernel.
  static func value(_ objective: Quadratic, worker: Int, at x: [Rational]) -> Rational {
    let axes = objective.rotation ?? .identity(objective.dimension)
    let difference = Matrix(
      rows: objective.dimension, columns: 1,
      elements: (0..<objective.dimension).map { x[$0] - objective.centres[worker, $0] })
    let turned = axes * difference
    return (0..<objective.dimension).reduce(.zero) {
      $0 + objective.curvature[$1] * turned[$1, 0].squared / 2
    }
  }

  static func average(_ objective: Quadratic, at x: [Rational]) -> Rational {
    (0..<objective.workers).reduce(.zero) { $0 + value(objective, worker: $1, at: x) } / Rational(objective.workers)
  }

  static func gradients(_ objective: Quadratic, at x: [Rational]) -> Matrix<Rational> {
    var result = Matrix<Rational>(rows: objective.workers, columns: objective.dimension, repeating: 0)
    objective.kernel(in: Rational.self).evaluateGradients(
      at: Matrix(rows: 1, columns: x.count, elements: x), into: &result)
    return result
  }

  static let points: [[Rational]] = [[0, 0, 0], [1, 2, -3], [Rational(1, 3), Rational(-7, 5), 4]]

  /// Central differences of a quadratic are its gradient exactly.
  @Test(arguments: [false, true])
  func gradientsAreDifferencesOfValues(_ rotated: Bool) {
    let objective = Self.sample(rotated: rotated)
    for x in Self.points {
      let gradients = Self.gradients(objective, at: x)
      for worker in 0..<4 {
        for k in 0..<3 {
          var (up, down) = (x, x)
          up[k] += 1
          down[k] -= 1
          let difference =
            (Self.value(objective, worker: worker, at: up) - Self.value(objective, worker: worker, at: down)) / 2
          #expect(gradients[worker, k] == difference)
        }
      }
    }
  }

  @Test(arguments: [false, true])
  func metricsFollowTheirDefinitions(_ rotated: Bool) {
    let objective = Self.sample(rotated: rotated)
    let kernel = objective.kernel(in: Rational.self)
    let minimiser = (0..<3).map { k in (0..<4).reduce(Rational.zero) { $0 + objective.centres[$1, k] } / 4 }
    let least = Self.average(objective, at: minimiser)
    for x in Self.points {
      let gradients = Self.gradients(objective, at: x)
      let mean = (0..<3).map { k in (0..<4).reduce(Rational.zero) { $0 + gradients[$1, k] } / 4 }
      #expect(kernel.squaredGradient(at: x) == mean.reduce(.zero) { $0 + $1.squared })
      #expect(kernel.suboptimality(at: x) == Self.average(objective, at: x) - least)
      #expect(kernel.squaredDistance(at: x) == zip(x, minimiser).reduce(.zero) { $0 + ($1.0 - $1.1).squared })
      #expect(Self.average(objective, at: x) >= least)
    }
    #expect(kernel.squaredGradient(at: minimiser) == 0)
  }

  @Test(arguments: [false, true])
  func constantsFollowTheirDefinitions(_ rotated: Bool) {
    let objective = Self.sample(rotated: rotated)
    let constants = objective.constants
    #expect(constants.smoothness == Enclosure(Rational(3, 2)))
    #expect(constants.strongConvexity == Enclosure(Rational(1, 4)))
    // sigma^2 = dimension * variance
    #expect(constants.noiseVariance == Enclosure(Rational(27, 4)))
    let kernel = objective.kernel(in: Rational.self)
    #expect(constants.initialGap == Enclosure(kernel.suboptimality(at: objective.start)))
    #expect(constants.initialDistance == Enclosure(kernel.squaredDistance(at: objective.start)))
    for x in Self.points {
      // The heterogeneity of equal Hessians is the same everywhere.
      let gradients = Self.gradients(objective, at: x)
      var spread: Rational = 0
      for k in 0..<3 {
        let mean = (0..<4).reduce(Rational.zero) { $0 + gradients[$1, k] } / 4
        for worker in 0..<4 { spread += (gradients[worker, k] - mean).squared / 4 }
      }
      #expect(constants.heterogeneity == Enclosure(spread))
    }
  }

  @Test(arguments: [false, true])
  func smoothnessAndStrongConvexityBoundTheGradients(_ rotated: Bool) {
    let objective = Self.sample(rotated: rotated)
    for x in Self.points {
      for y in Self.points where x != y {
        let (g, h) = (Self.gradients(objective, at: x), Self.gradients(objective, at: y))
        let distance = zip(x, y).reduce(Rational.zero) { $0 + ($1.0 - $1.1).squared }
        let change = (0..<3).reduce(Rational.zero) { $0 + (g[0, $1] - h[0, $1]).squared }
        let product = (0..<3).reduce(Rational.zero) { $0 + (g[0, $1] - h[0, $1]) * (x[$1] - y[$1]) }
        #expect(change <= Rational(9, 4) * distance)
        #expect(product >= Rational(1, 4) * distance)
      }
    }
  }

  @Test(arguments: 1...6)
  func rotationsAreExactlyOrthogonal(_ dimension: Int) {
    let rotation = Quadratic.drawnRotation(dimension: dimension, seed: 3)
    #expect(rotation * rotation.transposed == .identity(dimension))
    if dimension > 1 { #expect(rotation != .identity(dimension)) }
  }

  @Test func drawnCentresAreSmallRationalsWithinTheSpread() {
    let centres = Quadratic.drawnCentres(workers: 200, dimension: 3, spread: Rational(5, 2), seed: 1)
    #expect(centres.elements.allSatisfy { $0.magnitude <= Rational(5, 2) && ($0 / Rational(5, 16)).isInteger })
    // All seventeen values occur among 600 draws (fails by chance with probability below 17 (16/17)^600 < 1e-14).
    #expect(Set(centres.elements).count == 17)
    #expect(centres != Quadratic.drawnCentres(workers: 200, dimension: 3, spread: Rational(5, 2), seed: 2))
  }

  @Test func noiseSupportsHaveTheirMoments() throws {
    for noise in [Noise(.rademacher, variance: Rational(9, 4)), Noise(.threePoint, variance: Rational(1, 2)), .none] {
      let support = try #require(noise.support)
      #expect(support.reduce(Rational.zero) { $0 + $1.probability } == 1)
      #expect(support.reduce(Rational.zero) { $0 + $1.probability * $1.value } == 0)
      #expect(support.reduce(Rational.zero) { $0 + $1.probability * $1.value.squared } == noise.variance)
    }
    #expect(Noise(.gaussian, variance: 1).support == nil)
    #expect(Noise(.rademacher, variance: 2).support == nil)
  }

  @Test func registryMatchesTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Objectives")
    let support = ["Objective.swift", "Noise.swift"]
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") && !support.contains($0) && !$0.hasSuffix("Kernel.swift") }
    // sigmoid-loss is in SigmoidLoss.swift.
    let expected = Objectives.all.map { $0.name.split(separator: "-").map(\.capitalized).joined() + ".swift" }
    #expect(files.sorted() == expected.sorted())
  }
}
