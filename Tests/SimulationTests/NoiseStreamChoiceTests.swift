import Simulation
import Testing

@Suite struct NoiseStreamChoiceTests {
  let stream = NoiseStream(seed: 3, purpose: 8)

  @Test func aChoiceIsTheRemainderOfAWord() {
    for count in [1, 2, 7, 1000] {
      for iteration in 0..<50 as Range<UInt32> {
        // No word of these falls into the last, incomplete block: 2^64 mod 1000 is 616.
        let word = stream.word(0, iteration: iteration, replicate: 5)
        #expect(stream.choice(of: count, iteration: iteration, replicate: 5) == Int(word % UInt64(count)))
      }
    }
  }

  /// For 2^62 + 1 the incomplete last block is a quarter of all words, so the next word is often needed.
  @Test func wordsOfTheIncompleteBlockAreSkipped() {
    let count = (1 << 62) + 1
    var skipped = 0
    for iteration in 0..<200 as Range<UInt32> {
      var k: UInt32 = 0
      while stream.word(k, iteration: iteration, replicate: 0) >= 3 * UInt64(count) { k += 1 }
      skipped += Int(k)
      let word = stream.word(k, iteration: iteration, replicate: 0)
      #expect(stream.choice(of: count, iteration: iteration, replicate: 0) == Int(word % UInt64(count)))
    }
    #expect(skipped > 20)
  }

  /// Six standard deviations for each of twelve values.
  @Test func everyValueIsAsLikely() {
    var counts = [Int](repeating: 0, count: 12)
    for iteration in 0..<60_000 as Range<UInt32> {
      counts[stream.choice(of: 12, iteration: iteration, replicate: 1)] += 1
    }
    #expect(counts.allSatisfy { abs(Double($0) - 5000) < 6 * (5000.0 * 11 / 12).squareRoot() })
  }

  @Test func aChoiceOfNothingIsRefused() async {
    await #expect(processExitsWith: .failure) {
      _ = NoiseStream(seed: 1, purpose: 8).choice(of: 0, iteration: 0, replicate: 0)
    }
  }
}
