import ExactArithmetic
import LinearAlgebra

/// Workers that do not send the sign that they computed; the last ones of the list of workers.
public struct Adversaries: Sendable, Equatable {
  public let count: Int
  public let attack: Attack
  /// Probability that a random flip happens, per coordinate and iteration.
  public let rate: Rational

  public enum Attack: String, Sendable, CaseIterable {
    /// Sends the opposite sign.
    case flip
    /// Sends the opposite sign with probability `rate`.
    case randomFlip = "random-flip"
    /// Sends the sign of Gaussian noise: a fair coin.
    case gaussian
  }

  static let parameters = [
    Parameter(
      "adversaries", .integer(0...1_000_000), fallback: .number(0), "how many of the last workers are adversaries"),
    Parameter(
      "attack", .word(Attack.allCases.map(\.rawValue)), fallback: .word(Attack.flip.rawValue),
      "what adversaries send: the opposite sign, that with probability flipRate, or the sign of Gaussian noise"),
    Parameter(
      "flipRate", .number(positive: false, atMost: 1), fallback: .number(Rational(1, 2)),
      "r, the probability of a random flip"),
  ]

  /// - Throws: `AlgorithmError` when there are more adversaries than workers.
  init(_ settings: AlgorithmSettings, workers: Int) throws(AlgorithmError) {
    count = settings.integer("adversaries")
    attack = Attack(rawValue: settings.word("attack"))!
    rate = settings.number("flipRate")
    if count > workers { throw AlgorithmError("\(count) adversaries among \(workers) workers") }
  }

  /// Replaces the adversaries' votes (rows of an n x d matrix).
  func corrupt<S: RunScalar>(_ votes: inout Matrix<S>, draws oracle: DrawOracle<S>) {
    if count == 0 { return }
    let first = (votes.rows - count) * votes.columns
    switch attack {
    case .flip:
      for index in first..<votes.elements.count { votes.elements[index] = -votes.elements[index] }
    case .randomFlip, .gaussian:
      var draws = [S](repeating: .zero, count: count * votes.columns)
      oracle(.uniform, &draws)
      let threshold = S(attack == .gaussian ? Rational(1, 2) : rate)
      let half = S(Rational(1, 2))
      for (offset, draw) in draws.enumerated() {
        let side = (threshold - draw).sign
        if attack == .gaussian {
          // Nothing is sent in place of an abstention.
          let vote = votes.elements[first + offset]
          votes.elements[first + offset] = side * vote * vote
        } else {
          // 1 where draw < rate, else 0.
          let flips = (side * side + side) * half
          votes.elements[first + offset] *= S.one - flips - flips
        }
      }
    }
  }

  /// The law of an adversary's vote where an honest worker's is (minus, zero, plus).
  func corrupt<S: Scalar>(_ law: VoteLaw<S>) -> VoteLaw<S> {
    switch attack {
    case .flip: VoteLaw(minus: law.plus, zero: law.zero, plus: law.minus)
    case .gaussian:
      VoteLaw(
        minus: S(Rational(1, 2)) * (law.minus + law.plus), zero: law.zero,
        plus: S(Rational(1, 2)) * (law.minus + law.plus))
    case .randomFlip:
      VoteLaw(
        minus: S(1 - rate) * law.minus + S(rate) * law.plus, zero: law.zero,
        plus: S(1 - rate) * law.plus + S(rate) * law.minus)
    }
  }
}
