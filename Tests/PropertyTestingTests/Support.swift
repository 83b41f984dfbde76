import PropertyTesting

/// The failure that a property's refutation reports, or `nil` when no example refuted it.
func failure<Value>(_ body: () throws(PropertyFailure<Value>) -> Void) -> PropertyFailure<Value>? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}

/// The values of `count` examples with consecutive seeds.
func values<Value>(_ generator: Generator<Value>, count: Int, seed: UInt64) -> [Value] {
  (0..<count).map { attempt in
    var source = SplitMix64(seed: seed + UInt64(attempt))
    return generator.example(from: &source).value
  }
}
