import ExactArithmetic
import PropertyTesting
import Simulation
import Testing

@Suite struct BernoulliLawTests {
  /// The digits in base 2^64 of a probability, by long division.
  static func digits(_ probability: Rational, count: Int) -> [UInt64] {
    var (digits, rest) = ([UInt64](), probability)
    for _ in 0..<count {
      let scaled = rest * .powerOfTwo(64)
      digits.append(UInt64(scaled.floor.asInt128!))
      rest = scaled - Rational(scaled.floor)
    }
    return digits
  }

  static func number(_ words: [UInt64]) -> Rational {
    words.reversed().reduce(Rational.zero) { ($0 + Rational(Integer(Int128($1)))) * .powerOfTwo(-64) }
  }

  /// Draws that tie with the probability for some words, which no real draw does: the event is that the number which the
  /// words spell is below the probability.
  @Test func tiesAreDecidedExactly() throws {
    let probabilities: [Rational] = [
      Rational(1, 3), Rational(2, 3), Rational(1, 10), .powerOfTwo(-64), 3 * .powerOfTwo(-130), Rational(1, 1 << 40),
      1 - .powerOfTwo(-200), 1 - Rational(1, 7) * .powerOfTwo(-64), Rational(5, 8), .powerOfTwo(-300),
    ]
    for probability in probabilities {
      let law = BernoulliLaw(probability)
      let digits = Self.digits(probability, count: 8)
      for place in 1..<6 {
        for change in [-1, 0, 1] {
          var words = digits
          let (changed, overflow) =
            change < 0
            ? words[place].subtractingReportingOverflow(1)
            : words[place].addingReportingOverflow(UInt64(change))
          if overflow { continue }
          words[place] = changed
          let isBelow = Self.number(words) < probability
          #expect(
            law.decidesTie { $0 < 8 ? words[$0] : 0 } == isBelow, "\(probability), word \(place) changed by \(change)")
        }
      }
    }
  }

  /// A draw's first four words as a number, compared with the probability as rationals.
  @Test func drawsAreComparedWithTheProbability() throws {
    try forAll(.integers(in: 0...1000), .integers(in: 1...1000), seed: 3) { part, rest in
      let law = BernoulliLaw(Rational(part, part + rest))
      let draw = RandomDraw(seed: 5, purpose: .link, first: part, number: rest)
      return draw.bernoulli(law) == (Self.number((0..<4).map(draw.word)) < law.probability)
    }
  }

  @Test func certainAndImpossibleEvents() {
    let (certain, impossible) = (BernoulliLaw(1), BernoulliLaw(0))
    for number in 0..<1000 {
      let draw = RandomDraw(seed: 5, purpose: .link, first: 0, number: number)
      #expect(draw.bernoulli(certain) && !draw.bernoulli(impossible))
    }
    // Whatever the words are, the first and the last possible ones among them.
    #expect(certain.decidesTie { _ in .max } && !impossible.decidesTie { _ in 0 })
  }
}
