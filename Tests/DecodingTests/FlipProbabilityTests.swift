import Decoding
import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct FlipProbabilityTests {
  static let positive: Generator<Rational> = Generator<(Int, Int)>.pair(.integers(in: 1...300), .integers(in: 1...100))
    .map { Rational($0, $1) }
  static let gradients: Generator<Rational> = .one(of: [positive, positive.map { -$0 }])

  // MARK: Finite support

  /// Every outcome of B samples, their mean added to the gradient, with values and comparisons in enclosures of 300 bits:
  /// a sum of +-g and a multiple of the spacing that is not zero is further from it than that here.
  static func enumeration(
    batch: Int, gradient: Rational, values: [(value: Enclosure, probability: Rational)]
  ) -> (wrong: Rational, abstains: Rational) {
    var outcomes: [(sum: Enclosure, probability: Rational)] = [(Enclosure(0), 1)]
    for _ in 0..<batch {
      outcomes = outcomes.flatMap { outcome in
        values.map { (outcome.sum + $0.value, outcome.probability * $0.probability) }
      }
    }
    let (zero, tiny) = (Enclosure(0), Rational.powerOfTwo(-200))
    var result = (wrong: Rational(0), abstains: Rational(0))
    for (sum, probability) in outcomes {
      let mean = Enclosure(gradient.magnitude) + sum * Enclosure(Rational(1, batch))
      if mean.isLess(than: zero) == .yes {
        result.wrong += probability
      } else if zero.isLess(than: mean) != .yes {
        #expect(mean.width < tiny)
        result.abstains += probability
      }
    }
    return result
  }

  static func rademacher(_ variance: Rational) -> [(value: Enclosure, probability: Rational)] {
    let sigma = Enclosure(variance).squareRoot(width: .powerOfTwo(-300))
    return [(-sigma, Rational(1, 2)), (sigma, Rational(1, 2))]
  }

  static func threePoint(_ variance: Rational) -> [(value: Enclosure, probability: Rational)] {
    let value = Enclosure(2 * variance).squareRoot(width: .powerOfTwo(-300))
    return [(-value, Rational(1, 4)), (Enclosure(0), Rational(1, 2)), (value, Rational(1, 4))]
  }

  /// Squares, for which the gradient may meet the noise exactly, and others.
  static let variances: Generator<Rational> = .one(of: [
    positive, .element(of: [1, 4, Rational(1, 4), Rational(1, 2), 2, Rational(9, 2), 9, Rational(25, 9)]),
  ])
  static let smallGradients: Generator<Rational> = .one(of: [
    gradients, .element(of: [0, 1, -1, Rational(1, 2), Rational(1, 3), Rational(2, 3), Rational(3, 2), 2, -3]),
  ])

  @Test func finiteSupportIsTheEnumeration() throws {
    try forAll(.integers(in: 1...6), Self.smallGradients, Self.variances, count: 300, seed: 1) {
      batch, gradient, variance in
      FlipProbability.exact(batch: batch, gradient: gradient, law: .rademacher(variance: variance))
        == Self.enumeration(batch: batch, gradient: gradient, values: Self.rademacher(variance))
        && FlipProbability.exact(batch: batch, gradient: gradient, law: .threePoint(variance: variance))
          == Self.enumeration(batch: batch, gradient: gradient, values: Self.threePoint(variance))
    }
  }

  /// A three-point sample is the sum of two Rademacher samples of half its variance.
  @Test(arguments: [1, 2, 50, 1000]) func threePointIsTwiceRademacher(batch: Int) {
    let variance = Rational(7, 3)
    for gradient in [Rational(0), Rational(1, 9), Rational(1, 3), 2] {
      let three = FlipProbability.exact(batch: batch, gradient: gradient, law: .threePoint(variance: variance))
      let two = FlipProbability.exact(
        batch: 2 * batch, gradient: gradient / 2, law: .rademacher(variance: variance / 2))
      #expect(three == two)
    }
  }

  @Test func examplesByHand() {
    func isResult(_ found: (wrong: Rational, abstains: Rational), _ wrong: Rational, _ abstains: Rational) -> Bool {
      found == (wrong: wrong, abstains: abstains)
    }
    let unit = SymmetricLatticeNoise.rademacher(variance: 1)
    #expect(isResult(FlipProbability.exact(batch: 1, gradient: Rational(1, 2), law: unit), Rational(1, 2), 0))
    #expect(isResult(FlipProbability.exact(batch: 1, gradient: -1, law: unit), 0, Rational(1, 2)))
    #expect(
      isResult(FlipProbability.exact(batch: 3, gradient: Rational(1, 3), law: unit), Rational(1, 8), Rational(3, 8)))
    // sqrt(2) > 7/5
    let two = SymmetricLatticeNoise.rademacher(variance: 2)
    #expect(isResult(FlipProbability.exact(batch: 2, gradient: Rational(7, 5), law: two), Rational(1, 4), 0))
    #expect(isResult(FlipProbability.exact(batch: 2, gradient: Rational(3, 2), law: two), 0, 0))
    // No right sign: either sign equally often.
    #expect(isResult(FlipProbability.exact(batch: 2, gradient: 0, law: two), Rational(1, 4), Rational(1, 2)))
    #expect(isResult(FlipProbability.exact(batch: 2, gradient: huge, law: two), 0, 0))
  }

  /// Beyond what a machine word holds.
  let huge = Rational(Integer(10).raised(to: 40))

  @Test func withoutNoise() {
    for batch in [1, 7] {
      for law in [SymmetricLatticeNoise.rademacher(variance: 0), .threePoint(variance: 0)] {
        #expect(FlipProbability.exact(batch: batch, gradient: 3, law: law) == (wrong: 0, abstains: 0))
        #expect(FlipProbability.exact(batch: batch, gradient: 0, law: law) == (wrong: 0, abstains: 1))
      }
      for gradient in [Rational(0), Rational(-1, 7)] {
        #expect(
          FlipProbability.gaussian(batch: batch, gradient: gradient, variance: 0, significantBits: 64) == .zero)
        #expect(FlipProbability.unimodalBound(batch: batch, gradient: gradient, variance: 0) == .zero)
      }
    }
  }

  // MARK: Normal noise

  @Test func gaussianIsTheTailAtTheSignalToNoiseRatio() throws {
    // sigma^2 = (g / s)^2 B, so that S = s.
    try forAll(.integers(in: 1...1000), Self.gradients, Self.positive, count: 300, seed: 2) { batch, gradient, ratio in
      let variance = Rational(batch) * (gradient / ratio).squared
      let found = FlipProbability.gaussian(batch: batch, gradient: gradient, variance: variance, significantBits: 60)
      let exact = Enclosure(ratio).normalUpperTail(significantBits: 100)
      return found.lower <= exact.lower && exact.upper <= found.upper && found.width <= .powerOfTwo(-60) * found.lower
    }
  }

  @Test func gaussianWithAnIrrationalRatio() throws {
    try forAll(.integers(in: 1...1000), Self.gradients, Self.positive, count: 300, seed: 3) {
      batch, gradient, variance in
      let found = FlipProbability.gaussian(batch: batch, gradient: gradient, variance: variance, significantBits: 60)
      let ratio = Enclosure(Rational(batch) * gradient.squared / variance).squareRoot(width: .powerOfTwo(-200))
      let exact = ratio.normalUpperTail(significantBits: 100)
      return found.lower <= exact.lower && exact.upper <= found.upper
        && (ratio.upper > 1449 || found.width <= .powerOfTwo(-60) * found.lower)
    }
  }

  @Test func aGradientOfZeroHasNoRightSign() {
    let half = Enclosure(Rational(1, 2))
    #expect(FlipProbability.gaussian(batch: 3, gradient: 0, variance: 2, significantBits: 10) == half)
    #expect(FlipProbability.unimodalBound(batch: 3, gradient: 0, variance: 2) == half)
  }

  // MARK: The bound

  @Test func theBoundHoldsForNormalNoise() throws {
    try forAll(.integers(in: 1...1000), Self.gradients, Self.positive.map { $0 * 100 }, count: 1000, seed: 4) {
      batch, gradient, variance in
      let gaussian = FlipProbability.gaussian(
        batch: batch, gradient: gradient, variance: variance, significantBits: 64)
      let bound = FlipProbability.unimodalBound(batch: batch, gradient: gradient, variance: variance)
      return gaussian.isAtMost(bound) == .yes
    }
  }

  /// Uniform noise is where 1/2 - S / (2 sqrt 3) is attained: on [-a, a] with a^2 = 3 sigma^2, P(wrong) = (1 - |g| / a) / 2.
  @Test func theBoundIsSharpForUniformNoise() {
    for (gradient, halfWidth) in [(Rational(1, 2), Rational(3)), (Rational(-1), 2), (3, 5), (Rational(2), 3)] {
      let bound = FlipProbability.unimodalBound(batch: 1, gradient: gradient, variance: halfWidth.squared / 3)
      #expect(bound == Enclosure((1 - gradient.magnitude / halfWidth) / 2))
    }
    // Between S^2 = 1 and 4/3 (gradient 3 of 5) still this form; both are 1/6 at 4/3, and beyond it 2 / (9 S^2).
    #expect(FlipProbability.unimodalBound(batch: 4, gradient: 1, variance: 3) == Enclosure(Rational(1, 6)))
    #expect(FlipProbability.unimodalBound(batch: 5, gradient: 2, variance: 3) == Enclosure(Rational(1, 30)))
    let irrational = FlipProbability.unimodalBound(batch: 2, gradient: 1, variance: 5)
    #expect(!irrational.isExact && irrational.width <= .powerOfTwo(-64))
    #expect((Enclosure(Rational(1, 2)) - irrational).squared.contains(Rational(2, 60)))
  }

  @Test func decreasingInTheBatch() throws {
    try forAll(.integers(in: 1...300), Self.gradients, Self.positive, count: 300, seed: 5) {
      batch, gradient, variance in
      func gaussian(_ batch: Int) -> Enclosure {
        FlipProbability.gaussian(batch: batch, gradient: gradient, variance: variance * 10_000, significantBits: 64)
      }
      func bound(_ batch: Int) -> Enclosure {
        FlipProbability.unimodalBound(batch: batch, gradient: gradient, variance: variance * 10_000)
      }
      return gaussian(batch + 1).isLess(than: gaussian(batch)) == .yes
        && bound(batch + 1).isLess(than: bound(batch)) == .yes
    }
  }

  @Test func undefinedInputTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = FlipProbability.gaussian(batch: 0, gradient: 1, variance: 1, significantBits: 64)
    }
    await #expect(processExitsWith: .failure) {
      _ = FlipProbability.gaussian(batch: 1, gradient: 1, variance: -1, significantBits: 64)
    }
    await #expect(processExitsWith: .failure) {
      _ = FlipProbability.gaussian(batch: 1, gradient: 1, variance: 0, significantBits: 0)
    }
    await #expect(processExitsWith: .failure) { _ = FlipProbability.unimodalBound(batch: 0, gradient: 1, variance: 1) }
    await #expect(processExitsWith: .failure) { _ = FlipProbability.unimodalBound(batch: 1, gradient: 1, variance: -1) }
    await #expect(processExitsWith: .failure) {
      _ = FlipProbability.exact(batch: 0, gradient: 1, law: .rademacher(variance: 0))
    }
  }
}
