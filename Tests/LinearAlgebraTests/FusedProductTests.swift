import Foundation
import LinearAlgebra
import Testing

@Suite struct FusedProductTests {
  /// A stream of numbers of all sorts of magnitudes, so that another order of summation has other bits.
  static func numbers<Real: PackedScalar>(_ count: Int, _ seed: UInt64) -> [Real] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Real(Double(Int64(bitPattern: state) >> 20) * 0x1p-40)
    }
  }

  static func product<Real: PackedScalar>(
    _ a: [Real], _ b: [Real], _ c: [Real], _ size: (m: Int, n: Int, k: Int), rightStride: Int, isTransposed: Bool,
    adds: Bool
  ) -> [Real] {
    var (c, scratch) = (c, [Real](repeating: .nan, count: FusedProduct<Real>.scratchCount))
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          scratch.withUnsafeMutableBufferPointer { scratch in
            FusedProduct(
              rows: size.m, columns: size.n, depth: size.k, left: a.baseAddress!,
              leftRowStride: isTransposed ? 1 : size.k, leftColumnStride: isTransposed ? size.m : 1,
              right: b.baseAddress!, rightStride: rightStride, result: c.baseAddress!, resultStride: size.n + 1,
              addsToResult: adds, scratch: scratch.baseAddress!
            ).accumulate()
          }
        }
      }
    }
    return c
  }

  /// The definition: a chain of fused operations for each entry, in ascending order.
  static func chains<Real: PackedScalar>(
    _ a: [Real], _ b: [Real], _ c: [Real], _ size: (m: Int, n: Int, k: Int), rightStride: Int, isTransposed: Bool,
    adds: Bool
  ) -> [Real] {
    var c = c
    for i in 0..<size.m {
      for j in 0..<size.n {
        var sum = adds ? c[i * (size.n + 1) + j] : 0
        for k in 0..<size.k {
          sum = sum.addingProduct(a[isTransposed ? k * size.m + i : i * size.k + k], b[k * rightStride + j])
        }
        c[i * (size.n + 1) + j] = sum
      }
    }
    return c
  }

  func check<Real: PackedScalar>(_ real: Real.Type, _ size: (m: Int, n: Int, k: Int), rightStride: Int) {
    let a: [Real] = Self.numbers(size.m * size.k + 1, 1)
    let b: [Real] = Self.numbers(rightStride * size.k + size.n, 2)
    let c: [Real] = Self.numbers(size.m * (size.n + 1), 3)
    for isTransposed in [false, true] {
      for adds in [false, true] {
        let found = Self.product(a, b, c, size, rightStride: rightStride, isTransposed: isTransposed, adds: adds)
        let expected = Self.chains(a, b, c, size, rightStride: rightStride, isTransposed: isTransposed, adds: adds)
        #expect(found == expected, "\(Real.self) \(size) \(rightStride) \(isTransposed) \(adds)")
      }
    }
  }

  /// Every remainder of rows by 4 and by 8, of columns by a pack and by three packs; depths around the panel's 112.
  @Test func everyEntryHasTheBitsOfTheDefinition() {
    for m in [1, 2, 3, 4, 5, 7, 8, 13] {
      for n in [1, 3, 4, 5, 7, 8, 10, 12, 13, 24, 25, 31, 33, 59] {
        for k in [0, 1, 2, 31, 112, 113, 230] {
          check(Float.self, (m, n, k), rightStride: n)
          check(Double.self, (m, n, k), rightStride: n + 3)
        }
      }
    }
  }

  /// Rows of B far apart are copied together first when there are many rows of A.
  @Test func panelsThatAreCopiedChangeNothing() {
    for m in [15, 16, 18] {
      for n in [24, 30, 50] {
        check(Float.self, (m, n, 130), rightStride: 515)
        check(Double.self, (m, n, 130), rightStride: 256)
      }
    }
  }
}
