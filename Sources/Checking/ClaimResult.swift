/// What is known about one claim: the object that `results.json` holds, one per claim.
///
/// Rationals are strings `p/q`; floating-point numbers appear only where a value is an estimate and
/// then under a name that says so.
public struct ClaimResult: Codable, Sendable, Equatable {
  /// Name of the scenario that made the claim.
  public var scenario: String
  /// Catalogue identifier, for example `dsgd.nonconvex`.
  public var theorem: String
  /// Terms of the right side that the claim leaves out (an ablation made by the user); usually empty.
  public var without: [String]
  /// `derived`, `transcribed` or `proved`; `declared` for a claim changed by the user.
  public var provenance: String
  /// Whose assumptions the theorem is stated under, with the citation.
  public var attribution: String
  /// The inequality in words and symbols.
  public var statement: String
  public var verdict: Verdict
  /// One sentence that says why the verdict is what it is, and what would decide an undecided one.
  public var reason: String
  /// `exact`, `moments` or `sampled`.
  public var evidence: String
  /// How the left side was obtained: exact, certified or sampled.
  public var method: String
  /// The measured side; `nil` when a hypothesis fails so that nothing was measured.
  @ExplicitNull public var left: MeasuredValue?
  /// The theorem's right side; `nil` when it cannot be evaluated.
  @ExplicitNull public var right: MeasuredValue?
  /// left / right; `nil` when either is missing or the right side is zero.
  @ExplicitNull public var ratio: MeasuredValue?
  /// Every additive part of the right side.
  public var terms: [TermRecord]
  public var hypotheses: [HypothesisRecord]
  /// Constants of the theorem by their dictionary name.
  public var constants: [String: ConstantRecord]
  /// Left and right side as functions of the number of iterations, for plots only.
  public var curve: [CurvePoint]
  /// What a sampled run rests on; `nil` for exact and certified evidence.
  @ExplicitNull public var sampling: SamplingRecord?
  public var seed: UInt64
  /// SHA-256 of the scenario's bytes.
  public var scenarioHash: String
  /// SHA-256 of every other file that the scenario reads.
  public var inputs: [InputRecord]
  /// SHA-256 of the measured values; the same on every machine and for any number of threads.
  public var traceHash: String
  /// The shell command that reproduces this result.
  public var command: String
  public var version: String
}

/// The five verdicts. A verdict is never a Boolean.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  case certified, consistent, refuted, undecided, notApplicable
}

/// An enclosure in exact rationals; an exact value has `lower == upper`.
public struct EnclosureRecord: Codable, Sendable, Equatable {
  /// `p/q`
  public var lower: String
  /// `p/q`
  public var upper: String
  /// The midpoint to 17 significant decimal digits.
  public var decimal: String
}

/// A sampled value with its interval.
public struct EstimateRecord: Codable, Sendable, Equatable {
  public var estimate: Double
  public var lowerEstimate: Double
  public var upperEstimate: Double
  /// Nominal coverage of the interval, for example 0.99.
  public var confidence: Double
  /// What the coverage rests on.
  public var assumption: String
}

/// A value that is either enclosed in exact rationals or estimated from samples.
public enum MeasuredValue: Sendable, Equatable, Codable {
  case enclosure(EnclosureRecord)
  case estimate(EstimateRecord)

  public init(from decoder: any Decoder) throws {
    if let record = try? EnclosureRecord(from: decoder) {
      self = .enclosure(record)
    } else {
      self = .estimate(try EstimateRecord(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .enclosure(let record): try record.encode(to: encoder)
    case .estimate(let record): try record.encode(to: encoder)
    }
  }
}

public struct TermRecord: Codable, Sendable, Equatable {
  public var name: String
  public var value: EnclosureRecord
}

public struct HypothesisRecord: Codable, Sendable, Equatable {
  public var name: String
  public var required: String
  public var actual: String
  /// `nil` when the enclosures overlap, or nothing was given to check it against.
  @ExplicitNull public var met: Bool?
}

public struct ConstantRecord: Codable, Sendable, Equatable {
  public var value: EnclosureRecord
  /// `exact` (computed or enclosed by exact arithmetic for this workload), `declared` or `estimated`.
  public var source: String
}

/// One point of the plots: both sides if the run had stopped after `iterations`.
public struct CurvePoint: Codable, Sendable, Equatable {
  public var iterations: Int
  public var leftEstimate: Double
  public var rightEstimate: Double
}

public struct SamplingRecord: Codable, Sendable, Equatable {
  public var replicates: Int
  /// Guaranteed false-alarm rate, `p/q`.
  public var alpha: String
  /// Natural logarithm of the largest e-value reached.
  public var logarithmOfEValueEstimate: Double
}

public struct InputRecord: Codable, Sendable, Equatable {
  public var file: String
  public var sha256: String
}
