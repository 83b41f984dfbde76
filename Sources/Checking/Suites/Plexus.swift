extension Suite {
  /// Plexus: its theorem, and its costs against decentralised baselines and a server.
  static let plexus = Suite(
    name: "plexus",
    summary: "Plexus: client sampling without a server, its costs against D-SGD, gossip and FedAvg",
    scenarios: [
      """
      {
        name: "the updates of Plexus, exact",
        claims: ["fedavg.nonconvex"],
        algorithm: {
          name: "plexus", stepSize: "1/40", iterations: 20, localSteps: 4, sampleSize: 3, successFraction: "2/3",
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
      costs(
        of:
          "the least of the published factors: 1.2 in time (to 8.3), 2.4 in bytes (to 15.3), 6.4 in training (to 370)",
        claims: ["d-psgd", "one-peer-sgd", "gossip-learning"].map { baseline in
          """
          { compare: "timeToAccuracy", to: "\(baseline)", share: "4/5", factor: "10/12" },
          { compare: "bytesToAccuracy", to: "\(baseline)", share: "4/5", factor: "10/24" },
          { compare: "trainingToAccuracy", to: "\(baseline)", share: "4/5", factor: "10/64" },
          """
        }.joined()),
      costs(
        of: "no slower than a server that waits for everybody it asked",
        claims: """
          { compare: "timeToAccuracy", to: "fedavg", share: "4/5" },
          { compare: "timeToAccuracy", to: { success: 1 }, share: "4/5" },
          """),
    ])

  /// Synthetic(1/2, 1/2) on 100 nodes, the slowest twenty times as slow as the fastest.
  private static func costs(of name: String, claims: String) -> String {
    let seconds = (0..<100).map { node in
      "\"" + ["1/50", "1/40", "1/30", "1/20", "1/20", "1/10", "1/5", "2/5", "1/20", "1/10"][node % 10] + "\""
    }
    return """
      {
        name: "Plexus on 100 nodes: \(name)",
        claims: [\(claims)],
        task: { name: "synthetic", clients: 100, alpha: "1/2", beta: "1/2", samples: 100 },
        environment: {
          secondsPerStep: [\(seconds.joined(separator: ", "))],
          upload: 1000000, download: 1000000, delay: "1/20",
        },
        training: {
          method: "plexus", localSteps: 5, batchSize: 10, stepSize: "1/20", seconds: 120, testEverySeconds: 3, sample: 10,
          success: "4/5", pingTimeout: 0,
        },
        evidence: { kind: "sampled", replicates: 30 },
        seed: 7,
      }
      """
  }
}
