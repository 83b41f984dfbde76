import Checking
import Foundation

/// Results as the report receives them: one of every verdict and of every kind of evidence.
enum HTMLSamples {
  private static let dsgdStatement = """
    (1/T) sum_{t<T} E|grad f(xbar(t))|^2
      <= 2 (f(x0) - f_star)/(eta T) + L eta sigma^2/n + (4 (1-p) L^2 eta^2/p)(sigma^2 + 2 (2+p) zeta^2/p)
    """

  /// Eight claims with all five verdicts, as a suite would give them.
  static var suite: [ClaimResult] {
    [ring, staleness, sampled, refutedExactly, changed, overlapping, inapplicable, transcribed]
  }

  static var ring: ClaimResult {
    var result = plain
    result.statement = dsgdStatement
    result.reason = "The exact left side is smaller than the exact right side and every hypothesis is met."
    result.left = .enclosure(long(1043, seed: 3, decimal: "0.083741265509123347"))
    result.right = .enclosure(exact("160403/294000", "0.54558843537414966"))
    result.ratio = .enclosure(long(1049, seed: 5, decimal: "0.15348798273519284"))
    result.terms = [
      term("initial gap", exact("3/8", "0.375")), term("gradient noise", exact("1/160", "0.00625")),
      term("network noise", exact("1681/16000", "0.1050625")),
      term("network heterogeneity", exact("17413/294000", "0.059227891156462585")),
    ]
    result.hypotheses = [
      hypothesis("step size", "eta <= p/(4L) = 0.120443", "1/40", true),
      hypothesis("mixing", "W symmetric and doubly stochastic", "symmetric, rows and columns sum to 1", true),
      hypothesis("smoothness", "every f_i is L-smooth", "L = 1, largest curvature", true),
    ]
    result.constants = [
      "stepSize": constant(exact("1/40", "0.025"), "exact"), "smoothness": constant(exact("1", "1"), "exact"),
      "noiseVariance": constant(exact("2", "2"), "exact"), "iterations": constant(exact("200", "200"), "exact"),
      "heterogeneity": constant(exact("4711/5880", "0.80119047619047619"), "exact"),
      "mixingRate": constant(
        enclosure(
          "70368744177664/146064221832139", "70368744177665/146064221832138", "0.48176579113451182"), "certified"),
      "initialGap": constant(long(57, seed: 8, decimal: "0.93750000000000312"), "exact"),
    ]
    result.curve = curve(to: 200, gap: 75, left: 0.0631, right: 0.17)
    result.command = "plumbline check dsgd-ring.json5 --seed 7 --json"
    return result
  }

  static var staleness: ClaimResult {
    var result = ring
    result.scenario = "unreliable links, 12 nodes, digital"
    result.theorem = "async-dsgd.nonconvex"
    result.provenance = "proved"
    result.attribution = "derived under the assumptions of Jeong et al. 2022, arXiv 2202.00955"
    result.statement = """
      (1/T) sum_{t<T} E|grad f(xv(t))|^2 <= 2 (f0 - f_star)/(eta q T) + L eta V + L omega^2/(eta q)
        + L^2 (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) omega)^2
      """
    result.evidence = "moments"
    result.method = "certified: moment recursion in outward-rounded doubles"
    result.reason = "The enclosure of the left side lies below that of the right side; every hypothesis is met."
    result.left = .enclosure(enclosure("29511/250000", "118045/1000000", "0.1180445"))
    result.right = .enclosure(enclosure("17/5", "3400001/1000000", "3.4000005"))
    result.ratio = .enclosure(enclosure("118044/3400001", "118045/3400000", "0.034718971"))
    result.terms = [
      term("initial gap", exact("5/6", "0.83333333333333333")), term("gradient noise", exact("1/192", "0.0052083333")),
      term("missing workers", exact("1/77", "0.012987012987012987")), term("receiver noise", exact("0", "0")),
      term("consensus error", enclosure("3/10", "300001/1000000", "0.3000005")),
      term("staleness", exact("9/8", "1.125")), term("staleness times consensus", exact("28/25", "1.12")),
      term("staleness times noise", exact("0", "0")), term("rounding of square roots", exact("1/300", "0.0033333333")),
    ]
    result.hypotheses.append(hypothesis("computing times", "memoryless", "exponential", true))
    result.curve = curve(to: 20_000, gap: 900, left: 0.094, right: 2.9, count: 60)
    result.inputs = [input("links/outdoor-2.4GHz.csv", hash(31))]
    result.command = "plumbline check async-links.json5 --seed 7 --json"
    return result
  }

