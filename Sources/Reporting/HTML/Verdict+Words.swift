import Checking

extension Verdict {
  /// The verdict as it is read.
  var label: String { self == .notApplicable ? "not applicable" : rawValue }

  /// A sign that tells the verdicts apart without colour.
  var symbol: String {
    switch self {
    case .certified: "✓"
    case .consistent: "≈"
    case .refuted: "✗"
    case .undecided: "?"
    case .notApplicable: "⊘"
    }
  }

  var meaning: String {
    switch self {
    case .certified:
      "Exact evidence, or a machine-checked theorem whose hypotheses were verified exactly, shows left ≤ right."
    case .consistent:
      "Sampled evidence did not refute the claim; the ratio comes with an interval and its assumption. Not a proof."
    case .refuted: "Exact evidence shows left > right, or the e-value passed 1/alpha."
    case .undecided: "Enclosures overlap, or there are too few samples; the reason says what would decide it."
    case .notApplicable: "A hypothesis of the theorem is not met, so the theorem says nothing about this run."
    }
  }

  /// Symbol and word; both survive without colour.
  var badge: HTMLNode {
    tag("span", ["class": "badge \(rawValue)"]) {
      tag("span", ["aria-hidden": "true"]) { symbol }
      " " + label
    }
  }
}

/// What the words of the report mean.
enum ReportLegend {
  /// How a value, a constant or the evidence is known.
  static let knowledge: [(word: String, meaning: String)] = [
    ("exact", "A rational number computed without any rounding."),
    ("certified", "Enclosed between two rationals, with every rounding error accounted for."),
    ("moments", "Means and second moments of the run, from their own recursion instead of samples."),
    (
      "sampled",
      "Measured over independent runs. It can refute, with a guaranteed false-alarm rate; it never certifies."
    ),
    ("declared", "Given by the user and taken on trust: the verdict holds if the declaration does."),
    ("estimated", "Computed from data without a guarantee; never enough for certified."),
  ]

  /// Where a theorem comes from.
  static let provenance: [(word: String, meaning: String)] = [
    ("derived", "Stated and proved in this project, under the assumptions of the paper that it serves."),
    ("transcribed", "The statement of a published theorem, which this project did not prove."),
    ("proved", "A statement with a machine-checked proof."),
    ("declared", "A claim of the user, or one that the user changed."),
  ]

  static let section: HTMLNode = tag("section", ["id": "legend", "class": "legend"]) {
    tag("h2") { "How to read this report" }
    tag("h3") { "Verdicts" }
    tag("dl") {
      for verdict in Verdict.allCases { entry(verdict.badge, verdict.meaning) }
    }
    tag("h3") { "How a value is known" }
    tag("dl") { for item in knowledge { entry(.text(item.word), item.meaning) } }
    tag("h3") { "Where a statement comes from" }
    tag("dl") { for item in provenance { entry(.text(item.word), item.meaning) } }
    tag("p", ["class": "note"]) {
      "Decimals are rounded to six significant digits, the ends of intervals outwards. Verdicts are reached on the full "
      "values, never on the decimals shown here."
    }
  }

  private static func entry(_ term: HTMLNode, _ meaning: String) -> HTMLNode {
    tag("div") {
      tag("dt") { term }
      tag("dd") { meaning }
    }
  }
}
