import ExactArithmetic
import PropertyTesting
import Testing

/// What the generators of numbers must reach: a property that is never tried at the border is not tested there.
@Suite struct GeneratorTests {
  @Test func integersOfARangeReachBothEndsEvenly() {
    let drawn = values(.integers(in: -3...6), count: 5000, seed: 1)
    for value in -3...6 {
      let count = drawn.count { $0 == value }
      #expect(count > 400 && count < 600, "\(value) drawn \(count) times of about 500")
    }
    #expect(drawn.allSatisfy { (-3...6).contains($0) })
  }

  @Test(arguments: [0, 1, 8, 31, 32, 33, 62, 63, 64, 65, 128, 1024])
  func integersOfAWidthHaveEveryWidthUpToIt(bits: Int) {
    let drawn = values(.integers(bits: bits), count: 4000, seed: 2)
    #expect(drawn.allSatisfy { $0.bitWidth <= bits })
    #expect(drawn.contains { $0.bitWidth == bits })
    #expect(drawn.contains { $0.isZero })
    if bits > 0 { #expect(drawn.contains { $0.signum < 0 } && drawn.contains { $0.signum > 0 }) }
    if bits <= 65 { #expect(Set(drawn.map(\.bitWidth)).count == bits + 1) }
    // Every bit below the leading one is sometimes set and sometimes not.
    if bits == 64 || bits == 33 {
      for position in 0..<bits - 1 {
        let leading = drawn.filter { $0.bitWidth == bits }.map(\.magnitude)
        let set = leading.count { $0.shiftedLeft(by: -position).flooredRemainder(by: 2) == 1 }
        #expect(set > 0 && set < leading.count, "bit \(position)")
      }
    }
  }

  @Test func edgesAreTheBordersOfMachineWords() {
    let edges = Set(Generator<Integer>.edges)
    for value in [0, 1, -1, Int.min, Int.max, Int.min + 1] { #expect(edges.contains(Integer(value))) }
    for text in ["9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616"] {
      #expect(edges.contains(Integer(text)!))
    }
    let drawn = Set(values(.edgeIntegers, count: 2000, seed: 3))
    #expect(drawn == edges)
  }

  @Test func integersMixSizesAndEdges() {
    let drawn = values(.integers, count: 4000, seed: 4)
    for widths in [0...8, 9...62, 63...63, 64...64, 65...128, 129...1024] {
      #expect(drawn.count { widths.contains($0.bitWidth) } > 20, "width \(widths)")
    }
    for edge in [Integer(Int.min), Integer(Int.max), 0, 1, -1] { #expect(drawn.contains(edge)) }
    #expect(values(.positiveIntegers, count: 2000, seed: 5).allSatisfy { $0.signum > 0 })
  }

  @Test func derivedValuesDiffer() {
    let words = Generator<Int>.constant(5).flatMap { Generator<Int>.integers(in: 0...Int.max).array(count: $0) }
    #expect(Set(values(words, count: 500, seed: 12)).count == 500)
  }

  /// Every position of a choice comes up.
  @Test func choicesAreEven() {
    for generator in [
      Generator<String>.element(of: ["a", "b", "c"]), .one(of: [.constant("a"), .constant("b"), .constant("c")]),
    ] {
      let drawn = values(generator, count: 3000, seed: 13)
      for letter in ["a", "b", "c"] { #expect((900...1100).contains(drawn.count { $0 == letter })) }
    }
    let lengths = values(Generator<Bool>.booleans.array(count: 1...3), count: 3000, seed: 14).map(\.count)
    for length in 1...3 { #expect((900...1100).contains(lengths.count { $0 == length })) }
  }

  @Test func rationalsMixSizesOfBothParts() {
    let drawn = values(.rationals, count: 4000, seed: 6)
    for (numerator, denominator) in [(20, 20), (20, 500), (500, 20), (500, 500)] {
      #expect(
        drawn.contains {
          ($0.numerator.bitWidth > 64) == (numerator > 64) && ($0.denominator.bitWidth > 64) == (denominator > 64)
        })
    }
    #expect(drawn.contains(0) && drawn.contains(1) && drawn.contains(-1))
    #expect(drawn.contains { $0.numerator == Integer(Int.min) })
    #expect(values(.nonzeroRationals, count: 2000, seed: 7).allSatisfy { !$0.isZero })
    let small = values(.rationals(bits: 8), count: 2000, seed: 8)
    #expect(small.allSatisfy { $0.numerator.bitWidth <= 8 && $0.denominator.bitWidth <= 8 })
  }

  @Test func enclosuresAreSometimesExactAndPointsAreInside() {
    let enclosures = values(.enclosures(of: .rationals(bits: 20)), count: 1000, seed: 9)
    #expect(enclosures.count(where: \.isExact) > 60 && enclosures.count(where: \.isExact) < 300)
    #expect(enclosures.contains { $0.lower.signum < 0 && $0.upper.signum > 0 })
    let points = values(.enclosedPoints, count: 1000, seed: 10)
    #expect(points.allSatisfy { $0.enclosure.contains($0.point) })
    #expect(points.contains { !$0.enclosure.isExact && $0.point == $0.enclosure.lower })
    #expect(points.contains { !$0.enclosure.isExact && $0.point == $0.enclosure.upper })
    #expect(points.contains { $0.enclosure.lower < $0.point && $0.point < $0.enclosure.upper })
  }

  @Test func doublesAreFiniteAndOfEveryKind() {
    let drawn = values(.doubles, count: 5000, seed: 11)
    #expect(drawn.allSatisfy { $0.isFinite })
    #expect(drawn.contains { $0.isSubnormal && $0 < 0 } && drawn.contains { $0.isSubnormal && $0 > 0 })
    #expect(drawn.contains { $0 == 0 && $0.sign == .minus } && drawn.contains { $0 == 0 && $0.sign == .plus })
    for value in [1, -1, Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude] {
      #expect(drawn.contains(value))
    }
    #expect(drawn.contains { $0.magnitude > 1e200 } && drawn.contains { $0.magnitude < 1e-200 && $0 != 0 })
    #expect(drawn.count { $0.magnitude > 1e-3 && $0.magnitude < 1e17 } > 500)
  }
}
