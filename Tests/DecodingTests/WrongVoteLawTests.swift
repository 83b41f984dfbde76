import Decoding
import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct WrongVoteLawTests {
  @Test func oneGroupIsBinomial() {
    let law = WrongVoteLaw([WorkerGroup(flip: Rational(1, 3), count: 4)])
    #expect(law.numerators == [16, 32, 24, 8, 1])
    #expect(law.denominator == 81)
    #expect(law.probability(wrongAtLeast: 2) == Rational(33, 81))
  }

  /// C(M, j) w^j (d - w)^(M - j), with the binomial coefficients by Pascal's quotients.
  @Test(arguments: [1, 2, 63, 64, 65, 200], [Rational(0), 1, Rational(1, 2), Rational(3, 7), Rational(299, 1024)])
  func agreesWithTheBinomialClosedForm(workers: Int, flip: Rational) {
    let law = WrongVoteLaw([WorkerGroup(flip: flip, count: workers)])
    let (wrong, whole) = (flip.numerator, flip.denominator)
    var choose: Integer = 1
    for j in 0...workers {
      #expect(law.numerators[j] == choose * wrong.raised(to: j) * (whole - wrong).raised(to: workers - j))
      choose = (choose * Integer(workers - j)).dividedExactly(by: Integer(j + 1))
    }
    #expect(law.denominator == whole.raised(to: workers))
  }

  /// P(j) <- P(j) (1 - p) + P(j - 1) p, worker by worker over the rationals.
  @Test func agreesWithTheRecursion() throws {
    try forAll(.workerGroups(atMost: 12), count: 300, seed: 21) { groups in
      let law = WrongVoteLaw(groups)
      var recursion: [Rational] = [1]
      for flip in groups.flatMap({ repeatElement($0.flip, count: $0.count) }) {
        recursion = (0...recursion.count).map { j in
          (j < recursion.count ? recursion[j] * (1 - flip) : 0) + (j > 0 ? recursion[j - 1] * flip : 0)
        }
      }
      return law.workers == recursion.count - 1
        && recursion.indices.allSatisfy { law.probability(wrong: $0) == recursion[$0] }
        && law.numerators.reduce(0, +) == law.denominator
    }
  }

  @Test func thousandWorkersSumToOneWithTheRightMean() {
    let groups = WorkerGroup.benchmark(1000)
    let law = WrongVoteLaw(groups)
    #expect(law.numerators.reduce(0, +) == law.denominator)
    var mean: Integer = 0
    for (j, numerator) in law.numerators.enumerated() { mean = mean + Integer(j) * numerator }
    #expect(Rational(mean, law.denominator) == groups.reduce(Rational(0)) { $0 + $1.flip })
    #expect(law.probability(wrongAtLeast: 1000) == groups.reduce(Rational(1)) { $0 * $1.flip })
  }
}
