import ExactArithmetic
import LinearAlgebra

/// Weights of the workers that the server learns from how often they agreed with the decoded sign.
///
/// For worker m and coordinate n: q = agreements/votes, both discounted by the forgetting factor, and
/// w = ln((q + e)/(1 - q + e)) with e = 1e-5, cut to [-limit, limit]. A tie says nothing and is not counted, nor is an
/// abstention. Before its first counted vote a worker weighs 1, cut likewise.
///
/// Weights are rounded to multiples of a unit of which doubles hold every sum, so that opposite votes of equal weight
/// cancel whatever the order of adding, and a tie is a tie in every scalar.
public struct LearnedWeights: Sendable, Equatable {
  /// T_in, iterations of the initial phase.
  public let initialRounds: Int
  public let forgetting: Rational
  private let limit: Double
  /// A power of two; 2^36 of them reach the limit, and 2^53 all the weights of 2^17 workers.
  private let unit: Double

  static let parameters =
    [
      Parameter(
        "initialRounds", .integer(0...1_000_000_000), fallback: .number(100), "T_in, iterations of the initial phase"),
      Parameter(
        "largestWeight", .number(positive: true, atMost: nil), fallback: .number(10),
        "max_LLR, learned weights are cut to [-largestWeight, largestWeight]"),
      Parameter(
        "forgetting", .number(positive: true, atMost: 1), fallback: .number(1),
        "discount of earlier agreements in each iteration; 1 forgets nothing"),
    ] + Adversaries.parameters

  init(_ settings: AlgorithmSettings) {
    initialRounds = settings.integer("initialRounds")
    forgetting = settings.number("forgetting")
    // Nothing is decided by the scale of weights that are all cut.
    limit = min(max(Double(settings.number("largestWeight")), 0x1p-900), Self.largestOdds)
    unit = 0x1p-36 * limit.binade
  }

  /// Keeps an odds ratio finite where a worker always, or never, agreed.
  private static let offset = 1e-5
  /// No logarithm of odds is larger.
  private static let largestOdds = 16.0

  /// The weight after so many agreements among so many counted votes.
  func weight<S: RunScalar>(agreements: S, votes: S) -> S {
    S.combining(agreements, votes) { agreements, votes in
      if votes == 0 { return rounded(1) }
      let frequency = agreements / votes
      let odds = ((frequency + Self.offset) / (1 - frequency + Self.offset)).naturalLogarithm
      return rounded(odds)
    }
  }

  private func rounded(_ weight: Double) -> Double {
    (min(max(weight, -limit), limit) / unit).rounded(.toNearestOrAwayFromZero) * unit
  }

  /// n x d agreements and n x d counted votes.
  func memoryShapes(workers: Int, dimension: Int) -> [(rows: Int, columns: Int)] {
    [(workers, dimension), (workers, dimension)]
  }

  /// Counts one iteration's votes (n x d) against the decoded signs.
  func count<S: RunScalar>(_ votes: Matrix<S>, against decision: [S], in memory: inout [Matrix<S>]) {
    let (half, keep) = (S(Rational(1, 2)), S(forgetting))
    for index in votes.elements.indices {
      let match = votes.elements[index] * decision[index % votes.columns]
      let counted = match * match
      memory[0].elements[index] = keep * memory[0].elements[index] + (counted + match) * half
      memory[1].elements[index] = keep * memory[1].elements[index] + counted
    }
  }
}
