import Decoding
import ExactArithmetic
import Testing

@Suite struct WrongVoteLawTests {
  @Test func oneGroupIsBinomial() {
    let law = WrongVoteLaw([WorkerGroup(flip: Rational(1, 3), count: 4)])
    #expect(law.numerators == [16, 32, 24, 8, 1])
    #expect(law.denominator == 81)
    #expect(law.probability(wrongAtLeast: 2) == Rational(33, 81))
  }
}
