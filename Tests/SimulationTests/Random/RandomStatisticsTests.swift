import ExactArithmetic
import Glibc
import Simulation
import Testing

/// Statistical tests of draws at fixed seeds, each with the probability that a correct generator fails it on a new seed.
/// Together they are below 1e-6.
@Suite struct RandomStatisticsTests {
  static let count = 200_000

  static func draws(_ purpose: StreamPurpose = .computing) -> [RandomDraw] {
    (0..<count).map { RandomDraw(seed: 20_261_121, purpose: purpose, first: $0 % 100, number: $0 / 100) }
  }

  /// The largest difference between the sample's and the law's distribution function, times the root of the sample size.
  /// By the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart it exceeds 3.2 with probability below 2.6e-9.
  static func distance(_ sample: [Double], _ distribution: (Double) -> Double) -> Double {
    let n = Double(sample.count)
    return sample.sorted().enumerated().reduce(0) { distance, entry in
      let probability = distribution(entry.element)
      return max(distance, probability - Double(entry.offset) / n, Double(entry.offset + 1) / n - probability)
    } * n.squareRoot()
  }

  @Test func uniformsAreUniform() {
    #expect(Self.distance(Self.draws().map(\.uniform)) { $0 } < 3.2)
  }

  @Test func exponentialsAreExponential() {
    #expect(Self.distance(Self.draws(.link).map(\.exponential)) { -expm1(-$0) } < 3.2)
  }

  /// Neighbours in number, node, replicate and purpose: sums of products of centred uniforms, whose standard deviation is
  /// 1/12 a term. Each exceeds 6 standard deviations with probability 2e-9.
  @Test func neighbouringAddressesAreUncorrelated() {
    func uniform(_ purpose: StreamPurpose, _ node: Int, _ second: Int, _ number: Int, _ replicate: Int) -> Double {
      RandomDraw(
        seed: 3, purpose: purpose, first: node, second: second, number: number, replicate: replicate
      ).uniform - 0.5
    }
    var sums = [Double](repeating: 0, count: 5)
    for index in 0..<Self.count {
      let (node, number) = (index % 400, index / 400)
      let own = uniform(.computing, node, 0, number, 0)
      sums[0] += own * uniform(.computing, node, 0, number + 1, 0)
      sums[1] += own * uniform(.computing, node + 1, 0, number, 0)
      sums[2] += own * uniform(.computing, node, 0, number, 1)
      sums[3] += own * uniform(.link, node, 0, number, 0)
      sums[4] += own * uniform(.computing, node, 1, number, 0)
    }
    for sum in sums { #expect(abs(sum) * 12 / Double(Self.count).squareRoot() < 6) }
  }

  /// Frequencies within 6 standard deviations (2e-9 each).
  @Test(arguments: [Rational(1, 3), Rational(1, 2), Rational(9, 10), Rational(1, 100)])
  func eventsHaveTheirFrequency(probability: Rational) {
    let law = BernoulliLaw(probability)
    let happened = Self.draws().count { $0.bernoulli(law) }
    let p = Double(probability)
    let deviation = (Double(happened) - p * Double(Self.count)) / (p * (1 - p) * Double(Self.count)).squareRoot()
    #expect(abs(deviation) < 6)
  }

  /// Of the 16 words in units of 2^60, 6 go to the residue 0 and 5 to each other one unless some are rejected, so the
  /// residues of the bound 3 * 2^60 betray a bias that no small bound would. 6 standard deviations, 2e-9 each.
  @Test(arguments: [3 << 60, 1 << 62, 1000, 7]) func integersAreUnbiased(bound: Int) {
    let residues = bound % 7 == 0 ? 7 : (bound == 3 << 60 ? 3 : 4)
    var counts = [Int](repeating: 0, count: residues)
    for draw in Self.draws() {
      let value = draw.integer(below: bound)
      #expect(value >= 0 && value < bound)
      counts[value % residues] += 1
    }
    let p = 1 / Double(residues)
    for count in counts {
      #expect(abs(Double(count) - p * Double(Self.count)) < 6 * (p * (1 - p) * Double(Self.count)).squareRoot())
    }
    #expect(RandomDraw(seed: 1, purpose: .link, first: 0, number: 0).integer(below: 1) == 0)
  }
}
