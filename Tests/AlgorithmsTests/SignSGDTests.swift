import Algorithms
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing

/// Runs a sign method on given stochastic gradients, one n x d matrix for each iteration.
///
/// - Parameter uniforms: the numbers that the method draws, in order; each is used once.
private func vote(
  _ algorithm: any Algorithm, _ gradients: [Matrix<Rational>], start: [Rational], uniforms: [Rational] = []
) -> AlgorithmState<Rational> {
  var state = AlgorithmState<Rational>(algorithm, start: start)
  var rest = uniforms[...]
  for matrix in gradients {
    algorithm.step(&state) { _, target in
      target = matrix
    } uniforms: { numbers in
      for index in numbers.indices { numbers[index] = rest.removeFirst() }
    }
  }
  precondition(rest.isEmpty)
  return state
}

private func server(_ workers: Int) throws -> MixingMatrix {
  workers == 1 ? .oneWorker : try network("complete", workers)
}

private func make<A: Algorithm>(
  _ type: A.Type, workers: Int, step: Rational = 1, _ settings: [String: Setting] = [:]
) throws -> A {
  try A(AlgorithmSettings(stepSize: step, parameters: A.parameters, replacing: settings), network: server(workers))
}

private func column(_ values: Rational...) -> Matrix<Rational> {
  Matrix(rows: values.count, columns: 1, elements: values)
}

/// Every sign method, with its learned weights in use from the second iteration.
private func everySignMethod(workers: Int, step: Rational = Rational(1, 7)) throws -> [any Algorithm] {
  [
    try make(MajoritySignSGD.self, workers: workers, step: step),
    try make(FederatedVotingSignSGD.self, workers: workers, step: step, ["initialRounds": .number(1)]),
    try make(
      FederatedVotingSignSGD.self, workers: workers, step: step,
      ["initialRounds": .number(2), "forgetting": .number(Rational(1, 2)), "largestWeight": .number(3)]),
    try make(FederatedDefenceSignSGD.self, workers: workers, step: step, ["initialRounds": .number(2)]),
    try make(FederatedDefenceSignSGD.self, workers: workers, step: step, ["initialRounds": .number(100)]),
    try make(SparseSignSGD.self, workers: workers, step: step, ["sent": .number(2)]),
    try make(
      SparseSignSGD.self, workers: workers, step: step, ["sent": .number(2), "selection": .word("random-k")]),
  ]
}

@Suite struct SignSGDByHandTests {
  /// Votes +, +, - and +, -, 0: the first coordinate steps down, the second ties and stays.
  @Test func majorityVote() throws {
    let gradients = Matrix<Rational>(rows: 3, columns: 2, elements: [2, 5, Rational(1, 9), -1, -7, 0])
    let state = vote(
      try make(MajoritySignSGD.self, workers: 3, step: Rational(1, 10)), [gradients], start: [1, 2])
    #expect(state.models.elements == [Rational(9, 10), 2])
    #expect(state.decision == [1, 0])
  }

  /// After the vote +, +, - the weights are 10, 10, -10 (cut), so that +, -, + becomes 10 - 10 - 10: -1. Agreements are
  /// then 1, 2, 0 of 2, weights 0, 10, -10, and +, -, - is a tie of weighted votes.
  @Test func federatedVoting() throws {
    let algorithm = try make(FederatedVotingSignSGD.self, workers: 3, ["initialRounds": .number(1)])
    let first = vote(algorithm, [column(1, 1, -1)], start: [0])
    #expect(first.decision == [1])
    #expect(first.memory.map(\.elements) == [[1, 1, 0], [1, 1, 1]])
    let second = vote(algorithm, [column(1, 1, -1), column(1, -1, 1)], start: [0])
    #expect(second.decision == [-1])
    #expect(second.memory.map(\.elements) == [[1, 2, 0], [2, 2, 2]])
    let third = vote(algorithm, [column(1, 1, -1), column(1, -1, 1), column(1, -1, -1)], start: [0])
    #expect(third.decision == [0])
    #expect(third.models.elements == [0])
    // A tie is not counted.
    #expect(third.memory.map(\.elements) == [[1, 2, 0], [2, 2, 2]])
  }

