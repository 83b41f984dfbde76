extension Suite {
  /// DIGEST: its theorems on several routes, and what the paper finds.
  static let digest = Suite(
    name: "digest",
    summary: "DIGEST: models that travel while all nodes train, against gossip and the random walk",
    scenarios: [
      """
      {
        name: "depth-first tour of a star, exact",
        claims: ["digest.nonconvex", "digest.convex", "digest.strongly-convex"],
        algorithm: { name: "digest", stepSize: "1/50", iterations: 60 },
        network: { topology: "star", nodes: 5 },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["2", "-1"],
          noise: { law: "rademacher", variance: "1/4" },
        },
        evidence: { kind: "exact" },
        seed: 7,
      }
      """,
      """
      {
        name: "two models on a ring: nodes stray less than with one",
        claims: [
          "digest.nonconvex", "digest.convex", "digest.strongly-convex",
          { compare: "consensusDistance", to: { tokens: 1 }, at: "final", factor: "3/5" },
          { compare: "suboptimality", to: { tokens: 1 }, at: "final", factor: "1001/1000" },
        ],
        algorithm: { name: "digest", stepSize: "1/50", iterations: 80, tokens: 2, route: "cycle" },
        network: { topology: "ring", nodes: 8, cycle: [0, 1, 2, 3, 4, 5, 6, 7] },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["2", "-1"],
          noise: { law: "rademacher", variance: "1/4" },
        },
        evidence: { kind: "exact" },
        seed: 8,
      }
      """,
      """
      {
        name: "several models, non-iid: nodes are ahead in as many iterations",
        claims: [
          { compare: "nodeSuboptimality", to: { tokens: 1 }, factor: "3/5" },
          { compare: "nodeSuboptimality", to: { tokens: 1 }, at: "final", factor: "1/3" },
        ],
        algorithm: { name: "digest", stepSize: "1/10", iterations: 80, tokens: 4, route: "cycle" },
        network: { topology: "ring", nodes: 12, cycle: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "4", start: ["2", "-1"],
          noise: { law: "rademacher", variance: "1/4" },
        },
        evidence: { kind: "sampled", replicates: 200 },
        seed: 8,
      }
      """,
      """
      {
        name: "several models cost communication: with short steps one is ahead of four for as many models sent",
        claims: [{ compare: "nodeSuboptimality", to: { tokens: 4 }, budget: "models", at: "final", factor: "1/2" }],
        algorithm: { name: "digest", stepSize: "1/50", iterations: 320, tokens: 1, route: "cycle" },
        network: { topology: "ring", nodes: 12, cycle: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["2", "-1"],
          noise: { law: "rademacher", variance: "1/4" },
        },
        evidence: { kind: "sampled", replicates: 200 },
        seed: 8,
      }
      """,
      """
      {
        name: "random walk on a torus, sampled",
        claims: ["digest.nonconvex", "digest.convex", "digest.strongly-convex"],
        algorithm: { name: "digest", stepSize: "1/100", iterations: 400, route: "metropolis", tokens: 2 },
        network: { topology: "torus", shape: "3x4" },
        objective: {
          name: "quadratic", dimension: 4, curvature: ["1/4", "1/2", "1", "1"], spread: "1", start: ["2", "-1", "1", "1"],
          noise: { law: "gaussian", variance: "1" },
        },
        evidence: { kind: "sampled", replicates: 200 },
        seed: 9,
      }
      """,
    ]
      + ["0", "1"].map { spread in
        """
        {
          name: "against the random walk and gossip, \(spread == "0" ? "iid" : "non-iid")",
          claims: [
            { compare: "suboptimality", to: { name: "random-walk-sgd", route: "metropolis" }, at: "final", factor: "1/2" },
            { compare: "suboptimality", to: "dsgd", at: "final", factor: "5/4" },
            { compare: "suboptimality", to: "dsgd", budget: "models", at: "final", factor: "1/10" },
          ],
          algorithm: { name: "digest", stepSize: "1/50", iterations: 600, route: "tour" },
          network: { topology: "ring", nodes: 10 },
          objective: {
            name: "quadratic", dimension: 4, curvature: ["1/4", "1/2", "1", "1"], spread: "\(spread)",
            start: ["3", "3", "3", "3"], noise: { law: "gaussian", variance: "1" },
          },
          evidence: { kind: "sampled", replicates: 400 },
          seed: 10,
        }
        """
      }
      + [
        """
        {
          name: "decreasing steps: to the exact minimiser, non-iid",
          claims: ["digest.asymptotic"],
          algorithm: { name: "digest", stepSize: "1/5", iterations: 20000, stepOffset: 40 },
          network: { topology: "path", nodes: 4 },
          objective: {
            name: "quadratic", dimension: 2, curvature: ["1", "5/4"], spread: "1", start: ["2", "-1"],
            noise: { law: "rademacher", variance: "1/4" },
          },
          evidence: { kind: "sampled", replicates: 40 },
          seed: 11,
        }
        """
      ])
}
