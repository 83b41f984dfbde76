import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct ForAllTests {
  struct Broken: Error, CustomStringConvertible {
    var description: String { "broken at the seam" }
  }

  @Test func aPropertyThatHoldsIsTriedOnEveryExample() throws {
    var trials = 0
    try forAll(.integers(in: 0...9), count: 321, seed: 1) { value in
      trials += 1
      return value < 10
    }
    #expect(trials == 321)
  }

  @Test func aRareCounterexampleIsFoundAtItsAttempt() throws {
    var trials = 0
    let failure = try #require(
      failure { () throws(PropertyFailure<Int>) in
        try forAll(.integers(in: 0...Int.max), seed: 3) { _ in
          trials += 1
          return trials < 42
        }
      })
    #expect(failure.attempt == 41)
    #expect(failure.seed == 3 + 41)
  }

  @Test(arguments: [0, 7, UInt64.max - 3])
  func theReportedSeedReplaysTheFailureAlone(seed: UInt64) throws {
    func run(count: Int, seed: UInt64) throws -> PropertyFailure<Rational> {
      try #require(
        failure { () throws(PropertyFailure<Rational>) in
          try forAll(.rationals, count: count, seed: seed) { $0.denominator.bitWidth < 100 || $0 < 3 }
        })
    }
    let first = try run(count: 1000, seed: seed)
    let again = try run(count: 1, seed: first.seed)
    #expect(first.attempt > 0)
    #expect(first.seed == seed &+ UInt64(first.attempt))
    #expect(again.attempt == 0)
    #expect(again.seed == first.seed)
    #expect(again.original == first.original)
    #expect(again.counterexample == first.counterexample)
    #expect(again.shrinkingSteps == first.shrinkingSteps)
  }

  @Test func theSeedDecidesTheExamples() {
    #expect(values(.rationals, count: 50, seed: 5) == values(.rationals, count: 50, seed: 5))
    #expect(values(.rationals, count: 50, seed: 5) != values(.rationals, count: 50, seed: 500))
  }

  @Test func theTextNamesCounterexampleOriginalReasonAndSeed() throws {
    let failure = try #require(
      failure { () throws(PropertyFailure<Int>) in
        try forAll(.integers(in: 0...1_000_000), seed: 11) { $0 < 250 }
      })
    #expect(failure.original != 250)
    #expect(
      "\(failure)"
        == "counterexample 250 (shrunk in \(failure.shrinkingSteps) steps from \(failure.original)) after "
        + "\(failure.attempt) examples that held: the property is false; replay with count: 1, seed: \(failure.seed)")
  }

  @Test func theTextSaysWhenNothingWasShrunk() throws {
    let failure = try #require(
      failure { () throws(PropertyFailure<Int>) in
        try forAll(.constant(5), count: 1, seed: 2) { _ in false }
      })
    #expect(
      "\(failure)"
        == "counterexample 5 (not shrunk) after 0 examples that held: the property is false; replay with count: 1, seed: 2"
    )
  }

  @Test func aThrownErrorRefutesAndIsReportedWithTheShrunkExample() throws {
    let failure = try #require(
      failure { () throws(PropertyFailure<Int>) in
        try forAll(.integers(in: 0...1_000_000), seed: 1) { value in
          if value >= 77 { throw Broken() }
          return true
        }
      })
    #expect(failure.counterexample == 77)
    #expect(failure.reason == "the property threw: broken at the seam")
    #expect(failure.description.contains("broken at the seam"))
  }

  @Test func theReasonIsThatOfTheShrunkExample() throws {
    let failure = try #require(
      failure { () throws(PropertyFailure<Int>) in
        try forAll(.integers(in: 500...1_000_000), seed: 1) { value in
          if value > 500 { throw Broken() }
          return false
        }
      })
    #expect(failure.counterexample == 500)
    #expect(failure.reason == "the property is false")
  }

  @Test func severalValuesAreDrawnIndependently() throws {
    var equal = 0
    try forAll(.integers(in: 0...9), .integers(in: 0...9), .integers(in: 0...9), seed: 4) { a, b, c in
      if a == b { equal += 1 }
      if b == c { equal += 1 }
      return true
    }
    // Two chances of one tenth in each of 1000 attempts.
    #expect(equal > 130 && equal < 280)
  }

  /// Shrinking stops although every value has a simpler one that fails.
  @Test func aShrinkingFunctionThatRunsInCirclesIsLeft() throws {
    let circular = Generator<Int>(sample: { _ in 1 }, shrink: { [1 - $0] })
    let failure = try #require(
      failure { () throws(PropertyFailure<Int>) in try forAll(circular, count: 1, seed: 0) { _ in false } })
    #expect(failure.shrinkingSteps == 50_000)
  }

  @Test func noExamplesAreRefused() async {
    await #expect(processExitsWith: .failure) { try forAll(.integers(in: 0...1), count: 0, seed: 0) { _ in true } }
  }

  @Test func aFilterThatRejectsEverythingIsRefused() async {
    await #expect(processExitsWith: .failure) {
      try forAll(Generator<Int>.integers(in: 0...1).filter { $0 > 1 }, seed: 0) { _ in true }
    }
  }
}