  /// Forgetting half: agreements 1/2, 3/2, 0 of 3/2, so that worker 0 weighs ln((1/3 + e)/(2/3 + e)) < 0.
  @Test func forgetting() throws {
    let algorithm = try make(
      FederatedVotingSignSGD.self, workers: 3, ["initialRounds": .number(1), "forgetting": .number(Rational(1, 2))])
    let votes = [column(1, 1, -1), column(1, -1, 1)]
    let state = vote(algorithm, votes, start: [0])
    #expect(
      state.memory.map(\.elements) == [
        [Rational(1, 2), Rational(3, 2), 0], [Rational(3, 2), Rational(3, 2), Rational(3, 2)],
      ])
    // + + + is ln(1/2) + 10 - 10.
    #expect(vote(algorithm, votes + [column(1, 1, 1)], start: [0]).decision == [-1])
  }

  /// Workers 0 and 2 weigh 10, 1 and 3 about ln(2), and their votes cancel; doubles round 10 + ln(2).
  @Test func equalWeightsCancel() throws {
    let votes = [
      column(1, 1, 1, 1, 1), column(1, 1, 1, 1, 1), column(1, -1, 1, -1, 1), column(1, 1, -1, -1, 0),
    ]
    for type in [FederatedVotingSignSGD.self, FederatedDefenceSignSGD.self] as [any Algorithm.Type] {
      let algorithm = try type.init(
        AlgorithmSettings(stepSize: 1, parameters: type.parameters, replacing: ["initialRounds": .number(3)]),
        network: server(5))
      #expect(vote(algorithm, votes, start: [0]).decision == [0])
      var doubles = AlgorithmState<Double>(algorithm, start: [0])
      for matrix in votes {
        algorithm.step(&doubles) { _, target in
          target = matrix.map { Double($0) }
        } uniforms: { _ in
        }
      }
      #expect(doubles.decision == [0])
    }
  }

  /// An abstention says nothing of a worker.
  @Test func abstentionsAreNotCounted() throws {
    let algorithm = try make(FederatedVotingSignSGD.self, workers: 3, ["initialRounds": .number(5)])
    let state = vote(algorithm, [column(0, 1, 1)], start: [0])
    #expect(state.memory.map(\.elements) == [[0, 1, 1], [0, 1, 1]])
  }

  /// Worker 2 disagreed on both coordinates: pooled it weighs -10 in the second iteration, where federated voting, still
  /// in its initial phase, counts heads.
  @Test func federatedDefence() throws {
    let first = Matrix<Rational>(rows: 3, columns: 2, elements: [1, -1, 1, -1, -1, 1])
    // Coordinate 0: + - - becomes 10 - 10 + 10. Coordinate 1: - + + becomes -10 + 10 - 10.
    let second = Matrix<Rational>(rows: 3, columns: 2, elements: [1, -1, -1, 1, -1, 1])
    let defence = vote(try make(FederatedDefenceSignSGD.self, workers: 3), [first, second], start: [0, 0])
    #expect(defence.decision == [1, -1])
    let voting = vote(try make(FederatedVotingSignSGD.self, workers: 3), [first, second], start: [0, 0])
    #expect(voting.decision == [-1, 1])
  }

  /// Pooling: 3 agreements of 4 on two coordinates weigh ln 3, whichever coordinate they were on.
  @Test func federatedDefencePoolsOverCoordinates() throws {
    let algorithm = try make(FederatedDefenceSignSGD.self, workers: 3)
    let rounds = [
      Matrix<Rational>(rows: 3, columns: 2, elements: [1, 1, 1, 1, 1, 1]),
      Matrix<Rational>(rows: 3, columns: 2, elements: [1, -1, 1, 1, 1, 1]),
    ]
    let state = vote(algorithm, rounds, start: [0, 0])
    #expect(state.memory[0].elements == [2, 1, 2, 2, 2, 2])
    // Worker 0 weighs ln 3 = 1.1, the others 10: alone with one of them against the other it decides.
    let third = Matrix<Rational>(rows: 3, columns: 2, elements: [1, -1, 1, 1, -1, -1])
    #expect(vote(algorithm, rounds + [third], start: [0, 0]).decision == [1, -1])
  }

  /// Top-1 of (3, -1) sends + for the first coordinate and keeps (0, -1); then (1, -1) + (0, -1) sends - for the second.
  @Test func topKKeepsWhatItDoesNotSend() throws {
    let algorithm = try make(SparseSignSGD.self, workers: 1)
    let gradients = [
      Matrix<Rational>(rows: 1, columns: 2, elements: [3, -1]),
      Matrix<Rational>(rows: 1, columns: 2, elements: [1, -1]),
    ]
    let first = vote(algorithm, [gradients[0]], start: [0, 0])
    #expect(first.decision == [1, 0])
    #expect(first.memory[0].elements == [0, -1])
    let second = vote(algorithm, gradients, start: [0, 0])
    #expect(second.decision == [0, -1])
    #expect(second.memory[0].elements == [1, 0])
    #expect(second.models.elements == [-1, 1])
  }

  /// Workers that send different coordinates: each coordinate is decided by those that sent it.
  @Test func topKVotes() throws {
    let algorithm = try make(SparseSignSGD.self, workers: 3)
    let gradients = Matrix<Rational>(rows: 3, columns: 2, elements: [5, -1, 1, -2, -3, -2])
    // Sent: + on 0, - on 1, - on 0. Coordinate 0 ties.
    #expect(vote(algorithm, [gradients], start: [0, 0]).decision == [0, -1])
  }

  @Test func randomKIsCommonToAllWorkers() throws {
    let algorithm = try make(SparseSignSGD.self, workers: 2, ["selection": .word("random-k")])
    let gradients = Matrix<Rational>(rows: 2, columns: 3, elements: [1, -1, 5, 1, -1, 5])
    let draws: [Rational] = [Rational(1, 4), Rational(3, 4), Rational(1, 2)]
    let state = vote(algorithm, [gradients], start: [0, 0, 0], uniforms: draws)
    #expect(state.decision == [0, -1, 0])
    #expect(state.memory[0].elements == [1, 0, 5, 1, 0, 5])
  }

  @Test func adversaries() throws {
    let gradients = column(1, 1, 1, 0)
    func decision(_ attack: String, _ count: Int, _ uniforms: [Rational] = []) throws -> [Rational] {
      let algorithm = try make(
        MajoritySignSGD.self, workers: 4,
        ["adversaries": .number(Rational(count)), "attack": .word(attack), "flipRate": .number(Rational(1, 4))])
      return vote(algorithm, [gradients], start: [0], uniforms: uniforms).decision
    }
    // The last ones are the adversaries; the fourth abstains whatever it is.
    #expect(try decision("flip", 1) == [1])
    #expect(try decision("flip", 2) == [1])
    #expect(try decision("flip", 3) == [-1])
    #expect(try decision("random-flip", 3, [Rational(1, 5), Rational(1, 5), Rational(1, 5)]) == [-1])
    #expect(try decision("random-flip", 3, [Rational(1, 5), Rational(1, 3), Rational(1, 5)]) == [1])
    #expect(try decision("gaussian", 3, [Rational(1, 3), Rational(1, 3), Rational(1, 3)]) == [1])
    #expect(try decision("gaussian", 3, [Rational(2, 3), Rational(2, 3), Rational(1, 3)]) == [-1])
    #expect(throws: AlgorithmError.self) { try decision("flip", 5) }
  }

  /// A vote is one bit; a place among d coordinates takes ceil(log2 d) more.
  @Test func bitsAreCounted() throws {
    #expect(try make(MajoritySignSGD.self, workers: 15).bitsPerIteration(dimension: 100) == 1500)
    #expect(try make(FederatedVotingSignSGD.self, workers: 15).bitsPerIteration(dimension: 100) == 1500)
    let top = try make(SparseSignSGD.self, workers: 15, ["sent": .number(10)])
    #expect(top.bitsPerIteration(dimension: 100) == 15 * 10 * 8)
    #expect(top.bitsPerIteration(dimension: 128) == 15 * 10 * 8)
    #expect(top.bitsPerIteration(dimension: 129) == 15 * 10 * 9)
    #expect(top.bitsPerIteration(dimension: 5) == 15 * 5 * 4)
    let random = try make(SparseSignSGD.self, workers: 15, ["sent": .number(10), "selection": .word("random-k")])
    #expect(random.bitsPerIteration(dimension: 100) == 150)
  }

  @Test func signMethodsRefuseOtherNetworks() throws {
    for type in Algorithms.all where type.update == .sign {
      #expect(throws: AlgorithmError.self) {
        try type.init(AlgorithmSettings(stepSize: 1, parameters: type.parameters), network: network("ring", 5))
      }
    }
  }
}

