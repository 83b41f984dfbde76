import Algorithms
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing

private func make(
  _ name: String, clients: Int, step: Rational = Rational(1, 5), _ settings: [String: Setting] = [:],
  in surroundings: Surroundings = Surroundings()
) throws -> any Algorithm {
  let type = try #require(Algorithms.all.first { $0.name == name })
  return try type.init(
    AlgorithmSettings(stepSize: step, parameters: type.parameters, replacing: settings, in: surroundings),
    network: clients == 1 ? .oneWorker : network("complete", clients))
}

/// The first row after each of some iterations, in rationals, with noise that depends on the asking and the worker alone.
private func servers(_ algorithm: any Algorithm, slots: [Slot], noise: Bool = true) -> [[Rational]] {
  let n = algorithm.workers
  var state = AlgorithmState<Rational>(algorithm, start: [3, -1])
  var asked = 0
  return slots.map { slot in
    algorithm.step(&state, slot) { points, readers, gradients in
      for worker in readers.workers ?? Array(0..<n) {
        let row = points.rows == 1 ? 0 : readers.firstRow + worker
        for k in 0..<2 {
          let bump = noise ? Rational((7 * asked + 3 * worker + 5 * k) % 11 - 5, 4) : 0
          gradients[worker, k] = points[row, k] - Rational(worker) + bump
        }
      }
      asked += 1
    } draws: { _, _ in
    }
    return [state.models[0, 0], state.models[0, 1]]
  }
}

@Suite struct ConformanceTests {
  @Test(arguments: ConformanceVector.all.indices)
  func theAlgorithmAgreesWithTheHand(_ index: Int) throws {
    let vector = ConformanceVector.all[index]
    let (models, counters) = try vector.run()
    #expect(models == vector.after, "\(vector.algorithm)")
    if let expected = vector.countersAfter { #expect(counters == expected, "\(vector.algorithm)") }
  }

  @Test func everyAlgorithmHasOne() {
    let covered = Set(ConformanceVector.all.map(\.algorithm))
    #expect(covered == Set(Algorithms.all.map { $0.name }))
  }
}

@Suite struct FederatedRelationTests {
  static let everyone = Array(repeating: Slot(completions: [0, 1, 2]), count: 6)
  static let arrivals = [0, 2, 1, 1, 0, 2, 2, 1].map { Slot(completions: [$0]) }

  @Test func withoutItsTermFedProxIsFedAvg() throws {
    let steps: [String: Setting] = ["localSteps": .number(3)]
    let average = servers(try make("fedavg", clients: 3, steps), slots: Self.everyone)
    let proximal = servers(
      try make("fedprox", clients: 3, steps.merging(["proximalWeight": .number(0)]) { $1 }), slots: Self.everyone)
    #expect(average == proximal)
    #expect(average != servers(try make("fedprox", clients: 3, steps), slots: Self.everyone))
  }

  @Test func oneLocalStepOfAllIsMinibatchSGD() throws {
    let average = servers(try make("fedavg", clients: 3), slots: Self.everyone)
    #expect(average == servers(try make("minibatch-sgd", clients: 3), slots: Self.everyone))
  }

  @Test func plexusOfAllIsFedAvg() throws {
    let steps: [String: Setting] = ["localSteps": .number(2)]
    let plexus = try make("plexus", clients: 3, steps.merging(["sampleSize": .number(3)]) { $1 })
    #expect(
      servers(plexus, slots: Self.everyone) == servers(try make("fedavg", clients: 3, steps), slots: Self.everyone))
    // Whoever arrives first: two of three.
    let partial = try make("plexus", clients: 3, ["successFraction": .number(Rational(3, 5))])
    let two: [String: Setting] = ["sampling": .word("without-replacement"), "sampleSize": .number(2)]
    let slots = [[0, 1], [1, 2], [0, 2]].map { Slot(completions: $0) }
    #expect(servers(partial, slots: slots) == servers(try make("fedavg", clients: 3, two), slots: slots))
    #expect((partial as? Plexus)?.requiredArrivals == 2)
  }

  /// x <- x + (y - x_s), written down directly.
  @Test func aBufferOfOneIsTheUnbufferedMethod() throws {
    let buffered = servers(
      try make("fedbuff", clients: 3, ["localSteps": .number(2), "bufferSize": .number(1)]), slots: Self.arrivals)
    var (x, starts) = ([Rational(3), -1], [[Rational]](repeating: [3, -1], count: 3))
    var asked = 0
    for (slot, found) in zip(Self.arrivals, buffered) {
      let client = slot.completions[0]
      var y = starts[client]
      for _ in 0..<2 {
        for k in 0..<2 {
          let bump = Rational((7 * asked + 3 * client + 5 * k) % 11 - 5, 4)
          y[k] -= Rational(1, 5) * (y[k] - Rational(client) + bump)
        }
        asked += 1
      }
      for k in 0..<2 { x[k] += y[k] - starts[client][k] }
      starts[client] = x
      #expect(found == x)
    }
  }

