import Simulation
import Testing

@Suite struct NoiseStreamTests {
  static let stream = NoiseStream(seed: 0x0123_4567_89AB_CDEF, purpose: 3)

  /// Fingerprints by an independent implementation in Python (integers and IEEE doubles, one number at a time): they pin
  /// the addresses, the order of the bits and every bit of the results.
  @Test(arguments: [
    (Law.gaussian, "9d86f62a682565075d9802a0338ec78f789f1e6089273d129fb1dc370511122f"),
    (Law.rademacher, "98adbdfa2a70f342e5a1a07e65f3d62c3eefc54f6e31ea4b260b35ea6dc5a876"),
    (Law.threePoint, "7ddebc0159537bc2d26fa40e63ad5d41c5559a8d6eb91fee93fd21ab44b2400d"),
  ])
  func everyBitIsTheReference(law: Law, fingerprint: String) {
    var hash = SHA256()
    for vector in law.numbers(Self.stream, count: 1003, firstReplicate: 11, iteration: 5) {
      for lane in 0..<8 { hash.update(vector[lane]) }
    }
    #expect(hash.hexadecimal() == fingerprint)
  }

  @Test(arguments: Law.allCases)
  func laneIsTheReplicateOnItsOwn(law: Law) {
    for count in [1, 2, 3, 4, 5, 7, 31, 33, 65, 130] {
      for firstReplicate: UInt32 in [0, 5, 1 << 31, UInt32.max - 14] {
        let together = law.numbers(Self.stream, count: count, firstReplicate: firstReplicate, iteration: 9)
        for lane in 0..<8 {
          let alone = law.numbers(
            Self.stream, count: count, firstReplicate: firstReplicate + UInt32(lane), iteration: 9)
          #expect((0..<count).allSatisfy { together[$0][lane] == alone[$0][0] }, "count \(count), lane \(lane)")
        }
      }
    }
  }

  /// No address depends on how many numbers are asked for, and nothing outside of the buffer is written.
  @Test(arguments: Law.allCases)
  func shortFillIsAPrefix(law: Law) {
    let long = law.numbers(Self.stream, count: 300, firstReplicate: 2, iteration: 1)
    for count in [0, 1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129, 257, 299] {
      let canary = SIMD8(repeating: 12345.0)
      var buffer = [SIMD8<Double>](repeating: canary, count: 300)
      buffer.withUnsafeMutableBufferPointer {
        law.fill(Self.stream, UnsafeMutableBufferPointer(rebasing: $0[0..<count]), 2, 1)
      }
      #expect(buffer.prefix(count) == long.prefix(count), "count \(count)")
      #expect(buffer.dropFirst(count).allSatisfy { $0 == canary }, "count \(count)")
    }
  }

  @Test(arguments: Law.allCases)
  func bufferWithoutMemoryIsFilled(law: Law) {
    law.fill(Self.stream, UnsafeMutableBufferPointer(start: nil, count: 0), 0, 0)
  }

  @Test func wordIsHalfOfABlock() {
    let key = SIMD2<UInt32>(0x89AB_CDEF, 0x0123_4567)
    for k: UInt32 in [0, 1, 2, 3, 1000, 1001, .max - 1, .max] {
      let block = Philox4x32.block(counter: SIMD4(k / 2, 77, 123, 3), key: key)
      let expected = k % 2 == 0 ? (block.x, block.y) : (block.z, block.w)
      #expect(
        Self.stream.word(k, iteration: 77, replicate: 123) == UInt64(expected.0) << 32 | UInt64(expected.1))
    }
  }

  @Test func normalsAreTheTransformOfTheWords() {
    let numbers = Law.gaussian.numbers(Self.stream, count: 9, firstReplicate: 40, iteration: 6)
    for k in 0..<9 {
      for lane in 0..<8 {
        let word = Self.stream.word(UInt32(k / 2), iteration: 6, replicate: 40 + UInt32(lane))
        let pair = GaussianTransform.normals(SIMD8(repeating: word))
        #expect(numbers[k][lane] == (k % 2 == 0 ? pair.first[0] : pair.second[0]))
      }
    }
  }

  /// One bit decides a sign, so each has probability exactly 1/2.
  @Test func signsAreTheBitsOfTheWords() {
    let numbers = Law.rademacher.numbers(Self.stream, count: 200, firstReplicate: 40, iteration: 6)
    for k in 0..<200 {
      for lane in 0..<8 {
        let word = Self.stream.word(UInt32(k / 64), iteration: 6, replicate: 40 + UInt32(lane))
        #expect(numbers[k][lane] == (word >> (63 - UInt64(k % 64)) & 1 == 1 ? -1 : 1))
      }
    }
  }

  /// Two bits decide a number; of their four patterns two give zero and one each gives either sign, so the probabilities
  /// are exactly 1/2, 1/4, 1/4. The test meets every pattern.
  @Test func threePointNumbersArePairsOfBits() {
    let values = [0, 0, 2.0.squareRoot(), -(2.0.squareRoot())]
    let numbers = Law.threePoint.numbers(Self.stream, count: 200, firstReplicate: 40, iteration: 6)
    var seen = [0, 0, 0, 0]
    for k in 0..<200 {
      for lane in 0..<8 {
        let word = Self.stream.word(UInt32(k / 32), iteration: 6, replicate: 40 + UInt32(lane))
        let pair = Int(word >> (62 - 2 * UInt64(k % 32)) & 3)
        seen[pair] += 1
        #expect(numbers[k][lane] == values[pair])
        #expect(numbers[k][lane].sign == .plus || numbers[k][lane] != 0, "zero is +0")
      }
    }
    #expect(seen.allSatisfy { $0 > 0 })
  }

  /// Two different words agree with probability 2^-64.
  @Test func everyPartOfTheAddressCounts() {
    let word = Self.stream.word(4, iteration: 5, replicate: 6)
    let others = [
      Self.stream.word(5, iteration: 5, replicate: 6),
      Self.stream.word(6, iteration: 5, replicate: 6),
      Self.stream.word(4, iteration: 6, replicate: 6),
      Self.stream.word(4, iteration: 5, replicate: 7),
      Self.stream.word(5, iteration: 4, replicate: 6),
      Self.stream.word(4, iteration: 6, replicate: 5),
      NoiseStream(seed: Self.stream.seed, purpose: 4).word(4, iteration: 5, replicate: 6),
      NoiseStream(seed: Self.stream.seed ^ 1, purpose: 3).word(4, iteration: 5, replicate: 6),
      NoiseStream(seed: Self.stream.seed ^ 1 << 63, purpose: 3).word(4, iteration: 5, replicate: 6),
    ]
    #expect(Set(others + [word]).count == others.count + 1)
  }

  @Test func replicatesBeyondTheLastStop() async {
    await #expect(processExitsWith: .failure) {
      _ = Law.gaussian.numbers(NoiseStream(seed: 1, purpose: 1), count: 1, firstReplicate: UInt32.max - 6)
    }
    await #expect(processExitsWith: .failure) {
      _ = Law.rademacher.numbers(NoiseStream(seed: 1, purpose: 1), count: 1, firstReplicate: UInt32.max - 6)
    }
    await #expect(processExitsWith: .failure) {
      _ = Law.threePoint.numbers(NoiseStream(seed: 1, purpose: 1), count: 1, firstReplicate: UInt32.max)
    }
  }
}
