import Decoding
import ExactArithmetic

extension Generator where Value == Rational {
  /// Probabilities at which votes tie, or nearly do: odds that are powers of 2 and of 3, the same ones off by 1e-60, short
  /// fractions on both sides of 1/2, and some next to 0, 1/2 and 1. Never 0 or 1.
  public static var interiorFlips: Generator {
    let related: [Rational] = [
      Rational(1, 3), Rational(1, 5), Rational(2, 3), Rational(1, 2), Rational(1, 9), Rational(4, 5), Rational(1, 4),
      Rational(3, 4), Rational(1, 10), Rational(9, 10), Rational(1, 17),
    ]
    let short = Generator<(Int, Int)>.pair(.integers(in: 1...11), .integers(in: 1...11)).map { Rational($0, $0 + $1) }
    let offset = Rational(1, Integer(10).raised(to: 60))
    let near = Generator<Rational>.element(of: [
      Rational(1, 3) + offset, Rational(1, 3) - offset, Rational(1, 2) - offset, Rational(1, 2) + offset, offset,
      1 - offset, Rational(1, 1_000_000),
    ])
    return .one(of: [.element(of: related), .element(of: related), short, short, near])
  }
}

extension Generator where Value == [WorkerGroup] {
  /// Groups of so many workers in all, often with one p in several groups; one list in four has workers with p = 0 or 1.
  ///
  /// - Precondition: `workers > 0`.
  public static func workerGroups(workers: Int) -> Generator {
    precondition(workers > 0, "a vote of \(workers) workers")
    let sizes = Generator<Int>.one(of: [
      .constant(1), .constant(1), .integers(in: 1...3), .integers(in: 1...workers),
    ])
    func groups(_ flips: Generator<Rational>) -> Generator {
      Generator<(Rational, Int)>.pair(flips, sizes).array(count: workers).map { parts in
        var rest = workers
        return parts.compactMap { flip, size in
          guard rest > 0 else { return nil }
          defer { rest -= size }
          return WorkerGroup(flip: flip, count: Swift.min(size, rest))
        }
      }
    }
    let interior = groups(.interiorFlips)
    return .one(of: [interior, interior, interior, groups(.one(of: [.interiorFlips, .element(of: [0, 1])]))])
  }
}

extension Generator where Value == Ballot {
  /// Votes of so many workers under every decoder, with weights of each kind that makes scores meet: small integers of
  /// either sign and zero, fractions, and numbers that differ by less than any fixed point resolves.
  ///
  /// - Precondition: `workers > 0`.
  public static func ballots(workers: Int) -> Generator {
    let tiny = Rational(1, Integer(10).raised(to: 50))
    let huge = Rational(Integer(10).raised(to: 40))
    let kinds: [Generator<Rational>] = [
      Generator<Int>.integers(in: -3...3).map { Rational($0) },
      Generator<Int>.integers(in: 1...9).map { Rational($0) },
      Generator<(Int, Int)>.pair(.integers(in: -12...12), .integers(in: 1...12)).map { Rational($0, $1) },
      .element(of: [1, 1, tiny, -1, 1 + tiny, 2]),
      .element(of: [huge + 1, huge, 1, -huge]),
      .rationals(bits: 200),
    ]
    let lists = kinds.map { $0.array(count: workers) } + [kinds[2].map { Array(repeating: $0, count: workers) }]
    let weights = Generator<[Rational]>.one(of: lists).map { SignDecoder.weighted($0) }
    let decoders = Generator<SignDecoder>.one(of: [
      .constant(.majority), .constant(.logLikelihood), .constant(.logLikelihood), weights, weights, weights,
    ])
    return Generator<([WorkerGroup], SignDecoder)>.pair(.workerGroups(workers: workers), decoders).map {
      groups, decoder in
      var chosen = decoder
      if case .weighted(let list) = decoder {
        var weights = Array(list.prefix(groups.count))
        if weights.allSatisfy(\.isZero) { weights[0] = 1 }
        chosen = .weighted(weights)
      }
      guard let ballot = try? Ballot(groups: groups, decoder: chosen) else {
        preconditionFailure("a weight for each group, not all zero, is a ballot")
      }
      return ballot
    }
  }

  /// Votes of a number of workers in the range.
  public static func ballots(workers: ClosedRange<Int>) -> Generator {
    Generator<Int>.integers(in: workers).flatMap { ballots(workers: $0) }
  }
}
