import Simulation

/// The three laws of a stream, so that what holds for every law is tested once.
enum Law: CaseIterable {
  case gaussian, rademacher, threePoint

  func fill(
    _ stream: NoiseStream, _ output: UnsafeMutableBufferPointer<SIMD8<Double>>, _ firstReplicate: UInt32,
    _ iteration: UInt32
  ) {
    switch self {
    case .gaussian: stream.fillGaussian(output, firstReplicate: firstReplicate, iteration: iteration)
    case .rademacher: stream.fillRademacher(output, firstReplicate: firstReplicate, iteration: iteration)
    case .threePoint: stream.fillThreePoint(output, firstReplicate: firstReplicate, iteration: iteration)
    }
  }

  func numbers(
    _ stream: NoiseStream, count: Int, firstReplicate: UInt32 = 0, iteration: UInt32 = 0
  ) -> [SIMD8<Double>] {
    var numbers = [SIMD8<Double>](repeating: SIMD8(repeating: .nan), count: count)
    numbers.withUnsafeMutableBufferPointer { fill(stream, $0, firstReplicate, iteration) }
    return numbers
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): test inputs from a source that has nothing in common with Philox.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
