extension Generator {
  /// Always the same value.
  public static func constant(_ value: Value) -> Generator { Generator { _ in Example(value) } }

  /// One of the values, each equally likely; it shrinks to those listed before it.
  ///
  /// - Precondition: `values` is not empty.
  public static func element(of values: [Value]) -> Generator {
    precondition(!values.isEmpty, "an element of an empty list")
    return Generator<Int>.integers(in: 0...values.count - 1).map { values[$0] }
  }

  /// Draws from one of the generators, each equally likely, and stays with it when shrinking.
  ///
  /// - Precondition: `generators` is not empty.
  public static func one(of generators: [Generator]) -> Generator {
    precondition(!generators.isEmpty, "one of no generators")
    return Generator { generators[Int.random(in: generators.indices, using: &$0)].example(from: &$0) }
  }
}

extension Generator where Value == Bool {
  /// Shrinks to `false`.
  public static var booleans: Generator { .element(of: [false, true]) }
}
