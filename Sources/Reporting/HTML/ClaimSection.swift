import Checking

/// The part of the page about one claim.
struct ClaimSection {
  let result: ClaimResult
  /// Position in the report, from 1; it makes every identifier unique even where two claims share a name.
  let number: Int

  /// Identifier of the section, the target of the links to it.
  var id: String { "claim-\(number)" }

  var markup: HTMLNode {
    tag("section", ["id": id, "class": "claim", "aria-labelledby": "\(id)-heading"]) {
      tag("header") {
        tag("h2", ["id": "\(id)-heading"]) {
          tag("span", ["class": "ordinal"]) { "\(number)" }
          " " + result.theorem
        }
        tag("p", ["class": "scenario"]) { result.scenario }
        tag("a", ["class": "back", "href": "#claims"]) { "↑ all claims" }
      }
      if let change {
        tag("p", ["class": "change"]) { change + " The verdict is about the changed claim, not about the theorem." }
      }
      tag("div", ["class": "verdict \(result.verdict.rawValue)"]) {
        result.verdict.badge
        tag("p") { result.reason }
      }
      tag("p", ["class": "statement"]) { result.statement }
      tag("p", ["class": "attribution"]) { Self.attribution(result) }
      part("Left and right") { values }
      tag("div", ["class": "pair"]) {
        part("Against iterations") { CurveChart(points: result.curve, id: "\(id)-curve").figure }
        part("Terms of the right side") { TermsBar(terms: result.terms, id: "\(id)-terms").figure }
      }
      part("Hypotheses") { hypotheses }
      part("Constants") { constants }
      if let sampling = result.sampling { part("Sampling") { self.sampling(sampling) } }
      part("Reproduce") { reproduction }
    }
  }

  /// What the user left out of the theorem; `nil` for a theorem as it stands.
  var change: String? {
    guard !result.without.isEmpty else { return nil }
    let noun = result.without.count == 1 ? "term" : "terms"
    return "Claim changed by the user: without \(noun) \(result.without.joined(separator: ", "))."
  }

  /// Where the statement comes from, worded so that nothing derived here passes for a paper's theorem.
  ///
  /// The attribution of a result is either a citation or already a phrase such as `derived under the assumptions of`.
  static func attribution(_ result: ClaimResult) -> String {
    let source = result.attribution
    if source.isEmpty { return "Provenance: \(result.provenance)." }
    var phrase = source
    if !ReportLegend.provenance.contains(where: { source.lowercased().hasPrefix($0.word) }) {
      phrase =
        switch result.provenance {
        case "transcribed": "transcribed from \(source)"
        case "derived", "declared": "\(result.provenance) under the assumptions of \(source)"
        case "proved": "stated under the assumptions of \(source)"
        default: "\(result.provenance): \(source)"
        }
    }
    if result.provenance == "proved" { phrase = "proved by machine; " + phrase }
    if result.provenance == "transcribed" { phrase += "; not proved in this project" }
    return phrase.prefix(1).uppercased() + phrase.dropFirst() + (phrase.hasSuffix(".") ? "" : ".")
  }

  private func part(_ title: String, @HTMLBuilder _ content: () -> HTMLNode) -> HTMLNode {
    tag("div", ["class": "part"]) {
      tag("h3") { title }
      content()
    }
  }

  private var values: HTMLNode {
    if result.left == nil, result.right == nil, result.ratio == nil {
      return tag("p", ["class": "note"]) { "Neither side was evaluated." }
    }
    return ReportTable(
      caption: "Left side, right side and their ratio",
      columns: [.init("side"), .init("value", isNumber: true), .init("how known"), .init("exact form")],
      headerColumn: 0,
      rows: [
        row(
          "left (measured)", result.left, result.left.map(ValueMarkup.decimal), method: methodDetail,
          missing: "not measured"),
        row("right (bound)", result.right, result.right.map(ValueMarkup.decimal), missing: "not evaluated"),
        row("ratio left / right", result.ratio, result.ratio.map(ValueMarkup.ratio), missing: "none"),
      ],
      layout: .cards
    ).markup
  }