  @Test func aFullBufferIsOneStepOfTheMean() throws {
    let buffer = servers(
      try make("fedbuff", clients: 3, ["bufferSize": .number(2)]), slots: Array(Self.arrivals.prefix(2)), noise: false)
    // Clients 0 and 2 start at (3, -1): differences -(3, -1)/5 and -(1, -3)/5.
    #expect(buffer[0] == [3, -1])
    #expect(buffer[1] == [3 - Rational(2, 5), -1 + Rational(2, 5)])
  }

  /// A client whose model is fresh: gamma = 0 and the step is lambda/eps.
  @Test func withoutDelayTheStepOfAsyncFedEDIsLambdaOverEps() throws {
    let settings: [String: Setting] = ["serverStep": .number(3), "stalenessOffset": .number(2)]
    let slots = Array(repeating: Slot(completions: [0]), count: 5)
    let adaptive = servers(try make("asyncfeded", clients: 1, settings), slots: slots)
    let plain = servers(try make("fedbuff", clients: 1, ["serverStep": .number(Rational(3, 2))]), slots: slots)
    #expect(adaptive == plain)
  }

  @Test func aLoneClientOfFedAsyncThatCountsFullyIsSGD() throws {
    let slots = Array(repeating: Slot(completions: [0]), count: 5)
    let lone = servers(try make("fedasync", clients: 1, ["mixingWeight": .number(1)]), slots: slots)
    #expect(lone == servers(try make("minibatch-sgd", clients: 1), slots: slots))
  }

  @Test func oldContributionsCountLess() throws {
    func weights(_ kind: String, _ slope: Rational, delay: Int = 0) throws -> [Rational] {
      let type = FedAsync.self
      let weight = StalenessWeight(
        AlgorithmSettings(
          stepSize: 1, parameters: type.parameters,
          replacing: [
            "weighting": .word(kind), "weightingSlope": .number(slope), "weightingDelay": .number(Rational(delay)),
          ]))
      return [0, 1, 2, 5].map { weight($0) }
    }
    #expect(try weights("constant", 9) == [1, 1, 1, 1])
    #expect(try weights("hinge", Rational(1, 2), delay: 1) == [1, 1, Rational(2, 3), Rational(1, 3)])
    #expect(try weights("polynomial", 2) == [1, Rational(1, 4), Rational(1, 9), Rational(1, 36)])
    let roots = try weights("polynomial", Rational(1, 2))
    for (weight, age) in zip(roots, [1, 2, 3, 6]) {
      #expect((weight.squared * Rational(age) - 1).magnitude < .powerOfTwo(-50))
    }
  }

  /// Clients that want fewer steps are never left with none, however strongly K reacts.
  @Test func localStepsStayAboveZero() throws {
    let settings: [String: Setting] = [
      "localSteps": .number(4), "targetStaleness": .number(0), "adaptivity": .number(1000),
    ]
    let algorithm = try make("asyncfeded", clients: 3, settings)
    var state = AlgorithmState<Double>(algorithm, start: [3, -1])
    for (t, slot) in (Self.arrivals + Self.arrivals).enumerated() {
      algorithm.step(&state, slot) { points, readers, gradients in
        let worker = readers.workers![0]
        for k in 0..<2 { gradients[worker, k] = points[readers.firstRow + worker, k] - Double(worker + t) }
      } draws: { _, _ in
      }
      #expect(state.counters[3...].allSatisfy { $0 + 4 >= 1 })
    }
    #expect(state.counters[3...].contains(-3))
  }