/// Relations that need no oracle (theory, section 7).
@Suite struct SignSGDRelationTests {
  static let (workers, dimension, iterations) = (5, 3, 6)
  static let seeds = 1...6 as ClosedRange<UInt64>
  static let start: [Rational] = [1, -2, 0]

  /// Gradients with zeros and equal values among them, and numbers to draw.
  static func gradients(_ seed: UInt64, workers: Int = workers) -> [Matrix<Rational>] {
    noise(nodes: workers, dimension: dimension, iterations: iterations, seed: seed)
  }

  static func draws(for algorithm: any Algorithm, seed: UInt64) -> [Rational] {
    guard let sparse = algorithm as? SparseSignSGD, !sparse.comparesMagnitudes else { return [] }
    let stream = NoiseStream(seed: seed, purpose: 903)
    return (0..<iterations * dimension).map {
      Rational(Int(stream.word(UInt32($0), iteration: 0, replicate: 0) % 1009) * 7 + $0 % 7 + 1, 7100)
    }
  }

  static func run(
    _ algorithm: any Algorithm, _ gradients: [Matrix<Rational>], seed: UInt64, start: [Rational] = start
  ) -> AlgorithmState<Rational> {
    vote(algorithm, gradients, start: start, uniforms: draws(for: algorithm, seed: seed))
  }

