import CGMP

// The only files that touch GMP's pointers are this one and GMP+Polynomial.swift. Three doors lead to them: `Limbs`, the
// immutable storage of a big `Integer`; `IntegerVector`, a mutable array for fraction-free kernels; and `FlatPolynomial`.

/// Immutable magnitude of a big integer: `header` is the limb count, negative for a negative number,
/// as in GMP; the limbs follow in the same allocation, least significant first.
final class Limbs: ManagedBuffer<Int, UInt> {
  /// Allocates room for `capacity` limbs and lets `fill` write them; `fill` returns the signed limb count.
  @inline(__always)
  static func make(capacity: Int, _ fill: (UnsafeMutablePointer<UInt>) -> Int) -> Limbs {
    let buffer = unsafeDowncast(Limbs.create(minimumCapacity: capacity) { _ in 0 }, to: Limbs.self)
    buffer.withUnsafeMutablePointers { header, limbs in header.pointee = fill(limbs) }
    return buffer
  }

  @inline(__always)
  var isNegative: Bool { header < 0 }

  /// Calls `body` with a read-only GMP view of this number, valid for the duration of the call.
  @inline(__always)
  func withView<Result>(_ body: (UnsafePointer<__mpz_struct>) -> Result) -> Result {
    withUnsafeMutablePointers { header, limbs in
      var view = __mpz_struct(_mp_alloc: 0, _mp_size: Int32(header.pointee), _mp_d: limbs)
      return body(&view)
    }
  }
}

extension Integer {
  /// Calls `body` with a read-only GMP view, made on the stack for a small number.
  @inline(__always)
  func withView<Result>(_ body: (UnsafePointer<__mpz_struct>) -> Result) -> Result {
    switch storage {
    case .big(let limbs):
      return limbs.withView(body)
    case .small(let value):
      var limb = UInt(value.magnitude)
      return withUnsafeMutablePointer(to: &limb) { pointer in
        var view = __mpz_struct(_mp_alloc: 0, _mp_size: Int32(value.signum()), _mp_d: pointer)
        return body(&view)
      }
    }
  }

  /// The value of a finished GMP number, copied.
  @inline(__always)
  fileprivate init(copying number: UnsafePointer<__mpz_struct>) {
    let size = Int(number.pointee._mp_size)
    self.init(limbCount: size, limbs: number.pointee._mp_d)
  }

  /// `limbCount` is signed as in GMP; the top limb is not zero.
  @inline(__always)
  init(limbCount: Int, limbs: UnsafePointer<UInt>?) {
    let count = abs(limbCount)
    if count == 0 {
      self.init(0)
    } else if count == 1, limbs![0] <= UInt(Int64.max) {
      self.init(limbCount < 0 ? -Int64(limbs![0]) : Int64(limbs![0]))
    } else {
      self.init(
        big: Limbs.make(capacity: count) { target in
          target.update(from: limbs!, count: count)
          return limbCount
        })
    }
  }

  /// Runs `body` on a fresh GMP number and takes its value.
  @inline(__always)
  fileprivate init(computing body: (UnsafeMutablePointer<__mpz_struct>) -> Void) {
    var scratch = __mpz_struct()
    __gmpz_init(&scratch)
    defer { __gmpz_clear(&scratch) }
    body(&scratch)
    self.init(copying: &scratch)
  }

  /// Signed sum of two big or mixed numbers.
  static func addBig(_ a: Integer, _ b: Integer) -> Integer {
    a.withView { x in b.withView { y in Integer { __gmpz_add($0, x, y) } } }
  }

  static func subtractBig(_ a: Integer, _ b: Integer) -> Integer {
    a.withView { x in b.withView { y in Integer { __gmpz_sub($0, x, y) } } }
  }

