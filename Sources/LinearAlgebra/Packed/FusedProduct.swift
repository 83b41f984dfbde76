/// C = A B or C += A B, every entry by one chain of fused multiplications and additions in ascending order of the inner index:
///
///     c <- fma(a_ik, b_kj, c),  k = 0, 1, ...
///
/// So each entry has the bits of the plain triple loop, on every machine, whatever the sizes and the tiles: a result may be
/// hashed. BLAS, whose order of summation belongs to the processor it finds, cannot promise that; for the sizes of small
/// networks it is not faster either (one thread of a Zen 4 core in single precision: 104 to 108 GFLOPS here, 87 to 100 by
/// OpenBLAS 0.3.21). In code that is not compiled for a processor with fused multiplication the bits are the same but each
/// one is a call of the mathematics library.
///
/// Safe to accumulate when A, B and C are the memory of matrices of these sizes and strides, C overlaps neither A nor B, and the
/// scratch memory none of them.
@frozen public struct FusedProduct<Real: PackedScalar> {
  /// Rows of A and C.
  public var rows: Int
  /// Columns of B and C.
  public var columns: Int
  /// Columns of A and rows of B.
  public var depth: Int
  /// a_ik is at `i * rowStride + k * columnStride`, so that A may be stored by columns.
  public var left: UnsafePointer<Real>
  public var leftRowStride: Int
  public var leftColumnStride: Int
  /// b_kj is at `k * rightStride + j`.
  public var right: UnsafePointer<Real>
  public var rightStride: Int
  /// c_ij is at `i * resultStride + j`.
  public var result: UnsafeMutablePointer<Real>
  public var resultStride: Int
  /// Whether what C holds is added to; otherwise C starts from zero.
  public var addsToResult: Bool
  /// `scratchCount` numbers to work with.
  public var scratch: UnsafeMutablePointer<Real>

  @inlinable
  public init(
    rows: Int, columns: Int, depth: Int, left: UnsafePointer<Real>, leftRowStride: Int, leftColumnStride: Int,
    right: UnsafePointer<Real>, rightStride: Int, result: UnsafeMutablePointer<Real>, resultStride: Int,
    addsToResult: Bool, scratch: UnsafeMutablePointer<Real>
  ) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.left = left
    self.leftRowStride = leftRowStride
    self.leftColumnStride = leftColumnStride
    self.right = right
    self.rightStride = rightStride
    self.result = result
    self.resultStride = resultStride
    self.addsToResult = addsToResult
    self.scratch = scratch
  }

  @inlinable
  public func accumulate() { Real.accumulate(self) }

  /// How many numbers of scratch memory a product needs.
  @inlinable
  public static var scratchCount: Int { (3 * 112 + 8) * Real.Pack.scalarCount }

  /// Rows of B that are used at a time: a panel of three packs of them stays in the nearest cache. Between two panels the
  /// chains wait in C, which changes no bit.
  @inline(__always) private static var panelDepth: Int { 112 }
  @inline(__always) private static var width: Int { Real.Pack.scalarCount }
  /// Rows of B further apart than this fall on few sets of the caches, or each on a page of its own; when a panel is used
  /// often it is copied together first.
  @inline(__always) private var copiesPanels: Bool { rightStride &* MemoryLayout<Real>.stride >= 2048 && rows >= 16 }

  @inline(__always)
  func accumulateTiles() {
    if depth == 0 && !addsToResult {
      for i in 0..<rows { for j in 0..<columns { result[i * resultStride + j] = 0 } }
    }
    var start = 0
    while start < depth {
      let end = min(start + Self.panelDepth, depth)
      var tile = Tile(self, depths: start, end)
      let panel = right + start * rightStride
      var j = 0
      while j + 3 * Self.width <= columns {
        if copiesPanels {
          copyWidePanel(panel + j, depth: end - start)
          tile.rightStride = 3 * Self.width
          tile.wideRows(rows, right: scratch, result: result + j)
        } else {
          tile.wideRows(rows, right: panel + j, result: result + j)
        }
        j += 3 * Self.width
      }
      tile.rightStride = rightStride
      while j + Self.width <= columns {
        tile.narrowRows(rows, right: panel + j, result: result + j)
        j += Self.width
      }
      if j < columns { accumulateEdge(tile, panel + j, from: j) }
      start = end
    }
  }

  /// The last columns, fewer than a pack: as a pack filled up with zeros.
  @inline(__always)
  private func accumulateEdge(_ tile: Tile<Real>, _ panel: UnsafePointer<Real>, from column: Int) {
    let count = columns - column
    // Safe: the scratch memory has room for a panel of three packs and, after it, eight packs.
    let sums = scratch + 3 * Self.panelDepth * Self.width
    copyEdge(panel, depth: tile.depth, columns: count)
    for lane in 0..<8 * Self.width { sums[lane] = 0 }
    var tile = tile
    tile.rightStride = Self.width
    tile.resultStride = Self.width
    var i = 0
    while i < rows {
      let height = min(8, rows - i)
      let corner = result + i * resultStride + column
      if tile.adds {
        for row in 0..<height { for j in 0..<count { sums[row * Self.width + j] = corner[row * resultStride + j] } }
      }
      tile.narrowRows(height, right: scratch, result: sums)
      for row in 0..<height { for j in 0..<count { corner[row * resultStride + j] = sums[row * Self.width + j] } }
      tile.left += 8 * leftRowStride
      i += 8
    }
  }

  /// Copies three packs of columns of B next to each other.
  @inline(__always)
  private func copyWidePanel(_ source: UnsafePointer<Real>, depth: Int) {
    var (row, target) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(scratch))
    let size = MemoryLayout<Real.Pack>.size
    for _ in 0..<depth {
      target.storeBytes(of: row.loadUnaligned(as: Real.Pack.self), as: Real.Pack.self)
      target.storeBytes(
        of: row.loadUnaligned(fromByteOffset: size, as: Real.Pack.self), toByteOffset: size, as: Real.Pack.self)
      target.storeBytes(
        of: row.loadUnaligned(fromByteOffset: 2 &* size, as: Real.Pack.self), toByteOffset: 2 &* size,
        as: Real.Pack.self)
      row += rightStride &* MemoryLayout<Real>.stride
      target += 3 &* size
    }
  }

  /// Copies fewer columns of B than a pack has, as packs filled up with zeros.
  @inline(__always)
  private func copyEdge(_ source: UnsafePointer<Real>, depth: Int, columns: Int) {
    for k in 0..<depth {
      let (row, target) = (source + k &* rightStride, scratch + k &* Self.width)
      for j in 0..<columns { target[j] = row[j] }
      for j in columns..<Self.width { target[j] = 0 }
    }
  }
}

