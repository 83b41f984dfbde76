import ExactArithmetic
import LinearAlgebra
import Objectives

extension Quadratic: ScenarioObjective {
  static let keys = ["dimension", "curvature", "centres", "spread", "start", "rotated", "batchSizes", "noise"]

  private static let largestDimension = 10_000
  private static let largestRotation = 100

  static func objective(
    _ section: SectionReader, _ setting: ObjectiveSetting, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> any Objective {
    let dimension = try dimension(section)
    if try isRotated(section), dimension > largestRotation {
      throw ScenarioError(
        "'objective.rotated' is refused beyond dimension \(largestRotation): an exact rotation is a dense rational matrix",
        line: try section.required("rotated").line)
    }
    return Quadratic(
      curvature: try curvature(section, dimension),
      centres: try centres(section, setting.workers, dimension, setting.seed),
      start: try section.start(dimension: dimension),
      noise: try section.optional("noise").map { (value) throws(ScenarioError) in
        try noise(SectionReader(value, section: "objective.noise"))
      } ?? .none,
      batchSizes: try section.batchSizes(workers: setting.workers),
      rotation: try isRotated(section) ? Quadratic.drawnRotation(dimension: dimension, seed: setting.seed) : nil)
  }

  /// Given, or the number of curvatures.
  private static func dimension(_ section: SectionReader) throws(ScenarioError) -> Int {
    if section.optional("dimension") == nil, let curvature = section.optional("curvature"),
      case .array(let elements) = curvature.content, !elements.isEmpty
    {
      return elements.count
    }
    return try section.integer("dimension", in: 1...largestDimension)
  }

  private static func curvature(_ section: SectionReader, _ dimension: Int) throws(ScenarioError) -> [Rational] {
    let value = try section.required("curvature")
    let numbers: [Rational]
    if case .array = value.content {
      numbers = try section.vector(value, "objective.curvature", count: dimension)
    } else {
      numbers = Array(repeating: try section.number("curvature"), count: dimension)
    }
    if let negative = numbers.first(where: { $0.signum < 0 }) {
      throw ScenarioError("'objective.curvature' must not be negative, not \(negative)", line: value.line)
    }
    return numbers
  }

  private static func centres(
    _ section: SectionReader, _ workers: Int, _ dimension: Int, _ seed: UInt64
  ) throws(ScenarioError) -> Matrix<Rational> {
    if let value = section.optional("centres") {
      if let spread = section.optional("spread") {
        throw ScenarioError("an objective has 'centres' or a 'spread', not both", line: spread.line)
      }
      let rows = try section.array(value, "objective.centres")
      guard rows.count == workers else {
        throw ScenarioError(
          "'objective.centres' has \(rows.count) vectors, expected one per node, \(workers)", line: value.line)
      }
      var elements: [Rational] = []
      for row in rows { elements += try section.vector(row, "objective.centres", count: dimension) }
      return Matrix(rows: workers, columns: dimension, elements: elements)
    }
    guard section.optional("spread") != nil else {
      throw ScenarioError("'objective' needs 'centres' or a 'spread'", line: section.line)
    }
    let spread = try section.number("spread", "nonnegative") { $0.signum >= 0 }
    return Quadratic.drawnCentres(workers: workers, dimension: dimension, spread: spread, seed: seed)
  }

  private static func isRotated(_ section: SectionReader) throws(ScenarioError) -> Bool {
    guard let value = section.optional("rotated") else { return false }
    guard case .bool(let isRotated) = value.content else {
      throw ScenarioError("'objective.rotated' is a Boolean, not \(value.kind)", line: value.line)
    }
    return isRotated
  }

  private static func noise(_ section: SectionReader) throws(ScenarioError) -> Noise {
    let law = try section.choice("law", NoiseLaw.self, what: "noise law")
    if law == .none {
      if section.optional("variance") != nil {
        _ = try section.number("variance", "0 for noise law none") { $0.isZero }
      }
      return .none
    }
    return Noise(law, variance: try section.number("variance", "nonnegative") { $0.signum >= 0 })
  }
}