  static func multiplyBig(_ a: Integer, _ b: Integer) -> Integer {
    a.withView { x in
      b.withView { y in
        let m = Int(abs(x.pointee._mp_size))
        let n = Int(abs(y.pointee._mp_size))
        if m == 0 || n == 0 { return 0 }
        let negative = (x.pointee._mp_size < 0) != (y.pointee._mp_size < 0)
        // mpn_mul writes straight into the result's storage: no scratch number, no copy. Its limbs may
        // not overlap the operands', which a fresh allocation guarantees.
        let product = Limbs.make(capacity: m + n) { target in
          let top =
            m >= n
            ? __gmpn_mul(target, x.pointee._mp_d, m, y.pointee._mp_d, n)
            : __gmpn_mul(target, y.pointee._mp_d, n, x.pointee._mp_d, m)
          let count = top == 0 ? m + n - 1 : m + n
          return negative ? -count : count
        }
        return Integer(normalizing: product)
      }
    }
  }

  /// Precondition: `divisor` is not zero and divides `self`.
  func dividedExactlyBig(by divisor: Integer) -> Integer {
    withView { x in divisor.withView { y in Integer { __gmpz_divexact($0, x, y) } } }
  }

  static func greatestCommonDivisorBig(_ a: Integer, _ b: Integer) -> Integer {
    a.withView { x in b.withView { y in Integer { __gmpz_gcd($0, x, y) } } }
  }

  static func leastCommonMultipleBig(_ a: Integer, _ b: Integer) -> Integer {
    a.withView { x in b.withView { y in Integer { __gmpz_lcm($0, x, y) } } }
  }

  /// Quotient rounded towards minus infinity. Precondition: `divisor` is not zero.
  func flooredQuotientBig(by divisor: Integer) -> Integer {
    withView { x in divisor.withView { y in Integer { __gmpz_fdiv_q($0, x, y) } } }
  }

  func raisedBig(to exponent: UInt) -> Integer {
    withView { x in Integer { __gmpz_pow_ui($0, x, exponent) } }
  }

  static func binomialBig(_ n: UInt, _ k: UInt) -> Integer { Integer { __gmpz_bin_uiui($0, n, k) } }

  func shiftedLeftBig(by bits: UInt) -> Integer {
    withView { x in Integer { __gmpz_mul_2exp($0, x, bits) } }
  }

  /// Rounded towards minus infinity.
  func shiftedRightBig(by bits: UInt) -> Integer {
    withView { x in Integer { __gmpz_fdiv_q_2exp($0, x, bits) } }
  }

  /// Largest integer whose square is at most `self`. Precondition: `self >= 0`.
  func flooredSquareRootBig() -> Integer {
    withView { x in Integer { __gmpz_sqrt($0, x) } }
  }

  static func compareBig(_ a: Integer, _ b: Integer) -> Int {
    a.withView { x in b.withView { y in Int(__gmpz_cmp(x, y)) } }
  }

  /// Number of bits of the magnitude of a nonzero number.
  func bitWidthBig() -> Int { withView { Int(__gmpz_sizeinbase($0, 2)) } }

  func decimalBig() -> String {
    withView { x in
      let capacity = Int(__gmpz_sizeinbase(x, 10)) + 2
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
        __gmpz_get_str(text.baseAddress, 10, x)
        return String(cString: text.baseAddress!)
      }
    }
  }

  /// `nil` unless `digits` is an optional minus sign followed by decimal digits.
  init?(decimalBig digits: String) {
    var scratch = __mpz_struct()
    __gmpz_init(&scratch)
    defer { __gmpz_clear(&scratch) }
    guard __gmpz_set_str(&scratch, digits, 10) == 0 else { return nil }
    self.init(copying: &scratch)
  }

  /// Hashes the same for equal values because storage is canonical.
  func hashBig(into hasher: inout Hasher) {
    withView { x in
      hasher.combine(x.pointee._mp_size)
      for i in 0..<Int(abs(x.pointee._mp_size)) { hasher.combine(x.pointee._mp_d[i]) }
    }
  }
}

/// A fixed-length array of integers that fraction-free kernels update in place.
///
/// A class, so that a kernel never copies it by accident; not `Sendable`. Every index is checked.
public final class IntegerVector {
  public let count: Int
  private let numbers: UnsafeMutablePointer<__mpz_struct>

  /// All entries zero.
  public init(count: Int) {
    precondition(count >= 0, "a vector of \(count) entries")
    self.count = count
    numbers = .allocate(capacity: count)
    for i in 0..<count { __gmpz_init(numbers + i) }
  }

