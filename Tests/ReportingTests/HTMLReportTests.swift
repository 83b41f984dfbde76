import Checking
import Foundation
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  /// Set `HTML_REPORT_SAMPLE` to a path to look at the page as a person.
  @Test func sampleIsWellFormed() throws {
    let page = try HTMLPage(HTMLSamples.suite, title: "Decentralised SGD suite")
    #expect(try page.text("//h1") == "Decentralised SGD suite")
    #expect(try page.elements("/html[@lang='en']").count == 1)
    if let path = ProcessInfo.processInfo.environment["HTML_REPORT_SAMPLE"] {
      try page.source.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  @Test func everyClaimHasRowAndSection() throws {
    let suite = HTMLSamples.suite
    let page = try HTMLPage(suite)
    let links = try page.elements("//section[@id='claims']//tbody/tr/th/a")
    #expect(links.map(\.stringValue) == suite.map(\.theorem))
    #expect(links.map { $0.attribute(forName: "href")?.stringValue } == suite.indices.map { "#claim-\($0 + 1)" })
    for (index, result) in suite.enumerated() {
      let section = "//section[@id='claim-\(index + 1)']"
      #expect(try page.text(section + "/header/h2") == "\(index + 1) \(result.theorem)")
      #expect(try page.text(section + "/header/p") == result.scenario)
      #expect(try page.text(section + "/div[contains(@class,'verdict')]/p") == result.reason)
      let badge = "\(result.verdict.symbol) \(result.verdict.label)"
      #expect(try page.text(section + "/div[contains(@class,'verdict')]/span") == badge)
      #expect(try page.text("//section[@id='claims']//tbody/tr[\(index + 1)]/td[2]") == badge)
      #expect(try page.text(section + "//pre") == result.command)
      for hash in [result.scenarioHash, result.traceHash] + result.inputs.map(\.sha256) {
        #expect(try page.texts(section + "//dd/code").contains(hash))
      }
    }
  }

  @Test func countsByVerdict() throws {
    let page = try HTMLPage(HTMLSamples.suite)
    #expect(
      try page.texts("//ul[@class='counts']/li") == [
        "✓3 certified", "≈1 consistent", "✗2 refuted", "?1 undecided", "⊘1 not applicable",
      ])
    #expect(try page.text("//p[@class='colophon']").hasPrefix("8 claims · Plumbline 0.1.0 ·"))
  }

  @Test func verdictsDifferWithoutColour() {
    #expect(Set(Verdict.allCases.map(\.symbol)).count == Verdict.allCases.count)
    #expect(Set(Verdict.allCases.map(\.label)).count == Verdict.allCases.count)
  }

  @Test func legendExplainsEveryWord() throws {
    let terms = try HTMLPage([]).texts("//section[@id='legend']//dt")
    for verdict in Verdict.allCases { #expect(terms.contains("\(verdict.symbol) \(verdict.label)")) }
    for word in [
      "exact", "certified", "sampled", "declared", "estimated", "moments", "derived", "transcribed", "proved",
    ] { #expect(terms.contains(word)) }
  }

  @Test func evidenceSaysHowTheLeftSideWasObtained() throws {
    let page = try HTMLPage([HTMLSamples.sampled, HTMLSamples.staleness, HTMLSamples.inapplicable])
    let evidence = try page.texts("//section[@id='claims']//tbody/tr/td[3]")
    #expect(evidence == ["sampled", "moments, certified", "exact, not measured"])
    #expect(
      try page.texts("//*[@class='method']") == [
        "400 replicates in doubles", "moment recursion in outward-rounded doubles",
      ])
  }

  @Test func noClaims() throws {
    let page = try HTMLPage([])
    #expect(try page.texts("//section[@id='claims']/p") == ["There are no claims."])
    #expect(try page.text("//p[@class='colophon']").hasPrefix("0 claims ·"))
  }

  // MARK: Self-containment and structure

  @Test func loadsNothing() throws {
    let page = try HTMLPage(HTMLSamples.suite)
    #expect(!page.source.contains("http"))
    for name in ["script", "link", "img", "image", "iframe", "object", "embed", "use", "base"] {
      #expect(try page.elements("//\(name)").isEmpty)
    }
    for name in ["src", "srcset", "style", "onload"] { #expect(try page.attributes(name).isEmpty) }
    let sheet = try page.text("//style")
    #expect(!sheet.contains("@import") && !sheet.contains("url(") && !sheet.contains("@font-face"))
  }

  @Test func identifiersAreUniqueAndReferencesResolve() throws {
    // Two claims with the same names.
    let page = try HTMLPage(HTMLSamples.suite + [HTMLSamples.ring, HTMLSamples.ring])
    let ids = try page.attributes("id")
    #expect(Set(ids).count == ids.count)
    let references =
      try page.attributes("href").map { target in
        #expect(target.hasPrefix("#"))
        return String(target.dropFirst())
      } + page.attributes("aria-labelledby").flatMap { $0.split(separator: " ").map(String.init) }
      + page.attributes("fill").filter { $0.hasPrefix("url") }.map { String($0.dropFirst(5).dropLast()) }
    #expect(references.count > 50)
    for reference in references { #expect(ids.contains(reference), "nothing is called \(reference)") }
  }

  @Test func drawingsAndTablesAreAccessible() throws {
    let page = try HTMLPage(HTMLSamples.suite)
    for drawing in try page.elements("//figure/svg") {
      #expect(drawing.attribute(forName: "role")?.stringValue == "img")
      #expect(drawing.elements(forName: "title").count == 1)
      #expect(drawing.elements(forName: "desc").first?.stringValue?.isEmpty == false)
    }
    #expect(try page.elements("//table").count == page.elements("//table/caption").count)
    #expect(try page.elements("//thead//th").count == page.elements("//thead//th[@scope='col']").count)
    let rows = try page.elements("//tbody/tr").count
    #expect(rows > 40)
    #expect(try page.elements("//tbody/tr/th[@scope='row']").count == rows)
  }

  @Test func equalResultsGiveEqualBytes() {
    let names = (0..<40).map { "constant\($0)" }
    var forwards = HTMLSamples.plain
    var backwards = HTMLSamples.plain
    for name in names { forwards.constants[name] = HTMLSamples.constant(HTMLSamples.exact("1", "1"), "exact") }
    for name in names.reversed() {
      backwards.constants[name] = HTMLSamples.constant(HTMLSamples.exact("1", "1"), "exact")
    }
    let page = HTMLReport.render([forwards], title: "t")
    #expect(page == HTMLReport.render([backwards], title: "t"))
    #expect(page == HTMLReport.render([forwards], title: "t"))
  }

  @Test func constantsAreSorted() throws {
    let page = try HTMLPage([HTMLSamples.ring])
    let names = try page.texts("//table[caption='Constants and their source']/tbody/tr/th")
    #expect(names == HTMLSamples.ring.constants.keys.sorted())
  }

  // MARK: Escaping

  @Test func textIsEscaped() throws {
    let nasty = "<script>alert(\"x\")</script> & 'q' ]]> --> &amp; ü\u{1F600}"
    var result = HTMLSamples.staleness
    result.scenario = nasty
    result.theorem = nasty
    result.attribution = nasty
    result.statement = nasty
    result.reason = nasty
    result.evidence = nasty
    result.method = nasty
    result.command = nasty
    result.version = nasty
    result.without = [nasty]
    result.scenarioHash = nasty
    result.terms[0].name = nasty
    result.terms[1].value.decimal = nasty
    result.hypotheses[0].name = nasty
    result.hypotheses[0].required = nasty
    result.hypotheses[0].actual = nasty
    result.constants[nasty] = HTMLSamples.constant(HTMLSamples.exact(nasty, nasty), nasty)
    result.inputs[0].file = nasty
    let page = try HTMLPage([result], title: nasty)
    #expect(!page.source.contains("<script"))
    #expect(try page.text("/html/head/title") == nasty)
    #expect(try page.text("//h1") == nasty)
    #expect(try page.text("//section[@id='claim-1']/header/p") == nasty)
    #expect(try page.text("//pre") == nasty)
    #expect(try page.text("//p[@class='statement']") == nasty)
    #expect(try page.texts("//th[@scope='row']").filter { $0.contains(nasty) }.count == 4)
    #expect(try page.texts("//table[caption='Constants and their source']//td").contains(nasty))
  }

  @Test func attributesAndControlCharactersAreEscaped() {
    let node = tag("p", ["title": "a\"b<c&"]) { "x\u{0}y\u{8}\u{FFFE}\tz" }
    #expect(node.markup == "<p title=\"a&quot;b&lt;c&amp;\">x\u{FFFD}y\u{FFFD}\u{FFFD}\tz</p>")
    #expect(tag("br").markup == "<br/>")
    #expect(tag("td").markup == "<td></td>")
  }
}
