import ExactArithmetic
import Simulation

/// Clients that hang for a while before they train: each time with the same probability, for an exponential time.
public struct Pauses: Sendable, Equatable {
  public static let none = Pauses(probability: 0, meanSeconds: 0, seed: 0)

  private let law: BernoulliLaw
  private let meanSeconds: Double
  private let seed: UInt64

  /// - Precondition: a probability; a mean that is finite and not negative.
  public init(probability: Rational, meanSeconds: Double, seed: UInt64) {
    precondition(meanSeconds >= 0 && meanSeconds.isFinite, "pauses of \(meanSeconds) seconds")
    law = BernoulliLaw(probability)
    self.meanSeconds = meanSeconds
    self.seed = seed
  }

  /// Seconds before a client's training of this number begins.
  package func seconds(_ client: Int, training number: Int) -> Double {
    let random = RandomSource(seed: seed)
    guard random.draw(.suspension, node: client, number: 2 * number).bernoulli(law) else { return 0 }
    return meanSeconds * random.draw(.suspension, node: client, number: 2 * number + 1).exponential
  }
}
