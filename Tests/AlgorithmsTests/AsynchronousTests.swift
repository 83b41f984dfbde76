import Algorithms
import ExactArithmetic
import LinearAlgebra
import Networks
import Objectives
import Simulation
import Testing

private func make(
  _ name: String, _ network: MixingMatrix, step: Rational = Rational(1, 5), _ settings: [String: Setting] = [:],
  in surroundings: Surroundings = Surroundings(slots: 60)
) throws -> any Algorithm {
  let type = try #require(Algorithms.all.first { $0.name == name })
  return try type.init(
    AlgorithmSettings(stepSize: step, parameters: type.parameters, replacing: settings, in: surroundings),
    network: network)
}

private func slotted(_ completion: Rational, nodes: Int) throws -> ComputingSchedule {
  ComputingSchedule(
    try ComputingTimes.model("slotted", numbers: ["completion": completion], nodes: nodes), nodes: nodes)
}

/// Degenerate cases are simpler algorithms, exactly.
@Suite struct DegenerateCaseTests {
  static let objective = AlgorithmTests.objective()
  static let noise = AlgorithmsTests.noise(nodes: AlgorithmTests.nodes, dimension: 2, iterations: 12, seed: 8)

  @Test(arguments: ["ring", "path", "star", "complete"])
  func asyncDSGDWithoutDelayIsDSGD(_ topology: String) throws {
    let mixing = try network(topology, AlgorithmTests.nodes)
    let plain = run(try make("dsgd", mixing), Self.objective, noise: Self.noise).models.elements
    for surroundings in [
      Surroundings(), Surroundings(computing: try slotted(1, nodes: AlgorithmTests.nodes)),
      Surroundings(links: try BernoulliLinks(success: 1)),
    ] {
      let state = run(try make("async-dsgd", mixing, in: surroundings), Self.objective, noise: Self.noise)
      #expect(Array(state.models.elements.prefix(plain.count)) == plain)
    }
  }

