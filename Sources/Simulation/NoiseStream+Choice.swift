extension NoiseStream {
  /// One of 0 ..< count, each with probability exactly 1 / count: the words of one replicate at one iteration are read
  /// until one does not fall into the incomplete last block of `count` values.
  ///
  /// - Precondition: `count > 0`.
  public func choice(of count: Int, iteration: UInt32, replicate: UInt32) -> Int {
    precondition(count > 0, "a choice of \(count)")
    let bound = UInt64(count)
    // 2^64 mod bound
    let excess = (0 &- bound) % bound
    var k: UInt32 = 0
    while true {
      let word = word(k, iteration: iteration, replicate: replicate)
      if word <= .max - excess { return Int(word % bound) }
      k += 1
    }
  }
}
