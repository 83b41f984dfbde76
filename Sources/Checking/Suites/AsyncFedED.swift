extension Suite {
  /// AsyncFedED and the servers that it is compared with: their theorems, and what the paper finds on Synthetic(1, 1).
  static let asyncFedED = Suite(
    name: "asyncfeded",
    summary: "AsyncFedED: staleness by Euclidean distance, against FedAvg, FedProx and FedAsync",
    scenarios: [
      """
      {
        name: "FedAvg, two of four clients, exact",
        claims: ["fedavg.nonconvex"],
        algorithm: {
          name: "fedavg", stepSize: "1/40", iterations: 20, localSteps: 4, sampling: "without-replacement", sampleSize: 2,
        },
        network: { topology: "complete", nodes: 4 },
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
        name: "FedAvg with decreasing steps, as published",
        claims: ["fedavg.li2020"],
        algorithm: {
          name: "fedavg", stepSize: "1/4", stepOffset: 8, iterations: 40, localSteps: 2, sampling: "without-replacement",
          sampleSize: 2,
        },
        network: { topology: "complete", nodes: 3 },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1", "1"], spread: "1", start: ["2", "-1"],
          noise: { law: "rademacher", variance: "1/4" },
        },
        evidence: { kind: "moments" },
        seed: 8,
      }
      """,
      """
      {
        name: "stale gradients of one objective: FedBuff with buffer 1 and known times",
        claims: ["delayed-sgd.nonconvex"],
        algorithm: { name: "fedbuff", stepSize: "1/20", iterations: 60 },
        network: { topology: "complete", nodes: 3 },
        computing: { model: "constant", duration: 1, speeds: [1, "2/3", "1/4"] },
        objective: {
          name: "quadratic", dimension: 2, curvature: ["1/4", "1"], spread: "0", start: ["2", "-1"],
          noise: { law: "rademacher", variance: "1/4" },
        },
        evidence: { kind: "moments" },
        seed: 9,
      }
      """,
      """
      {
        name: "AsyncFedED, however stale: every step of a hundred runs",
        claims: ["asyncfeded.pathwise", "asyncfeded.nonconvex"],
        algorithm: { name: "asyncfeded", stepSize: "1/100", iterations: 200, localSteps: 5 },
        network: { topology: "complete", nodes: 6 },
        computing: { model: "pareto", minimum: 1, shape: "3/2" },
        objective: {
          name: "quadratic", dimension: 3, curvature: ["1/4", "1/2", "1"], spread: "1", start: ["2", "-1", "1"],
          noise: { law: "gaussian", variance: "1/4" },
        },
        evidence: { kind: "sampled", replicates: 100 },
        seed: 10,
      }
      """,
    ] + ["0", "1/10", "3/10"].map(synthetic))

  /// Clients whose speeds differ tenfold, paused with a probability.
  private static func synthetic(suspension: String) -> String {
    """
    {
      name: "Synthetic(1, 1) with 10 clients, suspension \(suspension)",
      claims: [
        { compare: "timeToAccuracy", to: "fedavg" },
        { compare: "timeToAccuracy", to: "fedprox" },
        { compare: "timeToAccuracy", to: "fedasync" },
        { compare: "timeToAccuracy", to: { method: "fedasync", weighting: "hinge", weightingDelay: 4 } },
      ],
      task: { name: "synthetic", clients: 10, alpha: 1, beta: 1 },
      environment: {
        secondsPerStep: ["1/10", "1/10", "1/5", "1/5", "1/5", "3/10", "3/10", "2/5", "1/2", 1],
        suspension: "\(suspension)", suspensionTime: 10,
      },
      training: {
        method: "asyncfeded", localSteps: 10, batchSize: 10, stepSize: "1/100", seconds: 200, testEverySeconds: 2,
        targetStaleness: 3, adaptivity: 1,
      },
      evidence: { kind: "sampled", replicates: 30 },
      seed: 11,
    }
    """
  }
}
