import ExactArithmetic
import Objectives

extension LinearModel: ScenarioObjective {
  static var keys: [String] {
    [
      "dimension", "samples", "flip", "file", "format", "regularisation", "partition", "concentration", "batchSizes",
      "start",
    ]
  }

  static func objective(
    _ section: SectionReader, _ setting: ObjectiveSetting, readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> any Objective {
    let samples =
      section.optional("file") == nil ? try drawnSamples(section, setting) : try readSamples(section, setting, readFile)
    let partition = try partition(section)
    return LinearModel(
      samples: samples,
      assignment: partition.assignment(of: samples.isPositive, nodes: setting.workers, seed: setting.seed),
      regularisation: try regularisation(section),
      batchSizes: try section.batchSizes(workers: setting.workers, allowsFull: true),
      start: try start(section, samples.dimension))
  }

  private static var dimensions: ClosedRange<Int> { 1...1000 }

  private static func drawnSamples(
    _ section: SectionReader, _ setting: ObjectiveSetting
  ) throws(ScenarioError) -> LabelledSamples {
    if let format = section.optional("format") {
      throw ScenarioError("'objective.format' has a meaning with a 'file' only", line: format.line)
    }
    guard section.optional("samples") != nil else {
      throw ScenarioError(
        "'objective' needs 'samples', how many are drawn for each node, or a 'file'", line: section.line)
    }
    let dimension = try section.integer("dimension", in: dimensions)
    let most = SampleFile.largestCount / (dimension * setting.workers)
    let samples = try section.integer("samples", in: 1...max(most, 1))
    let flip =
      section.optional("flip") == nil
      ? Rational(1, 10) : try section.number("flip", "in [0, 1]") { $0.signum >= 0 && $0 <= 1 }
    return .drawn(count: samples * setting.workers, dimension: dimension, flip: flip, seed: setting.seed)
  }

  private static func readSamples(
    _ section: SectionReader, _ setting: ObjectiveSetting, _ readFile: (String) throws(ScenarioError) -> String
  ) throws(ScenarioError) -> LabelledSamples {
    for key in ["samples", "flip"] {
      if let value = section.optional(key) {
        throw ScenarioError(
          "'objective.\(key)' has a meaning for drawn samples only, not with a 'file'", line: value.line)
      }
    }
    let path = try section.string("file")
    let line = try section.required("file").line
    let format =
      section.optional("format") == nil
      ? SampleFile(fileName: path) : try section.choice("format", SampleFile.self, what: "sample format")
    let dimension = section.optional("dimension") == nil ? nil : try section.integer("dimension", in: dimensions)
    let text: String
    do throws(ScenarioError) {
      text = try readFile(path)
    } catch {
      throw ScenarioError(error.message, line: line)
    }
    let samples: LabelledSamples
    do throws(SampleError) {
      samples = try format.samples(text, dimension: dimension)
    } catch {
      throw ScenarioError(error.message, line: error.line, file: path)
    }
    guard samples.dimension <= dimensions.upperBound else {
      throw ScenarioError(
        "samples of \(samples.dimension) features; at most \(dimensions.upperBound) are supported", line: line)
    }
    guard samples.count >= setting.workers else {
      throw ScenarioError(
        "\(samples.count) samples for \(setting.workers) nodes; every node needs one", line: line)
    }
    return samples
  }

  private static func partition(_ section: SectionReader) throws(ScenarioError) -> SamplePartition {
    let kind =
      section.optional("partition") == nil
      ? .iid : try section.choice("partition", PartitionKind.self, what: "partition")
    if kind != .dirichlet, let concentration = section.optional("concentration") {
      throw ScenarioError(
        "'objective.concentration' has a meaning for partition dirichlet only", line: concentration.line)
    }
    switch kind {
    case .iid: return .iid
    case .sorted: return .sorted
    case .dirichlet:
      return .dirichlet(
        concentration: try section.number("concentration", "in 1/1000 ... 1000000") {
          SamplePartition.concentrations.contains($0)
        })
    }
  }

  /// lambda; 0 by default where it may be.
  private static func regularisation(_ section: SectionReader) throws(ScenarioError) -> Rational {
    if Loss.isConvex {
      return try section.number("regularisation", "in 2^-64 ... 2^64: the minimum is certified by strong convexity") {
        allows(regularisation: $0)
      }
    }
    guard section.optional("regularisation") != nil else { return 0 }
    return try section.number("regularisation", "0 or in 2^-64 ... 2^64") { allows(regularisation: $0) }
  }

  private static func start(_ section: SectionReader, _ dimension: Int) throws(ScenarioError) -> [Rational]? {
    guard let start = try section.start(dimension: dimension) else { return nil }
    guard start.allSatisfy({ $0.magnitude <= .powerOfTwo(64) }) else {
      throw ScenarioError("'objective.start' must be within 2^64", line: try section.required("start").line)
    }
    return start
  }
}

private enum PartitionKind: String, CaseIterable { case iid, sorted, dirichlet }
