extension Suite {
  /// D-SGD on several topologies: certified, consistent and not applicable.
  static let basics = Suite(
    name: "basics",
    summary: "D-SGD claims on six topologies, exact, certified and sampled, and one that does not apply",
    scenarios: [
      """
      {
        name: "ring of 8, exact",
        claims: ["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"],
        algorithm: { name: "dsgd", stepSize: "1/40", iterations: 200 },
        network: { topology: "ring", nodes: 8, weights: "metropolis" },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1",
          noise: { law: "rademacher", variance: "1" },
        },
        evidence: { kind: "exact" },
        seed: 7,
      }
      """,
      """
      {
        name: "torus of 3 x 4, exact, Gaussian noise",
        claims: ["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"],
        algorithm: { name: "dsgd", stepSize: "1/20", iterations: 150 },
        network: { topology: "torus", shape: "3x4", weights: "max-degree" },
        objective: {
          name: "quadratic", dimension: 3, curvature: ["1/5", "1/2", "1"], spread: "2", start: ["1", "-1", "1/2"],
          noise: { law: "gaussian", variance: "1/4" },
        },
        evidence: { kind: "exact" },
        seed: 11,
      }
      """,
      """
      {
        name: "hypercube of 16, exact, rotated",
        claims: ["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"],
        algorithm: { name: "dsgd", stepSize: "1/25", iterations: 100 },
        network: { topology: "hypercube", nodes: 16 },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/2", "1"], spread: "1", start: ["2", "0"], rotated: true,
          noise: { law: "three-point", variance: "1" },
        },
        evidence: { kind: "exact" },
        seed: 5,
      }
      """,
      """
      {
        name: "star of 9, certified doubles",
        claims: ["dsgd.nonconvex", "dsgd.convex", "dsgd.strongly-convex"],
        algorithm: { name: "dsgd", stepSize: "1/200", iterations: 2000 },
        network: { topology: "star", nodes: 9, weights: "lazy-metropolis" },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["1", "1"],
          noise: { law: "rademacher", variance: "1" },
        },
        evidence: { kind: "moments" },
        seed: 3,
      }
      """,
      """
      {
        name: "mini-batch of 10 workers, exact",
        claims: ["dsgd.nonconvex", "dsgd.strongly-convex"],
        algorithm: { name: "minibatch-sgd", stepSize: "1/8", iterations: 120 },
        network: { topology: "complete", nodes: 10 },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "1", start: ["3", "-2"],
          noise: { law: "rademacher", variance: "1" },
        },
        evidence: { kind: "exact" },
        seed: 2,
      }
      """,
      """
      {
        name: "ring of 16, sampled, Gaussian noise",
        claims: ["dsgd.nonconvex", "dsgd.convex"],
        algorithm: { name: "dsgd", stepSize: "1/100", iterations: 500 },
        network: { topology: "ring", nodes: 16 },
        objective: {
          name: "quadratic", dimension: 10, curvature: "1", spread: "1",
          noise: { law: "gaussian", variance: "1" },
        },
        evidence: { kind: "sampled", replicates: 400, alpha: "1/1000" },
        seed: 7,
      }
      """,
      """
      {
        name: "path of 6, a step size beyond the theorem",
        claims: ["dsgd.nonconvex"],
        algorithm: { name: "dsgd", stepSize: "1/2", iterations: 100 },
        network: { topology: "path", nodes: 6 },
        objective: {
          name: "quadratic", dimension: 1, curvature: "1", spread: "1",
          noise: { law: "rademacher", variance: "1" },
        },
        evidence: { kind: "exact" },
        seed: 1,
      }
      """,
    ])
}
