/// A vote in place of a run.
let voteScenario = """
  {
    name: "three good workers, two bad ones",
    claims: ["vote.kearns-saul", "vote.imperfect", "vote.chernoff", "vote.llr", "vote.llr-lower"],
    vote: { flip: ["1/10", "2/5"], count: [3, 2], weights: [2, "1/2"] },
    evidence: { kind: "exact" },
    seed: 1,
  }
  """

/// A sign method with a claim of each kind.
let signScenario = """
  {
    name: "signs",
    claims: [
      "signsgd.weighted", "signsgd.uniform", { theorem: "signsgd.weighted", without: ["signStep"] },
      { compare: "suboptimality", to: { adversaries: 0 }, at: "final", factor: 4 }, "dsgd.nonconvex",
    ],
    algorithm: { name: "signsgd-mv", stepSize: "1/4", iterations: 6, adversaries: 1 },
    network: { topology: "complete", nodes: 3 },
    objective: {
      name: "quadratic", curvature: [1], spread: 0, start: ["9/8"], batchSizes: [1, 2, 1],
      noise: { law: "rademacher", variance: "1/4" },
    },
    evidence: { kind: "exact" },
    seed: 1,
  }
  """
