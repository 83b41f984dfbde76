import Checking
import Decoding
import ExactArithmetic
import Theorems

/// What `plumbline vote` says: the law of a decoded sign and every bound on its error.
public struct VoteReport: Sendable, Encodable {
  public let workers: Int
  public let decoder: String
  public let correct: EnclosureRecord
  public let wrong: EnclosureRecord
  public let tie: EnclosureRecord
  public let advantage: EnclosureRecord
  /// The bounds that apply.
  public let bounds: [BoundRecord]

  public struct BoundRecord: Sendable, Encodable {
    public let theorem: String
    public let value: EnclosureRecord
    /// What is bounded over the bound: below 1 under an upper bound, above 1 over a lower one; `nil` for a bound of 0.
    @ExplicitNull public private(set) var ratio: EnclosureRecord?
    /// Whether a fair coin does as well.
    public let vacuous: Bool
    let measure: VoteMeasure
    let vacuity: Vacuity

    private enum CodingKeys: String, CodingKey { case theorem, value, ratio, vacuous }
  }

  /// For people only.
  private let outcome: VoteOutcome
  private let refusal: String?
  private let inapplicable: [(theorem: String, reason: String)]
  private let remarks: [String]
  private let digits: Int

  /// - Parameter digits: significant digits of the text; more than are known are not printed.
  /// - Throws: `VoteError` when the law is out of reach.
  public init(_ ballot: Ballot, catalogue: Catalogue = .standard, digits: Int = 6) throws(VoteError) {
    let decoding = try VoteDecoding(of: ballot)
    outcome = decoding.outcome
    refusal = decoding.refusal
    self.digits = digits
    workers = ballot.workers
    decoder = ballot.decoder.name
    correct = EnclosureRecord(outcome.correct)
    wrong = EnclosureRecord(outcome.wrong)
    tie = EnclosureRecord(outcome.tie)
    advantage = EnclosureRecord(outcome.advantage)
    var bounds: [BoundRecord] = []
    var inapplicable: [(theorem: String, reason: String)] = []
    for bound in catalogue.voteBounds {
      let broken = bound.conditions.lazy.map { ($0, $0.check(ballot)) }.first { $0.1.truth != .yes }
      if let (condition, (_, actual)) = broken {
        inapplicable.append((bound.identifier, "needs \(condition.required); actual: \(actual)"))
        continue
      }
      let value = bound.value(for: ballot)
      let vacuity = Vacuity(value, bound.measure)
      let ratio = bound.measure.value(of: outcome).divided(by: value)?.roundedOutward(significantBits: 80)
      bounds.append(
        BoundRecord(
          theorem: bound.identifier, value: EnclosureRecord(value), ratio: ratio.map(EnclosureRecord.init),
          vacuous: vacuity != .no, measure: bound.measure, vacuity: vacuity))
    }
    self.bounds = bounds
    self.inapplicable = inapplicable
    remarks = ballot.remarks
  }

  private enum CodingKeys: String, CodingKey { case workers, decoder, correct, wrong, tie, advantage, bounds }

  /// What a person should know besides the numbers: a refused exact law, votes that count as their opposite.
  public var notes: [String] {
    (refusal.map { ["\($0); a certified enclosure is given instead"] } ?? []) + remarks
  }

  /// The report for a person.
  public var text: String {
    var lines = ["\(workers) \(workers == 1 ? "worker" : "workers"), decoder \(decoder)"]
    func add(_ label: String, _ text: String) { lines.append("  \(label.padded(to: 18))  \(text)") }
    for (label, record) in [("P(correct)", correct), ("P(wrong)", wrong), ("P(tie)", tie), ("advantage", advantage)] {
      add(label, text(of: record))
    }
    add("method", outcome.method)
    for measure in [VoteMeasure.failureAtMost, .errorAtLeast] {
      let rows = bounds.filter { $0.measure == measure }
      if rows.isEmpty { continue }
      let value = EnclosureRecord(measure.value(of: outcome))
      lines.append("\(measure.words) bound; the left side is \(value.text(digits: digits))")
      for row in rows {
        let ratio = row.ratio.map { ", ratio \($0.digits)" } ?? ""
        add(
          row.theorem,
          "\(row.value.text(digits: digits))\(ratio)\(row.vacuity == .no ? "" : ", \(row.vacuity.rawValue)")")
      }
    }
    for (theorem, reason) in inapplicable { add(theorem, "does not apply: \(reason)") }
    for note in notes { lines.append("note: \(note)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension VoteReport {
  /// The asked digits; a value that they would round to 1 by its distance from 1.
  private func text(of record: EnclosureRecord) -> String {
    let known = digits == 6 ? record.shortText : record.text(digits: digits)
    guard record.text(digits: digits) == "1", record.lower != "1/1", let upper = try? Rational(parsing: record.upper),
      let lower = try? Rational(parsing: record.lower), lower < 1
    else { return known }
    if upper >= 1 { return "at least 1 - " + (1 - lower).decimal(significantDigits: digits, rounding: .up) }
    return "1 - " + Enclosure(lower: 1 - upper, upper: 1 - lower).decimal(significantDigits: digits)
  }
}

extension Ballot {
  /// Workers that a reader may not expect to be counted as they are.
  fileprivate var remarks: [String] {
    var remarks: [String] = []
    let against = groups.filter { $0.flip > Rational(1, 2) }
    if let worst = against.max(by: { $0.flip < $1.flip }) {
      let count = against.reduce(0) { $0 + $1.count }
      let workers =
        "\(count) \(count == 1 ? "worker votes" : "workers vote") against the sign (p up to \(worst.flip.description.shortened()) > 1/2)"
      switch decoder {
      case .majority: remarks.append("\(workers); equal weights count these votes as they are")
      case .logLikelihood:
        remarks.append("\(workers); the weights are negative, so these votes count as their opposite")
      case .weighted(let weights):
        let negative = zip(groups, weights).contains { $0.0.flip > Rational(1, 2) && $0.1.signum < 0 }
        remarks.append(
          "\(workers); \(negative ? "negative weights count such votes as their opposite" : "no weight of theirs is negative")"
        )
      }
    }
    if decoder == .logLikelihood {
      if let certain = groups.first(where: { $0.flip.isZero || $0.flip == 1 }) {
        remarks.append("a worker with p = \(certain.flip) has an infinite weight and decides alone")
      } else if groups.allSatisfy({ $0.flip == Rational(1, 2) }) {
        remarks.append("every worker is a fair coin, so every weight is 0 and every vote a tie")
      }
    }
    return remarks
  }
}
