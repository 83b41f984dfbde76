import Decoding
import ExactArithmetic

extension Scenario {
  static func ballot(_ section: SectionReader) throws(ScenarioError) -> Ballot {
    let flips = try section.vector(section.required("flip"), "vote.flip")
    for flip in flips where flip.signum < 0 || flip > 1 {
      throw ScenarioError(
        "'vote.flip': a probability lies in [0, 1], not \(flip.description.shortened())",
        line: try section.required("flip").line)
    }
    var counts = [Int](repeating: 1, count: flips.count)
    if let value = section.optional("count") {
      counts = try section.vector(value, "vote.count", count: flips.count).map { (count) throws(ScenarioError) in
        guard count.isInteger, count.signum > 0, let number = count.numerator.asInt, number <= 1_000_000 else {
          throw ScenarioError(
            "'vote.count' holds integers in 1 ... 1000000, not \(count.description.shortened())", line: value.line)
        }
        return number
      }
    }
    let decoder = try decoder(section)
    do throws(VoteError) {
      return try Ballot(groups: zip(flips, counts).map { WorkerGroup(flip: $0, count: $1) }, decoder: decoder)
    } catch {
      throw ScenarioError("'vote': \(error.message)", line: section.line)
    }
  }

  private static func decoder(_ section: SectionReader) throws(ScenarioError) -> SignDecoder {
    guard let weights = section.optional("weights") else { return .majority }
    if case .array = weights.content { return .weighted(try section.vector(weights, "vote.weights")) }
    enum Rule: String, CaseIterable { case llr, uniform }
    return try section.choice("weights", Rule.self, what: "weights") == .llr ? .logLikelihood : .majority
  }
}
