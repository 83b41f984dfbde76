import Checking
import ExactArithmetic
import Testing

func voteText(
  claims: String = #"["vote.majority"]"#, vote: String = #"{ flip: ["1/4"], count: [5] }"#,
  evidence: String = #"{ kind: "exact" }"#, extra: String = ""
) -> String {
  """
  {
    name: "vote",
    claims: \(claims),
    vote: \(vote),
    evidence: \(evidence),
    seed: 1,
    \(extra)
  }
  """
}

@Suite struct VoteScenarioTests {
  @Test func boundsAreHeldAgainstTheExactLaw() throws {
    let results = try check(voteText(claims: #"["vote.majority", "vote.llr-lower", "vote.llr"]"#))
    #expect(results.map(\.verdict) == [.certified, .certified, .notApplicable])
    // P(at least 3 of 5 wrong), p = 1/4: 106/1024.
    #expect(results[0].left?.exact == Rational(106, 1024))
    #expect(results[1].right?.exact == Rational(106, 1024))
    #expect(results[2].left == nil)
    #expect(results[2].reason.contains("logLikelihoodWeights"))
  }

  @Test func aVacuousBoundSaysSo() throws {
    let results = try check(voteText(vote: #"{ flip: ["49/100"], count: [3] }"#))
    #expect(results[0].verdict == .certified)
    #expect(results[0].reason.contains("vacuous: >= 1/2"))
  }

  static let cases: [(text: String, words: String)] = [
    (voteText(vote: #"{ flip: [] }"#), "there are no workers: M = 0"),
    (voteText(vote: #"{ flip: ["3/2"] }"#), "'vote.flip': a probability lies in [0, 1], not 3/2"),
    (voteText(vote: #"{ flip: [0.5], count: [0] }"#), "'vote.count' holds integers in 1 ... 1000000, not 0"),
    (voteText(vote: #"{ flip: [0.5], count: [1, 2] }"#), "'vote.count' has 2 numbers, expected 1"),
    (voteText(vote: #"{ flip: [0.5], weights: [1, 2] }"#), "2 weights for 1 flip probabilities"),
    (voteText(vote: #"{ flip: [0.5], weights: [0] }"#), "all weights are zero"),
    (voteText(vote: #"{ flip: [0.5], weights: "lr" }"#), "unknown weights 'lr'; did you mean 'llr'?"),
    (voteText(claims: #"["dsgd.convex"]"#), "'dsgd.convex' is about a run, and this scenario is a vote"),
    (voteText(claims: #"["vote.majorty"]"#), "unknown vote bound 'vote.majorty'; did you mean 'vote.majority'?"),
    (voteText(claims: #"[{ theorem: "vote.llr", without: ["x"] }]"#), "a vote bound has no terms to leave out"),
    (voteText(claims: #"[{ compare: "suboptimality", to: "dsgd" }]"#), "a vote has no run to compare"),
    (voteText(evidence: #"{ kind: "sampled" }"#), "a vote is decoded with exact evidence"),
    (voteText(extra: "network: {}"), "a scenario has a 'vote' or an 'network', not both"),
    (scenarioText(claims: #"["vote.llr"]"#), "'vote.llr' is about a 'vote', and this scenario is a run"),
    (
      scenarioText(claims: #"[{ theorem: "dsgd.convex", factor: 2 }]"#),
      "'claims.factor' has a meaning with 'compare' only"
    ),
    (scenarioText(claims: #"[{ compare: "suboptimality" }]"#), "'claims.to' is missing"),
    (
      scenarioText(claims: #"[{ compare: "suboptimality", to: "dsdg" }]"#),
      "unknown algorithm 'dsdg'; did you mean 'dsgd'?"
    ),
    (scenarioText(claims: #"[{ compare: "x", to: "dsgd" }]"#), "unknown metric of both algorithms 'x'"),
    (scenarioText(claims: #"[{ compare: "suboptimality", to: "dsgd", factor: 0 }]"#), "must be positive"),
    (scenarioText(claims: #"[{ compare: "suboptimality", to: "dsgd", at: "end" }]"#), "unknown moment 'end'"),
    (scenarioText(claims: #"[{ compare: "suboptimality", to: { iterations: 3 } }]"#), "the scenario's own iterations"),
    (
      scenarioText(claims: #"[{ compare: "suboptimality", to: { adversaries: 3 } }]"#),
      "'algorithm.adversaries' has no meaning for dsgd"
    ),
  ]

  @Test(arguments: cases.indices)
  func badVotesAndComparisonsAreNamed(_ index: Int) {
    let (text, words) = Self.cases[index]
    let error = #expect(throws: ScenarioError.self) { try check(text) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "none")")
  }
}
