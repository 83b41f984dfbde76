import ExactArithmetic
import Simulation
import Testing

@Suite struct RandomDrawTests {
  static let seed: UInt64 = 0x0123_4567_89AB_CDEF

  /// The addresses of Reference/random_draw.py, ends of every range among them.
  static let draws: [RandomDraw] = {
    let last = 1 << 24 - 1
    var draws: [RandomDraw] = []
    for purpose in [StreamPurpose.computing, .link] {
      for (first, second) in [(0, 0), (1, 0), (0, 1), (last, 255), (7, 256), (last, last)] {
        for number in [0, 1, 1 << 32 - 1] {
          for replicate in [0, 3, 1 << 32 - 1] {
            draws.append(
              RandomDraw(
                seed: seed, purpose: purpose, first: first, second: second, number: number, replicate: replicate))
          }
        }
      }
    }
    return draws
  }()

  static func littleEndian(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }

  /// Fingerprints by an independent implementation in Python; they pin the addresses and every bit.
  @Test func bitsAreThoseOfTheReference() {
    var (words, uniforms, exponentials) = (SHA256(), SHA256(), SHA256())
    for draw in Self.draws {
      for k in [0, 1, 2, 3, 510, 511] { words.update(Self.littleEndian(draw.word(k))) }
      uniforms.update(draw.uniform)
      exponentials.update(draw.exponential)
    }
    #expect(words.hexadecimal() == "1bacd0c20a79afec44a43c8c3b4b55e91f3fa73c9fa5ead8d6821bb1b640ad81")
    #expect(uniforms.hexadecimal() == "38fa8ff883229041c15dc3dde154b74bec44cb19c19e0eeb00051c720a4253c7")
    #expect(exponentials.hexadecimal() == "9c43ac1f74aa62d33092f448a1605985e7ed0d9f32f70a4ad7d42e258ba9779a")
  }

  /// Two words at different addresses agree with probability 2^-64.
  @Test func addressesDoNotOverlap() {
    var words: Set<UInt64> = []
    for draw in Self.draws { for k in [0, 1, 2, 511] { words.insert(draw.word(k)) } }
    #expect(words.count == 4 * Self.draws.count)
    // A stream of another purpose, whose counters have the same shape for a node's first two words.
    for purpose in StreamPurpose.allCases where purpose != .computing && purpose != .link {
      let stream = NoiseStream(seed: Self.seed, purpose: purpose.rawValue)
      for k: UInt32 in [0, 1, 2, 3] {
        for node: UInt32 in [0, 1, 7, 1 << 24 - 1] {
          for replicate: UInt32 in [0, 3, .max] {
            #expect(!words.contains(stream.word(k, iteration: node, replicate: replicate)))
          }
        }
      }
    }
  }

  /// The fourth word of the counter has room for the block and half of the receiver beside it.
  @Test func purposesLeaveRoom() {
    #expect(StreamPurpose.allCases.allSatisfy { $0.rawValue < 1 << 8 })
    let known: [StreamPurpose] = [
      .gradientNoise, .centres, .rotation, .algorithm, .computing, .link, .linkState, .receiverNoise,
      .tokenRoute, .waking, .miniBatch, .samples, .partition, .federation, .initialWeights,
    ]
    #expect(known.map(\.rawValue) == Array(1...15))
  }

  @Test func exponentialIsMinusTheLogarithm() {
    for draw in Self.draws {
      #expect(draw.uniform > 0 && draw.uniform < 1)
      #expect(Rational(exactly: draw.uniform)! * .powerOfTwo(53) == Rational(Integer(Int(draw.word(0) >> 12) * 2 + 1)))
      let certified = Enclosure(Rational(exactly: draw.uniform)!).logarithm()
      #expect(abs(draw.exponential / -Double(certified.midpoint) - 1) < 1e-15)
    }
  }

  @Test func theExponentialFunctionIsAccurateToTwoUnits() {
    var generator = SplitMix(state: 8)
    for trial in 0..<3000 {
      let scale = [1e-8, 0.3, 1, 20, 699][trial % 5]
      let x = trial == 0 ? 0 : (Double(generator.next() >> 11) * 0x1p-52 - 1) * scale
      let certified = Enclosure(Rational(exactly: x)!).exponential(significantBits: 80)
      let value = x.naturalExponential
      let error = (Rational(exactly: value)! - certified.midpoint).magnitude
      #expect(error <= 2 * Rational(exactly: value.ulp)!, "\(x)")
    }
  }

  @Test func addressesThatDoNotExistStop() async {
    await #expect(processExitsWith: .failure) {
      _ = RandomDraw(seed: 1, purpose: .link, first: 1 << 24, number: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomDraw(seed: 1, purpose: .link, first: 0, second: -1, number: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomDraw(seed: 1, purpose: .link, first: 0, number: 1 << 32)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomDraw(seed: 1, purpose: .link, first: 0, number: 0, replicate: 1 << 32)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomDraw(seed: 1, purpose: .link, first: 0, number: 0).word(512)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomDraw(seed: 1, purpose: .link, first: 0, number: 0).integer(below: 0)
    }
    await #expect(processExitsWith: .failure) { _ = BernoulliLaw(Rational(5, 4)) }
    await #expect(processExitsWith: .failure) { _ = BernoulliLaw(Rational(-1, 4)) }
  }
}

@Suite struct NodeStreamTests {
  @Test func numbersAreThoseOfTheirAddresses() {
    let law = BernoulliLaw(Rational(1, 3))
    var stream = NodeStream(seed: 9, purpose: .computing, node: 5, replicate: 2)
    let source = RandomSource(seed: 9, replicate: 2)
    let draws = (0..<5).map { source.draw(.computing, node: 5, number: $0) }
    #expect(stream.next() == draws[0].word(0))
    #expect(stream.uniform() == draws[1].uniform)
    #expect(stream.exponential() == draws[2].exponential)
    #expect(stream.bernoulli(law) == draws[3].bernoulli(law))
    #expect(stream.integer(below: 1000) == draws[4].integer(below: 1000))
    #expect(stream.position == 5)
    stream.position = 1
    #expect(stream.uniform() == draws[1].uniform)
    var other = source.stream(.computing, node: 5)
    #expect(other.next() == draws[0].word(0))
  }

  /// The words of a node's draws are every other word of the noise stream of the same purpose.
  @Test func wordsAreThoseOfTheNoiseStreamOfThatPurpose() {
    let noise = NoiseStream(seed: 11, purpose: StreamPurpose.computing.rawValue)
    var stream = NodeStream(seed: 11, purpose: .computing, node: 3, replicate: 4)
    for n: UInt32 in 0..<10 {
      #expect(stream.draw(Int(n)).word(1) == noise.word(2 * n + 1, iteration: 3, replicate: 4))
      #expect(stream.next() == noise.word(2 * n, iteration: 3, replicate: 4))
    }
  }

  /// Nodes that draw in turns and nodes that draw one after the other get the same numbers.
  @Test func theOrderOfTheNodesDoesNotMatter() {
    var streams = (0..<4).map { NodeStream(seed: 1, purpose: .link, node: $0) }
    let inTurns = (0..<12).map { streams[$0 % 4].next() }
    for node in 0..<4 {
      var stream = NodeStream(seed: 1, purpose: .link, node: node)
      for round in 0..<3 { #expect(stream.next() == inTurns[4 * round + node]) }
    }
  }
}