  static var sampled: ClaimResult {
    var result = plain
    result.scenario = "logistic regression on a torus, 64 nodes"
    result.theorem = "dsgd.convex"
    result.verdict = .consistent
    result.reason = "400 replicates did not refute the claim; the largest e-value stays below 1/alpha."
    result.statement = """
      (1/T) sum_{t<T} E[f(xbar(t)) - f_star] <= |x0 - x*|^2/(eta T) + eta sigma^2/n + (3L/2)(1/T) sum_t D_t
      """
    result.evidence = "sampled"
    result.method = "sampled: 400 replicates in doubles"
    let assumption = "replicates independent and the mean of 400 of them close to normal"
    result.left = estimate(0.020_918_3, 0.020_711_9, 0.021_124_7, assumption: assumption)
    result.right = .enclosure(exact("487/2500", "0.1948"))
    result.ratio = estimate(0.107_383_5, 0.106_324, 0.108_443, assumption: assumption)
    result.terms = [
      term("initial distance", exact("3/20", "0.15")), term("gradient noise", exact("39/1000", "0.039")),
      term("deviation", exact("29/5000", "0.0058")),
    ]
    result.hypotheses = [
      hypothesis("step size", "eta <= 1/(4L)", "1/50", true),
      hypothesis("noise", "E|xi_i|^2 <= sigma^2", "sigma^2 estimated from 10000 gradients", nil),
    ]
    result.constants["noiseVariance"] = constant(exact("1247/100", "12.47"), "estimated")
    result.constants["smoothness"] = constant(exact("1/4", "0.25"), "declared")
    result.sampling = sampling(replicates: 400, alpha: "1/1000", logarithm: 0.841_22)
    result.curve = curve(to: 5_000, gap: 30, left: 0.018, right: 0.17)
    result.command = "plumbline check logistic-torus.json5 --seed 7 --jobs 2 --json"
    return result
  }

  static var refutedExactly: ClaimResult {
    var result = plain
    result.scenario = "ring of 8, weights min(1/(1+d_i), 1/(1+d_j)) misread"
    result.theorem = "dsgd.nonconvex"
    result.verdict = .refuted
    result.reason = "The exact left side is larger than the exact right side."
    result.statement = dsgdStatement
    result.left = .enclosure(long(612, seed: 11, decimal: "0.61203948571029384"))
    result.right = .enclosure(exact("160403/294000", "0.54558843537414966"))
    result.ratio = .enclosure(long(618, seed: 13, decimal: "1.1217970232170102"))
    result.curve = (0..<16).map { step in
      let iterations = 1 << step
      return point(
        iterations, left: 0.55 + 0.04 * Double(step) / 4 + 9 / Double(iterations), right: 0.5 + 24 / Double(iterations))
    }
    return result
  }

  static var changed: ClaimResult {
    var result = refutedExactly
    result.scenario = "ring of 8, is the network term needed?"
    result.without = ["network noise", "network heterogeneity"]
    result.provenance = "declared"
    result.attribution = "declared by the user: dsgd.nonconvex without network noise, network heterogeneity"
    result.statement = "(1/T) sum_{t<T} E|grad f(xbar(t))|^2 <= 2 (f(x0) - f_star)/(eta T) + L eta sigma^2/n"
    result.reason = "Without the network terms the right side falls below the exact left side: the terms are needed."
    result.right = .enclosure(exact("61/160", "0.38125"))
    result.left = .enclosure(exact("6100001/16000000", "0.3812500625"))
    result.ratio = .enclosure(exact("6100001/6100000", "1.0000001639344262"))
    result.terms = [term("initial gap", exact("3/8", "0.375")), term("gradient noise", exact("1/160", "0.00625"))]
    return result
  }

