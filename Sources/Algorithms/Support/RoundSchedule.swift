import ExactArithmetic
import Simulation

/// Rounds of a server: in each of them some of the clients take part, drawn anew, independently of everything else.
public struct RoundSchedule: Schedule {
  public enum Sampling: String, Sendable, CaseIterable {
    case full
    case withoutReplacement = "without-replacement"
    case withReplacement = "with-replacement"
  }

  public let clients: Int
  public let sampling: Sampling
  /// s, clients that are drawn.
  public let sample: Int
  /// s', how many of them arrive in time; which ones is as random as the draw.
  public let arrivals: Int
  /// With replacement, the probability of each client.
  public let weights: [Rational]

  init(clients: Int, sampling: Sampling, sample: Int, arrivals: Int? = nil, weights: [Rational]) {
    self.clients = clients
    self.sampling = sampling
    self.sample = sampling == .full ? clients : sample
    self.arrivals = arrivals ?? self.sample
    self.weights = weights
  }

  public var isFixed: Bool { sampling != .withReplacement && arrivals == clients }

  public func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    let laws = sequentialLaws
    var round = -1
    return SlotSequence { [self] in
      round += 1
      func draw(_ place: Int) -> RandomDraw { random.draw(.participation, node: place, number: round) }
      switch sampling {
      case .full: return Slot(completions: Array(0..<clients))
      case .withReplacement:
        let chosen = (0..<arrivals).map { place in
          laws.indices.first {
            random.draw(.participation, node: place * clients + $0, number: round).bernoulli(laws[$0])
          }
            ?? clients - 1
        }
        return Slot(completions: chosen.sorted())
      case .withoutReplacement:
        // The first places of a random permutation.
        var order = Array(0..<clients)
        for place in 0..<arrivals { order.swapAt(place, place + draw(place).integer(below: clients - place)) }
        return Slot(completions: order.prefix(arrivals).sorted())
      }
    }
  }

  /// Of each client but the last the law of its being drawn when those before it are not.
  private var sequentialLaws: [BernoulliLaw] {
    var rest: Rational = 1
    return weights.dropLast().map { weight in
      defer { rest -= weight }
      return BernoulliLaw(rest.isZero ? 0 : weight / rest)
    }
  }

  public var chain: SlotChain? {
    let count = sampling == .withReplacement ? Double(clients).power(arrivals) : Self.subsetCount(clients, arrivals)
    // Without a sum over lists that are longer than any of several clients could be.
    guard count < 100_000, sampling != .withReplacement || arrivals <= 16 else { return nil }
    let lists = outcomes
    return SlotChain(size: (1, Double(lists.count))) { _ in
      lists.map { .init($0.probability, Slot(completions: $0.clients), next: 0) }
    }
  }

  private var outcomes: [(clients: [Int], probability: Rational)] {
    if sampling == .withReplacement {
      var sums: [[Int]: Rational] = [[]: 1]
      for _ in 0..<arrivals {
        var next: [[Int]: Rational] = [:]
        for (list, probability) in sums {
          for client in 0..<clients where !weights[client].isZero {
            next[(list + [client]).sorted(), default: 0] += probability * weights[client]
          }
        }
        sums = next
      }
      return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }
    var subsets: [[Int]] = [[]]
    for client in 0..<clients {
      subsets = subsets.flatMap { $0.count < arrivals ? [$0, $0 + [client]] : [$0] }
        .filter { $0.count + clients - client - 1 >= arrivals }
    }
    return subsets.map { ($0, Rational(1, subsets.count)) }
  }

  private static func subsetCount(_ n: Int, _ k: Int) -> Double {
    (0..<min(k, n - k)).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}
