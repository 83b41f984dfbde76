import ExactArithmetic
import LinearAlgebra
import Testing

@Suite struct ResidualEnclosureTests {
  /// A symmetric matrix with entries in [-1, 1], from a fixed recurrence.
  static func matrix(_ n: Int, seed: UInt64) -> Matrix<Rational> {
    var state = seed
    var result = Matrix<Rational>(rows: n, columns: n, repeating: 0)
    for i in 0..<n {
      for j in i..<n {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = Rational(Int(state >> 40) % 2001 - 1000, 1000)
        result[i, j] = value
        result[j, i] = value
      }
    }
    return result
  }

  /// Exact inertia confirms every interval: the two methods share no code beyond the estimates.
  @Test(arguments: [1, 2, 3, 7, 15], 1...4 as ClosedRange<UInt64>)
  func everyIntervalHoldsItsEigenvalue(_ n: Int, _ seed: UInt64) throws {
    let matrix = Self.matrix(n, seed: seed)
    let enclosure = try #require(ResidualEnclosure(matrix))
    #expect(enclosure.radius < Rational(1, 10_000_000_000))
    for rank in 0..<n {
      let interval = enclosure.eigenvalue(rank: rank)
      for (end, isBelow) in [(interval.lower, true), (interval.upper, false)] {
        let shifted = matrix - Matrix<Rational>.identity(n).scaled(by: end)
        let inertia = Inertia(of: shifted)
        // More than `rank` eigenvalues lie at or above the lower end, at most `rank` above the upper end.
        if isBelow {
          #expect(inertia.positive + inertia.zero > rank)
        } else {
          #expect(inertia.positive <= rank)
        }
      }
    }
  }

  @Test func repeatedEigenvaluesAreEnclosed() throws {
    // J of size 6: eigenvalues 1 and five zeros.
    let enclosure = try #require(ResidualEnclosure(Matrix(rows: 6, columns: 6, repeating: Rational(1, 6))))
    #expect(enclosure.eigenvalue(rank: 0).contains(1))
    for rank in 1..<6 { #expect(enclosure.eigenvalue(rank: rank).contains(0)) }
  }

  /// Rounding the matrix itself is part of the bound: entries that no double holds.
  @Test func entriesBetweenDoublesAreCovered() throws {
    let matrix = Matrix<Rational>(rows: 2, columns: 2, elements: [Rational(1, 3), 0, 0, Rational(1, 7)])
    let enclosure = try #require(ResidualEnclosure(matrix))
    #expect(enclosure.eigenvalue(rank: 0).contains(Rational(1, 3)))
    #expect(enclosure.eigenvalue(rank: 1).contains(Rational(1, 7)))
  }
}
