import Checking
import Testing

@testable import Reporting

@Suite struct HTMLClaimTests {
  @Test func unknownHypothesisIsNeverMet() throws {
    let page = try HTMLPage([HTMLSamples.inapplicable])
    let met = try page.texts("//table[caption='Hypotheses, required and actual']/tbody/tr/td[3]")
    #expect(met == ["✓ yes", "✗ no", "? unknown"])
    let required = try page.texts("//table[caption='Hypotheses, required and actual']/tbody/tr/td[1]")
    #expect(required == HTMLSamples.inapplicable.hypotheses.map(\.required))
  }

  @Test func changedClaimSaysSo() throws {
    let page = try HTMLPage([HTMLSamples.ring, HTMLSamples.changed])
    let change = "Claim changed by the user: without terms network noise, network heterogeneity."
    #expect(try page.text("//section[@id='claim-2']/p[@class='change']").hasPrefix(change))
    #expect(try page.text("//section[@id='claims']//tbody/tr[2]/th").hasSuffix(change))
    #expect(try page.elements("//section[@id='claim-1']//*[@class='change']").isEmpty)
    #expect(try page.elements("//section[@id='claims']//tbody/tr[1]//*[@class='change']").isEmpty)
  }

  @Test(arguments: [
    ("derived", "A, arXiv 1", "Derived under the assumptions of A, arXiv 1."),
    ("transcribed", "A, arXiv 1", "Transcribed from A, arXiv 1; not proved in this project."),
    ("proved", "A, arXiv 1", "Proved by machine; stated under the assumptions of A, arXiv 1."),
    ("declared", "A, arXiv 1", "Declared under the assumptions of A, arXiv 1."),
    ("new", "A, arXiv 1", "New: A, arXiv 1."),
    ("derived", "", "Provenance: derived."),
    ("derived", "derived under the assumptions of A.", "Derived under the assumptions of A."),
    ("transcribed", "transcribed from A", "Transcribed from A; not proved in this project."),
    ("proved", "derived under the assumptions of A", "Proved by machine; derived under the assumptions of A."),
    ("declared", "declared by the user: a without b", "Declared by the user: a without b."),
  ])
  func attribution(provenance: String, source: String, expected: String) throws {
    var result = HTMLSamples.plain
    result.provenance = provenance
    result.attribution = source
    #expect(try HTMLPage([result]).text("//p[@class='attribution']") == expected)
  }

  // MARK: Values

  private static func cells(_ page: HTMLPage) throws -> [[String]] {
    try (1...3).map { row in
      try page.texts("//table[caption='Left side, right side and their ratio']/tbody/tr[\(row)]/td")
    }
  }

