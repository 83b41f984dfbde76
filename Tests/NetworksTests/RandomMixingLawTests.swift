import ExactArithmetic
import LinearAlgebra
import Networks
import PropertyTesting
import Testing

/// One of each kind of law of mixing matrices, small enough to list.
struct KnownLaw: Sendable, CustomTestStringConvertible {
  var name: String
  var law: any RandomMixing
  var testDescription: String { name }

  static let all: [KnownLaw] = {
    do {
      let ring = try Topologies.graph("ring", size: .nodes(5))
      let star = try Topologies.graph("star", size: .nodes(4))
      let paw = MixingMatrixTests.paw
      let pawMatrix = MixingMatrix(paw, weights: .metropolis)
      let exponential = MixingSequence.onePeerExponential(nodes: 5).period
      return [
        KnownLaw(
          name: "ring, equal links",
          law: try LinkFailures(MixingMatrix(ring, weights: .metropolis), success: Rational(9, 10))),
        KnownLaw(
          name: "paw, unequal links, one certain and one dead",
          law: try LinkFailures(pawMatrix, success: [Rational(1, 3), 1, 0, Rational(7, 8)])),
        KnownLaw(name: "gossip on a paw", law: try EdgeGossip(paw, choice: .nodeThenNeighbour)),
        KnownLaw(name: "random edge of a paw", law: try EdgeGossip(paw, choice: .uniformEdge)),
        KnownLaw(name: "gossip on a star", law: try EdgeGossip(star, choice: .nodeThenNeighbour)),
        KnownLaw(
          name: "directed matrices with probabilities",
          law: try ListedMixing(
            zip([Rational(1, 2), Rational(1, 3), Rational(1, 6)], exponential).map {
              MixingOutcome(probability: $0, matrix: $1)
            })),
        KnownLaw(
          name: "a fixed matrix", law: try ListedMixing([MixingOutcome(probability: 1, matrix: pawMatrix)])),
      ]
    } catch {
      preconditionFailure("\(error)")
    }
  }()
}

/// What holds for every law of mixing matrices.
@Suite struct RandomMixingLawTests {
  static let steps: [Rational] = [1, Rational(2, 3), Rational(1, 10)]

  func mean(_ outcomes: [MixingOutcome], _ value: (Matrix<Rational>) -> Matrix<Rational>) -> Matrix<Rational> {
    outcomes.dropFirst().reduce(value(outcomes[0].matrix.weights).scaled(by: outcomes[0].probability)) {
      $0 + value($1.matrix.weights).scaled(by: $1.probability)
    }
  }

  @Test(arguments: KnownLaw.all) func expectationsAreThoseOfTheList(known: KnownLaw) throws {
    let law = known.law
    let outcomes = try #require(law.outcomes())
    #expect(outcomes.allSatisfy { $0.probability > 0 && $0.matrix.isDoublyStochastic })
    #expect(outcomes.reduce(Rational.zero) { $0 + $1.probability } == 1)
    #expect(law.expectedMatrix == mean(outcomes) { $0 })
    #expect(law.expectedSquare == mean(outcomes) { $0.transposed * $0 })
    for c in Self.steps {
      let averaged = { (w: Matrix<Rational>) in Matrix.identity(law.nodes).scaled(by: 1 - c) + w.scaled(by: c) }
      #expect(law.expectedMatrix(consensusStep: c) == mean(outcomes, averaged))
      #expect(law.expectedSquare(consensusStep: c) == mean(outcomes) { averaged($0).transposed * averaged($0) })
    }
  }

  @Test(arguments: KnownLaw.all) func expectationsAreDoublyStochastic(known: KnownLaw) throws {
    #expect(try MixingMatrix(known.law.expectedMatrix).isDoublyStochastic)
    let square = try MixingMatrix(known.law.expectedSquare)
    #expect(square.isDoublyStochastic && square.isSymmetric)
    #expect(!known.law.summary.isEmpty)
  }

  /// E|V X - Xbar|^2 by the list of outcomes against rho^2 |X - Xbar|^2, and a vector that nearly attains it.
  @Test(arguments: KnownLaw.all, steps) func theDistanceToTheAverageContracts(known: KnownLaw, c: Rational) throws {
    let law = known.law
    let n = law.nodes
    let outcomes = try #require(law.outcomes())
    let found = law.contraction(consensusStep: c)
    #expect(found.square.upper <= 1 && found.square.lower >= 0)
    #expect(found.contraction.width <= Spectrum.defaultWidth)
    #expect(found.contraction.squared.overlaps(found.square))
    func spread(_ x: Matrix<Rational>) -> Rational {
      let average = x.elements.reduce(Rational.zero, +) / Rational(n)
      return x.elements.reduce(Rational.zero) { $0 + ($1 - average) * ($1 - average) }
    }
    func expectedSpread(_ x: Matrix<Rational>) -> Rational {
      outcomes.reduce(Rational.zero) {
        $0 + $1.probability * spread(x.scaled(by: 1 - c) + ($1.matrix.weights * x).scaled(by: c))
      }
    }
    try forAll(Generator<Rational>.rationals(bits: 12).array(count: n), count: 40, seed: 1) {
      let x = Matrix(rows: n, columns: 1, elements: $0)
      return expectedSpread(x) <= found.square.upper * spread(x)
    }
    // Power iteration towards the worst vector: no smaller factor would do.
    let square = law.expectedSquare(consensusStep: c).map { Double($0) }
    var x = Matrix<Double>(rows: n, columns: 1, elements: (0..<n).map { Double($0 * $0 % 7) + Double($0) / 3 })
    for _ in 0..<3000 {
      let average = x.elements.reduce(0, +) / Double(n)
      let centred = x.map { $0 - average }
      let size = centred.elements.reduce(0) { max($0, abs($1)) }
      x = square * centred.map { $0 / size }
    }
    let worst = x.map { Rational(exactly: $0)! }
    #expect(expectedSpread(worst) >= (found.square.lower - .powerOfTwo(-20)) * spread(worst))
  }

  @Test(arguments: KnownLaw.all) func aStepOfZeroChangesNothing(known: KnownLaw) {
    #expect(known.law.contraction(consensusStep: 0).square == Enclosure(1))
  }

  @Test(arguments: KnownLaw.all) func narrowerIntervalsLieWithinWiderOnes(known: KnownLaw) {
    let wide = known.law.contraction(width: .powerOfTwo(-10))
    let narrow = known.law.contraction(width: .powerOfTwo(-90))
    #expect(wide.contraction.overlaps(narrow.contraction) && narrow.contraction.width <= .powerOfTwo(-90))
    #expect(narrow.mixingRate == Enclosure(1) - narrow.square)
    #expect(narrow.spectralGap == Enclosure(1) - narrow.contraction)
    #expect(narrow.method.contains(known.law.summary))
  }

  @Test func consensusStepsOutsideTheUnitIntervalAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = KnownLaw.all[0].law.contraction(consensusStep: 2) }
    await #expect(processExitsWith: .failure) { _ = KnownLaw.all[0].law.contraction(consensusStep: -1) }
  }
}