/// Some columns of C over some of the inner index, a few rows at a time, so that the sums stay in registers.
private struct Tile<Real: PackedScalar> {
  var left: UnsafePointer<Real>
  let rowStride: Int
  let columnStride: Int
  var rightStride: Int
  var resultStride: Int
  let depth: Int
  let adds: Bool

  @inline(__always)
  init(_ product: FusedProduct<Real>, depths start: Int, _ end: Int) {
    left = product.left + start * product.leftColumnStride
    rowStride = product.leftRowStride
    columnStride = product.leftColumnStride
    rightStride = product.rightStride
    resultStride = product.resultStride
    depth = end - start
    adds = product.addsToResult || start > 0
  }

  @inline(__always)
  private func pack(_ place: UnsafePointer<Real>) -> Real.Pack {
    UnsafeRawPointer(place).loadUnaligned(as: Real.Pack.self)
  }

  @inline(__always)
  private func start(_ place: UnsafeMutablePointer<Real>) -> Real.Pack { adds ? pack(place) : .zero }

  @inline(__always)
  private func store(_ value: Real.Pack, _ place: UnsafeMutablePointer<Real>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: Real.Pack.self)
  }

  /// Three packs of columns.
  @inline(__always)
  func wideRows(_ rows: Int, right: UnsafePointer<Real>, result: UnsafeMutablePointer<Real>) {
    var i = 0
    while i &+ 4 <= rows {
      fourByThree(left + i &* rowStride, right, result + i &* resultStride)
      i &+= 4
    }
    while i < rows {
      oneByThree(left + i &* rowStride, right, result + i &* resultStride)
      i &+= 1
    }
  }

  /// One pack of columns.
  @inline(__always)
  func narrowRows(_ rows: Int, right: UnsafePointer<Real>, result: UnsafeMutablePointer<Real>) {
    var i = 0
    while i &+ 8 <= rows {
      eightByOne(left + i &* rowStride, right, result + i &* resultStride)
      i &+= 8
    }
    while i &+ 4 <= rows {
      fourByOne(left + i &* rowStride, right, result + i &* resultStride)
      i &+= 4
    }
    while i < rows {
      oneByOne(left + i &* rowStride, right, result + i &* resultStride)
      i &+= 1
    }
  }

  @inline(__always)
  private func fourByThree(_ a: UnsafePointer<Real>, _ b: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>) {
    let width = Real.Pack.scalarCount
    let (c1, c2, c3) = (c + resultStride, c + 2 &* resultStride, c + 3 &* resultStride)
    var (s00, s01, s02) = (start(c), start(c + width), start(c + 2 &* width))
    var (s10, s11, s12) = (start(c1), start(c1 + width), start(c1 + 2 &* width))
    var (s20, s21, s22) = (start(c2), start(c2 + width), start(c2 + 2 &* width))
    var (s30, s31, s32) = (start(c3), start(c3 + width), start(c3 + 2 &* width))
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let (b0, b1, b2) = (pack(b), pack(b + width), pack(b + 2 &* width))
      let a0 = Real.Pack(repeating: a[0])
      s00.addProduct(a0, b0)
      s01.addProduct(a0, b1)
      s02.addProduct(a0, b2)
      let a1 = Real.Pack(repeating: a[rowStride])
      s10.addProduct(a1, b0)
      s11.addProduct(a1, b1)
      s12.addProduct(a1, b2)
      let a2 = Real.Pack(repeating: a[2 &* rowStride])
      s20.addProduct(a2, b0)
      s21.addProduct(a2, b1)
      s22.addProduct(a2, b2)
      let a3 = Real.Pack(repeating: a[3 &* rowStride])
      s30.addProduct(a3, b0)
      s31.addProduct(a3, b1)
      s32.addProduct(a3, b2)
      a += columnStride
      b += rightStride
    }
    store(s00, c)
    store(s01, c + width)
    store(s02, c + 2 &* width)
    store(s10, c1)
    store(s11, c1 + width)
    store(s12, c1 + 2 &* width)
    store(s20, c2)
    store(s21, c2 + width)
    store(s22, c2 + 2 &* width)
    store(s30, c3)
    store(s31, c3 + width)
    store(s32, c3 + 2 &* width)
  }

  @inline(__always)
  private func oneByThree(_ a: UnsafePointer<Real>, _ b: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>) {
    let width = Real.Pack.scalarCount
    var (s0, s1, s2) = (start(c), start(c + width), start(c + 2 &* width))
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let factor = Real.Pack(repeating: a[0])
      s0.addProduct(factor, pack(b))
      s1.addProduct(factor, pack(b + width))
      s2.addProduct(factor, pack(b + 2 &* width))
      a += columnStride
      b += rightStride
    }
    store(s0, c)
    store(s1, c + width)
    store(s2, c + 2 &* width)
  }

  /// Eight chains: a fused operation takes about four cycles, and two begin in each.
  @inline(__always)
  private func eightByOne(_ a: UnsafePointer<Real>, _ b: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>) {
    let d = c + 4 &* resultStride
    let (c1, c2, c3) = (c + resultStride, c + 2 &* resultStride, c + 3 &* resultStride)
    let (d1, d2, d3) = (d + resultStride, d + 2 &* resultStride, d + 3 &* resultStride)
    var (s0, s1, s2, s3) = (start(c), start(c1), start(c2), start(c3))
    var (s4, s5, s6, s7) = (start(d), start(d1), start(d2), start(d3))
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let b0 = pack(b)
      s0.addProduct(Real.Pack(repeating: a[0]), b0)
      s1.addProduct(Real.Pack(repeating: a[rowStride]), b0)
      s2.addProduct(Real.Pack(repeating: a[2 &* rowStride]), b0)
      s3.addProduct(Real.Pack(repeating: a[3 &* rowStride]), b0)
      s4.addProduct(Real.Pack(repeating: a[4 &* rowStride]), b0)
      s5.addProduct(Real.Pack(repeating: a[5 &* rowStride]), b0)
      s6.addProduct(Real.Pack(repeating: a[6 &* rowStride]), b0)
      s7.addProduct(Real.Pack(repeating: a[7 &* rowStride]), b0)
      a += columnStride
      b += rightStride
    }
    store(s0, c)
    store(s1, c1)
    store(s2, c2)
    store(s3, c3)
    store(s4, d)
    store(s5, d1)
    store(s6, d2)
    store(s7, d3)
  }

  @inline(__always)
  private func fourByOne(_ a: UnsafePointer<Real>, _ b: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>) {
    let (c1, c2, c3) = (c + resultStride, c + 2 &* resultStride, c + 3 &* resultStride)
    var (s0, s1, s2, s3) = (start(c), start(c1), start(c2), start(c3))
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let b0 = pack(b)
      s0.addProduct(Real.Pack(repeating: a[0]), b0)
      s1.addProduct(Real.Pack(repeating: a[rowStride]), b0)
      s2.addProduct(Real.Pack(repeating: a[2 &* rowStride]), b0)
      s3.addProduct(Real.Pack(repeating: a[3 &* rowStride]), b0)
      a += columnStride
      b += rightStride
    }
    store(s0, c)
    store(s1, c1)
    store(s2, c2)
    store(s3, c3)
  }

  @inline(__always)
  private func oneByOne(_ a: UnsafePointer<Real>, _ b: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>) {
    var sum = start(c)
    var (a, b) = (a, b)
    for _ in 0..<depth {
      sum.addProduct(Real.Pack(repeating: a[0]), pack(b))
      a += columnStride
      b += rightStride
    }
    store(sum, c)
  }
}
