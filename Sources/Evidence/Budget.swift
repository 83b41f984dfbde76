import Algorithms

/// What two runs have alike when they are compared.
public enum Budget: String, Sendable, CaseIterable {
  case iterations
  /// Models sent from node to node, at most as many.
  case models
  /// Virtual time, at most as much.
  case time
}

extension Workload {
  /// How many iterations this run can take with what another one uses up: 0 ... `Budget.mostIterations`.
  ///
  /// Where clocks and links are random both are those of the seed's first replicate.
  public func iterations(within budget: Budget, of other: Workload, seed: UInt64) -> Int {
    if budget == .iterations { return other.iterations }
    let limit = other.spending(seed: seed).prefix(other.iterations).last(budget)
    return spending(seed: seed).prefix(Budget.mostIterations).iterations(within: limit, budget)
  }

  private func spending(seed: UInt64) -> Spending { Spending(algorithm: algorithm, seed: seed) }
}

extension Budget {
  /// Longer runs are not compared with.
  public static let mostIterations = 10_000_000
}

/// What a run uses up, iteration by iteration.
private struct Spending {
  let algorithm: any Algorithm
  let seed: UInt64
  private var count = 0

  init(algorithm: any Algorithm, seed: UInt64) {
    self.algorithm = algorithm
    self.seed = seed
  }

  func prefix(_ iterations: Int) -> Spending {
    var copy = self
    copy.count = iterations
    return copy
  }

  func last(_ budget: Budget) -> Double {
    var sum = 0.0
    walk { _, spent in
      sum = spent(budget)
      return true
    }
    return sum
  }

  func iterations(within limit: Double, _ budget: Budget) -> Int {
    var result = 0
    walk { iteration, spent in
      if spent(budget) > limit { return false }
      result = iteration
      return true
    }
    return result
  }

  /// Calls the body after each iteration, until it is false.
  private func walk(_ body: (Int, (Budget) -> Double) -> Bool) {
    let slots = algorithm.schedule.slots(seed: seed, replicate: 0)
    var (models, time) = (0, 0.0)
    for iteration in 1...count {
      let slot = slots.next()
      models += algorithm.traffic(in: slot).models
      time = slot.time > 0 ? slot.time : Double(iteration)
      let goesOn = body(iteration) { budget in
        switch budget {
        case .iterations: Double(iteration)
        case .models: Double(models)
        case .time: time
        }
      }
      if !goesOn { return }
    }
  }
}
