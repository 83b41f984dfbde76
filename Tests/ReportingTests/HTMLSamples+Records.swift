import Checking
import Foundation

extension HTMLSamples {
  /// An exact value `p/q`, with the decimal of the quotient.
  static func exact(_ rational: String, _ decimal: String) -> EnclosureRecord {
    enclosure(rational, rational, decimal)
  }

  static func enclosure(_ lower: String, _ upper: String, _ decimal: String) -> EnclosureRecord {
    decode(["lower": lower, "upper": upper, "decimal": decimal])
  }

  static func estimate(_ value: Double, _ lower: Double, _ upper: Double, assumption: String) -> MeasuredValue {
    var record: EstimateRecord = decode(EstimateTemplate())
    record.estimate = value
    record.lowerEstimate = lower
    record.upperEstimate = upper
    record.assumption = assumption
    return .estimate(record)
  }

  static func term(_ name: String, _ value: EnclosureRecord) -> TermRecord {
    var record: TermRecord = decode(TermTemplate(value: value))
    record.name = name
    return record
  }

  static func hypothesis(_ name: String, _ required: String, _ actual: String, _ met: Bool?) -> HypothesisRecord {
    var record: HypothesisRecord = decode(["name": name, "required": required, "actual": actual])
    record.met = met
    return record
  }

  static func constant(_ value: EnclosureRecord, _ source: String) -> ConstantRecord {
    var record: ConstantRecord = decode(ConstantTemplate(value: value))
    record.source = source
    return record
  }

  static func point(_ iterations: Int, left: Double, right: Double) -> CurvePoint {
    var point: CurvePoint = decode(["iterations": 0, "leftEstimate": 0, "rightEstimate": 0])
    point.iterations = iterations
    point.leftEstimate = left
    point.rightEstimate = right
    return point
  }

  static func sampling(replicates: Int, alpha: String, logarithm: Double) -> SamplingRecord {
    var record: SamplingRecord = decode(SamplingTemplate(alpha: alpha))
    record.replicates = replicates
    record.logarithmOfEValueEstimate = logarithm
    return record
  }

  static func input(_ file: String, _ sha256: String) -> InputRecord { decode(["file": file, "sha256": sha256]) }

  /// Digits that look like those of a long numerator; never zero at the ends.
  static func digits(_ count: Int, seed: UInt64) -> String {
    var state = seed
    return (0..<count).reduce(into: "") { text, _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += String(1 + (state >> 33) % 9)
    }
  }

  /// A rational of about `count` digits over as many, and its decimal.
  static func long(_ count: Int, seed: UInt64, decimal: String) -> EnclosureRecord {
    exact(digits(count, seed: seed) + "/" + digits(count + 1, seed: seed + 1), decimal)
  }

  /// A curve that falls like 1/T towards a floor.
  static func curve(to last: Int, gap: Double, left: Double, right: Double, count: Int = 40) -> [CurvePoint] {
    let counts = (0..<count).map { Int(pow(Double(last), Double($0) / Double(count - 1)).rounded()) }
    return Set(counts).sorted().map { iterations in
      let early = gap / Double(iterations)
      return point(iterations, left: left + 0.31 * early * (1 + left), right: right + early)
    }
  }

  /// A certified claim with nothing out of the ordinary, to be changed by a test.
  static var plain: ClaimResult {
    var result: ClaimResult = decode(ClaimTemplate())
    result.left = .enclosure(exact("1/8", "0.125"))
    result.right = .enclosure(exact("1/2", "0.5"))
    result.ratio = .enclosure(exact("1/4", "0.25"))
    result.terms = [term("initial gap", exact("3/8", "0.375")), term("noise", exact("1/8", "0.125"))]
    result.hypotheses = [hypothesis("step size", "eta L <= 1", "1/40", true)]
    result.constants = ["stepSize": constant(exact("1/40", "0.025"), "exact")]
    result.curve = curve(to: 100, gap: 2, left: 0.1, right: 0.4)
    return result
  }

  // MARK: Decoding

  static func hash(_ seed: UInt64) -> String {
    digits(64, seed: seed).map { "abcdef0123456789".map(String.init)[Int(String($0)) ?? 0] }.joined()
  }

  /// The records have no public initialisers: they are read, as results are.
  private static func decode<Template: Encodable, Record: Decodable>(_ template: Template) -> Record {
    do {
      return try JSONDecoder().decode(Record.self, from: JSONEncoder().encode(template))
    } catch {
      preconditionFailure("a sample does not decode: \(error)")
    }
  }

  private struct EstimateTemplate: Encodable {
    let estimate = 0.0, lowerEstimate = 0.0, upperEstimate = 0.0, confidence = 0.99, assumption = ""
  }

  private struct TermTemplate: Encodable {
    let name = ""
    let value: EnclosureRecord
  }

  private struct ConstantTemplate: Encodable {
    let value: EnclosureRecord
    let source = "exact"
  }

  private struct SamplingTemplate: Encodable {
    let replicates = 0
    let alpha: String
    let logarithmOfEValueEstimate = 0.0
  }

  private struct ClaimTemplate: Encodable {
    let scenario = "dsgd on a ring", theorem = "dsgd.nonconvex", provenance = "derived"
    let without: [String] = [], terms: [String] = [], hypotheses: [String] = [], curve: [String] = []
    let inputs: [String] = []
    let attribution = "Lian et al. 2017, arXiv 1705.09056"
    let statement = "left <= right", verdict = "certified", reason = "Left is at most right.", evidence = "exact"
    let method = "exact: moment recursion in rationals"
    let constants: [String: ConstantTemplate] = [:]
    let seed = 7
    let scenarioHash = HTMLSamples.hash(17), traceHash = HTMLSamples.hash(19)
    let command = "plumbline check dsgd-ring.json5 --seed 7"
    let version = "0.1.0"
  }
}
