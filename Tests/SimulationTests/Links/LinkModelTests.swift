import ExactArithmetic
import Foundation
import Simulation
import Testing

/// A model of every kind on the links of five nodes.
struct LinkExample: Sendable, CustomTestStringConvertible {
  let name: String
  var numbers: [String: Rational] = [:]
  var positions: [Position] = []
  /// The correlation of a link's successes in neighbouring slots.
  var correlation = 0.0

  static let nodes = 5
  static let links = (0..<nodes).flatMap { i in (0..<nodes).filter { $0 != i }.map { Link(from: i, to: $0) } }
  var testDescription: String { "\(name) \(numbers.map { "\($0.key) \($0.value)" }.sorted())" }

  func model() throws -> any LinkModel {
    try LinkModels.model(name, numbers: numbers, nodes: Self.nodes, positions: positions, links: Self.links)
  }

  static func burst(_ failure: Rational, _ recovery: Rational, _ good: Rational, _ bad: Rational) -> LinkExample {
    // Covariance P(good) P(bad) (good - bad)^2 (1 - failure - recovery) over the variance of a success.
    let share = recovery / (failure + recovery)
    let mean = share * good + (1 - share) * bad
    let covariance = share * (1 - share) * (good - bad) * (good - bad) * (1 - failure - recovery)
    return LinkExample(
      name: "gilbert-elliott",
      numbers: ["failure": failure, "recovery": recovery, "good-success": good, "bad-success": bad],
      correlation: Double(covariance / (mean * (1 - mean))))
  }

  static let places = [(0, 0), (1, 0), (2, 3), (0, 2), (4, 1)].map { Position(Rational($0.0), Rational($0.1)) }
  static let rayleigh: [String: Rational] = ["power": 20, "exponent": Rational(5, 2), "threshold": Rational(3, 2)]

  static let all = [
    LinkExample(name: "reliable"), LinkExample(name: "bernoulli", numbers: ["success": Rational(2, 3)]),
    LinkExample(name: "rayleigh", numbers: rayleigh, positions: places),
    burst(Rational(1, 10), Rational(3, 10), 1, 0),
    burst(Rational(9, 10), Rational(4, 5), Rational(9, 10), Rational(1, 5)),
    burst(Rational(1, 4), Rational(3, 4), 1, 0), burst(1, 1, Rational(2, 3), Rational(1, 4)),
  ]
}

@Suite struct LinkModelTests {
  // MARK: The registry

