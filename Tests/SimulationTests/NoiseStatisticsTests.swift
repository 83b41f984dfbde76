import Glibc
import Simulation
import Testing

/// Statistical tests of the streams at fixed seeds.
///
/// Unless a test says otherwise it compares a standardised sum with 6: on a new seed a correct stream fails each such
/// comparison with probability about 2e-9 (the central limit theorem; the sums have over 400,000 terms). There are fewer
/// than a hundred comparisons, so a false alarm anywhere has probability below 1e-6.
@Suite struct NoiseStatisticsTests {
  static let limit = 6.0
  static let (replicates, iterations, indices) = (64, 64, 128)

  /// Numbers of a law at addresses (replicate, iteration, index), the last index running fastest.
  static func sample(_ law: Law, seed: UInt64, purpose: UInt32) -> [Double] {
    let stream = NoiseStream(seed: seed, purpose: purpose)
    var sample = [Double](repeating: 0, count: replicates * iterations * indices)
    for first in stride(from: 0, to: replicates, by: 8) {
      for iteration in 0..<iterations {
        let numbers = law.numbers(
          stream, count: indices, firstReplicate: UInt32(first), iteration: UInt32(iteration))
        for lane in 0..<8 {
          let start = ((first + lane) * iterations + iteration) * indices
          for k in 0..<indices { sample[start + k] = numbers[k][lane] }
        }
      }
    }
    return sample
  }

  static let gaussian = sample(.gaussian, seed: 20_260_101, purpose: 1)
  static let rademacher = sample(.rademacher, seed: 20_260_102, purpose: 2)
  static let threePoint = sample(.threePoint, seed: 20_260_103, purpose: 3)

  /// Sum of `term` over the sample in units of its standard deviation.
  static func standardisedSum(_ sample: [Double], variance: Double, _ term: (Double) -> Double) -> Double {
    sample.reduce(0) { $0 + term($1) } / (variance * Double(sample.count)).squareRoot()
  }

  /// Sum of `term(x) * term(y)` over all pairs of addresses at one displacement, in units of its standard deviation;
  /// `variance` is that of `term`, whose mean is zero, so under independence the products are uncorrelated.
  static func standardisedCovariance(
    _ sample: [Double], _ displacement: [Int], variance: Double, _ term: (Double) -> Double
  ) -> Double {
    var (sum, count) = (0.0, 0)
    for r in 0..<(replicates - displacement[0]) {
      for t in 0..<(iterations - displacement[1]) {
        let start = (r * iterations + t) * indices
        let other = ((r + displacement[0]) * iterations + t + displacement[1]) * indices + displacement[2]
        for k in 0..<(indices - displacement[2]) {
          sum += term(sample[start + k]) * term(sample[other + k])
          count += 1
        }
      }
    }
    return sum / (variance * variance * Double(count)).squareRoot()
  }

  /// Between lanes, between indices within a pair, a block and beyond, between iterations, and mixed.
  static let displacements: [[Int]] =
    (1...9).map { [$0, 0, 0] } + (1...6).map { [0, 0, $0] } + [[0, 0, 32], [0, 0, 64], [0, 1, 0], [0, 2, 0]]
    + [[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]

  /// E x = 0, E x^2 = 1, E x^3 = 0, E x^4 = 3; the variances are 1, 2, 15 and 96.
  @Test func normalsHaveTheMomentsOfANormal() {
    #expect(abs(Self.standardisedSum(Self.gaussian, variance: 1) { $0 }) < Self.limit)
    #expect(abs(Self.standardisedSum(Self.gaussian, variance: 2) { $0 * $0 - 1 }) < Self.limit)
    #expect(abs(Self.standardisedSum(Self.gaussian, variance: 15) { $0 * $0 * $0 }) < Self.limit)
    #expect(abs(Self.standardisedSum(Self.gaussian, variance: 96) { $0 * $0 * $0 * $0 - 3 }) < Self.limit)
  }

  @Test(arguments: displacements)
  func normalsAreUncorrelated(displacement: [Int]) {
    let z = Self.standardisedCovariance(Self.gaussian, displacement, variance: 1) { $0 }
    #expect(abs(z) < Self.limit)
  }

  /// The squares would betray a radius that two normals share in the wrong way.
  @Test(arguments: displacements)
  func squaresOfNormalsAreUncorrelated(displacement: [Int]) {
    let z = Self.standardisedCovariance(Self.gaussian, displacement, variance: 2) { $0 * $0 - 1 }
    #expect(abs(z) < Self.limit)
  }

  /// Kolmogorov and Smirnov's distance. By the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart a correct stream
  /// exceeds 3.4 / sqrt(n) with probability at most 2 exp(-2 * 3.4^2) < 2e-10, for any n.
  @Test func normalsHaveTheDistributionOfANormal() {
    let sorted = Self.gaussian.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      let probability = 0.5 * erfc(-x * 0.5.squareRoot())
      distance = max(distance, probability - Double(i) / n, Double(i + 1) / n - probability)
    }
    #expect(distance * n.squareRoot() < 3.4)
  }

  /// Streams that differ in the purpose or the seed only.
  @Test func streamsAreUncorrelated() {
    for other in [
      Self.sample(.gaussian, seed: 20_260_101, purpose: 2), Self.sample(.gaussian, seed: 20_260_100, purpose: 1),
    ] {
      let sum = zip(Self.gaussian, other).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(sum / Double(other.count).squareRoot()) < Self.limit)
    }
  }

  /// Only the two values occur, each with frequency 1/2.
  @Test func signsAreFair() {
    #expect(Self.rademacher.allSatisfy { $0 == 1 || $0 == -1 })
    #expect(abs(Self.standardisedSum(Self.rademacher, variance: 1) { $0 }) < Self.limit)
  }

  @Test(arguments: displacements)
  func signsAreUncorrelated(displacement: [Int]) {
    let z = Self.standardisedCovariance(Self.rademacher, displacement, variance: 1) { $0 }
    #expect(abs(z) < Self.limit)
  }

  /// Only the three values occur, with frequencies 1/2, 1/4 and 1/4, so the variance is 1 and the fourth moment 2.
  @Test func threePointNumbersHaveTheirFrequencies() {
    let root = 2.0.squareRoot()
    #expect(Self.threePoint.allSatisfy { $0 == 0 || $0 == root || $0 == -root })
    #expect(abs(Self.standardisedSum(Self.threePoint, variance: 1) { $0 }) < Self.limit)
    #expect(abs(Self.standardisedSum(Self.threePoint, variance: 1) { $0 * $0 - 1 }) < Self.limit)
    #expect(abs(Self.standardisedSum(Self.threePoint, variance: 0.25) { ($0 == 0 ? 1 : 0) - 0.5 }) < Self.limit)
    #expect(abs(Self.standardisedSum(Self.threePoint, variance: 0.1875) { ($0 > 0 ? 1 : 0) - 0.25 }) < Self.limit)
  }

  @Test(arguments: displacements)
  func threePointNumbersAreUncorrelated(displacement: [Int]) {
    let z = Self.standardisedCovariance(Self.threePoint, displacement, variance: 1) { $0 }
    #expect(abs(z) < Self.limit)
    let zOfSquares = Self.standardisedCovariance(Self.threePoint, displacement, variance: 1) { $0 * $0 - 1 }
    #expect(abs(zOfSquares) < Self.limit)
  }
}
