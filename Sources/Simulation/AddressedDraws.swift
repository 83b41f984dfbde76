import ExactArithmetic

/// Discrete draws of one run, one after the other: number k is a pure function of the seed, the purpose, the replicate
/// and k.
public struct AddressedDraws: Sendable {
  private let stream: NoiseStream
  private let replicate: UInt32
  private var position: UInt64 = 0

  public init(seed: UInt64, purpose: StreamPurpose, replicate: UInt32) {
    stream = NoiseStream(seed: seed, purpose: purpose.rawValue)
    self.replicate = replicate
  }

  /// 64 uniform bits.
  public mutating func word() -> UInt64 {
    defer { position += 1 }
    return stream.word(
      UInt32(truncatingIfNeeded: position), iteration: UInt32(truncatingIfNeeded: position >> 32),
      replicate: replicate)
  }

  /// An event of this probability, exactly: binary digits of a uniform number are drawn until they decide.
  ///
  /// - Precondition: `0 <= probability <= 1`.
  public mutating func happens(with probability: Rational) -> Bool {
    precondition(probability.signum >= 0 && probability <= 1, "a probability of \(probability)")
    if probability.isZero { return false }
    if probability == 1 { return true }
    let scale = Rational.powerOfTwo(64)
    var rest = probability
    while true {
      rest *= scale
      let digit = UInt64(rest.floor.description)!
      let drawn = word()
      if drawn != digit { return drawn < digit }
      rest -= Rational(rest.floor)
      if rest.isZero { return false }
    }
  }

  /// Uniform in 0 ..< count, exactly.
  ///
  /// - Precondition: `count > 0`.
  public mutating func integer(below count: Int) -> Int {
    precondition(count > 0, "a choice among \(count)")
    let bound = UInt64(count)
    let limit = UInt64.max - UInt64.max % bound
    while true {
      let drawn = word()
      if drawn < limit { return Int(drawn % bound) }
    }
  }
}