  /// `GilbertElliottLinks` is named `gilbert-elliott`.
  @Test func theRegistryListsEveryModel() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Simulation/Links").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { $0.deletingPathExtension().lastPathComponent }.filter { $0.hasSuffix("Links") }
    #expect(files.sorted() == LinkModels.all.map { "\($0)" }.sorted())
    for model in LinkModels.all {
      let words = "\(model)".dropLast(5).enumerated().map { ($0 > 0 && $1.isUppercase ? "-" : "") + $1.lowercased() }
      #expect(model.name == words.joined())
      #expect(!model.summary.isEmpty && LinkExample.all.contains { $0.name == model.name })
    }
    #expect(Set(LinkModels.all.map { $0.summary }).count == LinkModels.all.count)
  }

  // MARK: Laws

  @Test(arguments: LinkExample.all) func successesDependOnTheirArgumentsOnly(example: LinkExample) throws {
    let (model, random) = (try example.model(), RandomSource(seed: 4, replicate: 2))
    let questions = (0..<500).map { (link: LinkExample.links[$0 % 20], slot: $0 / 5) }
    let forwards = questions.map { model.succeeds($0.link, slot: $0.slot, random) }
    let backwards = questions.reversed().map { model.succeeds($0.link, slot: $0.slot, random) }
    #expect(forwards == backwards.reversed())
    for other in [RandomSource(seed: 5, replicate: 2), RandomSource(seed: 4, replicate: 1)] {
      let answers = questions.map { model.succeeds($0.link, slot: $0.slot, other) }
      #expect((answers != forwards) == (example.name != "reliable"))
    }
  }

  /// Frequencies over replicates, whose draws are independent whatever the model, in the first slot and in later ones: a
  /// law that is not stationary shows. 6 standard deviations: a false alarm has probability 2e-9.
  @Test(arguments: LinkExample.all) func successesHaveTheirProbability(example: LinkExample) throws {
    let model = try example.model()
    for link in [Link(from: 0, to: 1), Link(from: 1, to: 0), Link(from: 2, to: 4)] {
      let p = Double(model.success(of: link).midpoint)
      for slot in [0, 1, 2, 31] {
        let count = 20_000
        let successes = (0..<count).count { model.succeeds(link, slot: slot, RandomSource(seed: 6, replicate: $0)) }
        let deviation = (p * (1 - p) * Double(count)).squareRoot()
        #expect(abs(Double(successes) - p * Double(count)) <= 6 * deviation, "\(link), slot \(slot)")
      }
    }
  }

  /// The correlation of neighbouring slots is the one of the chain, and 0 exactly for models that say so; different links,
  /// both directions of a connection among them, are not correlated. Each is the mean over replicates, compared at 6
  /// standard deviations of the sample: a false alarm has probability about 2e-9.
  @Test(arguments: LinkExample.all) func correlationsAreThoseOfTheModel(example: LinkExample) throws {
    let model = try example.model()
    let link = Link(from: 0, to: 1)
    let p = Double(model.success(of: link).midpoint)
    if p == 1 { return }
    func correlation(with other: Link, after delay: Int) -> (estimate: Double, deviation: Double) {
      let q = Double(model.success(of: other).midpoint)
      let count = 40_000
      let products = (0..<count).map { replicate -> Double in
        let random = RandomSource(seed: 8, replicate: replicate)
        let first = (model.succeeds(link, slot: 3, random) ? 1 : 0) - p
        let second = (model.succeeds(other, slot: 3 + delay, random) ? 1 : 0) - q
        return first * second / (p * (1 - p) * q * (1 - q)).squareRoot()
      }
      let mean = products.reduce(0, +) / Double(count)
      let variance = products.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      return (mean, (variance / Double(count)).squareRoot())
    }
    let own = correlation(with: link, after: 1)
    #expect(abs(own.estimate - example.correlation) < 6 * own.deviation)
    #expect(model.isIndependentOverTime == (example.correlation == 0))
    #expect(example.correlation == 0 || abs(own.estimate) > 6 * own.deviation)
    for other in [Link(from: 1, to: 0), Link(from: 0, to: 2)] {
      for delay in [0, 1] {
        let between = correlation(with: other, after: delay)
        #expect(abs(between.estimate) < 6 * between.deviation, "\(other) after \(delay)")
      }
    }
  }

  @Test(arguments: LinkExample.all) func probabilitiesAreEnclosedAndSampledClosely(example: LinkExample) throws {
    let model = try example.model()
    for link in LinkExample.links {
      let success = model.success(of: link)
      #expect(success.lower >= 0 && success.upper <= 1)
      #expect(success.isExact == (example.name != "rayleigh"))
      #expect(model.samplingError(of: link) <= .powerOfTwo(-52))
      #expect(example.name == "rayleigh" || model.samplingError(of: link) == 0)
    }
  }

  // MARK: Single models

  /// exp(-(threshold / power) r^exponent) by the mathematics library, and, for an even exponent, by the exact argument.
  @Test func rayleighFadingIsItsFormula() throws {
    for exponent in [Rational(0), 1, 2, Rational(5, 2), Rational(37, 10), 4] {
      let numbers: [String: Rational] = ["power": 20, "exponent": exponent, "threshold": Rational(3, 2)]
      let model = try LinkExample(name: "rayleigh", numbers: numbers, positions: LinkExample.places).model()
      for link in LinkExample.links {
        let (a, b) = (LinkExample.places[link.sender], LinkExample.places[link.receiver])
        let square = a.squaredDistance(to: b)
        let expected = exp(-1.5 / 20 * pow(Double(square).squareRoot(), Double(exponent)))
        let success = model.success(of: link)
        #expect(abs(Double(success.midpoint) / expected - 1) < 1e-12)
        #expect(success.width <= success.lower * .powerOfTwo(-60))
        if exponent == 4 {
          let certified = Enclosure(-Rational(3, 40) * square * square).exponential(significantBits: 200)
          #expect(success.lower <= certified.lower && certified.upper <= success.upper)
        }
      }
    }
  }

  /// A link at the end of what doubles hold, and one that is practically certain.
  @Test func rayleighFadingAtTheExtremes() throws {
    let places = [Position(0, 0), Position(1, 0), Position(Rational(1, 1 << 40), 0), Position(1_000_000, 0)]
    let links = [Link(from: 0, to: 1), Link(from: 0, to: 2), Link(from: 0, to: 3)]
    let model = try LinkModels.model(
      "rayleigh", numbers: ["power": 1, "threshold": 700], nodes: 4, positions: places, links: links)
    #expect(model.success(of: links[0]).lower > 0 && model.success(of: links[0]).upper < Rational(1, 1 << 60))
    #expect(model.success(of: links[1]).upper == 1 || model.success(of: links[1]).lower > Rational(999, 1000))
    #expect(model.success(of: links[2]).upper < .powerOfTwo(-1000))
    #expect(!model.succeeds(links[2], slot: 0, RandomSource(seed: 1)))
  }

  @Test func linksMayDiffer() throws {
    let (special, other) = (Link(from: 0, to: 1), Link(from: 1, to: 0))
    let model = try BernoulliLinks(success: Rational(1, 2), exceptions: [special: 1, Link(from: 2, to: 0): 0])
    #expect(model.success(of: special) == Enclosure(1) && model.success(of: other) == Enclosure(Rational(1, 2)))
    let random = RandomSource(seed: 1)
    #expect((0..<200).allSatisfy { model.succeeds(special, slot: $0, random) })
    #expect((0..<200).allSatisfy { !model.succeeds(Link(from: 2, to: 0), slot: $0, random) })
    let same = try LinkModels.model("bernoulli", numbers: ["success": Rational(1, 2)], nodes: 3)
    #expect((0..<200).allSatisfy { model.succeeds(other, slot: $0, random) == same.succeeds(other, slot: $0, random) })
    #expect(throws: SimulationError("the success of link 0 -> 1 must be a probability, 0 to 1, not 2")) {
      try BernoulliLinks(success: 1, exceptions: [special: 2])
    }
    #expect(throws: SimulationError("the success of a link must be a probability, 0 to 1, not -1/2")) {
      try BernoulliLinks(success: Rational(-1, 2))
    }
  }

  /// The states that walking back finds are those of the chain run forwards from slot 0 with the same numbers.
  @Test func burstsAreThoseOfTheChainRunForwards() throws {
    for (failure, recovery) in [(Rational(1, 10), Rational(3, 10)), (Rational(9, 10), Rational(4, 5)), (1, 1)] {
      let numbers = ["failure": failure, "recovery": recovery]
      let model = try LinkModels.model("gilbert-elliott", numbers: numbers, nodes: 3)
      let (link, random) = (Link(from: 2, to: 1), RandomSource(seed: 12, replicate: 7))
      func isBelow(_ slot: Int, _ probability: Rational) -> Bool {
        random.draw(.linkState, link: link, slot: slot).bernoulli(BernoulliLaw(probability))
      }
      var isGood = isBelow(0, recovery / (failure + recovery))
      for slot in 0..<300 {
        if slot > 0 { isGood = isBelow(slot, isGood ? 1 - failure : recovery) }
        // In the good state every transmission arrives, in the bad state none.
        #expect(model.succeeds(link, slot: slot, random) == isGood, "slot \(slot)")
      }
    }
  }

  @Test func receiverNoiseSharesItsVarianceOverTheCoordinates() {
    #expect(ReceiverNoise(variance: 8).deviation(dimension: 2) == 2)
    #expect(ReceiverNoise.none.deviation(dimension: 3) == 0)
    #expect(ReceiverNoise.stream(seed: 4).purpose == StreamPurpose.receiverNoise.rawValue)
  }

  // MARK: Errors

  @Test func errorsSayWhatIsExpected() throws {
    func message(
      _ name: String, _ numbers: [String: Rational] = [:], positions: [Position] = [], links: [Link] = []
    ) -> String? {
      do {
        _ = try LinkModels.model(name, numbers: numbers, nodes: 2, positions: positions, links: links)
        return nil
      } catch {
        return error.description
      }
    }
    let (here, there) = (Position(0, 0), Position(1, 0))
    #expect(
      message("reliabel") == "unknown link model 'reliabel'; known: reliable, bernoulli, rayleigh, gilbert-elliott")
    #expect(
      message("bernoulli") == "link model 'bernoulli' needs 'success': the probability that a transmission arrives")
    #expect(
      message("bernoulli", ["success": Rational(3, 2)])
        == "link model 'bernoulli': 'success' must be a probability, 0 to 1, not 3/2")
    #expect(message("reliable", ["success": 1]) == "link model 'reliable' has no parameter 'success'; it has none")
    #expect(message("reliable", positions: [here, there]) == "link model 'reliable' takes no positions")
    #expect(
      message("rayleigh", ["power": 1, "threshold": 1]) == "link model 'rayleigh' needs the positions of the nodes")
    #expect(
      message("rayleigh", ["power": 1, "threshold": 1], positions: [here])
        == "link model 'rayleigh' has 1 positions for 2 nodes")
    #expect(
      message("rayleigh", ["power": 1, "threshold": 1], positions: [here, here], links: [Link(from: 0, to: 1)])
        == "link model 'rayleigh': nodes 0 and 1 stand in one place")
    #expect(
      message("rayleigh", ["power": 1, "threshold": 1, "exponent": 17], positions: [here, there])
        == "link model 'rayleigh': 'exponent' must be at most 16, not 17")
    #expect(
      message("reliable", links: [Link(from: 0, to: 2)])
        == "link model 'reliable': link 0 -> 2 names node 2; nodes are 0 ... 1")
    #expect(
      message("reliable", links: [Link(from: 1, to: 1)]) == "link model 'reliable': link 1 -> 1 joins a node to itself")
    #expect(
      message("gilbert-elliott", ["failure": 0, "recovery": 1])
        == "link model 'gilbert-elliott': 'failure' must be a probability above 0, at most 1, not 0")
  }
}
