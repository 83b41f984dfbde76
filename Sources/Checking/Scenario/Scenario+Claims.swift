import Evidence
import ExactArithmetic
import Theorems

/// One claim of a scenario.
public enum Claim: Sendable {
  case theorem(TheoremClaim)
  /// A bound on the error of the scenario's vote.
  case vote(any VoteBound)
  /// One algorithm against another.
  case comparison(ComparisonClaim)
}

/// A convergence theorem, as it stands or without some of its terms.
public struct TheoremClaim: Sendable {
  public let theorem: any Theorem
  /// Names of terms that the claim leaves out.
  public let without: [String]
}

/// An expectation under the scenario's algorithm is at most a factor times that under another algorithm.
public struct ComparisonClaim: Sendable {
  /// What its results carry in place of a theorem.
  public static let identifier = "comparison"

  public let leftSide: LeftSide
  public let factor: Rational
  /// The same problem under the other algorithm.
  public let baseline: Workload
  /// What both runs have alike.
  public let budget: Budget
  /// Whether what the runs use up is random.
  public let isBudgetDrawn: Bool
}

extension Scenario {
  /// - Parameter rerun: builds the scenario's run with another algorithm for a number of iterations; `nil` for a vote.
  static func claims(
    _ root: SectionReader, _ catalogue: Catalogue, about subject: Subject, seed: UInt64,
    rerun: ((JSON5, Int) throws(ScenarioError) -> Workload)?
  ) throws(ScenarioError) -> [Claim] {
    let list = try root.required("claims")
    var result: [Claim] = []
    for element in try root.array(list, "claims") {
      guard case .object = element.content else {
        result.append(try claim(element, root, catalogue, about: subject))
        continue
      }
      let section = try SectionReader(element, section: "claims")
      if section.optional("compare") != nil {
        guard let rerun, let workload = subject.workload else {
          throw ScenarioError("a vote has no run to compare", line: section.line)
        }
        result.append(.comparison(try comparison(section, workload, seed, rerun)))
        continue
      }
      for key in ["to", "factor", "at", "budget"] {
        if let value = section.optional(key) {
          throw ScenarioError("'claims.\(key)' has a meaning with 'compare' only", line: value.line)
        }
      }
      let claim = try claim(section.required("theorem"), root, catalogue, about: subject)
      result.append(
        try section.optional("without").map { (names) throws(ScenarioError) in
          try ablation(claim, names, section)
        } ?? claim)
    }
    if result.isEmpty { throw ScenarioError("'claims' is empty", line: list.line) }
    return result
  }

  private static func claim(
    _ identifier: JSON5, _ root: SectionReader, _ catalogue: Catalogue, about subject: Subject
  ) throws(ScenarioError) -> Claim {
    let name = try root.string(identifier, "claims entry")
    switch (catalogue.entry(named: name), subject) {
    case (let theorem as any Theorem, .training): return .theorem(TheoremClaim(theorem: theorem, without: []))
    case (let bound as any VoteBound, .vote): return .vote(bound)
    case (nil, .training):
      throw root.unknown(name, what: "theorem", among: catalogue.theorems.map(\.identifier), line: identifier.line)
    case (nil, .vote):
      throw root.unknown(name, what: "vote bound", among: catalogue.voteBounds.map(\.identifier), line: identifier.line)
    case (_, .training), (_, .federation):
      throw ScenarioError("'\(name)' is about a 'vote', and this scenario is a run", line: identifier.line)
    case (_, .vote):
      throw ScenarioError("'\(name)' is about a run, and this scenario is a vote", line: identifier.line)
    }
  }

  private static func ablation(
    _ claim: Claim, _ names: JSON5, _ section: SectionReader
  ) throws(ScenarioError) -> Claim {
    guard case .theorem(let whole) = claim else {
      throw ScenarioError("a vote bound has no terms to leave out", line: names.line)
    }
    let theorem = whole.theorem
    if theorem.leftSide.metric == .descentError {
      throw ScenarioError(
        "\(theorem.identifier) is about single steps and has no part that holds alone", line: names.line)
    }
    var omitted: [String] = []
    for term in try section.array(names, "claims.without") {
      let name = try section.string(term, "claims.without")
      guard theorem.termNames.contains(name) else {
        throw section.unknown(name, what: "term of \(theorem.identifier)", among: theorem.termNames, line: term.line)
      }
      if omitted.contains(name) { throw ScenarioError("term '\(name)' is left out twice", line: term.line) }
      omitted.append(name)
    }
    return .theorem(TheoremClaim(theorem: theorem, without: omitted))
  }

  private static func comparison(
    _ section: SectionReader, _ workload: Workload, _ seed: UInt64,
    _ rerun: (JSON5, Int) throws(ScenarioError) -> Workload
  ) throws(ScenarioError) -> ComparisonClaim {
    for key in ["theorem", "without"] {
      if let value = section.optional(key) {
        throw ScenarioError("a claim has a 'theorem' or a comparison, not both", line: value.line)
      }
    }
    let other = try section.required("to")
    var baseline = try rerun(other, workload.iterations)
    let budget =
      section.optional("budget") == nil ? Budget.iterations : try section.choice("budget", Budget.self, what: "budget")
    if budget != .iterations {
      let iterations = baseline.iterations(within: budget, of: workload, seed: seed)
      guard (1..<Budget.mostIterations).contains(iterations) else {
        throw ScenarioError(
          "with the same \(budget.rawValue) the other algorithm takes \(iterations == 0 ? "no iteration" : "more than \(iterations) iterations")",
          line: section.line)
      }
      baseline = try rerun(other, iterations)
    }
    let common = workload.metrics.filter(baseline.metrics.contains)
    let name = try section.string("compare")
    guard let metric = common.first(where: { $0.rawValue == name }) else {
      throw section.unknown(
        name, what: "metric of both algorithms", among: common.map(\.rawValue),
        line: try section.required("compare").line)
    }
    enum Moment: String, CaseIterable { case average, final }
    let moment =
      section.optional("at") == nil ? Moment.average : try section.choice("at", Moment.self, what: "moment")
    let factor =
      section.optional("factor") == nil ? 1 : try section.number("factor", "positive") { $0.signum > 0 }
    return ComparisonClaim(
      leftSide: LeftSide(metric, moment == .average ? .average : .final), factor: factor, baseline: baseline,
      budget: budget,
      isBudgetDrawn: !workload.algorithm.schedule.isFixed || !baseline.algorithm.schedule.isFixed)
  }
}

extension Scenario.Subject {
  fileprivate var workload: Workload? {
    if case .training(let workload) = self { workload } else { nil }
  }
}
