import Checking
import ExactArithmetic
import Networks

/// What `plumbline sampler` says of Plexus's peer sampler.
public struct SamplerReport: Sendable, Encodable {
  public let nodes: Int
  public let sample: Int
  /// ceil(sf s)
  public let requiredArrivals: Int
  /// P(a given subset is the sample)
  public let subsetProbability: EnclosureRecord
  /// P(a given node is sampled)
  public let inclusionProbability: EnclosureRecord
  /// Parts that were not asked for are `nil`.
  @ExplicitNull public private(set) var agreement: Agreement?
  @ExplicitNull public private(set) var stall: Stall?
  public let coverage: Coverage
  @ExplicitNull public private(set) var silence: Silence?

  /// Members of both of two views, and of one only.
  public struct Views: Sendable {
    public let common: Int
    public let onlyFirst: Int
    public let onlySecond: Int

    public init(common: Int, onlyFirst: Int, onlySecond: Int) {
      self.common = common
      self.onlyFirst = onlyFirst
      self.onlySecond = onlySecond
    }
  }

  public struct Agreement: Sendable, Encodable {
    public let common: Int
    public let onlyFirst: Int
    public let onlySecond: Int
    /// P(both samples are the same)
    public let probability: EnclosureRecord
    /// Nodes in both samples; `nil` when out of reach.
    @ExplicitNull public fileprivate(set) var expectedOverlap: EnclosureRecord?
    /// Entry k is P(k nodes are in both); `nil` for larger samples than `largestLaw`.
    @ExplicitNull public fileprivate(set) var overlap: [EnclosureRecord]?
    public let method: String
    fileprivate let refusal: String?

    private enum CodingKeys: String, CodingKey {
      case common, onlyFirst, onlySecond, probability, expectedOverlap, overlap, method
    }
  }

  public struct Stall: Sendable, Encodable {
    public let offline: Int
    /// s - ceil(sf s), so many may be offline.
    public let tolerated: Int
    public let probability: EnclosureRecord
    /// `nil` without a number of rounds.
    @ExplicitNull public fileprivate(set) var rounds: Int?
    @ExplicitNull public fileprivate(set) var noneInRounds: EnclosureRecord?
    public let method: String
  }

  public struct Coverage: Sendable, Encodable {
    /// The nodes that are online.
    public let targets: Int
    /// Until all of them were sampled; `nil` when out of reach.
    @ExplicitNull public fileprivate(set) var expectedRounds: EnclosureRecord?
    @ExplicitNull public fileprivate(set) var rounds: Int?
    /// P(some of them were not sampled in these rounds)
    @ExplicitNull public fileprivate(set) var missingAfterRounds: EnclosureRecord?
    public let method: String
    fileprivate var refusals: [String] = []

    private enum CodingKeys: String, CodingKey { case targets, expectedRounds, rounds, missingAfterRounds, method }
  }

  public struct Silence: Sendable, Encodable {
    /// W
    public let window: Int
    /// After its last active one, until a silent node has left every view.
    public let detectionRounds: Int
    /// P(a node that is there is not sampled for W rounds)
    public let falseDeparture: EnclosureRecord
    public let method: String
  }

  private let success: Rational
  private let digits: Int

  /// Larger samples have a law of the overlap that is not listed.
  public static let largestLaw = 100

  /// - Parameters:
  ///   - offline: no stall is analysed when `nil`.
  ///   - rounds: for probabilities after so many.
  ///   - digits: significant digits of the text; more than are known are not printed.
  /// - Throws: `NetworkError` for numbers that do not fit each other.
  /// - Precondition: 0 < sf <= 1; `rounds >= 0`.
  public init(
    _ sample: PeerSample, successFraction: Rational, offline: Int? = nil, views: Views? = nil, rounds: Int? = nil,
    window: InactivityWindow? = nil, digits: Int = 6
  ) throws(NetworkError) {
    nodes = sample.activeView
    self.sample = sample.sampleSize
    success = successFraction
    self.digits = digits
    requiredArrivals = sample.requiredArrivals(successFraction: successFraction)
    subsetProbability = EnclosureRecord(Enclosure(sample.subsetProbability))
    inclusionProbability = EnclosureRecord(Enclosure(sample.inclusionProbability))
    if let offline {
      let law = try SampleStall(sample, offline: offline, requiredArrivals: requiredArrivals)
      let none = rounds.map { law.probabilityOfNone(in: $0) }
      stall = Stall(
        offline: offline, tolerated: law.tolerated, probability: EnclosureRecord(Enclosure(law.probability)),
        rounds: rounds, noneInRounds: none.map(EnclosureRecord.init),
        method: Self.method("hypergeometric tail in rationals", [none]))
    }
    let law = try SampleCoverage(sample, targets: sample.activeView - (offline ?? 0))
    var refusals: [String] = []
    func attempt(_ value: () throws(NetworkError) -> Enclosure) -> Enclosure? {
      do throws(NetworkError) {
        return try value()
      } catch {
        refusals.append(error.message)
        return nil
      }
    }
    let expected = attempt { () throws(NetworkError) in try law.expectedRounds() }
    let missing = rounds.flatMap { rounds in
      attempt { () throws(NetworkError) in try law.probabilityOfMissing(after: rounds) }
    }
    coverage = Coverage(
      targets: law.targets, expectedRounds: expected.map(EnclosureRecord.init), rounds: rounds,
      missingAfterRounds: missing.map(EnclosureRecord.init),
      method: refusals.isEmpty
        ? Self.method("inclusion and exclusion in rationals", [expected, missing])
        : "not computed: " + refusals.joined(separator: "; "),
      refusals: refusals)
    if let window {
      let departure = window.falseDeparture(sample)
      silence = Silence(
        window: window.rounds, detectionRounds: window.detectionRounds, falseDeparture: EnclosureRecord(departure),
        method: Self.method("power of the probability of a round", [departure]))
    }
    if let views { agreement = try Agreement(views, sampleSize: sample.sampleSize) }
  }

