/// A value together with the simpler values that a failing test may reduce it to.
///
/// Simpler values are examples themselves, so they form a tree, built only where shrinking walks.
/// Combinators carry the whole tree along: a mapped, filtered or paired generator shrinks without code of
/// its own, and never to a value that it could not have produced.
public struct Example<Value: Sendable>: Sendable {
  public let value: Value
  private let branches: @Sendable () -> AnySequence<Example>

  /// - Parameter simpler: The branches, simplest first; a lazy sequence where they are dear or many.
  public init(_ value: Value, simpler: @escaping @Sendable () -> some Sequence<Example> & SendableMetatype) {
    self.value = value
    branches = { AnySequence(simpler()) }
  }

  /// A value that has none simpler.
  public init(_ value: Value) { self.init(value) { EmptyCollection() } }

  /// The tree that a shrinking function spans.
  ///
  /// - Parameter shrink: Simpler values than its argument, simplest first; following them must end.
  public init(_ value: Value, shrink: @escaping @Sendable (Value) -> [Value]) {
    self.init(value) { shrink(value).lazy.map { Example($0, shrink: shrink) } }
  }

  /// Simplest first.
  public var simpler: AnySequence<Example> { branches() }

  public func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Example<Other> {
    Example<Other>(transform(value)) { simpler.lazy.map { $0.map(transform) } }
  }

  /// Drops the simpler values, and what is below them, that do not qualify.
  func pruned(_ qualifies: @escaping @Sendable (Value) -> Bool) -> Example {
    Example(value) { simpler.lazy.filter { qualifies($0.value) }.map { $0.pruned(qualifies) } }
  }

  /// Shrinks the outer value and derives anew from it; then shrinks the derived value.
  func flatMap<Other>(_ transform: @escaping @Sendable (Value) -> Example<Other>) -> Example<Other> {
    let derived = transform(value)
    return Example<Other>(derived.value) {
      [AnySequence(simpler.lazy.map { $0.flatMap(transform) }), derived.simpler].lazy.joined()
    }
  }

  /// Shrinks one half at a time.
  static func pair<First, Second>(_ first: Example<First>, _ second: Example<Second>) -> Example
  where Value == (First, Second) {
    Example((first.value, second.value)) {
      [
        AnySequence(first.simpler.lazy.map { pair($0, second) }),
        AnySequence(second.simpler.lazy.map { pair(first, $0) }),
      ].lazy.joined()
    }
  }
}