  @Test func exactValues() throws {
    #expect(
      try Self.cells(HTMLPage([HTMLSamples.plain])) == [
        ["0.125", "exact moment recursion in rationals", "= 1/8"], ["0.5", "exact", "= 1/2"],
        ["0.25", "exact", "= 1/4"],
      ])
  }

  @Test func longRationalsShowTheirLength() throws {
    let page = try HTMLPage([HTMLSamples.ring])
    #expect(try Self.cells(page)[0].first == "0.0837413")
    #expect(try Self.cells(page)[0].last == "a rational of 1043 over 1044 digits")
    #expect(!page.source.contains(HTMLSamples.digits(1043, seed: 3)))
  }

  @Test func rationalsAreFoldedBelow200Characters() {
    func form(_ text: String) -> String { ValueMarkup.exactForm(HTMLSamples.exact(text, "0.5")).markup }
    let digits = String(repeating: "7", count: 97)
    #expect(form(digits + "/1" + digits + "777").contains("<details>"))
    #expect(form(digits + "/1" + digits + "777").contains(digits))
    #expect(
      form(digits + "/1" + digits + "7777") == "<span class=\"exact\">a rational of 97 over 102 digits</span>")
    #expect(form("3/8") == "<span class=\"exact\">=\u{A0}3/8</span>")
    #expect(form("200") == "")
    #expect(form("x" + digits + digits + digits).contains("a number of 292 characters"))
  }

  @Test func enclosuresShowBothEnds() throws {
    let page = try HTMLPage([HTMLSamples.staleness])
    let cells = try Self.cells(page)
    #expect(cells[0][1].hasPrefix("certified enclosure [0.118044, 0.118045]"))
    #expect(cells[2][1] == "certified enclosure [0.03471881, 0.03471912]")
    #expect(cells[0][2] == "exact ends from 29511/250000 to 118045/1000000")
  }

  @Test func missingValues() throws {
    let page = try HTMLPage([HTMLSamples.inapplicable])
    #expect(page.source.contains("Neither side was evaluated."))
    #expect(try page.texts("//section[@id='claims']//tbody/tr/td").suffix(3) == ["—", "—", "—"])
    var result = HTMLSamples.plain
    result.left = nil
    result.ratio = nil
    let cells = try Self.cells(HTMLPage([result]))
    #expect(cells.map(\.first) == ["not measured", "0.5", "none"])
  }

  @Test func ratioNearOneIsToldFromOne() throws {
    let page = try HTMLPage([HTMLSamples.changed, HTMLSamples.overlapping])
    #expect(try page.texts("//section[@id='claims']//tbody/tr/td[6]") == ["1.0000002", "≈ 1"])
    #expect(ValueMarkup.ratio(.enclosure(HTMLSamples.exact("1", "1"))) == "1")
    #expect(ValueMarkup.ratio(.enclosure(HTMLSamples.exact("1/1", "1.000"))) == "1")
    #expect(ValueMarkup.ratio(HTMLSamples.estimate(0.99999999, 0.9, 1.1, assumption: "")) == "0.99999999")
  }

  // MARK: Sampling

  @Test func sampledClaimShowsWhatItRestsOn() throws {
    let page = try HTMLPage([HTMLSamples.sampled])
    let names = try page.texts("//dl[@class='facts'][1]/div/dt")
    let values = try page.texts("//dl[@class='facts'][1]/div/dd")
    let facts = Dictionary(zip(names, values)) { first, _ in first }
    #expect(facts["replicates"] == "400")
    #expect(facts["alpha"] == "1/1000 (guaranteed false-alarm rate)")
    #expect(facts["largest e-value"] == "2.319 (logarithm 0.84122); the claim is refuted from 1/alpha = 1000 on")
    #expect(facts["left, interval"] == "99 % interval [0.0207119, 0.0211247]")
    #expect(facts["left, assumption"]?.hasPrefix("replicates independent") == true)
    #expect(facts["right, interval"] == nil)
    #expect(facts["ratio, interval"] == "99 % interval [0.106324, 0.108443]")
    #expect(try !HTMLPage([HTMLSamples.plain]).source.contains("replicates"))
  }

  @Test func enormousEValues() {
    #expect(ValueMarkup.exponential(0) == "1")
    #expect(ValueMarkup.exponential(1_000).hasPrefix("1.970×10⁴³⁴"))
    #expect(ValueMarkup.exponential(-2_302_585).hasSuffix("×10⁻¹⁰⁰⁰⁰⁰⁰"))
    #expect(ValueMarkup.exponential(.infinity) == "∞")
    #expect(ValueMarkup.exponential(-.infinity) == "0")
    #expect(ValueMarkup.exponential(.nan) == "not a number")
    #expect(ValueMarkup.reciprocal("0") == nil)
    #expect(ValueMarkup.reciprocal("3/1000") == "333.333")
  }

  @Test func estimatesThatAreNotFinite() throws {
    var result = HTMLSamples.sampled
    result.left = HTMLSamples.estimate(.nan, -.infinity, .infinity, assumption: "none")
    let cells = try Self.cells(HTMLPage([result]))
    #expect(cells[0].first == "not a number")
    #expect(cells[0][1].hasPrefix("estimate, 99 % interval [−∞, ∞]"))
  }
}