  @Test func inDoublesTheyAreTheSameBits() throws {
    let mixing = try network("ring", AlgorithmTests.nodes)
    func models(_ name: String) throws -> [Double] {
      let algorithm = try make(name, mixing)
      let kernel = Self.objective.kernel(in: Double.self)
      var state = AlgorithmState<Double>(algorithm, start: Self.objective.start)
      let slots = algorithm.schedule.slots(seed: 1, replicate: 0)
      for t in 0..<50 {
        algorithm.step(&state, slots.next()) { points, readers, gradients in
          kernel.evaluateGradients(at: points, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
          for index in gradients.elements.indices { gradients.elements[index] += Double((t * 7 + index * 3) % 11) / 9 }
        } draws: { _, _ in
        }
      }
      return Array(state.models.elements.prefix(2 * AlgorithmTests.nodes))
    }
    #expect(try models("async-dsgd") == (try models("dsgd")))
  }

  @Test func oneNodeIsSGD() throws {
    let objective = Quadratic(
      curvature: [Rational(1, 2), 1], centres: Matrix(rows: 1, columns: 2, elements: [1, -2]), start: [3, 3])
    let noise = AlgorithmsTests.noise(nodes: 1, dimension: 2, iterations: 9, seed: 4)
    var x: [Rational] = [3, 3]
    for matrix in noise {
      for k in 0..<2 {
        x[k] -= Rational(1, 5) * (objective.curvature[k] * (x[k] - objective.centres[0, k]) + matrix[0, k])
      }
    }
    for name in ["dsgd", "minibatch-sgd", "async-dsgd", "local-sgd", "digest", "random-walk-sgd"] {
      let state = run(try make(name, .oneWorker), objective, noise: noise)
      #expect(Array(state.models.row(0)) == x, "\(name)")
    }
  }

  @Test func oneLocalStepIsMinibatchSGD() throws {
    let mixing = try network("complete", AlgorithmTests.nodes)
    let central = run(try make("minibatch-sgd", mixing), Self.objective, noise: Self.noise)
    let local = run(try make("local-sgd", mixing), Self.objective, noise: Self.noise)
    for i in 0..<AlgorithmTests.nodes { #expect(Array(local.models.row(i)) == central.models.elements) }
  }

  /// Where every node completes in its slot, waiting for all of them is no wait.
  /// With the network's own matrix as the plan, with links that never fail, or with messages that take no time.
  @Test func mixingByAPlanOfOneMatrixIsDSGD() throws {
    let mixing = try network("ring", AlgorithmTests.nodes)
    let plain = run(try make("dsgd", mixing), Self.objective, noise: Self.noise).models.elements
    let own = MixingOutcome(probability: 1, matrix: mixing)
    for surroundings in [
      Surroundings(mixing: .drawn(try ListedMixing([own]))),
      Surroundings(mixing: .periodic(try MixingSequence(period: [mixing, mixing]))),
      Surroundings(links: try BernoulliLinks(success: 1)),
    ] {
      #expect(
        run(try make("dsgd", mixing, in: surroundings), Self.objective, noise: Self.noise).models.elements == plain)
    }
  }

  /// A slot in which a link fails mixes with the matrix of the links that work.
  @Test func failedLinksReturnTheirWeight() throws {
    let mixing = try network("ring", 4)
    let law = try LinkFailures(mixing, success: Array(repeating: Rational(1, 2), count: 4))
    for failed in [[0], [1, 3], [0, 1, 2, 3], []] as [[Int]] {
      let working = (0..<4).map { !failed.contains($0) }
      let algorithm = try make("dsgd", mixing, in: Surroundings(links: try BernoulliLinks(success: Rational(1, 2))))
      var state = AlgorithmState<Rational>(algorithm, start: [0])
      state.models = Matrix(rows: 4, columns: 1, elements: [1, 3, 7, 20])
      algorithm.step(&state, slot: Slot(failedLinks: failed)) { _, _ in }
      #expect(
        state.models
          == law.matrix(working: working).weights * Matrix(rows: 4, columns: 1, elements: [1, 3, 7, 20]))
    }
  }

  @Test func waitingForNobodyIsDSGD() throws {
    let mixing = try network("ring", AlgorithmTests.nodes)
    let waiting = try make("dsgd", mixing, in: Surroundings(computing: try slotted(1, nodes: AlgorithmTests.nodes)))
    #expect(
      run(waiting, Self.objective, noise: Self.noise).models
        == run(try make("dsgd", mixing), Self.objective, noise: Self.noise).models)
  }
}

/// What the deviation lemma of DIGEST rests on.
@Suite struct DIGESTTokenTests {
  /// At every visit a token is start - (eta/V) sum over all nodes of their gradients up to its last visit there, and the
  /// virtual iterate is the same with all gradients; exactly, for any number of tokens and any route.
  @Test(arguments: [1, 2, 3], ["tour", "walk", "metropolis"])
  func tokensAreTheSumsThatTheProofSays(_ tokens: Int, _ route: String) throws {
    let (nodes, iterations) = (5, 40)
    for topology in ["path", "ring", "star"] {
      let algorithm = try #require(
        try make(
          "digest", network(topology, nodes), ["tokens": .number(Rational(tokens)), "route": .word(route)],
          in: Surroundings(seed: 6, slots: iterations)) as? DIGEST)
      let objective = AlgorithmTests.objective()
      let kernel = objective.kernel(in: Rational.self)
      let noise = AlgorithmsTests.noise(nodes: nodes, dimension: 2, iterations: iterations, seed: 2)
      var state = AlgorithmState<Rational>(algorithm, start: objective.start)
      let slots = algorithm.schedule.slots(seed: 0, replicate: 0)
      // Sums of each node's gradients: all, and those that each token has taken up.
      var all = Matrix<Rational>(rows: nodes, columns: 2, repeating: 0)
      var taken = Array(repeating: all, count: tokens)
      func sum(_ gradients: Matrix<Rational>, _ k: Int) -> Rational {
        objective.start[k] - algorithm.stepSize / Rational(nodes)
          * (0..<nodes).reduce(Rational.zero) { $0 + gradients[$1, k] }
      }
      for t in 0..<iterations {
        let slot = slots.next()
        algorithm.step(&state, slot) { points, readers, gradients in
          kernel.evaluateGradients(at: points, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
          gradients = gradients + noise[t]
          all = all + gradients
        } draws: { _, _ in
        }
        for (token, node) in slot.visits.enumerated() {
          for k in 0..<2 { taken[token][node, k] = all[node, k] }
          #expect(Array(state.models.row(nodes + token)) == (0..<2).map { sum(taken[token], $0) })
        }
        // The node goes on from the token that came last.
        if let (token, node) = slot.visits.enumerated().map({ ($0.offset, $0.element) }).last {
          #expect(Array(state.models.row(node)) == Array(state.models.row(nodes + token)))
        }
        #expect(Array(state.models.row(algorithm.models - 1)) == (0..<2).map { sum(all, $0) })
      }
    }
  }

