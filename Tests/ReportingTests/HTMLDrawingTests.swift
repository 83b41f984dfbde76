import Checking
import Foundation
import Testing

@testable import Reporting

@Suite struct HTMLDrawingTests {
  private func page(curve: [CurvePoint]) throws -> HTMLPage {
    var result = HTMLSamples.plain
    result.curve = curve
    return try HTMLPage([result])
  }

  private static let chart = "//figure[@class='chart']"

  // MARK: Curve

  /// Plot area 64...388 by 214...30; the vertical axis keeps 5 % of its span free at both ends.
  @Test func pointsLandWhereTheyBelong() throws {
    let page = try page(curve: [
      HTMLSamples.point(1, left: 0.01, right: 1), HTMLSamples.point(10, left: 0.1, right: 1),
      HTMLSamples.point(100, left: 0.01, right: 0.1),
    ])
    let lines = try page.elements(Self.chart + "//path[starts-with(@class,'line')]").map { line in
      [line.attribute(forName: "class")?.stringValue, line.attribute(forName: "d")?.stringValue]
    }
    // Height per decade: 184 / 2.2 = 83.636; margin of 0.1 decades: 8.364.
    #expect(lines.contains(["line measured", "M64 205.64L226 122L388 205.64"]))
    #expect(lines.contains(["line bound", "M64 38.36L226 38.36L388 122"]))
    let discs = try page.elements(Self.chart + "//circle")
    #expect(discs.suffix(3).map { $0.attribute(forName: "cx")?.stringValue } == ["64", "226", "388"])
    #expect(
      try page.texts(Self.chart + "//*[@class='frame']/text") == [
        "1", "2", "5", "10", "20", "50", "100", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "iterations",
      ])
    let tick = try #require(try page.elements(Self.chart + "//text[.='10']").first)
    #expect(tick.attribute(forName: "x")?.stringValue == "226")
  }

  @Test func pointsAreDrawnInOrderOfIterations() throws {
    let curve = [100, 1, 10].map { HTMLSamples.point($0, left: 1, right: Double($0)) }
    let source = try page(curve: curve).source
    #expect(source == (try page(curve: curve.sorted { $0.iterations < $1.iterations }).source))
  }

  @Test func pointsOffTheAxesAreSkippedWithANote() throws {
    let page = try page(curve: [
      HTMLSamples.point(0, left: 1, right: 1), HTMLSamples.point(1, left: 1, right: 4),
      HTMLSamples.point(2, left: 0.5, right: 3), HTMLSamples.point(4, left: 0, right: 2),
      HTMLSamples.point(8, left: -1, right: .infinity), HTMLSamples.point(16, left: 0.25, right: 1),
      HTMLSamples.point(32, left: .nan, right: 1),
    ])
    #expect(
      try page.texts(Self.chart + "//*[@class='skipped']") == [
        "Not drawn of bound (right side): 2 of 7 points (1 at iteration 0, 1 not finite).",
        "Not drawn of measured (left side): 4 of 7 points (1 at iteration 0, 1 negative, 1 not finite, 1 zero).",
      ])
    // The measured side has a run of two points and a lone one: one line, no bridge over the gap.
    let measured = try page.elements(Self.chart + "//path[@class='line measured']")
    #expect(measured.count == 2)
    #expect(measured.last?.attribute(forName: "d")?.stringValue?.split(separator: "L").count == 2)
    #expect(try page.elements(Self.chart + "//circle").count == 1 + 3)
    #expect(!page.source.contains("nan") && !page.source.contains("inf\""))
  }

  @Test func completeCurveHasNoNote() throws {
    #expect(try page(curve: HTMLSamples.ring.curve).elements(Self.chart + "//*[@class='skipped']").isEmpty)
  }

  @Test func emptyAndUndrawableCurves() throws {
    let empty = try page(curve: [])
    #expect(empty.source.contains("No curve was recorded for this claim."))
    #expect(try empty.elements(Self.chart).isEmpty)
    let zero = try page(curve: [HTMLSamples.point(1, left: 0, right: 0)])
    #expect(zero.source.contains("No point can be drawn on logarithmic axes."))
    #expect(try zero.elements(Self.chart + "/svg").isEmpty)
    #expect(try zero.texts(Self.chart + "//*[@class='skipped']").count == 2)
  }

  @Test func singlePointIsMarkedInTheMiddle() throws {
    let page = try page(curve: [HTMLSamples.point(50, left: 3, right: 3)])
    let disc = try #require(try page.elements(Self.chart + "//circle").last)
    #expect(disc.attribute(forName: "cx")?.stringValue == "226")
    #expect(disc.attribute(forName: "cy")?.stringValue == "122")
    #expect(try page.elements(Self.chart + "//path[starts-with(@class,'line')]").count == 2)
  }

  @Test func wholeRangeOfDoubleFits() throws {
    let page = try page(curve: [
      HTMLSamples.point(1, left: .leastNonzeroMagnitude, right: .greatestFiniteMagnitude),
      HTMLSamples.point(.max, left: 1, right: 1),
    ])
    for element in try page.elements(Self.chart + "//circle") + page.elements(Self.chart + "//rect[@x]") {
      for (name, range) in [("cx", 0.0...400), ("cy", 0...256), ("x", 0...400), ("y", 0...256)] {
        if let text = element.attribute(forName: name)?.stringValue {
          #expect(range.contains(try #require(Double(text))))
        }
      }
    }
    #expect(try page.texts(Self.chart + "//text").contains("10⁻³⁰⁰"))
  }

  @Test func longCurvesAreThinnedWithoutLosingExcursions() throws {
    let spike = 61_803
    let curve = (1...100_000).map { HTMLSamples.point($0, left: $0 == spike ? 7 : 1 / Double($0), right: 2) }
    let chart = CurveChart(points: curve, id: "c")
    let markup = chart.figure.markup
    #expect(markup.utf8.count < 60_000)
    let axis = try #require(LogarithmicAxis(values: [1e-5, 7], from: 214, to: 30, margin: 0.05))
    #expect(markup.contains(" \(Coordinate.text(axis.position(7)))L"))
    let positions = [(1.1, 5.0), (1.2, 9.0), (1.3, 2.0), (1.4, 6.0), (1.9, 4.0), (2.5, 1.0)].map { (x: $0.0, y: $0.1) }
    #expect(CurveChart.thinned(positions).map(\.y) == [5, 9, 2, 4, 1])
    #expect(CurveChart.thinned([]).isEmpty)
  }

  @Test func linesDifferWithoutColour() throws {
    #expect(HTMLStyle.sheet.contains(".line.bound { stroke: var(--bound); stroke-dasharray:"))
    #expect(!HTMLStyle.sheet.contains(".line.measured { stroke: var(--measured); stroke-dasharray:"))
  }

  // MARK: Axes

  @Test func ticksCoverEverySpan() throws {
    var generator = TestGenerator(state: 3)
    for _ in 0..<3_000 {
      let low = pow(10, Double.random(in: -300...250, using: &generator))
      let high = low * pow(10, pow(10, Double.random(in: -4...1.7, using: &generator)))
      let counts = Bool.random(using: &generator) && low >= 1
      let ends = counts ? [low.rounded(), high.rounded()] : [low, high]
      let axis = try #require(LogarithmicAxis(values: ends, from: 0, to: 100, countsWholeNumbers: counts))
      let ticks = axis.ticks
      let places = ticks.map(axis.position(of:))
      #expect(places == places.sorted() && Set(places).count == places.count, "\(ends)")
      #expect(places.allSatisfy { (-0.001...100.001).contains($0) }, "\(ends)")
      #expect((counts ? 1...9 : 2...9).contains(ticks.count), "\(ends): \(ticks.map(\.label))")
      #expect(Set(ticks.map(\.label)).count == ticks.count)
      if counts { #expect(ticks.allSatisfy { $0.exponent >= 0 || $0.logarithm == 0 }) }
    }
  }

  @Test func tickLabels() {
    let labels = [(1, 0), (5, -2), (1, 4), (1, 5), (3, 6), (12, -8), (100, -2), (1, -300)].map {
      LogarithmicAxis.Tick(significand: $0.0, exponent: $0.1).label
    }
    #expect(labels == ["1", "0.05", "10000", "10⁵", "3×10⁶", "1.2×10⁻⁷", "1", "10⁻³⁰⁰"])
  }

  @Test func ticksBelowOneDecadeAreEven() throws {
    let axis = try #require(LogarithmicAxis(values: [8, 16], from: 0, to: 1))
    #expect(axis.ticks.map(\.label) == ["8", "10", "12", "14", "16"])
    let counts = try #require(LogarithmicAxis(values: [1, 3], from: 0, to: 1, countsWholeNumbers: true))
    #expect(counts.ticks.map(\.label) == ["1", "2", "3"])
  }

  // MARK: Terms

  private static func bar(_ decimals: [String]) -> TermsBar {
    TermsBar(terms: decimals.map { HTMLSamples.term("t", HTMLSamples.exact("1/3", $0)) }, id: "b")
  }

  @Test func segmentsFillTheBarInProportion() throws {
    let bar = Self.bar(["3", "0", "1", "4"])
    #expect(bar.segments.map(\.index) == [0, 2, 3])
    #expect(bar.segments.map(\.x) == [0, 150, 200])
    #expect(bar.segments.map(\.width) == [150, 50, 200])
    #expect(bar.terms.indices.map(bar.shareText) == ["37.5 %", "0 %", "12.5 %", "50.0 %"])
    var result = HTMLSamples.plain
    result.terms = bar.terms
    let page = try HTMLPage([result])
    let figure = "//figure[@class='terms']"
    let segments = try page.elements(figure + "/svg/rect")
    #expect(segments.map { $0.attribute(forName: "width")?.stringValue } == ["150", "50", "200"])
    #expect(
      segments.map { $0.attribute(forName: "fill")?.stringValue } == ["url(#fill-0)", "url(#fill-2)", "url(#fill-3)"])
    // The zero term is listed, without a swatch.
    #expect(try page.texts(figure + "//tbody/tr/td[3]") == ["37.5 %", "0 %", "12.5 %", "50.0 %"])
    #expect(try page.elements(figure + "//tbody/tr[2]//svg").isEmpty)
    #expect(try page.elements(figure + "//tbody//svg").count == 3)
  }

  @Test func sharesAddUpToTheWhole() {
    var generator = TestGenerator(state: 4)
    for count in 1...40 {
      let decimals = (0..<count).map { _ in
        "\(Int.random(in: 1...99_999, using: &generator))e\(Int.random(in: -400 ... -395, using: &generator))"
      }
      let bar = Self.bar(decimals)
      #expect(bar.tenths.compactMap { $0 }.reduce(0, +) == 1000)
      #expect(abs(bar.segments.map(\.width).reduce(0, +) - TermsBar.width) < 1e-9)
      for (tenths, share) in zip(bar.tenths, bar.shares) {
        #expect(abs(Double(tenths ?? -1) - 1000 * (share ?? 0)) <= 1)
      }
    }
    #expect(Self.bar(["1", "1", "1"]).tenths == [334, 333, 333])
  }

  @Test func unusualTerms() throws {
    let bar = Self.bar(["2", "-1", "oops", "1e-9"])
    #expect(bar.terms.indices.map(bar.shareText) == ["100.0 %", "—", "—", "< 0.1 %"])
    #expect(bar.segments.map(\.index) == [0, 3])
    #expect(bar.figure.markup.contains("listed, not drawn"))
    #expect(!Self.bar(["2", "1"]).figure.markup.contains("listed, not drawn"))
    #expect(Self.bar(["0", "0"]).figure.markup.contains("No term is positive"))
    #expect(Self.bar(["0", "0"]).terms.indices.map(Self.bar(["0", "0"]).shareText) == ["0 %", "0 %"])
    #expect(Self.bar([]).figure.markup.contains("not split into terms"))
    #expect(Self.bar(["1e9999", "3e9999"]).shares == [0.25, 0.75])
  }

  @Test func neighbouringFillsDifferAndExist() throws {
    let page = try HTMLPage([HTMLSamples.overlapping])
    let fills = try page.elements("//figure[@class='terms']/svg/rect").map {
      $0.attribute(forName: "fill")?.stringValue
    }
    #expect(fills.count == 11)
    #expect(zip(fills, fills.dropFirst()).allSatisfy { $0 != $1 })
    #expect(try page.elements("//pattern").count == TermsBar.fillCount)
    let marks = try page.elements("//pattern").map {
      $0.elements(forName: "path").first?.attribute(forName: "d")?.stringValue
    }
    #expect(Set(marks).count == TermsBar.fillCount)
  }

  @Test(arguments: [
    (0.0, "0"), (1.5, "1.5"), (1.05, "1.05"), (-2.25, "-2.25"), (-0.001, "0"), (387.999, "388"), (0.1, "0.1"),
  ])
  func coordinates(value: Double, text: String) {
    #expect(Coordinate.text(value) == text)
  }
}
