import ExactArithmetic
import PropertyTesting
import Testing

@Suite struct IntegerPolynomialTests {
  private typealias Factor = (constant: Integer, slope: Integer)

  /// The oracle: one factor after the other.
  private func naiveProduct(_ factors: [Factor]) -> [Integer] {
    factors.reduce([1]) { product, factor in
      (0...product.count).map { j in
        (j < product.count ? product[j] * factor.constant : 0) + (j > 0 ? product[j - 1] * factor.slope : 0)
      }
    }
  }

  private func agrees(_ factors: [Factor]) -> Bool {
    let product = IntegerPolynomial(productOfLinearFactors: factors)
    return product.coefficients == naiveProduct(factors)
      && product.valueAtOne == factors.reduce(1) { $0 * ($1.constant + $1.slope) }
  }

  @Test func noFactorsGiveOne() {
    let product = IntegerPolynomial(productOfLinearFactors: [])
    #expect(product.coefficients == [1])
    #expect(product.valueAtOne == 1)
  }

  /// Every size from bits to many limbs, zeros among the parts, long enough for several nodes of the tree.
  @Test(arguments: [(3, 0...150), (16, 0...60), (62, 0...40), (64, 0...40), (300, 0...24)])
  func agreesWithOneFactorAfterAnother(bits: Int, count: ClosedRange<Int>) throws {
    let parts = Generator<Integer>.integers(bits: bits).map(\.magnitude)
    let factors = Generator<(Integer, Integer)>.pair(parts, parts).array(count: count)
    try forAll(factors, count: 100, seed: 11) { agrees($0.map { (constant: $0.0, slope: $0.1) }) }
  }

  /// Word and many-limb factors in one product.
  @Test func agreesOnMixedSizes() throws {
    let parts = Generator<Integer>.integers.map(\.magnitude)
    let factors = Generator<(Integer, Integer)>.pair(parts, parts).array(count: 0...30)
    try forAll(factors, count: 200, seed: 12) { agrees($0.map { (constant: $0.0, slope: $0.1) }) }
  }

  /// Coefficients that fill their slots: every part is 2^k - 1.
  @Test(arguments: [31, 32, 62, 63, 64, 65, 128])
  func agreesAtTheBordersOfWords(bits: Int) {
    let ones = Integer(1).shiftedLeft(by: bits) - 1
    for count in [1, 2, 3, 17, 40] {
      #expect(agrees(Array(repeating: (constant: ones, slope: ones), count: count)))
      #expect(agrees(Array(repeating: (constant: ones, slope: 0), count: count)))
      #expect(agrees(Array(repeating: (constant: 0, slope: ones), count: count)))
      let shifts: [Factor] = Array(repeating: (constant: 0, slope: 1), count: count)
      #expect(agrees(shifts + [(constant: ones, slope: 1)]))
    }
  }

  @Test func refusesNegativeParts() async {
    await #expect(processExitsWith: .failure) {
      _ = IntegerPolynomial(productOfLinearFactors: [(constant: 1, slope: -1)])
    }
  }
}
