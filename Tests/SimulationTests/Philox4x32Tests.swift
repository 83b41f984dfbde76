import Simulation
import Testing

@Suite struct Philox4x32Tests {
  /// The known answers that Random123 ships in `kat_vectors` for philox4x32 with 10 rounds.
  static let knownAnswers: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, block: SIMD4<UInt32>)] = [
    (
      SIMD4(repeating: 0), SIMD2(repeating: 0),
      SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
    ),
    (
      SIMD4(repeating: .max), SIMD2(repeating: .max),
      SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
    ),
    (
      SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), SIMD2(0xA409_3822, 0x299F_31D0),
      SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
    ),
  ]

  @Test(arguments: knownAnswers.indices)
  func blockGivesTheKnownAnswers(index: Int) {
    let (counter, key, block) = Self.knownAnswers[index]
    #expect(Philox4x32.block(counter: counter, key: key) == block)
  }

  @Test func laneZeroOfBlocksGivesTheKnownAnswers() {
    for (counter, key, block) in Self.knownAnswers {
      let (first, second) = Philox4x32.blocks(counter: counter, key: key)
      #expect(first[0] == UInt64(block.x) << 32 | UInt64(block.y))
      #expect(second[0] == UInt64(block.z) << 32 | UInt64(block.w))
    }
  }

  /// Counters and keys of all sizes; the third word also where the lanes wrap around.
  @Test func blocksAreTheBlocksOfEightCounters() {
    var generator = SplitMix(state: 1)
    for trial in 0..<2000 {
      var counter = SIMD4<UInt32>.zero
      for i in 0..<4 { counter[i] = UInt32(truncatingIfNeeded: generator.next()) >> UInt32(trial % 32) }
      if trial % 3 == 0 { counter.z = UInt32.max - UInt32(trial % 9) }
      let key = SIMD2(
        UInt32(truncatingIfNeeded: generator.next()) >> UInt32(trial % 29),
        UInt32(truncatingIfNeeded: generator.next()) >> UInt32(trial % 31))
      let (first, second) = Philox4x32.blocks(counter: counter, key: key)
      for lane in 0..<8 {
        var ofLane = counter
        ofLane.z &+= UInt32(lane)
        let block = Philox4x32.block(counter: ofLane, key: key)
        let agrees =
          first[lane] == UInt64(block.x) << 32 | UInt64(block.y)
          && second[lane] == UInt64(block.z) << 32 | UInt64(block.w)
        #expect(agrees, "counter \(counter), key \(key), lane \(lane)")
      }
    }
  }
}