  @Test func whatCannotRunSaysWhy() throws {
    for (name, settings, words) in [
      ("fedavg", ["sampling": .word("without-replacement"), "sampleSize": .number(4)], "samples 4 of 3 clients"),
      ("fedavg", ["sampleSize": .number(2)], "asks all 3 clients, not 2"),
      ("plexus", ["sampleSize": .number(4)], "samples 4 of the 3 nodes that a view holds"),
    ] as [(String, [String: Setting], String)] {
      let error = try #require(throws: AlgorithmError.self) { try make(name, clients: 3, settings) }
      #expect(error.message.contains(words))
    }
    for (weights, words) in [
      ([Rational(1, 2), Rational(1, 2), Rational(1, 2)], "sum to 3/2, not 1"),
      ([Rational(3, 2), Rational(-1, 2), 0], "a client's weight of -1/2"), ([1], "1 weights of 3 clients"),
    ] as [([Rational], String)] {
      let error = try #require(throws: AlgorithmError.self) {
        try make("fedavg", clients: 3, in: Surroundings(clientWeights: weights))
      }
      #expect(error.message.contains(words))
    }
  }

  /// Weights of Li et al.: without replacement p_i n/s each, and the rest of the old model.
  @Test func weightedSamplesLeaveTheOldModelItsShare() throws {
    let weights = [Rational(1, 2), Rational(1, 4), Rational(1, 4)]
    let algorithm = try make(
      "fedavg", clients: 3, step: 1, ["sampling": .word("without-replacement"), "sampleSize": .number(2)],
      in: Surroundings(clientWeights: weights))
    // With eta = 1 a client's model is its centre, i. Weights 1/4 3/2 = 3/8 for both, 1/4 of the old model.
    let after = servers(algorithm, slots: [Slot(completions: [1, 2])], noise: false)[0]
    #expect(after == [Rational(3, 8) * 3 + Rational(1, 4) * 3, Rational(3, 8) * 3 - Rational(1, 4)])
  }
}

/// Mistakes that are found in published implementations, each planted in a copy of a step here: the vectors tell them from the
/// right one.
@Suite struct KnownMistakeTests {
  private func vector(_ name: String, _ choose: (ConformanceVector) -> Bool = { _ in true }) throws -> ConformanceVector
  {
    try #require(ConformanceVector.all.first { $0.algorithm == name && choose($0) })
  }

  /// The gradient of (mu/2) |y - x| in place of that of (mu/2) |y - x|^2.
  @Test func aProximalTermWithoutTheSquare() throws {
    let vector = try vector("fedprox")
    func models(_ pull: (Rational) -> Rational) -> [Rational] {
      vector.centres.map { centre in
        var y = vector.before[0]
        for _ in 0..<2 { y -= vector.stepSize * (y - centre + pull(y - vector.before[0])) }
        return y
      }
    }
    func after(_ pull: (Rational) -> Rational) -> Rational { models(pull).reduce(.zero, +) / 2 }
    #expect(models { $0 } == Array(vector.after.dropFirst()) && after { $0 } == vector.after[0])
    #expect(models { $0.sign / 2 } != Array(vector.after.dropFirst()))
  }

  /// 1/(1 + min(d_i, d_j)) in place of the maximum: the rows no longer sum to one without a negative weight.
  @Test func aMixingWeightWithTheMinimum() throws {
    let star = try Topologies.graph("star", size: .nodes(4))
    var weights = Matrix<Rational>.identity(4)
    for (a, b) in star.edges {
      let weight = Rational(1, 1 + min(star.degree(of: a), star.degree(of: b)))
      (weights[a, b], weights[b, a]) = (weight, weight)
      weights[a, a] -= weight
      weights[b, b] -= weight
    }
    #expect(try MixingMatrix(weights).stochasticityViolation != nil)
    for node in 0..<4 { weights[node, node] = max(0, weights[node, node]) }
    #expect(try MixingMatrix(weights).stochasticityViolation == .rowSum(row: 0, sum: Rational(3, 2)))
    #expect(MixingMatrix(star, weights: .metropolis).stochasticityViolation == nil)
  }

  @Test func aStalenessWeightAppliedTwice() throws {
    let vector = try vector("fedasync")
    let (server, model) = (vector.before[0], vector.after[4])
    func after(_ weight: Rational) -> Rational { server + Rational(1, 2) * weight * (model - server) }
    #expect(after(Rational(1, 2)) == vector.after[0])
    #expect(after(Rational(1, 4)) != vector.after[0])
  }

  @Test func aBufferDividedTwiceOrNotAtAll() throws {
    let vector = try vector("fedbuff")
    let buffer = vector.memory[0] + vector.after[4] - vector.before[2]
    #expect(vector.before[0] + buffer / 2 == vector.after[0])
    #expect(vector.before[0] + buffer / 4 != vector.after[0])
    #expect(vector.before[0] + buffer != vector.after[0])
  }

  @Test(arguments: ["signsgd-mv", "signsgd-fv", "signsgd-fd", "signsgd-sparse"])
  func aTieBrokenTowardsOne(_ name: String) throws {
    let vector = try vector(name) { $0.centres.count == 2 }
    let votes = vector.centres.map { (vector.before[0] - $0).signum }.reduce(0, +)
    #expect(votes == 0 && vector.before == vector.after)
    #expect(vector.before[0] - vector.stepSize != vector.after[0])
  }
}
