import ExactArithmetic
import Testing
import Theorems

/// Theorems on stale and local gradients against a table that another program computed from the theory.
@Suite struct AsynchronousBoundTests {
  static func values(_ reference: ReferenceAsynchronousBound) throws -> Values<Enclosure> {
    var given: [Quantity: Enclosure] = [:]
    for (name, text) in reference.quantities {
      given[try #require(Quantity(rawValue: name))] = Enclosure(try Rational(parsing: text))
    }
    return Values(enclosing: given, iterationCount: try #require(given[.iterations]).lower.numerator.asInt!)
  }

  @Test(arguments: referenceAsynchronousBounds)
  func rightSidesEncloseTheReference(_ reference: ReferenceAsynchronousBound) throws {
    let theorem = try #require(Catalogue.standard[reference.theorem])
    let (lower, upper) = (try Rational(parsing: reference.lower), try Rational(parsing: reference.upper))
    let values = try Self.values(reference)
    let enclosed: Enclosure = theorem.rightSide(values).total()
    let exact: Rational = theorem.rightSide(values.map(\.lower)).total()
    let float: FloatEnclosure = theorem.rightSide(values.map { FloatEnclosure($0.lower) }).total()
    let double: Double = theorem.rightSide(values.map { Double($0.lower) }).total()
    if lower == upper {
      #expect(enclosed == Enclosure(lower))
      #expect(exact == lower)
    } else {
      #expect(enclosed.lower <= lower && upper <= enclosed.upper)
      #expect(enclosed.upper - enclosed.lower <= lower * .powerOfTwo(-55))
      // A right side may grow but not shrink.
      #expect(upper <= exact && exact <= enclosed.upper)
    }
    #expect(float.contains(lower) && float.contains(upper))
    #expect(abs(double / Double(lower) - 1) < 1e-13)
  }

  @Test func theTableHasEveryTheorem() {
    let counts = Dictionary(grouping: referenceAsynchronousBounds, by: \.theorem).mapValues(\.count)
    let others = ["dsgd.", "signsgd.", "gossip.", "plexus.", "fedavg.", "asyncfeded."]
    let expected = Catalogue.standard.theorems.map(\.identifier).filter { name in
      !others.contains { name.hasPrefix($0) }
    }
    #expect(counts == Dictionary(uniqueKeysWithValues: expected.map { ($0, 8) }))
  }

  /// A hypothesis on numbers, with those at its limit and the one to push beyond it.
  struct Limit: Sendable, CustomTestStringConvertible {
    var theorem: String
    var hypothesis: String
    var quantity: Quantity
    /// The quantity's value at the limit, for L = 3, q = 1/2, mu = 3/2, a = 64, eta = 1/12.
    var limit: Rational
    /// Whether larger values than the limit are the wrong ones.
    var isUpper = true
    /// Whether the limit itself is wrong.
    var isStrict = false
    var testDescription: String { "\(theorem) \(hypothesis)" }
  }

  static let limits = [
    Limit(theorem: "async-dsgd.nonconvex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(2, 3)),
    Limit(theorem: "async-dsgd.convex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(1, 6)),
    Limit(theorem: "digest.nonconvex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(1, 3)),
    Limit(theorem: "digest.convex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(1, 12)),
    Limit(theorem: "digest.strongly-convex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(1, 12)),
    Limit(theorem: "localsgd.nonconvex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(1, 3)),
    Limit(theorem: "delayed-sgd.nonconvex", hypothesis: "stepSizeLimit", quantity: .stepSize, limit: Rational(1, 3)),
    // a >= 16 L/m with m = mu/2
    Limit(
      theorem: "digest.asymptotic", hypothesis: "stepSizeLimit", quantity: .stepOffset, limit: 64, isUpper: false),
    Limit(theorem: "digest.asymptotic", hypothesis: "visitLimit", quantity: .visitInterval, limit: 32),
    // a > 16 L/mu
    Limit(
      theorem: "localsgd.stich2019", hypothesis: "stepSizeLimit", quantity: .stepOffset, limit: 32, isUpper: false,
      isStrict: true),
    Limit(
      theorem: "localsgd.stich2019", hypothesis: "localStepsLimit", quantity: .localSteps, limit: 64, isStrict: true),
    Limit(
      theorem: "digest.strongly-convex", hypothesis: "strongConvexityLimit", quantity: .strongConvexity, limit: 3),
  ]

  @Test(arguments: limits)
  func limitsAreWhereTheTheoryPutsThem(_ limit: Limit) throws {
    let judge = try Self.judge(limit.theorem, limit.hypothesis)
    func truth(_ value: Rational) -> Truth { judge(limit.quantity, value) }
    let tiny = Rational(1, 1_000_000_000_000)
    #expect(truth(limit.limit) == (limit.isStrict ? .no : .yes))
    #expect(truth(limit.limit + (limit.isUpper ? tiny : -tiny)) == .no)
    #expect(truth(limit.limit - (limit.isUpper ? tiny : -tiny)) == .yes)
  }

  /// eta_0 = 4/(m a) with m = mu/2 for the derived lemma, with m = mu in the published theorem.
  @Test(arguments: [("digest.asymptotic", Rational(1, 12)), ("localsgd.stich2019", Rational(1, 24))])
  func decreasingStepsHaveOneSchedule(_ theorem: String, _ step: Rational) throws {
    let judge = try Self.judge(theorem, "stepSchedule")
    let tiny = Rational(1, 1_000_000_000_000)
    #expect(judge(.stepSize, step) == .yes)
    #expect(judge(.stepSize, step + tiny) == .no)
    #expect(judge(.stepSize, step - tiny) == .no)
  }

  /// The truth of a hypothesis with one of the common numbers replaced.
  static func judge(_ theorem: String, _ name: String) throws -> (Quantity, Rational) -> Truth {
    let hypothesis = try #require(Catalogue.standard[theorem]?.hypotheses.first { $0.name == name })
    let common: [Quantity: Rational] = [
      .smoothness: 3, .participation: Rational(1, 2), .strongConvexity: Rational(3, 2), .stepOffset: 64,
      .stepSize: Rational(1, 12),
    ]
    return { quantity, value in
      var numbers = common
      numbers[quantity] = value
      let values = Values(enclosing: numbers.mapValues { Enclosure($0) }, iterationCount: 1)
      switch hypothesis.condition {
      case .inequality(let strict, let sides):
        let (left, right) = sides(values)
        return strict ? left.isLess(than: right) : left.isAtMost(right)
      case .equality(let sides):
        let (left, right) = sides(values)
        return left.isAtMost(right) && right.isAtMost(left)
      case .structural: return .unknown
      }
    }
  }
}
