import Checking

/// The report of a set of claims as one HTML page.
///
/// The page holds its style sheet and its drawings and loads nothing: it reads the same from a file, from an archive and
/// without a network. It adapts to narrow screens, to dark colour schemes and to paper.
public enum HTMLReport {
  /// The page for `results`, in their order.
  ///
  /// A pure function: equal results give equal bytes. All text of the results is escaped.
  ///
  /// - Parameters:
  ///   - results: The claims, one section each; claims may share names.
  ///   - title: Title of the page, as plain text.
  /// - Returns: A complete HTML document, which is well-formed XML too.
  /// - Complexity: Linear in the size of the results.
  public static func render(_ results: [ClaimResult], title: String) -> String {
    let sections = zip(1..., results).map { ClaimSection(result: $1, number: $0) }
    let page = tag("html", ["lang": "en"]) {
      tag("head") {
        tag("meta", ["charset": "utf-8"])
        tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        tag("title") { title }
        tag("style") { HTMLNode.verbatim(HTMLStyle.sheet) }
      }
      tag("body") {
        TermsBar.definitions
        header(results, title: title)
        tag("main") {
          tag("section", ["id": "claims"]) {
            tag("h2") { "Claims" }
            if sections.isEmpty { tag("p", ["class": "note"]) { "There are no claims." } } else { table(sections) }
          }
          for section in sections { section.markup }
          ReportLegend.section
        }
      }
    }
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }

  private static func header(_ results: [ClaimResult], title: String) -> HTMLNode {
    let versions = Set(results.map(\.version)).sorted()
    return tag("header", ["class": "top"]) {
      tag("h1") { title }
      tag("p", ["class": "purpose"]) {
        "For each claim Plumbline first audits the hypotheses of the theorem, then decides whether the measured left side "
        "is at most the theorem’s right side."
      }
      tag("ul", ["class": "counts", "aria-label": "Claims by verdict"]) {
        for verdict in Verdict.allCases { count(verdict, results.filter { $0.verdict == verdict }.count) }
      }
      tag("p", ["class": "colophon"]) {
        results.count == 1 ? "1 claim" : "\(results.count) claims"
        if !versions.isEmpty { " · Plumbline " + versions.joined(separator: ", ") }
        " · "
        tag("a", ["href": "#legend"]) { "how to read this report" }
      }
    }
  }

  private static func count(_ verdict: Verdict, _ number: Int) -> HTMLNode {
    tag("li", ["class": number == 0 ? "none \(verdict.rawValue)" : verdict.rawValue]) {
      tag("span", ["class": "symbol", "aria-hidden": "true"]) { verdict.symbol }
      tag("span", ["class": "amount"]) { "\(number)" }
      " "
      tag("span", ["class": "label"]) { verdict.label }
    }
  }

  private static func table(_ sections: [ClaimSection]) -> HTMLNode {
    ReportTable(
      caption: "Every claim with its verdict and its two sides",
      columns: [
        .init("theorem"), .init("scenario"), .init("verdict"), .init("evidence"), .init("left", isNumber: true),
        .init("right", isNumber: true), .init("ratio", isNumber: true),
      ],
      headerColumn: 0,
      rows: sections.map(row),
      layout: .cards
    ).markup
  }

  private static func row(_ section: ClaimSection) -> [HTMLNode] {
    let result = section.result
    return [
      .group([
        tag("span", ["class": "ordinal"]) { "\(section.number)" },
        .text("\u{A0}"),
        tag("a", ["href": "#\(section.id)"]) { result.theorem },
        section.change.map { change in tag("span", ["class": "change"]) { change } } ?? .group([]),
      ]),
      .text(result.scenario),
      result.verdict.badge,
      .text(evidence(result)),
      .text(result.left.map(ValueMarkup.decimal) ?? "—"),
      .text(result.right.map(ValueMarkup.decimal) ?? "—"),
      .text(result.ratio.map(ValueMarkup.ratio) ?? "—"),
    ]
  }

  /// The evidence and, where it is another word, how the left side was obtained; the section has the details.
  private static func evidence(_ result: ClaimResult) -> String {
    let method = String(result.method.prefix { $0 != ":" })
    return method == result.evidence ? method : "\(result.evidence), \(method)"
  }
}