  @Test(arguments: seeds)
  func signsAreInvariantToPositiveScalingOfEachCoordinate(_ seed: UInt64) throws {
    let scales: [Rational] = [3, Rational(1, 100), Rational(22, 7)]
    for algorithm in try everySignMethod(workers: Self.workers) where !algorithm.comparesMagnitudes {
      let plain = Self.gradients(seed)
      let scaled = plain.map { matrix in
        Matrix<Rational>(rows: matrix.rows, columns: matrix.columns) { matrix[$0, $1] * scales[$1] }
      }
      #expect(Self.run(algorithm, plain, seed: seed).models == Self.run(algorithm, scaled, seed: seed).models)
    }
  }

  /// Top-k compares coordinates, so it is invariant to one scale for all only.
  @Test(arguments: seeds)
  func topKIsInvariantToPositiveScaling(_ seed: UInt64) throws {
    let algorithm = try make(SparseSignSGD.self, workers: Self.workers, ["sent": .number(2)])
    let plain = Self.gradients(seed)
    let scaled = plain.map { $0.map { Rational(22, 7) * $0 } }
    #expect(Self.run(algorithm, plain, seed: seed).models == Self.run(algorithm, scaled, seed: seed).models)
  }

  @Test(arguments: seeds)
  func workersArePermutationInvariant(_ seed: UInt64) throws {
    let order = [3, 0, 4, 1, 2]
    for algorithm in try everySignMethod(workers: Self.workers) {
      let plain = Self.gradients(seed)
      let permuted = plain.map { matrix in
        Matrix<Rational>(rows: matrix.rows, columns: matrix.columns) { matrix[order[$0], $1] }
      }
      #expect(Self.run(algorithm, plain, seed: seed).models == Self.run(algorithm, permuted, seed: seed).models)
    }
  }

