import Decoding
import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct SymmetricLatticeNoiseTests {
  /// Random weights, some of them zero, for k up to 4.
  static let laws = Generator<([Int], Int)>.pair(
    Generator<Int>.integers(in: 0...9).array(count: 0...4), .integers(in: 1...9)
  ).map { SymmetricLatticeNoise(weights: ($0 + [$1]).map { Integer($0) }, squaredSpacing: Rational(2, 3)) }

  /// P(k) = weights[|k|], by adding up one sample after the other.
  static func convolution(_ law: SymmetricLatticeNoise, count: Int) -> [Int: Integer] {
    var sums: [Int: Integer] = [0: 1]
    for _ in 0..<count {
      var next: [Int: Integer] = [:]
      for (k, weight) in sums {
        for j in 1 - law.weights.count..<law.weights.count {
          next[k + j, default: 0] += weight * law.weights[abs(j)]
        }
      }
      sums = next
    }
    return sums
  }

  @Test func sumsAreConvolutions() throws {
    try forAll(Self.laws, .integers(in: 1...7), count: 300, seed: 1) { law, count in
      let sum = law.sum(of: count)
      let expected = Self.convolution(law, count: count)
      return sum.weights.count == (law.weights.count - 1) * count + 1
        && sum.weights.indices.allSatisfy { expected[$0] == sum.weights[$0] && expected[-$0] == sum.weights[$0] }
        && sum.denominator == expected.values.reduce(0, +) && sum.squaredSpacing == law.squaredSpacing
        && sum.variance == Rational(count) * law.variance
    }
  }

  @Test func namedLaws() {
    for variance in [Rational(0), 1, Rational(2, 7)] {
      #expect(SymmetricLatticeNoise.rademacher(variance: variance).variance == variance)
      #expect(SymmetricLatticeNoise.threePoint(variance: variance).variance == variance)
    }
  }

  /// C(10000, 5000 + j) for the sum 2j.
  @Test func largeBatches() {
    let sum = SymmetricLatticeNoise.rademacher(variance: 1).sum(of: 10_000)
    var binomial: Integer = 1
    for j in stride(from: 5000, to: 0, by: -1) {
      #expect(sum.weights[2 * j] == binomial && sum.weights[2 * j - 1] == 0)
      binomial = (binomial * Integer(5000 + j)).dividedExactly(by: Integer(5001 - j))
    }
    #expect(sum.weights[0] == binomial && sum.denominator == Integer(2).raised(to: 10_000))
  }

  @Test func undefinedInputTraps() async {
    await #expect(processExitsWith: .failure) { _ = SymmetricLatticeNoise(weights: [], squaredSpacing: 1) }
    await #expect(processExitsWith: .failure) { _ = SymmetricLatticeNoise(weights: [1, 0], squaredSpacing: 1) }
    await #expect(processExitsWith: .failure) { _ = SymmetricLatticeNoise(weights: [-1, 1], squaredSpacing: 1) }
    await #expect(processExitsWith: .failure) { _ = SymmetricLatticeNoise(weights: [1], squaredSpacing: -1) }
    await #expect(processExitsWith: .failure) { _ = SymmetricLatticeNoise(weights: [1], squaredSpacing: 1).sum(of: 0) }
  }
}