  static var overlapping: ClaimResult {
    var result = staleness
    result.scenario = "DIGEST token on a binary tree, 31 nodes"
    result.theorem = "digest.strongly-convex"
    result.provenance = "derived"
    result.attribution = "Gholami and Seferoglu 2023, arXiv 2307.07652"
    result.statement = """
      E|xv(T) - x*|^2 <= (1 - eta mu/2)^T |x0 - x*|^2 + 2 eta sigma^2/(mu n) + (3L/mu + 2) eta^2 G^2 Sbar^2
      """
    result.verdict = .undecided
    result.reason =
      "The enclosures of the two sides overlap; enclosures ten times narrower (--precision 256) would decide."
    result.left = .enclosure(enclosure("4999999/10000000", "5000001/10000000", "0.5"))
    result.right = .enclosure(enclosure("49999995/100000000", "50000007/100000000", "0.50000001"))
    result.ratio = .enclosure(enclosure("4999999/5000001", "5000001/4999999", "1"))
    result.terms = (1...11).map { index in
      term("stretch \(index) of the route", exact("\(index)/132", (Double(index) / 132).description))
    }
    result.hypotheses = [
      hypothesis("step size", "eta <= 1/(4L) = 0.25", "[0.2499999, 0.2500001]", nil),
      hypothesis("route", "every node visited", "Euler tour, period 60", true),
    ]
    result.inputs = [input("tree.edges", hash(41)), input("route.csv", hash(43))]
    result.curve = [point(2_000, left: 0.5, right: 0.500_000_01)]
    result.command = "plumbline check digest-tree.json5 --seed 20240229 --json"
    return result
  }

  static var inapplicable: ClaimResult {
    var result = plain
    result.scenario = "trace-driven computing times"
    result.theorem = "async-dsgd.convex"
    result.attribution = "Jeong et al. 2022, arXiv 2202.00955"
    result.verdict = .notApplicable
    result.reason = "Hypothesis \"computing times\" is not met: required memoryless, actual shifted exponential."
    result.method = "not measured"
    result.left = nil
    result.right = nil
    result.ratio = nil
    result.terms = []
    result.curve = []
    result.hypotheses = [
      hypothesis("step size", "eta q <= 1/(4L)", "1/80", true),
      hypothesis("computing times", "memoryless", "shifted exponential, shift 3 slots", false),
      hypothesis("links", "independent across slots", "nothing given", nil),
    ]
    return result
  }

  static var transcribed: ClaimResult {
    var result = ring
    result.scenario = "complete graph of 16, K = 10^6"
    result.theorem = "dsgd.lian2017"
    result.provenance = "transcribed"
    result.attribution = "Lian et al. 2017, Theorem 1, arXiv 1705.09056"
    result.left = .enclosure(enclosure("1/900000000", "1/899999999", "1.1111111117283951e-9"))
    result.right = .enclosure(exact("1/40000000", "2.5e-8"))
    result.ratio = .enclosure(enclosure("2/45", "200001/4500000", "0.044444555"))
    result.terms = [term("initial gap", exact("1/50000000", "2e-8")), term("noise", exact("1/200000000", "5e-9"))]
    result.curve = [0, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000].map { iterations in
      let left = iterations == 100 ? 0 : 1e-3 * exp(-Double(iterations) / 9e4) / Double(max(1, iterations))
      return point(iterations, left: left, right: 2e-2 / Double(max(1, iterations)) + 5e-9)
    }
    return result
  }
}
