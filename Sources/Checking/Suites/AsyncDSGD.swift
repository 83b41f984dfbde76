extension Suite {
  /// Asynchronous D-SGD over unreliable links: its theorems, and what the paper finds.
  static let asyncDSGD = Suite(
    name: "async-dsgd",
    summary: "asynchronous D-SGD: stale gradients, failing links and noisy receivers, and when asynchrony pays",
    scenarios: theorems + findings)

  // The same run under three qualities of links, all outcomes of three nodes listed.
  private static let theorems = [
    (links: "1", staleness: 0), (links: "3/4", staleness: 0), (links: "3/4", staleness: 1),
    (links: "1/4", staleness: 1),
    (links: "3/4", staleness: 2),
  ].map { links, staleness in
    """
    {
      name: "links up with probability \(links), staleness up to \(staleness)",
      claims: ["async-dsgd.nonconvex", "async-dsgd.convex"],
      algorithm: { name: "async-dsgd", stepSize: "1/20", iterations: 60, maximumStaleness: \(staleness) },
      network: { topology: "ring", nodes: 3, links: "\(links)" },
      computing: { model: "slotted", completion: "1/2" },
      objective: {
        name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["2", "-1"],
        noise: { law: "rademacher", variance: "1/4" },
      },
      evidence: { kind: "moments" },
      seed: 7,
    }
    """
  }

  private static let findings = [
    """
    {
      name: "analog links: receiver noise, half a consensus step",
      claims: ["async-dsgd.nonconvex", "async-dsgd.convex"],
      algorithm: {
        name: "async-dsgd", stepSize: "1/20", iterations: 60, maximumStaleness: 1, consensusStep: "1/2",
      },
      network: { topology: "path", nodes: 3, links: ["1/2", "3/4"], channelNoise: "1/100" },
      computing: { model: "slotted", completion: "1/2" },
      objective: {
        name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["2", "-1"],
        noise: { law: "gaussian", variance: "1/4" },
      },
      evidence: { kind: "moments" },
      seed: 8,
    }
    """,
    """
    {
      name: "asynchrony beats waiting for stragglers in virtual time",
      claims: [{ compare: "suboptimality", to: "dsgd", at: "final", factor: "3/5" }],
      algorithm: { name: "async-dsgd", stepSize: "1/50", iterations: 150, maximumStaleness: 30 },
      network: { topology: "ring", nodes: 10 },
      computing: { model: "shifted-exponential", shift: "1/2", mean: "3" },
      objective: {
        name: "quadratic", dimension: 4, curvature: ["1/4", "1/2", "1", "1"], spread: "1/2", start: ["3", "3", "3", "3"],
        noise: { law: "gaussian", variance: "1/4" },
      },
      evidence: { kind: "sampled", replicates: 100 },
      seed: 9,
    }
    """,
    """
    {
      name: "outdated gradients are worth using where computing times are not memoryless",
      claims: [
        { compare: "suboptimality", to: { maximumStaleness: 0 }, at: "final", factor: "9/10" }, "async-dsgd.nonconvex",
      ],
      algorithm: { name: "async-dsgd", stepSize: "1/50", iterations: 60, maximumStaleness: 20 },
      network: { topology: "ring", nodes: 10, links: "3/4" },
      computing: { model: "shifted-exponential", shift: "1/2", mean: "1" },
      objective: {
        name: "quadratic", dimension: 4, curvature: ["1/4", "1/2", "1", "1"], spread: "1/2", start: ["3", "3", "3", "3"],
        noise: { law: "gaussian", variance: "1/4" },
      },
      evidence: { kind: "sampled", replicates: 100 },
      seed: 10,
    }
    """,
    """
    {
      name: "with memoryless computing times dropping outdated gradients costs at most 2 %",
      claims: [
        { compare: "suboptimality", to: { maximumStaleness: 3 }, at: "final", factor: "51/50" },
        { compare: "squaredGradient", to: { maximumStaleness: 3 }, factor: "51/50" },
      ],
      algorithm: { name: "async-dsgd", stepSize: "1/5", iterations: 40, maximumStaleness: 0 },
      network: { topology: "complete", nodes: 2, links: "3/4" },
      computing: { model: "slotted", completion: "1/2" },
      objective: {
        name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["2", "-1"],
        noise: { law: "rademacher", variance: "1/4" },
      },
      evidence: { kind: "moments" },
      seed: 11,
    }
    """,
  ]
}
