/// Tries a property on `count` examples.
///
/// Attempt i draws from `SplitMix64(seed: seed + i)`, so the seed that a failure reports replays it alone,
/// with `count: 1`.
///
///     try forAll(.integers, .integers, seed: 1) { $0 + $1 == $1 + $0 }
///
/// - Parameter property: Refuted by returning `false` and by throwing. A trap cannot be caught.
/// - Throws: `PropertyFailure` with the simplest counterexample that shrinking reached.
public func forAll<Value>(
  _ generator: Generator<Value>, count: Int = 1000, seed: UInt64, _ property: (Value) throws -> Bool
) throws(PropertyFailure<Value>) {
  precondition(count > 0, "a property tried on \(count) examples")
  for attempt in 0..<count {
    let attemptSeed = seed &+ UInt64(attempt)
    var source = SplitMix64(seed: attemptSeed)
    let example = generator.example(from: &source)
    if let reason = refutation(of: property, by: example.value) {
      let (simplest, steps) = shrunk(Refuted(example: example, reason: reason), property)
      throw PropertyFailure(
        seed: attemptSeed, attempt: attempt, original: example.value, counterexample: simplest.example.value,
        shrinkingSteps: steps, reason: simplest.reason)
    }
  }
}

/// Tries a property of two values on `count` examples.
///
/// - Throws: `PropertyFailure` with the simplest counterexample that shrinking reached.
public func forAll<First, Second>(
  _ first: Generator<First>, _ second: Generator<Second>, count: Int = 1000, seed: UInt64,
  _ property: (First, Second) throws -> Bool
) throws(PropertyFailure<(First, Second)>) {
  try forAll(Generator<(First, Second)>.pair(first, second), count: count, seed: seed) { try property($0.0, $0.1) }
}

/// Tries a property of three values on `count` examples.
///
/// - Throws: `PropertyFailure` with the simplest counterexample that shrinking reached.
public func forAll<First, Second, Third>(
  _ first: Generator<First>, _ second: Generator<Second>, _ third: Generator<Third>, count: Int = 1000, seed: UInt64,
  _ property: (First, Second, Third) throws -> Bool
) throws(PropertyFailure<(First, Second, Third)>) {
  try forAll(Generator<(First, Second, Third)>.triple(first, second, third), count: count, seed: seed) {
    try property($0.0, $0.1, $0.2)
  }
}

private struct Refuted<Value: Sendable> {
  var example: Example<Value>
  var reason: String
}

/// Why the value refutes the property; `nil` when it does not.
private func refutation<Value>(of property: (Value) throws -> Bool, by value: Value) -> String? {
  do {
    return try property(value) ? nil : "the property is false"
  } catch {
    return "the property threw: \(error)"
  }
}

/// Walks to the first simpler value that still refutes the property until there is none.
private func shrunk<Value>(
  _ start: Refuted<Value>, _ property: (Value) throws -> Bool
) -> (simplest: Refuted<Value>, steps: Int) {
  var current = start
  var steps = 0
  // A bound for slow properties and for shrinking functions that run in circles.
  var trials = 50_000
  descent: while true {
    for candidate in current.example.simpler {
      if trials == 0 { break descent }
      trials -= 1
      if let reason = refutation(of: property, by: candidate.value) {
        current = Refuted(example: candidate, reason: reason)
        steps += 1
        continue descent
      }
    }
    break
  }
  return (current, steps)
}