  deinit {
    for i in 0..<count { __gmpz_clear(numbers + i) }
    numbers.deallocate()
  }

  @inline(__always)
  private func entry(_ index: Int) -> UnsafeMutablePointer<__mpz_struct> {
    precondition(index >= 0 && index < count, "index \(index) out of 0..<\(count)")
    return numbers + index
  }

  public subscript(index: Int) -> Integer {
    get { Integer(copying: entry(index)) }
    set { newValue.withView { __gmpz_set(entry(index), $0) } }
  }

  /// -1, 0 or 1.
  public func sign(at index: Int) -> Int { Int(plumbline_mpz_sgn(entry(index))) }

  public func swap(_ i: Int, _ j: Int) {
    if i != j { __gmpz_swap(entry(i), entry(j)) }
  }

  public func copy(_ index: Int, from source: IntegerVector, at other: Int) {
    __gmpz_set(entry(index), source.entry(other))
  }

  /// `self[index] *= factor`
  public func multiply(_ index: Int, by factor: Integer) {
    factor.withView { __gmpz_mul(entry(index), entry(index), $0) }
  }

  /// `self[index] += factor * source[other]`; `source` may be `self`.
  public func addMultiple(_ index: Int, of factor: Integer, source: IntegerVector, at other: Int) {
    let target = entry(index)
    let operand = source.entry(other)
    if case .small(let value) = factor.storage {
      if value >= 0 {
        __gmpz_addmul_ui(target, operand, UInt(value))
      } else {
        __gmpz_submul_ui(target, operand, value.magnitude.asLimb)
      }
    } else {
      factor.withView { __gmpz_addmul(target, operand, $0) }
    }
  }

  /// `self[index] += value`
  public func add(_ index: Int, _ value: Integer) {
    value.withView { __gmpz_add(entry(index), entry(index), $0) }
  }

  /// Bareiss' step `self[index] = (pivot * self[index] - left * above) / divisor`, an exact division.
  ///
  /// All five are indices into this vector, `divisor` excepted; `scratch` is overwritten.
  public func eliminate(
    _ index: Int, pivot: Int, left: Int, above: Int, divisor: IntegerVector, scratch: IntegerVector
  ) {
    let target = entry(index)
    let product = scratch.entry(0)
    __gmpz_mul(product, entry(left), entry(above))
    __gmpz_mul(target, target, entry(pivot))
    __gmpz_sub(target, target, product)
    __gmpz_divexact(target, target, divisor.entry(0))
  }

  /// The row operation `self[a] += self[b]`.
  public func addEntry(_ a: Int, _ b: Int) { __gmpz_add(entry(a), entry(a), entry(b)) }
}

extension UInt64 {
  @inline(__always)
  fileprivate var asLimb: UInt { UInt(self) }
}

/// A fixed linear combination of entries of an `IntegerVector`, prepared once for a hot loop.
public struct IntegerCombination {
  /// Coefficients that fit a machine word, which nearly all do.
  fileprivate var words: [(position: Int, coefficient: Int)] = []
  fileprivate var rest: [(position: Int, coefficient: Integer)] = []

  public init(_ terms: [(position: Int, coefficient: Integer)]) {
    for (position, coefficient) in terms {
      if case .small(let value) = coefficient.storage {
        words.append((position, Int(value)))
      } else {
        rest.append((position, coefficient))
      }
    }
  }
}

extension IntegerVector {
  /// `self[index]` = the combination of entries of `source`, which is another vector.
  public func setCombination(_ index: Int, of source: IntegerVector, _ combination: IntegerCombination) {
    precondition(source !== self, "a combination is written to another vector than it reads")
    let target = entry(index)
    __gmpz_set_ui(target, 0)
    for (position, coefficient) in combination.words {
      if coefficient >= 0 {
        __gmpz_addmul_ui(target, source.entry(position), UInt(coefficient))
      } else {
        __gmpz_submul_ui(target, source.entry(position), coefficient.magnitude)
      }
    }
    for (position, coefficient) in combination.rest {
      addMultiple(index, of: coefficient, source: source, at: position)
    }
  }
}
