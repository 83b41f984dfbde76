import Decoding
import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct CertifiedWrongVoteLawTests {
  /// Every probability of the exact law is enclosed, and no enclosure is wider than promised.
  private func encloses(_ groups: [WorkerGroup]) -> Bool {
    let exact = WrongVoteLaw(groups)
    let law = CertifiedWrongVoteLaw(groups)
    guard law.workers == exact.workers, law.relativeError <= Double(5 * exact.workers) * 0x1p-53 + 0x1p-48 else {
      return false
    }
    let error = Rational(exactly: law.relativeError)!
    func holds(_ enclosure: Enclosure, _ numerator: Integer) -> Bool {
      let value = Rational(numerator, exact.denominator)
      // Twice the error around the centre, and the centre within the error of the value.
      return enclosure.contains(value) && enclosure.width <= 2 * error * (1 + 2 * error) * value
    }
    var (below, from): (Integer, Integer) = (0, exact.denominator)
    for (j, numerator) in exact.numerators.enumerated() {
      guard holds(law.probability(wrong: j), numerator), holds(law.probability(wrongAtLeast: j), from) else {
        return false
      }
      (below, from) = (below + numerator, from - numerator)
      guard holds(law.probability(wrongAtMost: j), below) else { return false }
    }
    return law.probability(wrongAtLeast: exact.workers + 1) == Enclosure(0)
      && law.probability(wrongAtLeast: -1) == Enclosure(1) && law.probability(wrongAtMost: -1) == Enclosure(0)
      && law.probability(wrongAtMost: exact.workers + 1) == Enclosure(1)
  }

  @Test func enclosesTheExactLaw() throws {
    try forAll(.workerGroups(atMost: 25), count: 200, seed: 31) { encloses($0) }
  }

  /// Short fractions only, so that the blocked recursion does the work, around all sizes of its blocks.
  @Test func enclosesTheExactLawInBlocks() throws {
    let flips = Generator<Int>.integers(in: 1...1023).map { WorkerGroup(flip: Rational($0, 1024)) }
    try forAll(flips.array(count: 0...200), count: 40, seed: 32) { encloses($0) }
  }

  /// p or 1 - p just above and below the reach of plain doubles, alone and among ordinary workers.
  @Test(arguments: [10, 20, 30, 31, 32, 40, 60, 100, 300, 1000])
  func enclosesTheExactLawOfExtremeWorkers(bits: Int) {
    let tiny = Rational.powerOfTwo(-bits)
    for count in [1, 7, 8, 9, 32, 70] {
      #expect(encloses([WorkerGroup(flip: tiny, count: count)]))
      #expect(encloses([WorkerGroup(flip: 1 - tiny, count: count)]))
      #expect(encloses([WorkerGroup(flip: tiny, count: count), WorkerGroup(flip: 1 - tiny, count: 33)]))
      #expect(encloses([WorkerGroup(flip: Rational(1, 3), count: 40), WorkerGroup(flip: tiny, count: count)]))
    }
  }

  @Test func enclosesTheExactLawOfAThousandWorkers() {
    #expect(encloses(WorkerGroup.benchmark(1000)))
  }

  @Test func enclosesTheExtremeTailsOfFiveThousandWorkers() {
    let groups = WorkerGroup.benchmark(5000)
    let law = CertifiedWrongVoteLaw(groups)
    let allWrong = Rational(groups.reduce(1) { $0 * (1024 * $1.flip).numerator }, Integer(1024).raised(to: 5000))
    let allRight = Rational(
      groups.reduce(1) { $0 * (1024 - 1024 * $1.flip).numerator }, Integer(1024).raised(to: 5000))
    #expect(allWrong < Rational(1, Integer(10).raised(to: 4000)))
    #expect(law.probability(wrongAtLeast: 5000).contains(allWrong))
    #expect(law.probability(wrong: 5000).contains(allWrong))
    #expect(law.probability(wrongAtMost: 0).contains(allRight))
    #expect(law.relativeError < 3e-12)
  }

  /// Errors that all have one sign: p is just below the middle between 2^-k and the next double, so P(all wrong) is computed
  /// almost M units too small.
  @Test(arguments: [2, 60])
  func enclosesWhereEveryConversionErrsTheSameWay(bits: Int) {
    let flip = Rational.powerOfTwo(-bits) * (1 + Rational(99, 100) * .powerOfTwo(-53))
    let law = CertifiedWrongVoteLaw([WorkerGroup(flip: flip, count: 1000)])
    let allWrong = flip.raised(to: 1000)
    #expect(law.probability(wrong: 1000).contains(allWrong))
    #expect(law.probability(wrongAtLeast: 1000).contains(allWrong))
    #expect(law.probability(wrong: 1000).midpoint < allWrong * (1 - 980 * .powerOfTwo(-53)))
  }

  /// What p = 0 and p = 1 force is exact.
  @Test func certainVotesAreExact() {
    let law = CertifiedWrongVoteLaw([
      WorkerGroup(flip: 0, count: 3), WorkerGroup(flip: 1, count: 2), WorkerGroup(flip: Rational(1, 3)),
    ])
    #expect(law.workers == 6)
    #expect(law.probability(wrong: 1) == Enclosure(0))
    #expect(law.probability(wrong: 4) == Enclosure(0))
    #expect(law.probability(wrongAtLeast: 2) == Enclosure(1))
    #expect(law.probability(wrongAtMost: 3) == Enclosure(1))
    #expect(law.probability(wrong: 3).contains(Rational(1, 3)))
    #expect(CertifiedWrongVoteLaw([]).probability(wrong: 0).contains(1))
  }

  @Test func refusesACountBeyondTheWorkers() async {
    await #expect(processExitsWith: .failure) {
      _ = CertifiedWrongVoteLaw([WorkerGroup(flip: Rational(1, 2))]).probability(wrong: 2)
    }
  }
}
