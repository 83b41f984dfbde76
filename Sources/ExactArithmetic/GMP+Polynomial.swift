import CGMP

/// A polynomial with nonnegative coefficients in one array of limbs: coefficient j is the `width` limbs
/// from `j * slot`, least significant first.
///
/// Invariant: no coefficient exceeds `valueAtOne`, their sum, which fits `width` limbs; `width <= slot`. That bound is why
/// no carry leaves a slot below.
struct FlatPolynomial {
  private let count: Int
  private let slot: Int
  private let width: Int
  private let limbs: [UInt]
  let valueAtOne: Integer

  /// The factor `constant + slope * x`, neither part negative.
  init(constant: Integer, slope: Integer) {
    valueAtOne = constant + slope
    let width = max(1, valueAtOne.limbCount)
    (count, slot, self.width) = (2, width, width)
    limbs = [constant, slope].flatMap { part in
      part.withView { view in
        (0..<width).map { $0 < Int(view.pointee._mp_size) ? view.pointee._mp_d[$0] : 0 }
      }
    }
  }

  /// - Precondition: There is a leaf.
  init(productOf leaves: ArraySlice<WordPolynomial>) {
    let slot = leaves.count
    let count = leaves.reduce(1) { $0 + $1.coefficients.count - 1 }
    var terms = 1
    var limbs = [UInt](repeating: 0, count: count * slot)
    limbs[0] = 1
    // The product so far is below 2^64 to the number of leaves in it; the first leaf replaces the 1.
    limbs.withUnsafeMutableBufferPointer { limbs in
      for (position, leaf) in leaves.enumerated() {
        Self.multiply(limbs.baseAddress!, slot: slot, width: max(position, 1), terms: terms, by: leaf.coefficients)
        terms += leaf.coefficients.count - 1
      }
    }
    (self.count, self.slot, self.width, self.limbs) = (count, slot, slot, limbs)
    valueAtOne = leaves.reduce(1) { $0 * Integer(magnitude: UInt128($1.valueAtOne), negative: false) }
  }

  /// Multiplies the first `terms` coefficients in place by a polynomial of words.
  ///
  /// Safe: `limbs` has slots for `terms + leaf.count - 1` coefficients. From the top down, because coefficient j of the product
  /// needs old coefficients j and below; its own old value is used up by the first, in-place product, which GMP allows.
  private static func multiply(
    _ limbs: UnsafeMutablePointer<UInt>, slot: Int, width: Int, terms: Int, by leaf: [UInt]
  ) {
    for j in stride(from: terms + leaf.count - 2, through: 0, by: -1) {
      let target = limbs + j * slot
      let first = max(0, j - terms + 1)
      var carry = __gmpn_mul_1(target, limbs + (j - first) * slot, width, leaf[first])
      for t in stride(from: first + 1, through: min(leaf.count - 1, j), by: 1) {
        carry &+= __gmpn_addmul_1(target, limbs + (j - t) * slot, width, leaf[t])
      }
      if width < slot { target[width] = carry }
    }
  }

  /// The product, by one multiplication of integers: x becomes 2^(64 slot) for a slot that holds every coefficient.
  func multiplied(by other: FlatPolynomial) -> FlatPolynomial {
    let value = valueAtOne * other.valueAtOne
    let slot = max(1, value.limbCount)
    let (a, b) = count >= other.count ? (self, other) : (other, self)
    let (x, y) = (a.packed(slot: slot), b.packed(slot: slot))
    let product = [UInt](unsafeUninitializedCapacity: x.count + y.count) { target, initialized in
      // mpn_mul writes x.count + y.count limbs, takes the longer operand first and accepts leading zeros; the target is fresh.
      if x.count >= y.count {
        __gmpn_mul(target.baseAddress, x, x.count, y, y.count)
      } else {
        __gmpn_mul(target.baseAddress, y, y.count, x, x.count)
      }
      initialized = x.count + y.count
    }
    return FlatPolynomial(count: count + other.count - 1, slot: slot, limbs: product, valueAtOne: value)
  }

  private init(count: Int, slot: Int, limbs: [UInt], valueAtOne: Integer) {
    assert(limbs.count >= count * slot)
    (self.count, self.slot, self.width, self.limbs, self.valueAtOne) = (count, slot, slot, limbs, valueAtOne)
  }

  /// The limbs at another distance.
  private func packed(slot: Int) -> [UInt] {
    let kept = min(width, slot)
    var result = [UInt](repeating: 0, count: count * slot)
    limbs.withUnsafeBufferPointer { limbs in
      for j in 0..<count {
        for i in 0..<kept { result[j * slot + i] = limbs[j * self.slot + i] }
      }
    }
    return result
  }

  var coefficients: [Integer] {
    limbs.withUnsafeBufferPointer { limbs in
      (0..<count).map { j in
        let coefficient = limbs.baseAddress! + j * slot
        var length = width
        while length > 0 && coefficient[length - 1] == 0 { length -= 1 }
        return Integer(limbCount: length, limbs: coefficient)
      }
    }
  }
}

extension Integer {
  /// Limbs of the magnitude; 0 for zero.
  fileprivate var limbCount: Int { (bitWidth + 63) / 64 }
}