  @Test(arguments: seeds)
  func coordinatesArePermutationEquivariant(_ seed: UInt64) throws {
    let order = [2, 0, 1]
    for algorithm in try everySignMethod(workers: Self.workers)
    where Self.draws(for: algorithm, seed: seed).isEmpty {
      let plain = Self.gradients(seed)
      let permuted = plain.map { matrix in
        Matrix<Rational>(rows: matrix.rows, columns: matrix.columns) { matrix[$0, order[$1]] }
      }
      // Of equal magnitudes top-k takes the first, which is another one after a permutation.
      if algorithm.comparesMagnitudes { continue }
      let (one, other) = (
        Self.run(algorithm, plain, seed: seed),
        Self.run(algorithm, permuted, seed: seed, start: order.map { Self.start[$0] })
      )
      #expect(other.models.elements == order.map { one.models.elements[$0] })
    }
  }

  @Test(arguments: seeds)
  func signsAreOdd(_ seed: UInt64) throws {
    for algorithm in try everySignMethod(workers: Self.workers) {
      let plain = Self.gradients(seed)
      let one = Self.run(algorithm, plain, seed: seed)
      let other = Self.run(algorithm, plain.map { $0.map { -$0 } }, seed: seed, start: Self.start.map { -$0 })
      #expect(other.models.elements == one.models.elements.map { -$0 })
    }
  }

  @Test(arguments: seeds)
  func translationMovesTheRun(_ seed: UInt64) throws {
    let shift: [Rational] = [Rational(7, 3), -5, 1]
    for algorithm in try everySignMethod(workers: Self.workers) {
      let moved = Self.run(algorithm, Self.gradients(seed), seed: seed, start: zip(Self.start, shift).map { $0 + $1 })
      let plain = Self.run(algorithm, Self.gradients(seed), seed: seed)
      #expect(moved.models.elements == zip(plain.models.elements, shift).map { $0 + $1 })
    }
  }

