extension Enclosure {
  public func exponential(significantBits: Int) -> Enclosure {
    let magnitude = max(lower.magnitude, upper.magnitude)
    return exponential(width: .powerOfTwo(-significantBits - 2 * magnitude.ceiling.asInt!))
  }
}
