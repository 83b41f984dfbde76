import Glibc
import Simulation
import Testing

@Suite struct GaussianTransformTests {
  static let radii: UInt64 = 1 << 40
  static let angles: UInt64 = 1 << 24

  /// The documented transform of one word, by the mathematics library.
  static func reference(_ word: UInt64) -> (first: Double, second: Double) {
    let u = (Double(word >> 24) + 0.5) / 0x1p40
    let number = word & (angles - 1)
    // The turn by pi is a sign, so the reference angle stays small and exact to its last bit.
    let halfTurn = (Double(number >> 1) + 0.5) / 0x1p23 - 0.5
    let radius = (-2 * log(u)).squareRoot() * (number & 1 == 1 ? -1 : 1)
    return (radius * cos(Double.pi * halfTurn), radius * sin(Double.pi * halfTurn))
  }

  /// Radii at both ends, next to powers of two, next to sqrt(1/2) times them (where the reduction switches) and random;
  /// angles at both ends, next to the borders of octants and random.
  static func words() -> [UInt64] {
    var generator = SplitMix(state: 2)
    var edgeRadii: Set<UInt64> = [0, 1, 2, 3, radii - 1, radii - 2, radii - 3, radii / 2, radii / 2 - 1]
    for exponent in 2..<40 {
      for centre in [0x1p0, 0.5.squareRoot()] {
        let nearest = UInt64(centre * Double(UInt64(1) << UInt64(exponent)))
        for radius in (nearest - 2)...(nearest + 2) where radius < radii { edgeRadii.insert(radius) }
      }
    }
    var edgeAngles: Set<UInt64> = [0, 1, 2, 3, angles - 1, angles - 2, angles - 3]
    for octant in 1..<8 {
      let border = UInt64(octant) * angles / 8
      edgeAngles.formUnion((border - 3)...(border + 3))
    }
    var words: [UInt64] = []
    for radius in edgeRadii.sorted() {
      for angle in edgeAngles.sorted() { words.append(radius << 24 | angle) }
    }
    for _ in 0..<100_000 {
      // Half of the radii crowd towards u = 1, and half of the rest towards u = 0.
      let word = generator.next()
      let shift = generator.next() % 38
      let radius =
        switch generator.next() % 4 {
        case 0, 1: radii - 1 - (word >> 24) >> shift
        case 2: (word >> 24) >> shift
        default: word >> 24
        }
      words.append(radius << 24 | word & (angles - 1))
    }
    return words
  }

  /// Documented: within 1e-12 of the exact transform. The library's own error is below 1e-15 here.
  @Test func normalsAgreeWithTheMathematicsLibrary() {
    var largestError = 0.0
    var worst: UInt64 = 0
    let words = Self.words()
    for start in stride(from: 0, to: words.count - 7, by: 8) {
      var lanes = SIMD8<UInt64>.zero
      for lane in 0..<8 { lanes[lane] = words[start + lane] }
      let normals = GaussianTransform.normals(lanes)
      for lane in 0..<8 {
        let expected = Self.reference(lanes[lane])
        let error = max(abs(normals.first[lane] - expected.first), abs(normals.second[lane] - expected.second))
        // Written so that a result that is not a number counts as the worst.
        if !(error <= largestError) { (largestError, worst) = (error, lanes[lane]) }
      }
    }
    #expect(largestError < 1e-12, "word \(String(worst, radix: 16))")
  }

  /// Relative accuracy of the radius, which near u = 1 says more than the absolute one.
  @Test func radiusIsRelativelyAccurate() {
    var largestError = 0.0
    for word in Self.words() {
      let expected = (-2 * log((Double(word >> 24) + 0.5) / 0x1p40)).squareRoot()
      let radius = GaussianTransform.radius(SIMD8(repeating: word))[5]
      let error = abs(radius / expected - 1)
      if !(error <= largestError) { largestError = error }
    }
    #expect(largestError < 1e-13)
  }

  @Test func radiusEndsWhereDocumented() {
    let largest = GaussianTransform.radius(SIMD8(repeating: 0))[0]
    #expect(abs(largest - (82 * log(2.0)).squareRoot()) < 1e-12)
    let smallest = GaussianTransform.radius(SIMD8(repeating: .max))[0]
    #expect(abs(smallest / 0x1p-20 - 1) < 1e-12)
  }

  /// Why moments of odd degree vanish: turning by pi negates both normals, mirroring the angle negates the second.
  @Test func angleGridIsSymmetricBitForBit() {
    for word in Self.words().prefix(20_000) {
      let normals = GaussianTransform.normals(SIMD8(repeating: word))
      let turned = GaussianTransform.normals(SIMD8(repeating: word ^ 1))
      let mirrored = GaussianTransform.normals(SIMD8(repeating: word ^ 0xFF_FFFE))
      let isSymmetric =
        turned.first == -normals.first && turned.second == -normals.second
        && mirrored.first == normals.first && mirrored.second == -normals.second
      #expect(isSymmetric, "word \(String(word, radix: 16))")
    }
  }

  /// Every 4096th angle of the half circle: over 2048 equally spaced angles the means of the square of the cosine, of its
  /// product with the sine and of the fourth power of the sine are those over the circle.
  @Test func anglesDivideTheCircleEqually() {
    var (square, product, fourth) = (0.0, 0.0, 0.0)
    for step: UInt64 in 0..<2048 {
      let (cosine, sine) = GaussianTransform.halfCircle(SIMD8(repeating: step << 13))
      square += cosine[3] * cosine[3]
      product += cosine[3] * sine[3]
      fourth += sine[3] * sine[3] * sine[3] * sine[3]
    }
    #expect(abs(square / 2048 - 0.5) < 1e-12)
    #expect(abs(product / 2048) < 1e-12)
    #expect(abs(fourth / 2048 - 0.375) < 1e-12)
  }

  @Test func lanesDoNotMix() {
    var generator = SplitMix(state: 3)
    for _ in 0..<200 {
      var lanes = SIMD8<UInt64>.zero
      for lane in 0..<8 { lanes[lane] = generator.next() }
      let together = GaussianTransform.normals(lanes)
      for lane in 0..<8 {
        let alone = GaussianTransform.normals(SIMD8(repeating: lanes[lane]))
        #expect(together.first[lane] == alone.first[0] && together.second[lane] == alone.second[0])
      }
    }
  }
}