  /// The published algorithm with one token, written down again: y += (x_v - pre_v)/V, x_v = pre_v = y.
  @Test func oneTokenIsThePublishedAlgorithm() throws {
    let algorithm = try make("digest", network("path", 5))
    let objective = AlgorithmTests.objective()
    let noise = AlgorithmsTests.noise(nodes: 5, dimension: 2, iterations: 30, seed: 5)
    let state = run(algorithm, objective, noise: noise)
    let tour = [0, 1, 2, 3, 4, 3, 2, 1]
    var x = Array(repeating: objective.start, count: 5)
    var (before, token) = (x, objective.start)
    for (t, matrix) in noise.enumerated() {
      for v in 0..<5 {
        for k in 0..<2 {
          x[v][k] -= Rational(1, 5) * (objective.curvature[k] * (x[v][k] - objective.centres[v, k]) + matrix[v, k])
        }
      }
      let v = tour[t % 8]
      for k in 0..<2 { token[k] += (x[v][k] - before[v][k]) / 5 }
      x[v] = token
      before[v] = token
    }
    for v in 0..<5 { #expect(Array(state.models.row(v)) == x[v]) }
    #expect(Array(state.models.row(5)) == token)
  }
}

/// Hand-computed steps.
@Suite struct AsynchronousByHandTests {
  /// Two nodes at 0 and 4, f_i = (x - c_i)^2/2 with c = (2, 4): gradients -2 and 0, step 1/2.
  static let objective = Quadratic(curvature: [1], centres: Matrix(rows: 2, columns: 1, elements: [2, 4]), start: [0])

  private func step(
    _ algorithm: any Algorithm, _ models: [Rational], _ slot: Slot, channel: [Rational] = [], counters: [Int] = []
  ) -> AlgorithmState<Rational> {
    let kernel = Self.objective.kernel(in: Rational.self)
    var state = AlgorithmState<Rational>(algorithm, start: Self.objective.start)
    state.models = Matrix(rows: models.count, columns: 1, elements: models)
    state.counters = counters
    algorithm.step(&state, slot) { points, readers, gradients in
      kernel.evaluateGradients(at: points, of: readers.workers, firstRow: readers.firstRow, into: &gradients)
    } draws: { _, numbers in
      numbers = channel
    }
    return state
  }