  private static func method(_ words: String, _ values: [Enclosure?]) -> String {
    let isExact = values.allSatisfy { $0?.isExact ?? true }
    return isExact ? "exact: \(words)" : "certified: \(words), long numbers enclosed to 128 significant bits"
  }

  private enum CodingKeys: String, CodingKey {
    case nodes, sample, requiredArrivals, subsetProbability, inclusionProbability, agreement, stall, coverage, silence
  }
}

extension SamplerReport.Agreement {
  fileprivate init(_ views: SamplerReport.Views, sampleSize: Int) throws(NetworkError) {
    let agreement = try SampleAgreement(
      common: views.common, onlyFirst: views.onlyFirst, onlySecond: views.onlySecond, sampleSize: sampleSize)
    common = views.common
    onlyFirst = views.onlyFirst
    onlySecond = views.onlySecond
    probability = EnclosureRecord(Enclosure(agreement.probability))
    method = "exact: law of the common nodes among the first of either view, in rationals"
    let law: [Rational]
    do throws(NetworkError) {
      law = try agreement.overlapLaw()
    } catch {
      refusal = error.message
      return
    }
    refusal = nil
    expectedOverlap = EnclosureRecord(Enclosure(SampleAgreement.mean(of: law)))
    if sampleSize <= SamplerReport.largestLaw { overlap = law.map { EnclosureRecord(Enclosure($0)) } }
  }
}

extension SamplerReport {
  /// The report for a person.
  public var text: String {
    var lines: [String] = []
    func add(_ label: String, _ text: String) { lines.append(label.padded(to: 22) + "  " + text) }
    func add(_ label: String, _ record: EnclosureRecord?) {
      guard let record else { return }
      let known = "\(record.text(digits: digits)) (\(record.lower == record.upper ? "exact" : "certified"))"
      add("  " + label, digits == 6 ? record.shortText : known)
    }
    func nodes(_ count: Int) -> String { "\(count) \(count == 1 ? "node" : "nodes")" }
    add("view", "\(nodes(self.nodes)) believed active")
    add("sample", "\(nodes(sample)), of which ceil(\(success) * \(sample)) = \(requiredArrivals) must arrive")
    add("P(a given subset)", subsetProbability)
    add("P(a given node)", inclusionProbability)
    if let agreement {
      let (first, second) = (agreement.onlyFirst, agreement.onlySecond)
      add("agreement", "of two views with \(nodes(agreement.common)) in common, \(first) and \(second) in one only")
      add("P(same sample)", agreement.probability)
      add("expected overlap", agreement.expectedOverlap)
      if let refusal = agreement.refusal { add("  expected overlap", "not computed: \(refusal)") }
    }
    if let stall {
      add("stall", "when more than \(stall.tolerated) of the sample are among the \(stall.offline) offline")
      add("P(a round stalls)", stall.probability)
      if let rounds = stall.rounds { add("P(none of \(rounds))", stall.noneInRounds) }
    }
    let covered = nodes(coverage.targets) + (coverage.targets < self.nodes ? " that are online" : "")
    add("coverage", "rounds until each of \(covered) was sampled")
    add("expected rounds", coverage.expectedRounds)
    if let rounds = coverage.rounds { add("P(not all in \(rounds))", coverage.missingAfterRounds) }
    for refusal in coverage.refusals { add("  not computed", refusal) }
    if let silence {
      add("silence", "a view lists a node until \(silence.window) rounds after the activity it last heard of")
      add("  left every view", "at most \(silence.detectionRounds) rounds after the last active one (exact)")
      add("P(false departure)", silence.falseDeparture)
      if let rounds = stall?.rounds, let offline = stall?.offline, offline > 0, rounds > silence.detectionRounds {
        lines.append(
          "note: nodes that stay offline leave every view within \(silence.detectionRounds) rounds; "
            + "stalls in \(rounds) rounds are those of nodes that stay in the view")
      }
    }
    let open = [
      agreement == nil ? "agreement (--common)" : nil, stall == nil ? "stalls (--offline)" : nil,
      coverage.rounds == nil ? "series of rounds (--rounds)" : nil, silence == nil ? "silence (--window)" : nil,
    ].compactMap(\.self)
    if !open.isEmpty { add("not asked for", open.joined(separator: ", ")) }
    return lines.joined(separator: "\n") + "\n"
  }
}
