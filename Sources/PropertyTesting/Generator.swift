/// A way to draw random examples of a type, each of which knows how to shrink.
public struct Generator<Value: Sendable>: Sendable {
  private let draw: @Sendable (inout SplitMix64) -> Example<Value>

  public init(_ draw: @escaping @Sendable (inout SplitMix64) -> Example<Value>) { self.draw = draw }

  /// Draws a value; it shrinks by a function that lists simpler values, simplest first.
  ///
  /// - Parameter shrink: Following its values must end: each is simpler by a measure that cannot fall for ever.
  public init(
    sample: @escaping @Sendable (inout SplitMix64) -> Value,
    shrink: @escaping @Sendable (Value) -> [Value] = { _ in [] }
  ) {
    self.init { Example(sample(&$0), shrink: shrink) }
  }

  public func example(from source: inout SplitMix64) -> Example<Value> { draw(&source) }

  public func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Generator<Other> {
    Generator<Other> { draw(&$0).map(transform) }
  }

  /// Draws until a value qualifies.
  ///
  /// - Precondition: One value in a few qualifies; after 1000 misses in a row the generator is at fault.
  public func filter(_ qualifies: @escaping @Sendable (Value) -> Bool) -> Generator {
    Generator { source in
      for _ in 0..<1000 {
        let example = draw(&source)
        if qualifies(example.value) { return example.pruned(qualifies) }
      }
      preconditionFailure("a filter rejected 1000 values of \(Value.self) in a row")
    }
  }

  /// Draws from a generator that depends on a drawn value.
  public func flatMap<Other>(_ transform: @escaping @Sendable (Value) -> Generator<Other>) -> Generator<Other> {
    Generator<Other> { source in
      let outer = draw(&source)
      // Every derived generator reads the same bits, so a simpler outer value changes little else.
      let seed = source.next()
      return outer.flatMap { value in
        var inner = SplitMix64(seed: seed)
        return transform(value).draw(&inner)
      }
    }
  }
}