  @Test func asyncDSGD() throws {
    // Weights 1/2. Node 0 completes the gradient -1 that it took at 1: 0 + 1/2; mixing 1/2 and 4 gives 9/4 each.
    let algorithm = try make("async-dsgd", network("complete", 2), step: Rational(1, 2))
    let state = step(algorithm, [0, 4, 1, 3], Slot(completions: [0]))
    #expect(state.models.elements == [Rational(9, 4), Rational(9, 4), Rational(9, 4), 3])
    // The link fails, node 1 gives its computation up.
    let failed = step(algorithm, [0, 4, 1, 3], Slot(completions: [0], restarts: [1], failedLinks: [0]))
    #expect(failed.models.elements == [Rational(1, 2), 4, Rational(1, 2), 4])
    // c = 1/2: a quarter of the difference 7/2 moves; noise enters with 1/2.
    let averaged = try make(
      "async-dsgd", network("complete", 2), step: Rational(1, 2), ["consensusStep": .number(Rational(1, 2))],
      in: Surroundings(channelNoise: 1))
    let noisy = step(averaged, [0, 4, 1, 3], Slot(completions: [0]), channel: [2, -2])
    #expect(noisy.models.elements == [Rational(19, 8), Rational(17, 8), Rational(19, 8), 3])
  }

  @Test func adPSGD() throws {
    // Node 1 takes the average 2, then its gradient -1 from the model 3 that it started at.
    let algorithm = try make("ad-psgd", network("complete", 2), step: Rational(1, 2))
    let state = step(
      algorithm, [0, 4, 1, 3], Slot(completions: [1], exchanges: [.init(from: 0, to: 1)]))
    #expect(state.models.elements == [2, Rational(5, 2), 1, Rational(5, 2)])
  }

  @Test func gossipLearning() throws {
    // Ages 1 and 3: node 0 becomes 0 + 3/4 (4 - 0) = 3, gradient 1, and is then of age 4.
    let algorithm = try make("gossip-learning", network("complete", 2), step: Rational(1, 2))
    let slot = Slot(completions: [0], exchanges: [.init(from: 1, to: 0)])
    let state = step(algorithm, [0, 4], slot, counters: [1, 3])
    #expect(state.models.elements == [Rational(5, 2), 4])
    #expect(state.counters == [4, 3])
    // Models without a step weigh alike: 2, gradient 0.
    #expect(step(algorithm, [0, 4], slot).models.elements == [2, 4])
  }

  /// A model in the mail is merged as it was when it was sent, with the age that it had then.
  @Test func gossipLearningByMail() throws {
    let algorithm = try make("gossip-learning", network("complete", 2), step: Rational(1, 2))
    var slot = Slot(completions: [1], exchanges: [.init(from: 0, to: 1)])
    slot.posts = [.init(from: 1, to: 0, box: 1, at: 0)]
    var state = AlgorithmState<Rational>(algorithm, start: [0])
    state.models = Matrix(rows: 2, columns: 1, elements: [0, 4])
    state.counters = [1, 3]
    let gradients = { (points: Matrix<Rational>, target: inout Matrix<Rational>) in
      for index in target.elements.indices { target.elements[index] = points.elements[index] - 2 }
    }
    func step(_ slot: Slot) {
      algorithm.step(&state, slot) { points, _, target in
        gradients(points, &target)
      } draws: { _, _ in
      }
    }
    // Node 1 goes on: 4 + 1/4 (0 - 4) = 3, gradient 1.
    step(slot)
    #expect(state.models.elements == [0, Rational(5, 2)] && state.counters == [1, 4])
    // What node 0 receives is 4 at age 3: 0 + 3/4 (4 - 0) = 3, gradient 1.
    step(Slot(completions: [0], exchanges: [.init(from: 1, to: 0, box: 1)]))
    #expect(state.models.elements == [Rational(5, 2), Rational(5, 2)] && state.counters == [4, 4])
  }

  @Test func randomWalkSGD() throws {
    let algorithm = try make("random-walk-sgd", network("complete", 2), step: Rational(1, 2))
    #expect(step(algorithm, [0], Slot(visits: [1])).models.elements == [2])
  }

