import ExactArithmetic
import Networks
import Theorems

/// What is known of a structural property of a workload, and how.
struct Fact: Sendable {
  var truth: Truth
  var detail: String
}

/// A hypothesis with the actual values put in.
public struct AuditedHypothesis: Sendable {
  public let hypothesis: Hypothesis
  public let truth: Truth
  public let actual: String

  init(_ hypothesis: Hypothesis, values: Values<Enclosure>, facts: [StructuralProperty: Fact]) {
    self.hypothesis = hypothesis
    switch hypothesis.condition {
    case .structural(let property):
      truth = facts[property]?.truth ?? .unknown
      actual = facts[property]?.detail ?? "not checked: nothing was given to check it on"
    case .inequality(let strict, let sides):
      let (left, right) = sides(values)
      truth = strict ? left.isLess(than: right) : left.isAtMost(right)
      actual = "\(left.shortText) \(strict ? "<" : "<=") \(right.shortText)"
    case .equality(let sides):
      let (left, right) = sides(values)
      truth = left.isAtMost(right) && right.isAtMost(left)
      actual = "\(left.shortText) = \(right.shortText)"
    }
  }

  public var record: HypothesisRecord {
    HypothesisRecord(
      name: hypothesis.name, required: hypothesis.required, actual: actual,
      met: truth == .unknown ? nil : truth == .yes)
  }
}

/// A theorem's hypotheses and right side for given constants.
public struct Evaluation: Sendable {
  public let hypotheses: [AuditedHypothesis]
  /// `nil` when a hypothesis that guards a division is not known to hold, or when the right side of a
  /// theorem that does not apply would not fit the memory.
  public let terms: [Term<Enclosure>]?

  /// Powers beyond this many iterations are only evaluated when the hypotheses keep their base in [0, 1].
  private static let longRun = 100_000

  init(_ theorem: any Theorem, values: Values<Enclosure>, facts: [StructuralProperty: Fact]) {
    hypotheses = theorem.hypotheses.map { AuditedHypothesis($0, values: values, facts: facts) }
    let guarded = hypotheses.allSatisfy { !$0.hypothesis.guardsDivision || $0.truth == .yes }
    let short = values.iterationCount <= Self.longRun
    let bounded = short || hypotheses.allSatisfy { $0.truth != .no }
    // What the run itself has to tell may be missing.
    let known = theorem.quantities.allSatisfy(values.has)
    terms = guarded && bounded && known ? theorem.rightSide(values) : nil
  }

  /// The hypotheses with constants only, no network and no workload: structural ones stay unchecked.
  public init(_ theorem: any Theorem, values: Values<Enclosure>) {
    self.init(theorem, values: values, facts: [:])
  }

  /// Conjunction of all hypotheses.
  public var truth: Truth { hypotheses.reduce(.yes) { $0 && $1.truth } }
}

extension Enclosure {
  /// A few digits for a person; the exact fraction when it is short.
  var shortText: String {
    if isExact, lower.fraction.count <= 12 { return lower.description }
    return decimal(significantDigits: 6)
  }
}

extension Term where S == Enclosure {
  public var record: TermRecord { TermRecord(name: name, value: EnclosureRecord(value)) }
}
