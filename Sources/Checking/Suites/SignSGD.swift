extension Suite {
  /// What the papers on federated voting and federated defence found, as claims.
  static let signSGD = Suite(
    name: "signsgd-fv",
    summary: "signSGD with 15 workers: federated voting against majority vote, imperfect weights, adversaries",
    scenarios: [
      layout("three fifths of the batches are 4, the rest 154", batches: [(9, 4), (6, 154)]),
      layout("four fifths of the batches are 4, the rest 304", batches: [(12, 4), (3, 304)]),
      layout("one batch of 904, the rest 4", batches: [(1, 904), (14, 4)]),
      """
      {
        name: "all batches 64: federated voting is no better than majority vote, and hardly worse",
        claims: [
          "signsgd.weighted",
          { compare: "decodingError", to: "signsgd-mv", factor: "21/20" },
          { compare: "suboptimality", to: "signsgd-mv", at: "final", factor: "21/20" },
        ],
        algorithm: { name: "signsgd-fv", stepSize: "1/1000", iterations: 600 },
        \(problem(batchSizes: "64", variance: "100"))
      }
      """,
      """
      {
        name: "all batches 64: majority vote is no worse than federated voting",
        claims: [
          "signsgd.weighted",
          { compare: "decodingError", to: "signsgd-fv" },
          { compare: "suboptimality", to: "signsgd-fv", at: "final" },
        ],
        algorithm: { name: "signsgd-mv", stepSize: "1/1000", iterations: 600 },
        \(problem(batchSizes: "64", variance: "100"))
      }
      """,
      """
      {
        name: "6 of 15 workers flip every sign: learned weights use them",
        claims: [
          "signsgd.weighted",
          { compare: "decodingError", to: "signsgd-mv", factor: "1/10" },
          { compare: "suboptimality", to: "signsgd-mv", at: "final", factor: "2/3" },
          { compare: "suboptimality", to: { adversaries: 0 }, at: "final", factor: "101/100" },
        ],
        algorithm: { name: "signsgd-fd", stepSize: "1/1000", iterations: 600, adversaries: 6, attack: "flip" },
        \(problem(batchSizes: "64", variance: "16"))
      }
      """,
      """
      {
        name: "4 of 15 workers flip signs at random: learned weights ignore them",
        claims: [
          "signsgd.weighted",
          { compare: "decodingError", to: "signsgd-mv" },
          { compare: "suboptimality", to: { adversaries: 0 }, at: "final", factor: "101/100" },
        ],
        algorithm: {
          name: "signsgd-fd", stepSize: "1/1000", iterations: 600, adversaries: 4, attack: "random-flip", flipRate: "1/2",
        },
        \(problem(batchSizes: "64", variance: "16"))
      }
      """,
      vote(
        "the optimal weights", weights: "\"llr\"",
        claims: ["kearns-saul", "llr", "bhattacharyya", "chernoff", "llr-lower"]),
      vote(
        "weights within a factor 1 +- 1/5 of the optimal ones",
        weights: "[\"0.387\", \"1.698\"]", claims: ["imperfect", "kearns-saul", "chernoff", "llr-lower"]),
      vote(
        "equal weights", weights: "\"uniform\"",
        claims: ["imperfect", "kearns-saul", "chernoff", "majority", "llr-lower"]),
      """
      {
        name: "majority vote of 5 workers, exact",
        claims: ["signsgd.weighted", "signsgd.uniform"],
        algorithm: { name: "signsgd-mv", stepSize: "1/10", iterations: 60 },
        network: { topology: "complete", nodes: 5 },
        objective: {
          name: "quadratic", curvature: ["1", "1/2"], spread: "1/4", start: ["2", "-1.03"],
          noise: { law: "rademacher", variance: "4" }, batchSizes: 4,
        },
        evidence: { kind: "exact" },
        seed: 3,
      }
      """,
      """
      {
        name: "majority vote of 15 workers, certified, one large batch",
        claims: ["signsgd.weighted", "signsgd.uniform"],
        algorithm: { name: "signsgd-mv", stepSize: "1/100", iterations: 300 },
        network: { topology: "complete", nodes: 15 },
        objective: {
          name: "quadratic", curvature: ["1"], spread: "0", start: ["2.003"],
          noise: { law: "gaussian", variance: "25" }, batchSizes: [904, \(list(4, times: 14))],
        },
        evidence: { kind: "moments" },
        seed: 3,
      }
      """,
      """
      {
        name: "a gradient that vanishes: the published form is vacuous",
        claims: ["signsgd.weighted", "signsgd.uniform"],
        algorithm: { name: "signsgd-mv", stepSize: "1/10", iterations: 40 },
        network: { topology: "complete", nodes: 5 },
        objective: {
          name: "quadratic", curvature: ["1"], spread: "0", start: ["1"], noise: { law: "rademacher", variance: "1" },
        },
        evidence: { kind: "exact" },
        seed: 3,
      }
      """,
    ])

  /// Federated voting with unequal batches decodes better and converges faster than majority vote.
  private static func layout(_ name: String, batches: [(workers: Int, size: Int)]) -> String {
    """
    {
      name: "\(name)",
      claims: [
        "signsgd.weighted",
        { compare: "decodingError", to: "signsgd-mv", factor: "2/3" },
        { compare: "suboptimality", to: "signsgd-mv", at: "final", factor: "9/10" },
      ],
      algorithm: { name: "signsgd-fv", stepSize: "1/1000", iterations: 600 },
      \(problem(batchSizes: "[\(batches.map { list($0.size, times: $0.workers) }.joined(separator: ", "))]", variance: "100"))
    }
    """
  }

  private static func list(_ number: Int, times count: Int) -> String {
    Array(repeating: "\(number)", count: count).joined(separator: ", ")
  }

  private static func problem(batchSizes: String, variance: String) -> String {
    """
    network: { topology: "complete", nodes: 15 },
      objective: {
        name: "quadratic", dimension: 4, curvature: 1, spread: "0", start: [1, 1, 1, 1],
        noise: { law: "gaussian", variance: "\(variance)" }, batchSizes: \(batchSizes),
      },
      evidence: { kind: "sampled", replicates: 400, alpha: "1/1000" },
      seed: 3,
    """
  }

  /// Nine workers with small batches and six with large ones, whose signs are wrong with these probabilities.
  private static func vote(_ name: String, weights: String, claims: [String]) -> String {
    """
    {
      name: "\(name)",
      claims: [\(claims.map { "\"vote.\($0)\"" }.joined(separator: ", "))],
      vote: { flip: ["0.42", "0.107"], count: [9, 6], weights: \(weights) },
      evidence: { kind: "exact" },
      seed: 3,
    }
    """
  }
}