  /// eta_t = eta a/(a + t) with eta = 1 and a = 2: 1, 2/3, 1/2.
  @Test func decreasingSteps() throws {
    let algorithm = try make("random-walk-sgd", network("complete", 2), step: 1, ["stepOffset": .number(2)])
    var state = AlgorithmState<Rational>(algorithm, start: [0])
    for (slot, expected) in [(0, Rational(-1)), (1, Rational(-5, 3)), (0, Rational(-13, 6))] {
      algorithm.step(&state, Slot(visits: [slot])) { _, _, gradients in
        gradients = Matrix(rows: 2, columns: 1, repeating: 1)
      } draws: { _, _ in
      }
      #expect(state.models.elements == [expected])
    }
  }
}

/// Laws of every schedule.
@Suite struct ScheduleTests {
  static func algorithms() throws -> [any Algorithm] {
    let nodes = 3
    let unreliable = Surroundings(
      computing: try slotted(Rational(1, 3), nodes: nodes), links: try BernoulliLinks(success: Rational(2, 3)),
      slots: 50)
    let computing = Surroundings(computing: try slotted(Rational(1, 3), nodes: nodes), slots: 50)
    return [
      try make("async-dsgd", network("ring", nodes), ["maximumStaleness": .number(2)], in: unreliable),
      try make("async-dsgd", network("path", nodes), ["outdated": .word("keep")], in: computing),
      try make("dsgd", network("path", nodes), in: computing), try make("ad-psgd", network("path", nodes)),
      try make("dsgd", network("path", nodes), in: unreliable),
      try make("dsgd", network("ring", nodes), in: Surroundings(links: try BernoulliLinks(success: Rational(1, 4)))),
      try make(
        "dsgd", network("complete", 4),
        in: Surroundings(mixing: try MixingPlan(.matching, on: network("complete", 4).graph))),
      try make(
        "dsgd", network("complete", nodes),
        in: Surroundings(
          computing: try slotted(Rational(1, 3), nodes: nodes),
          mixing: try MixingPlan(.onePeerExponential, on: network("complete", nodes).graph))),
      try make("gossip-learning", network("star", nodes)), try make("digest", network("path", nodes)),
      try make("local-sgd", network("complete", nodes), ["localSteps": .number(3)]),
    ]
  }

  @Test func probabilitiesSumToOneInEveryMode() throws {
    for algorithm in try Self.algorithms() {
      let chain = try #require(algorithm.schedule.chain)
      var modes: Set = [chain.start]
      for _ in 0..<6 {
        var next: Set<Int> = []
        for mode in modes {
          let outcomes = chain.outcomes(mode)
          #expect(outcomes.reduce(Rational.zero) { $0 + $1.probability } == 1)
          #expect(outcomes.allSatisfy { $0.probability.signum > 0 })
          next.formUnion(outcomes.map(\.next))
        }
        modes = next
      }
    }
  }

  /// Drawn slots follow the chain: from the chain's mode, every drawn slot is one of its outcomes; and over 4000 runs each
  /// outcome of the first slot is as frequent as its probability says, within 4.5 standard errors (each fails by chance
  /// with probability 7e-6).
  @Test func drawnSlotsAreThoseOfTheChain() throws {
    for algorithm in try Self.algorithms() {
      let chain = try #require(algorithm.schedule.chain)
      var counts: [Slot: Int] = [:]
      let runs: UInt32 = 4000
      for replicate in 0..<runs {
        let slots = algorithm.schedule.slots(seed: 11, replicate: replicate)
        var modes: Set = [chain.start]
        for t in 0..<(replicate < 50 ? 30 : 1) {
          var slot = slots.next()
          slot.time = 0
          if t == 0 { counts[slot, default: 0] += 1 }
          // Modes that this slot may have come from; never none.
          modes = Set(modes.flatMap { chain.outcomes($0).filter { $0.slot == slot }.map(\.next) })
          #expect(!modes.isEmpty)
          if modes.isEmpty { return }
        }
      }
      var expected: [Slot: Double] = [:]
      for outcome in chain.outcomes(chain.start) { expected[outcome.slot, default: 0] += Double(outcome.probability) }
      for (slot, probability) in expected {
        let count = Double(counts[slot] ?? 0)
        let mean = Double(runs) * probability
        #expect(abs(count - mean) <= 4.5 * (mean * (1 - probability)).squareRoot() + 1e-9, "\(slot)")
      }
    }
  }