  @Test(arguments: seeds)
  func federatedVotingBeforeItsWeightsIsMajorityVote(_ seed: UInt64) throws {
    let majority = try make(MajoritySignSGD.self, workers: Self.workers)
    let voting = try make(
      FederatedVotingSignSGD.self, workers: Self.workers, ["initialRounds": .number(Rational(Self.iterations))])
    #expect(
      Self.run(majority, Self.gradients(seed), seed: seed).models
        == Self.run(voting, Self.gradients(seed), seed: seed).models)
  }

  /// Weights cut to almost nothing are equal in magnitude: with every worker in agreement they are equal.
  @Test(arguments: seeds)
  func federatedVotingWithEqualWeightsIsMajorityVote(_ seed: UInt64) throws {
    let agreed = Self.gradients(seed, workers: 1).map { matrix in
      Matrix<Rational>(rows: Self.workers, columns: Self.dimension) { _, k in matrix[0, k] }
    }
    let majority = Self.run(try make(MajoritySignSGD.self, workers: Self.workers), agreed, seed: seed)
    for type: any Algorithm.Type in [FederatedVotingSignSGD.self, FederatedDefenceSignSGD.self] {
      let settings = AlgorithmSettings(
        stepSize: 1, parameters: type.parameters, replacing: ["initialRounds": .number(1)])
      let learned = try type.init(settings, network: server(Self.workers))
      #expect(Self.run(learned, agreed, seed: seed).models == majority.models)
    }
  }

  /// With one worker all are signSGD: x - delta sign(g).
  @Test(arguments: seeds)
  func oneWorkerIsSignSGD(_ seed: UInt64) throws {
    let gradients = Self.gradients(seed, workers: 1)
    var expected = Self.start
    for matrix in gradients {
      for k in expected.indices { expected[k] -= Rational(1, 7) * Rational(matrix[0, k].signum) }
    }
    for algorithm in try everySignMethod(workers: 1) where !(algorithm is SparseSignSGD) {
      #expect(Self.run(algorithm, gradients, seed: seed).models.elements == expected)
    }
  }

  @Test(arguments: seeds)
  func sendingEveryCoordinateIsMajorityVote(_ seed: UInt64) throws {
    let majority = Self.run(try make(MajoritySignSGD.self, workers: Self.workers), Self.gradients(seed), seed: seed)
    for selection in ["top-k", "random-k"] {
      let sparse = try make(
        SparseSignSGD.self, workers: Self.workers, ["sent": .number(3), "selection": .word(selection)])
      let state = Self.run(sparse, Self.gradients(seed), seed: seed)
      #expect(state.models == majority.models)
      #expect(state.memory[0].elements == Array(repeating: 0, count: Self.workers * Self.dimension))
    }
  }

  /// An adversary that flips with probability 0 is honest, with probability 1 it flips always.
  @Test(arguments: seeds)
  func randomFlipsIncludeTheOtherTwo(_ seed: UInt64) throws {
    func state(_ attack: String, _ count: Int, rate: Rational = 0) throws -> Matrix<Rational> {
      let algorithm = try make(
        MajoritySignSGD.self, workers: Self.workers,
        ["adversaries": .number(Rational(count)), "attack": .word(attack), "flipRate": .number(rate)])
      let size = attack == "flip" ? 0 : count * Self.dimension * Self.iterations
      return vote(
        algorithm, Self.gradients(seed), start: Self.start,
        uniforms: (0..<size).map { Rational($0 % 97 + 1, 98) }
      ).models
    }
    #expect(try state("random-flip", 2, rate: 0) == (try state("flip", 0)))
    #expect(try state("random-flip", 2, rate: 1) == (try state("flip", 2)))
  }

  /// Eight lanes do what eight runs in doubles do, bit for bit.
  @Test(arguments: seeds)
  func lanesRunAsDoublesDo(_ seed: UInt64) throws {
    var algorithms = try everySignMethod(workers: Self.workers)
    for attack in ["flip", "random-flip", "gaussian"] {
      algorithms.append(
        try make(
          FederatedVotingSignSGD.self, workers: Self.workers, step: Rational(1, 7),
          ["initialRounds": .number(2), "adversaries": .number(2), "attack": .word(attack)]))
    }
    let stream = NoiseStream(seed: seed, purpose: 904)
    func number(_ lane: Int, _ iteration: Int, _ index: Int) -> Double {
      let word = stream.word(UInt32(index), iteration: UInt32(iteration), replicate: UInt32(lane))
      return Double(word % 1024) / 1024 + 0x1p-12
    }
    for algorithm in algorithms {
      var lanes = AlgorithmState<Lanes>(algorithm, start: Self.start)
      for t in 0..<20 {
        algorithm.step(&lanes) { _, gradients in
          for index in gradients.elements.indices {
            for lane in 0..<Lanes.width { gradients.elements[index].values[lane] = number(lane, t, index) - 0.5 }
          }
        } uniforms: { numbers in
          for index in numbers.indices {
            for lane in 0..<Lanes.width { numbers[index].values[lane] = number(lane, t, 100 + index) }
          }
        }
      }
      for lane in 0..<Lanes.width {
        var doubles = AlgorithmState<Double>(algorithm, start: Self.start)
        for t in 0..<20 {
          algorithm.step(&doubles) { _, gradients in
            for index in gradients.elements.indices { gradients.elements[index] = number(lane, t, index) - 0.5 }
          } uniforms: { numbers in
            for index in numbers.indices { numbers[index] = number(lane, t, 100 + index) }
          }
        }
        #expect(lanes.models.elements.map { $0.values[lane] } == doubles.models.elements)
        for (one, other) in zip(lanes.memory, doubles.memory) {
          #expect(one.elements.map { $0.values[lane] } == other.elements)
        }
      }
    }
  }
}