  /// `400 replicates in doubles` of `sampled: 400 replicates in doubles`; the table says the first word itself.
  private var methodDetail: String {
    result.method.firstRange(of: ": ").map { String(result.method[$0.upperBound...]) } ?? result.method
  }

  private func row(
    _ name: String, _ value: MeasuredValue?, _ decimal: String?, method: String = "", missing: String
  ) -> [HTMLNode] {
    guard let value, let decimal else { return [.text(name), .text(missing), .text("—"), .text("—")] }
    let exactForm: HTMLNode =
      switch value {
      case .enclosure(let record): ValueMarkup.exactForm(record)
      case .estimate: .text("—")
      }
    let known = ValueMarkup.knowledge(value)
    let knowledge = tag("div") {
      known
      if !known.hasPrefix(method) { tag("div", ["class": "method"]) { " " + method } }
    }
    return [.text(name), .text(decimal), knowledge, exactForm]
  }

  private var hypotheses: HTMLNode {
    guard !result.hypotheses.isEmpty else { return tag("p", ["class": "note"]) { "The statement has no hypotheses." } }
    return ReportTable(
      caption: "Hypotheses, required and actual",
      columns: [.init("hypothesis"), .init("required"), .init("actual"), .init("met")],
      headerColumn: 0,
      rows: result.hypotheses.map { [.text($0.name), .text($0.required), .text($0.actual), Self.met($0.met)] },
      layout: .cards
    ).markup
  }

  /// Yes, no or unknown: what was not checked is never shown as met.
  static func met(_ met: Bool?) -> HTMLNode {
    let (style, symbol, word) =
      switch met {
      case true?: ("certified", "✓", "yes")
      case false?: ("refuted", "✗", "no")
      case nil: ("undecided", "?", "unknown")
      }
    return tag("span", ["class": "met \(style)"]) {
      tag("span", ["aria-hidden": "true"]) { symbol }
      " " + word
    }
  }

  private var constants: HTMLNode {
    guard !result.constants.isEmpty else { return tag("p", ["class": "note"]) { "The statement has no constants." } }
    return ReportTable(
      caption: "Constants and their source",
      columns: [.init("constant"), .init("value"), .init("source")],
      headerColumn: 0,
      rows: result.constants.sorted { $0.key < $1.key }.map { name, constant in
        [.text(name), ValueMarkup.value(constant.value), .text(constant.source)]
      }
    ).markup
  }

  private func sampling(_ sampling: SamplingRecord) -> HTMLNode {
    tag("dl", ["class": "facts"]) {
      fact("replicates", "\(sampling.replicates)")
      fact("alpha", "\(sampling.alpha) (guaranteed false-alarm rate)")
      fact("largest e-value", eValue(sampling))
      for (name, value) in [("left", result.left), ("right", result.right), ("ratio", result.ratio)] {
        if case .estimate(let record)? = value {
          fact("\(name), interval", ValueMarkup.interval(record))
          fact("\(name), assumption", record.assumption)
        }
      }
    }
  }

  private func eValue(_ sampling: SamplingRecord) -> String {
    let logarithm = sampling.logarithmOfEValueEstimate
    let value = "\(ValueMarkup.exponential(logarithm)) (logarithm \(ValueMarkup.decimal(logarithm)))"
    guard let threshold = ValueMarkup.reciprocal(sampling.alpha) else { return value }
    return value + "; the claim is refuted from 1/alpha = \(threshold) on"
  }

  private var reproduction: HTMLNode {
    .group([
      tag("pre") { tag("code") { result.command } },
      tag("dl", ["class": "facts"]) {
        fact("evidence", result.evidence)
        fact("seed", "\(result.seed)", isCode: true)
        fact("scenario SHA-256", result.scenarioHash, isCode: true)
        for input in result.inputs { fact("input \(input.file) SHA-256", input.sha256, isCode: true) }
        fact("trace SHA-256", result.traceHash, isCode: true)
        fact("version", result.version)
      },
    ])
  }

  private func fact(_ name: String, _ value: String, isCode: Bool = false) -> HTMLNode {
    tag("div") {
      tag("dt") { name }
      tag("dd") { if isCode { tag("code") { value } } else { value } }
    }
  }
}