  /// Messages arrive when they were sent plus the latency of their link, and none is lost or kept in two places at once.
  @Test func mailArrivesAfterItsLatency() throws {
    let graph = try network("complete", 3).graph
    let latency = try LinkLatency(
      LatencyMatrix(parsing: "0 2500 900\n1700 0 300\n40 6000 0"), unit: Rational(1, 1000), links: [])
    let surroundings = Surroundings(
      computing: ComputingSchedule(try ComputingTimes.model("exponential", numbers: ["mean": 1], nodes: 3), nodes: 3),
      latency: latency)
    let algorithm = try make("gossip-learning", network("complete", 3), in: surroundings)
    let slots = algorithm.schedule.slots(seed: 4, replicate: 1)
    var inBoxes: [Int: Slot.Post] = [:]
    var (sent, arrived, last) = (0, 0, 0.0)
    for _ in 0..<500 {
      let slot = slots.next()
      for post in slot.posts {
        #expect(inBoxes[post.box] == nil && graph.neighbours[post.node].contains(post.receiver))
        #expect(post.time >= last)
        inBoxes[post.box] = post
        last = post.time
        sent += 1
      }
      let exchange = slot.exchanges[0]
      let box = try #require(exchange.box)
      let found = inBoxes.removeValue(forKey: box)
      let post = try #require(found)
      #expect(post.node == exchange.sender && post.receiver == exchange.receiver)
      #expect(slot.time == post.time + latency[Link(from: post.node, to: post.receiver)] && slot.time >= last)
      last = slot.time
      arrived += 1
    }
    #expect(arrived == 500 && sent == arrived + inBoxes.count && !inBoxes.isEmpty)
  }

  /// A round takes the longest of every node's computation and its slowest message.
  @Test func waitingIncludesTheSlowestMessage() throws {
    let latency = try LinkLatency(
      LatencyMatrix(parsing: "0 2500 100\n1700 0 300\n100 300 0"), unit: Rational(1, 1000), links: [])
    for (topology, times, rounds) in [
      // 1 + 2.5 from node 0, 1 + 1.7 from node 1.
      ("complete", [1, 1, 1] as [Rational], [3.5, 7.5]),
      // On the path 0 - 1 - 2 node 2 is the slowest: 4 + 0.3.
      ("path", [1, 1, Rational(1, 4)], [4.3, 9.3]),
    ] {
      let surroundings = Surroundings(
        computing: try ComputingSchedule(
          ComputingTimes.model("constant", numbers: ["duration": 1], nodes: 3), speeds: times), latency: latency)
      let slots = try make("dsgd", network(topology, 3), in: surroundings).schedule.slots(seed: 1, replicate: 0)
      let done = (1...12).filter { _ in !slots.next().completions.isEmpty }
      #expect(done.prefix(2).map { $0 } == rounds.map { Int($0.rounded(.up)) }, "\(topology)")
    }
  }

  @Test func theSameSeedGivesTheSameSlots() throws {
    for algorithm in try Self.algorithms() {
      func list(_ seed: UInt64, _ replicate: UInt32) -> [Slot] {
        let slots = algorithm.schedule.slots(seed: seed, replicate: replicate)
        return (0..<40).map { _ in slots.next() }
      }
      #expect(list(5, 2) == list(5, 2))
      #expect((list(5, 2) == list(6, 2)) == algorithm.schedule.isFixed)
      #expect((list(5, 2) == list(5, 3)) == algorithm.schedule.isFixed)
    }
  }
}
