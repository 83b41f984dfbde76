import Checking
import ExactArithmetic
import Foundation
import Testing

@Suite struct ResultTests {
  /// The keys that the outside relies on, and the forms of their values.
  @Test func resultsHaveThePromisedForm() throws {
    let results = try check(
      scenarioText(claims: #"["dsgd.nonconvex"]"#, network: #"{ topology: "ring", nodes: 8 }"#))
    let data = try JSONEncoder().encode(results)
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let object = try #require(objects.first)
    for key in [
      "theorem", "provenance", "verdict", "evidence", "left", "right", "ratio", "terms", "hypotheses", "constants",
      "seed", "scenarioHash", "traceHash", "version",
    ] { #expect(object[key] != nil, "\(key)") }
    let left = try #require(object["left"] as? [String: String])
    #expect(Set(left.keys) == ["lower", "upper", "decimal"])
    #expect(left["lower"]!.contains("/"))
    let terms = try #require(object["terms"] as? [[String: Any]])
    #expect(terms.allSatisfy { Set($0.keys) == ["name", "value"] })
    let hypotheses = try #require(object["hypotheses"] as? [[String: Any]])
    #expect(hypotheses.allSatisfy { Set($0.keys) == ["name", "required", "actual", "met"] })
    let constants = try #require(object["constants"] as? [String: [String: Any]])
    #expect(constants["stepSize"]?["source"] as? String == "exact")
    #expect(constants["mixingRate"]?["source"] as? String == "exact")
    #expect(try JSONDecoder().decode([ClaimResult].self, from: data) == results)
  }

  @Test func termsAddUpAndTheRatioIsTheRatio() throws {
    for result in try check(scenarioText(network: #"{ topology: "complete", nodes: 5 }"#)) {
      let right = try #require(result.right?.exact)
      let terms = try result.terms.map { try Rational(parsing: $0.value.lower) }
      #expect(terms.reduce(.zero, +) == right)
      let left = try #require(result.left?.exact)
      let ratio = try #require(result.ratio)
      #expect(try #require(ratio.lower) <= left / right && left / right <= #require(ratio.upper))
    }
  }

  @Test func theCurveEndsAtTheResult() throws {
    for result in try check(scenarioText()) {
      let last = try #require(result.curve.last)
      #expect(last.iterations == 50)
      #expect(abs(last.leftEstimate / Double(try #require(result.left?.exact)) - 1) < 1e-9)
      #expect(abs(last.rightEstimate / Double(try #require(result.right?.lower)) - 1) < 1e-9)
      #expect(result.curve.map(\.iterations) == Array(1...50))
    }
  }

  @Test func nothingDerivedIsCalledThePapers() throws {
    for result in try check(scenarioText()) {
      #expect(result.attribution.hasPrefix("derived under the assumptions of"))
    }
  }
}
