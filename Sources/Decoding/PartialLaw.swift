import ExactArithmetic

/// The exact law of the score that some of the groups give, as integers over a common denominator.
struct PartialLaw {
  /// Ascending in position; probabilities are `weight / denominator`.
  let entries: [Entry]
  let denominator: Integer

  struct Entry {
    var code: Int128
    var position: Int128
    var weight: Integer
  }

  /// - Parameter votes: for each group, what one right vote adds to the score.
  init(_ groups: [(group: WorkerGroup, vote: ScoreScale.Step)]) {
    var states: [Int128: (position: Int128, weight: Integer)] = [0: (0, 1)]
    var denominator: Integer = 1
    for (group, vote) in groups {
      let weights = Self.binomial(group)
      var next: [Int128: (position: Int128, weight: Integer)] = [:]
      next.reserveCapacity(states.count * 2)
      for (code, state) in states {
        for (wrong, weight) in weights.enumerated() where !weight.isZero {
          let surplus = Int128(group.count - 2 * wrong)
          let position = state.position + surplus * vote.position
          next[code + surplus * vote.code, default: (position, 0)].weight += state.weight * weight
        }
      }
      states = next
      denominator = denominator * group.flip.denominator.raised(to: group.count)
    }
    entries = states.map { Entry(code: $0.key, position: $0.value.position, weight: $0.value.weight) }
      .sorted { ($0.position, $0.code) < ($1.position, $1.code) }
    self.denominator = denominator
  }

  /// C(n, y) k^y (q - k)^(n - y) for y wrong votes of n, p = k/q.
  private static func binomial(_ group: WorkerGroup) -> [Integer] {
    let (wrong, whole) = (group.flip.numerator, group.flip.denominator)
    let right = whole - wrong
    func powers(_ base: Integer) -> [Integer] {
      var list: [Integer] = [1]
      for _ in 0..<group.count { list.append(list.last! * base) }
      return list
    }
    let (ups, downs) = (powers(wrong), powers(right))
    var choose: Integer = 1
    return (0...group.count).map { y in
      if y > 0 { choose = (choose * Integer(group.count - y + 1)).dividedExactly(by: Integer(y)) }
      return choose * ups[y] * downs[group.count - y]
    }
  }
}
