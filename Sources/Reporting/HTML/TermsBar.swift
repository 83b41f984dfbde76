import Checking

/// The additive terms of a right side as one stacked bar, with a table that names and weighs them.
struct TermsBar {
  let terms: [TermRecord]
  /// Prefix of the identifiers inside the drawing; unique in the page.
  let id: String

  /// Every term's share of the sum of the positive terms, in the terms' order; `nil` for what has no share: a negative
  /// term, or one that is not a number.
  let shares: [Double?]

  static let width = 400.0
  /// Number of fills that differ in tint and pattern; a term's number tells apart those that share one.
  static let fillCount = 8

  /// A narrower segment has no room for its number.
  private static let narrowestNumber = 9.0

  init(terms: [TermRecord], id: String) {
    self.terms = terms
    self.id = id
    let values = terms.map { DecimalText($0.value.decimal) }
    // Over the largest power of ten present, numbers beyond the range of `Double` have a sum too.
    let power = values.compactMap { $0 }.filter { !$0.isZero && !$0.isNegative }.map(\.exponent).max() ?? 0
    let sizes = values.map { $0.flatMap { $0.isNegative ? nil : $0.double(overPowerOfTen: power) } }
    let total = sizes.compactMap { $0 }.reduce(0, +)
    shares = sizes.map { $0.map { total > 0 ? $0 / total : 0 } }
  }

  /// The bar and its table, or a sentence when there are no terms.
  var figure: HTMLNode {
    guard !terms.isEmpty else { return tag("p", ["class": "note"]) { "The right side is not split into terms." } }
    return tag("figure", ["class": "terms"]) {
      if segments.isEmpty {
        tag("p", ["class": "note"]) { "No term is positive: there is no bar to draw." }
      } else {
        drawing
      }
      table
      if shares.contains(where: { $0 == nil }) {
        tag("figcaption") {
          "A term that is not a positive number is listed, not drawn; shares are of the positive terms."
        }
      }
    }
  }

  /// Left end and width of every drawn term, by its index.
  var segments: [(index: Int, x: Double, width: Double)] {
    var x = 0.0
    return shares.enumerated().compactMap { index, share in
      guard let share, share > 0 else { return nil }
      defer { x += share * Self.width }
      return (index, x, share * Self.width)
    }
  }

  /// The shares in tenths of a percent; those of the drawn terms add up to exactly 1000.
  var tenths: [Int?] {
    guard !segments.isEmpty else { return shares.map { $0.map { _ in 0 } } }
    let floors = shares.map { $0.map { Int(($0 * 1000).rounded(.down)) } }
    let missing = max(0, 1000 - floors.compactMap { $0 }.reduce(0, +))
    // The largest remainders are rounded up; ties go to the earlier term.
    let order = segments.map(\.index).sorted { first, second in
      let remainders = [first, second].map { (shares[$0] ?? 0) * 1000 - Double(floors[$0] ?? 0) }
      return (remainders[1], first) < (remainders[0], second)
    }
    let raised = Set(order.prefix(missing))
    return floors.enumerated().map { index, floor in floor.map { $0 + (raised.contains(index) ? 1 : 0) } }
  }

  /// A share as the reader sees it; `< 0.1 %` for a term that is there but rounds to nothing.
  func shareText(_ index: Int) -> String {
    guard let tenths = tenths[index], let share = shares[index] else { return "—" }
    if share == 0 { return "0 %" }
    return tenths == 0 ? "< 0.1 %" : "\(tenths / 10).\(tenths % 10) %"
  }

  private var drawing: HTMLNode {
    tag("svg", ["viewBox": "0 0 400 44", "role": "img", "aria-labelledby": "\(id)-title \(id)-desc"]) {
      tag("title", ["id": "\(id)-title"]) { "Shares of the terms of the right side" }
      tag("desc", ["id": "\(id)-desc"]) {
        terms.indices.map { "\($0 + 1) \(terms[$0].name): \(shareText($0))" }.joined(separator: "; ")
      }
      for segment in segments {
        let x = Coordinate.text(segment.x)
        let width = Coordinate.text(segment.width)
        let fill = Self.fill(segment.index)
        tag("rect", ["class": "segment", "x": x, "y": "18", "width": width, "height": "24", "fill": fill])
        if segment.width >= Self.narrowestNumber {
          let centre = Coordinate.text(segment.x + segment.width / 2)
          tag("text", ["x": centre, "y": "13", "text-anchor": "middle"]) { "\(segment.index + 1)" }
        }
      }
    }
  }

  private var table: HTMLNode {
    ReportTable(
      caption: "Terms of the right side",
      columns: [
        .init("number", isHidden: true), .init("term"), .init("value", isNumber: true), .init("share", isNumber: true),
      ],
      headerColumn: 1,
      rows: terms.indices.map { index in
        [
          tag("span", ["class": "swatch"]) {
            "\(index + 1)"
            if (shares[index] ?? 0) > 0 {
              tag("svg", ["viewBox": "0 0 14 14", "aria-hidden": "true"]) {
                tag("rect", ["width": "14", "height": "14", "fill": Self.fill(index)])
              }
            }
          },
          .text(terms[index].name),
          ValueMarkup.value(terms[index].value),
          .text(shareText(index)),
        ]
      }
    ).markup
  }

  private static func fill(_ index: Int) -> String { "url(#fill-\(index % fillCount))" }

  /// The fills, once for the whole page: a tint with a pattern that survives greyscale.
  static let definitions: HTMLNode = {
    let marks = [
      "", "M0 8L8 0M-2 2L2 -2M6 10L10 6", "M0 2H8M0 6H8", "M2 1V3M6 5V7", "M0 0L8 8M6 -2L10 2M-2 6L2 10",
      "M2 0V8M6 0V8", "M0 4H8M4 0V8", "M0 0L8 8M8 0L0 8",
    ]
    return tag("svg", ["class": "definitions", "width": "0", "height": "0", "aria-hidden": "true"]) {
      tag("defs") {
        for (index, mark) in marks.enumerated() {
          tag("pattern", ["id": "fill-\(index)", "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"]) {
            tag("rect", ["class": "tint tint-\(index)", "width": "8", "height": "8"])
            if !mark.isEmpty { tag("path", ["class": "hatch", "d": mark]) }
          }
        }
      }
    }
  }()
}
