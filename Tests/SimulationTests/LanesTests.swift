import Simulation
import Testing

@Suite struct LanesTests {
  static let left = Lanes(SIMD8(1, -2.5, 0, -0.0, 1e308, 0.1, .infinity, 3))
  static let right = Lanes(SIMD8(3, 0.7, 0, 0, 1e308, 0.2, 2, -7))

  static func expectBits(
    _ lanes: Lanes, _ expected: (Double, Double) -> Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for lane in 0..<Lanes.width {
      let value = expected(left.values[lane], right.values[lane])
      let agrees = lanes.values[lane].bitPattern == value.bitPattern || (lanes.values[lane].isNaN && value.isNaN)
      #expect(agrees, "lane \(lane)", sourceLocation: sourceLocation)
    }
  }

  @Test func operationsAreThoseOfDouble() {
    Self.expectBits(Self.left + Self.right, +)
    Self.expectBits(Self.left - Self.right, -)
    Self.expectBits(Self.left * Self.right, *)
    Self.expectBits(Self.left / Self.right, /)
    Self.expectBits(-Self.left) { x, _ in -x }
  }

  @Test func assignmentsAreThoseOfDouble() {
    var lanes = Self.left
    lanes += Self.right
    Self.expectBits(lanes, +)
    lanes = Self.left
    lanes -= Self.right
    Self.expectBits(lanes, -)
    lanes = Self.left
    lanes *= Self.right
    Self.expectBits(lanes, *)
    // An operand may be the target itself.
    lanes = Self.left
    lanes += lanes
    Self.expectBits(lanes) { x, _ in x + x }
  }

  @Test func repeatingFillsEveryLane() {
    #expect(Lanes(repeating: 2.5).values == SIMD8(repeating: 2.5))
    #expect(Lanes.width == SIMD8<Double>.scalarCount)
  }

  @Test func equalityNeedsEveryLane() {
    #expect(Lanes(repeating: 1) == Lanes(repeating: 1))
    for lane in 0..<Lanes.width {
      var lanes = Lanes(repeating: 1)
      lanes.values[lane] = 2
      #expect(lanes != Lanes(repeating: 1))
    }
  }

  @Test func layoutIsThatOfTheVector() {
    #expect(MemoryLayout<Lanes>.size == MemoryLayout<SIMD8<Double>>.size)
    #expect(MemoryLayout<Lanes>.stride == MemoryLayout<SIMD8<Double>>.stride)
    #expect(MemoryLayout<Lanes>.alignment == MemoryLayout<SIMD8<Double>>.alignment)
    #expect(unsafeBitCast(Self.left, to: SIMD8<Double>.self) == Self.left.values)
  }
}
