extension Generator {
  /// Independent draws, shrunk one half at a time.
  public static func pair<First, Second>(_ first: Generator<First>, _ second: Generator<Second>) -> Generator
  where Value == (First, Second) {
    Generator { source in
      let left = first.example(from: &source)
      return .pair(left, second.example(from: &source))
    }
  }

  /// Independent draws, shrunk one part at a time.
  public static func triple<First, Second, Third>(
    _ first: Generator<First>, _ second: Generator<Second>, _ third: Generator<Third>
  ) -> Generator where Value == (First, Second, Third) {
    Generator<((First, Second), Third)>.pair(.pair(first, second), third).map { ($0.0, $0.1, $1) }
  }

  /// Arrays of independent draws; they shrink to fewer elements first, then element by element.
  ///
  /// - Precondition: `count` has no negative value.
  public func array(count: ClosedRange<Int>) -> Generator<[Value]> {
    precondition(count.lowerBound >= 0, "arrays of \(count) elements")
    return Generator<[Value]> { source in
      let length = Int.random(in: count, using: &source)
      return .array((0..<length).map { _ in example(from: &source) }, atLeast: count.lowerBound)
    }
  }

  /// Arrays of one length, shrunk element by element.
  public func array(count: Int) -> Generator<[Value]> { array(count: count...count) }
}

extension Example {
  fileprivate static func array<Element>(_ elements: [Example<Element>], atLeast least: Int) -> Example
  where Value == [Element] {
    Example(elements.map(\.value)) {
      let inElements = elements.indices.lazy.flatMap { index in
        elements[index].simpler.lazy.map { simpler in
          var others = elements
          others[index] = simpler
          return array(others, atLeast: least)
        }
      }
      return [
        AnySequence(shorter(elements, atLeast: least).lazy.map { array($0, atLeast: least) }),
        AnySequence(inElements),
      ].lazy.joined()
    }
  }

  /// The array without a run of elements: long runs first, down to single elements.
  private static func shorter<Element>(_ elements: [Example<Element>], atLeast least: Int) -> [[Example<Element>]] {
    var results: [[Example<Element>]] = []
    var run = elements.count - least
    while run > 0 {
      for start in stride(from: 0, through: elements.count - run, by: run) {
        results.append(Array(elements[..<start] + elements[(start + run)...]))
      }
      run /= 2
    }
    return results
  }
}
