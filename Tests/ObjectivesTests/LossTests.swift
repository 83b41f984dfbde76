import ExactArithmetic
import Objectives
import Simulation
import Testing

@Suite struct LossTests {
  static let margins: [Double] =
    (-60...60).map { Double($0) / 4 } + [-700, -699.9, -300.3, -36.7, -1e-9, 1e-300, 36.7, 300.3, 699.9, 700]

  @Test(arguments: margins)
  func functionsInDoublesAreCloseToTheirEnclosures(_ z: Double) throws {
    let exact = Enclosure(double: z)
    let room = Rational.powerOfTwo(-50) * (1 + exact.lower.magnitude)
    for (value, enclosure) in [
      (Double.sigmoid(z), Enclosure.sigmoid(exact)), (Double.softplus(z), Enclosure.softplus(exact)),
    ] {
      let value = try #require(Rational(exactly: value))
      #expect(enclosure.lower - room <= value && value <= enclosure.upper + room)
    }
  }

  @Test func lanesHaveTheBitsOfDoubles() {
    for start in stride(from: 0, to: Self.margins.count - 8, by: 8) {
      let z = Lanes(SIMD8(Self.margins[start..<start + 8]))
      for lane in 0..<8 {
        #expect(Lanes.sigmoid(z).values[lane] == Double.sigmoid(z.values[lane]))
        #expect(Lanes.softplus(z).values[lane] == Double.softplus(z.values[lane]))
      }
    }
  }

  @Test func extremeMarginsDoNotTrap() {
    #expect(Double.sigmoid(.infinity) == 1 && Double.sigmoid(1e300) == 1)
    #expect(Double.sigmoid(-.infinity) < 1e-300 && Double.sigmoid(-1e300) >= 0)
    #expect(Double.softplus(.infinity) == .infinity && Double.softplus(1e300) == 1e300)
    #expect(Double.softplus(-.infinity) < 1e-300)
    #expect(Double.sigmoid(.nan).isNaN && Double.softplus(.nan).isNaN)
  }

  @Test func derivativesAreDifferencesAndKeepTheirBounds() {
    check(LogisticLoss.self)
    check(SigmoidalLoss.self)
  }

  private func check<Loss: ScalarLoss>(_ loss: Loss.Type) {
    let steepest = Double(Loss.steepestSlope)
    let largest = Double(Loss.largestCurvature.upper)
    var extremes = (slope: 0.0, curvature: 0.0)
    for z in stride(from: -20.0, through: 20, by: 1 / 64) {
      let h = 0x1p-12
      // Central differences err by h^2/6 times a third derivative below 1, and by rounding.
      #expect(abs((Loss.value(z + h) - Loss.value(z - h)) / (2 * h) - Loss.slope(z)) < 1e-7)
      #expect(abs((Loss.slope(z + h) - Loss.slope(z - h)) / (2 * h) - Loss.curvature(z)) < 1e-7)
      #expect(Loss.value(z) >= 0 && Loss.slope(z) <= 0)
      extremes = (max(extremes.slope, -Loss.slope(z)), max(extremes.curvature, abs(Loss.curvature(z))))
      #expect(!Loss.isConvex || Loss.curvature(z) >= 0)
    }
    #expect(extremes.slope <= steepest && extremes.curvature <= largest)
    // The bounds are attained, up to the grid of margins.
    #expect(extremes.slope > 0.999 * steepest && extremes.curvature > 0.999 * largest)
  }
}
