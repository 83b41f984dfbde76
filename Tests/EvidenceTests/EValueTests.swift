import Evidence
import ExactArithmetic
import Objectives
import Simulation
import Testing

@Suite struct EValueTests {
  /// The definition of a test martingale, checked by enumeration: over every path of a two-point law whose mean
  /// is exactly the bound, the expectation of K is at most 1 (up to rounding) at every length.
  @Test(arguments: [(0.0, 2.0, 0.5), (0.5, 3.0, 0.8), (0.0, 10.0, 0.9), (0.9, 1.1, 0.5)])
  func expectationUnderTheClaimIsAtMostOne(_ low: Double, _ high: Double, _ probabilityOfLow: Double) {
    #expect(abs(low * probabilityOfLow + high * (1 - probabilityOfLow) - 1) < 1e-12)
    let length = 10
    var expectation = [Double](repeating: 0, count: length + 1)
    for path in 0..<1 << length {
      var process = EValue()
      var probability = 1.0
      for step in 0..<length {
        let isHigh = path >> step & 1 == 1
        process.add(ratio: isHigh ? high : low)
        probability *= isHigh ? 1 - probabilityOfLow : probabilityOfLow
        // Every prefix is shared by 2^(length - step - 1) paths.
        expectation[step + 1] += exponential(process.logarithm) * probability / Double(1 << (length - step - 1))
      }
    }
    for length in 1...length { #expect(expectation[length] <= 1 + 1e-9, "length \(length)") }
  }

  /// 2000 experiments of 200 exponential-like draws at the boundary, alpha = 1/20: Ville allows 5 % of refutations.
  /// With true rate 5 % or less, more than 6.5 % would appear with probability below 0.002.
  @Test func falseAlarmsAreRarerThanAlpha() {
    let stream = NoiseStream(seed: 99, purpose: 901)
    let alarms = (0..<2000).count { experiment in
      var process = EValue()
      for draw in 0..<200 {
        // Mean 1 exactly: 3 with probability 1/4, 1/3 with probability 3/4.
        let word = stream.word(UInt32(draw), iteration: 0, replicate: UInt32(experiment))
        process.add(ratio: word % 4 == 0 ? 3 : 1.0 / 3)
      }
      return process.refutes(at: Rational(1, 20))
    }
    #expect(Double(alarms) / 2000 <= 0.065)
  }

  @Test func aFalseClaimIsRefuted() {
    var process = EValue()
    for draw in 0..<100 { process.add(ratio: draw % 2 == 0 ? 1.2 : 1.8) }
    #expect(process.refutes(at: Rational(1, 1000)))
  }

  @Test func aTrueClaimWithRoomIsNeverNearRefutation() {
    var process = EValue()
    for draw in 0..<1000 { process.add(ratio: draw % 2 == 0 ? 0.1 : 0.8) }
    #expect(process.largestLogarithm == 0)
  }

  @Test func refutationIsRememberedAndNeedsTheThreshold() {
    var process = EValue()
    while !process.refutes(at: Rational(1, 1000)) { process.add(ratio: 1.5) }
    #expect(process.largestLogarithm >= 6.907755278982137)
    for _ in 0..<50 { process.add(ratio: 0) }
    #expect(process.refutes(at: Rational(1, 1000)))
  }

  /// One huge replicate decides at once only as far as the bet allows; before any evidence the bet is zero.
  @Test func theFirstReplicateIsNotBetOn() {
    var process = EValue()
    process.add(ratio: 1e300)
    #expect(process.logarithm == 0)
  }

  /// A spread that overflowed would silence the process for ever.
  @Test func aHugeReplicateDoesNotDeafenTheProcess() {
    var process = EValue()
    process.add(ratio: 1e300)
    for _ in 0..<200 { process.add(ratio: 5) }
    #expect(process.refutes(at: Rational(1, 1000)))
  }

  /// log by its own series; checked against exp of the halves.
  private func exponential(_ x: Double) -> Double {
    var sum = 1.0
    var term = 1.0
    let reduced = x / 64
    for n in 1...30 {
      term *= reduced / Double(n)
      sum += term
    }
    var result = sum
    for _ in 0..<6 { result *= result }
    return result
  }
}

@Suite struct SampleMeanTests {
  @Test func intervalOfKnownSamples() {
    // Mean 2, sample variance 2.5 / ... : values 0, 1, 2, 3, 4 have variance 2.5, standard error sqrt(0.5).
    let mean = SampleMean([0, 1, 2, 3, 4])
    #expect(abs(mean.mean - 2) < 1e-15)
    #expect(abs(mean.upper - (2 + 2.5758293035489004 * 0.5.squareRoot())) < 1e-12)
    #expect(abs(mean.lower - (2 - 2.5758293035489004 * 0.5.squareRoot())) < 1e-12)
  }

  @Test func oneSampleHasNoInterval() { #expect(SampleMean([1]).upper == .infinity) }
}
