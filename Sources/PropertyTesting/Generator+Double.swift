extension Generator where Value == Double {
  /// Finite doubles of every magnitude: all bit patterns, numbers near 1, subnormals, and the extremes.
  public static var doubles: Generator {
    let extremes = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
      Double.leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    return Generator(
      sample: { source in
        let bits = source.next()
        switch Int.random(in: 0..<8, using: &source) {
        case 0: return extremes.randomElement(using: &source)!
        case 1: return Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF)
        case 2, 3: return Double(Int64(bitPattern: bits) >> Int64(bits % 64)) / 1024
        default:
          let value = Double(bitPattern: bits)
          return value.isFinite ? value : Double(bitPattern: bits & ~(1 << 62))
        }
      }, shrink: simplerDoubles(than:))
  }
}

/// Zero, the opposite of a negative value, whole numbers, then fewer significant bits.
@Sendable private func simplerDoubles(than value: Double) -> [Double] {
  if value == 0 { return [] }
  var results: [Double] = [0]
  if value < 0 { results.append(-value) }
  let whole = value.rounded(.towardZero)
  if whole != value {
    if whole != 0 { results.append(whole) }
  } else if value.magnitude > 1 {
    results.append((value / 2).rounded(.towardZero))
    if value.magnitude < 0x1p53 { results.append(value - (value < 0 ? -1 : 1)) }
  }
  let zeros = value.significandBitPattern.trailingZeroBitCount
  if value.isNormal && zeros < 52 {
    for cleared in [26, zeros + 1] where cleared > zeros {
      results.append(Double(bitPattern: value.bitPattern & ~((1 << UInt64(cleared)) - 1)))
    }
  }
  return results
}
