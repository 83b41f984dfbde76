import Checking
import Evidence
import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct ComparisonClaimTests {
  static func samples(_ values: [Double], most: Double? = nil) -> Samples {
    Samples(values: values, lowerValues: values, upperValues: values, most: most)
  }

  static func judge(_ left: [Double], _ base: [Double], factor: Rational = 1, most: Double? = 4) -> Verdict {
    Comparison.judge(
      samples(left, most: most), atMost: factor, times: samples(base, most: most), alpha: Rational(1, 1000)
    ).verdict
  }

  @Test func pairedSamplesAreJudgedByEValueAndInterval() {
    let base = (0..<200).map { $0 % 2 == 0 ? 1.0 : 3.0 }
    let half = base.map { $0 / 2 }
    #expect(Self.judge(half, base) == .consistent)
    #expect(Self.judge(half, base, factor: Rational(1, 4)) == .refuted)
    #expect(Self.judge(base, half) == .refuted)
    #expect(Self.judge(half, base, factor: Rational(51, 100)) == .consistent)
    // The interval has no width here: every pair has the ratio 1/2.
    #expect(Self.judge(half, base, factor: Rational(49, 100)) != .consistent)
    #expect(Self.judge(Array(half.prefix(10)), Array(base.prefix(10))) == .undecided)
    // Without an upper bound of the base there is nothing to bet on.
    #expect(Self.judge(base, half, most: nil) == .undecided)
    #expect(Self.judge(half, base.map { _ in 0 }) == .refuted)
    #expect(Self.judge(base.map { _ in 0 }, base.map { _ in 0 }) == .undecided)
  }

  /// The bets rest on lower values of the left side and upper values of the base.
  @Test func roundingCannotRefute() {
    let values = [Double](repeating: 2, count: 400)
    let left = Samples(values: values, lowerValues: values.map { $0 / 4 }, upperValues: values, most: 4)
    let base = Samples(
      values: values.map { $0 / 2 }, lowerValues: values.map { $0 / 2 }, upperValues: values.map { $0 / 2 }, most: 4)
    let judgement = Comparison.judge(left, atMost: 1, times: base, alpha: Rational(1, 1000))
    #expect(judgement.verdict != .refuted)
    let generous = Samples(values: base.values, lowerValues: base.values, upperValues: values, most: 4)
    #expect(
      Comparison.judge(Self.samples(values, most: 4), atMost: 1, times: generous, alpha: Rational(1, 1000)).verdict
        != .refuted)
  }

  /// A true claim at its border is refuted with probability at most 1/20 in each of 2000 runs: more than 150 refutations
  /// have probability below 1e-6.
  @Test func falseAlarmsAreRare() {
    var random = SplitMix64(seed: 5)
    var alarms = 0
    for _ in 0..<2000 {
      let pairs = (0..<60).map { _ in (Double(random.next() % 5), Double(random.next() % 5)) }
      let verdict = Comparison.judge(
        Self.samples(pairs.map(\.0), most: 4), atMost: 1, times: Self.samples(pairs.map(\.1), most: 4),
        alpha: Rational(1, 20)
      ).verdict
      if verdict == .refuted { alarms += 1 }
    }
    #expect(alarms <= 150, "\(alarms)")
  }

  @Test func theRatioIsThatOfTheMeans() throws {
    let ratio = try #require(SampleRatio([1, 2, 3, 4], [2, 2, 2, 3]))
    #expect(abs(ratio.ratio - 10 / 9) < 1e-15)
    #expect(ratio.lower < ratio.ratio && ratio.ratio < ratio.upper)
    #expect(SampleRatio([1, 2], [0, 0]) == nil)
    let exact = try #require(SampleRatio([1, 2, 3], [2, 4, 6]))
    #expect(exact.lower == exact.upper && exact.ratio == 0.5)
  }

  /// Both runs exact: the comparison is one of fractions and may certify or refute.
  @Test func exactRunsAreComparedExactly() throws {
    func verdicts(_ factor: String) throws -> [ClaimResult] {
      try check(
        scenarioText(
          claims: #"[{ compare: "suboptimality", to: "dsgd", factor: "\#(factor)" }]"#,
          network: #"{ topology: "complete", nodes: 5 }"#))
    }
    // The same algorithm: the ratio to the factor 1 is exactly 1.
    let same = try verdicts("1")
    #expect(same[0].verdict == .certified)
    #expect(same[0].ratio?.exact == 1)
    #expect(same[0].theorem == "comparison" && same[0].provenance == "declared")
    #expect(try verdicts("999999/1000000")[0].verdict == .refuted)
  }

  /// Verdicts of the same claims with exact and with sampled evidence.
  private static func verdicts(
    _ claim: String, algorithm: String, objective: String, noise: (exact: String, sampled: String)
  ) throws -> (exact: Verdict, sampled: Verdict) {
    func verdict(_ noise: String, _ evidence: String) throws -> Verdict {
      try check(
        scenarioText(
          claims: "[{ \(claim) }]", algorithm: algorithm, network: #"{ topology: "complete", nodes: 3 }"#,
          objective: #"{ name: "quadratic", \#(objective), noise: \#(noise) }"#, evidence: evidence))[0].verdict
    }
    return (
      try verdict(noise.exact, #"{ kind: "exact" }"#),
      try verdict(noise.sampled, #"{ kind: "sampled", replicates: 400, alpha: "1/1000" }"#)
    )
  }

  /// The mean over the iterations has a least value that the last iteration alone may pass.
  @Test func finalAlignmentIsNotCutAtTheLeastMean() throws {
    let found = try Self.verdicts(
      #"compare: "signAlignment", to: {}, at: "final", factor: "3/4""#,
      algorithm: #"{ name: "signsgd-mv", stepSize: "1/4", iterations: 64, adversaries: 3 }"#,
      objective: #"curvature: [1], spread: 0, start: ["1/8"]"#,
      noise: (exact: #"{ law: "none" }"#, sampled: #"{ law: "none" }"#))
    #expect(found.exact == .certified)
    // Both sides are negative, so there is no ratio.
    #expect(found.sampled == .undecided)
  }

  /// Steps beyond 2/L double rounding errors of a run that stays at its optimum but for tiny noise.
  @Test func expandingStepsAreNotBelieved() throws {
    let (linear, sign) = (#"name: "dsgd", stepSize: 10"#, #"name: "signsgd-mv", stepSize: "1/1024""#)
    for (own, other, exact) in [(linear, sign, Verdict.certified), (sign, linear, .refuted)] {
      let found = try Self.verdicts(
        #"compare: "suboptimality", to: { \#(other) }, at: "final""#, algorithm: "{ \(own), iterations: 121 }",
        objective: #"curvature: ["1/3"], centres: [["1/10"], ["1/5"], ["3/10"]], start: ["1/5"]"#,
        noise: (
          exact: #"{ law: "rademacher", variance: "1e-100" }"#, sampled: #"{ law: "gaussian", variance: "1e-100" }"#
        ))
      #expect(found.exact == exact)
      #expect(found.sampled == .undecided)
    }
  }

  /// A coordinate far flatter than another has errors too.
  @Test func errorsOfFlatCoordinatesCount() throws {
    func verdict(_ start: String, _ evidence: String) throws -> Verdict {
      try check(
        scenarioText(
          claims: #"[{ compare: "decodingError", to: { adversaries: 0 }, factor: 2 }]"#,
          algorithm: #"{ name: "signsgd-mv", stepSize: "1/1024", iterations: 20, adversaries: 1 }"#,
          network: #"{ topology: "complete", nodes: 3 }"#,
          objective: """
            { name: "quadratic", curvature: [1, "1e-13"], spread: 0, start: [1, "\(start)"],
              noise: { law: "gaussian", variance: "1/4" } }
            """, evidence: evidence))[0].verdict
    }
    let sampled = #"{ kind: "sampled", replicates: 4000 }"#
    #expect(try verdict("1", #"{ kind: "moments" }"#) == .certified)
    #expect(try verdict("1", sampled) == .consistent)
    // Doubles do not tell whether this coordinate comes to zero.
    #expect(try verdict("1.00000000000000000001", sampled) == .undecided)
  }
}
