import Checking

/// The right side and the left side of a claim against the number of iterations, on two logarithmic axes.
///
/// The lines come from floating-point estimates and serve the eye only; no verdict rests on them.
struct CurveChart {
  let points: [CurvePoint]
  /// Prefix of the identifiers inside the drawing; unique in the page.
  let id: String

  /// One of the two curves; the raw value is its style class.
  enum Series: String, CaseIterable {
    case bound, measured

    var name: String { self == .bound ? "bound (right side)" : "measured (left side)" }

    func value(_ point: CurvePoint) -> Double { self == .bound ? point.rightEstimate : point.leftEstimate }
  }

  static let width = 400.0
  static let height = 256.0
  /// The rectangle spanned by the axes.
  static let plot = (left: 64.0, right: 388.0, top: 30.0, bottom: 214.0)

  /// With more points than this a curve is drawn without markers.
  private static let mostMarkers = 24

  typealias Axes = (x: LogarithmicAxis, y: LogarithmicAxis)
  typealias Position = (x: Double, y: Double)

  private let sorted: [CurvePoint]
  private let axes: Axes?

  init(points: [CurvePoint], id: String) {
    self.points = points
    self.id = id
    sorted = points.sorted { $0.iterations < $1.iterations }
    let drawn = Series.allCases.flatMap { series in
      points.filter { Self.skipped($0, series) == nil }.map { (Double($0.iterations), series.value($0)) }
    }
    let plot = Self.plot
    if let x = LogarithmicAxis(values: drawn.map(\.0), from: plot.left, to: plot.right, countsWholeNumbers: true),
      let y = LogarithmicAxis(values: drawn.map(\.1), from: plot.bottom, to: plot.top, margin: 0.05)
    {
      axes = (x, y)
    } else {
      axes = nil
    }
  }

  /// Why a point has no place on logarithmic axes; `nil` when it has one.
  static func skipped(_ point: CurvePoint, _ series: Series) -> String? {
    let value = series.value(point)
    if point.iterations <= 0 { return "at iteration \(point.iterations)" }
    if !value.isFinite { return "not finite" }
    if value == 0 { return "zero" }
    return value < 0 ? "negative" : nil
  }

  /// The drawing with its caption, or a sentence that says why there is none.
  var figure: HTMLNode {
    guard !points.isEmpty else { return tag("p", ["class": "note"]) { "No curve was recorded for this claim." } }
    return tag("figure", ["class": "chart"]) {
      if let axes {
        drawing(axes)
      } else {
        tag("p", ["class": "note"]) { "No point can be drawn on logarithmic axes." }
      }
      tag("figcaption") {
        "Both sides, had the run stopped after that many iterations; logarithmic axes. "
        "Drawn from floating-point estimates: the verdict does not rest on this plot."
        for note in notes { tag("span", ["class": "skipped"]) { " " + note } }
      }
    }
  }

  /// One sentence for each curve that lacks points.
  var notes: [String] {
    Series.allCases.compactMap { series in
      let reasons = sorted.compactMap { Self.skipped($0, series) }
      if reasons.isEmpty { return nil }
      let counts = Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
      let listed = counts.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      return "Not drawn of \(series.name): \(reasons.count) of \(sorted.count) points (\(listed))."
    }
  }

  private func drawing(_ axes: Axes) -> HTMLNode {
    tag(
      "svg",
      [
        "viewBox": "0 0 \(Coordinate.text(Self.width)) \(Coordinate.text(Self.height))", "role": "img",
        "aria-labelledby": "\(id)-title \(id)-desc",
      ]
    ) {
      tag("title", ["id": "\(id)-title"]) { "Bound and measured value against iterations" }
      tag("desc", ["id": "\(id)-desc"]) { description }
      frame(axes)
      key
      // The dashed line lies over the solid one and the disc inside the square: where the curves coincide both are seen.
      for series in [Series.measured, .bound] { lines(series, axes) }
      for series in [Series.bound, .measured] { markers(series, axes) }
    }
  }

  /// The two curves in words.
  private var description: String {
    Series.allCases.map { series in
      let drawn = sorted.filter { Self.skipped($0, series) == nil }
      guard let first = drawn.first, let last = drawn.last else { return "\(series.name): no point." }
      func words(_ point: CurvePoint) -> String {
        "\(DecimalText(series.value(point))?.formatted(digits: 3) ?? "") at \(point.iterations)"
      }
      return "\(series.name): " + (drawn.count == 1 ? words(first) : "from \(words(first)) to \(words(last))") + "."
    }.joined(separator: " ")
  }

  private func frame(_ axes: Axes) -> HTMLNode {
    let plot = Self.plot
    return tag("g", ["class": "frame"]) {
      for tick in axes.x.ticks {
        let x = axes.x.position(of: tick)
        line("grid", (x, plot.top), (x, plot.bottom))
        line("tick", (x, plot.bottom), (x, plot.bottom + 4))
        label(tick.label, x, plot.bottom + 17, anchor: "middle")
      }
      for tick in axes.y.ticks {
        let y = axes.y.position(of: tick)
        line("grid", (plot.left, y), (plot.right, y))
        line("tick", (plot.left - 4, y), (plot.left, y))
        label(tick.label, plot.left - 7, y + 4, anchor: "end")
      }
      line("axis", (plot.left, plot.top), (plot.left, plot.bottom))
      line("axis", (plot.left, plot.bottom), (plot.right, plot.bottom))
      label("iterations", (plot.left + plot.right) / 2, Self.height - 6, anchor: "middle")
    }
  }

  /// What the two line styles stand for, above the plot.
  private var key: HTMLNode {
    tag("g", ["class": "key"]) {
      for (series, left) in [(Series.bound, 8.0), (.measured, 208.0)] {
        tag("path", ["class": "line \(series.rawValue)", "d": path([(left, 14), (left + 26, 14)])])
        marker(series, (left + 13, 14))
        label(series.name, left + 31, 18, anchor: "start")
      }
    }
  }

  /// The stretches of a curve without skipped points: joining across one would draw values that nobody has.
  private func runs(_ series: Series, _ axes: Axes) -> [[Position]] {
    sorted.split { Self.skipped($0, series) != nil }.map { run in
      Self.thinned(run.map { (axes.x.position(Double($0.iterations)), axes.y.position(series.value($0))) })
    }
  }

  private func lines(_ series: Series, _ axes: Axes) -> HTMLNode {
    .group(
      runs(series, axes).filter { $0.count > 1 }.map { run in
        tag("path", ["class": "line \(series.rawValue)", "d": path(run)])
      })
  }

  /// Marks on every point of a short curve, and on the lone points of a long one, which no line passes.
  private func markers(_ series: Series, _ axes: Axes) -> HTMLNode {
    let runs = runs(series, axes)
    let marksAll = runs.map(\.count).reduce(0, +) <= Self.mostMarkers
    return .group(runs.filter { marksAll || $0.count == 1 }.joined().map { marker(series, $0) })
  }

  /// At most four positions for every unit of width: the first, the lowest, the highest and the last, so that a long run
  /// makes a small drawing that hides no excursion.
  static func thinned(_ positions: [Position]) -> [Position] {
    var kept: [Position] = []
    var start = 0
    while start < positions.count {
      let column = positions[start].x.rounded(.down)
      let end = positions[start...].firstIndex { $0.x.rounded(.down) != column } ?? positions.count
      let indices = start..<end
      let lowest = indices.max { positions[$0].y < positions[$1].y } ?? start
      let highest = indices.min { positions[$0].y < positions[$1].y } ?? start
      kept += Set([start, lowest, highest, end - 1]).sorted().map { positions[$0] }
      start = end
    }
    return kept
  }

  private func path(_ positions: [Position]) -> String {
    "M" + positions.map { "\(Coordinate.text($0.x)) \(Coordinate.text($0.y))" }.joined(separator: "L")
  }

  private func line(_ style: String, _ from: Position, _ to: Position) -> HTMLNode {
    tag("path", ["class": style, "d": path([from, to])])
  }

  private func label(_ text: String, _ x: Double, _ y: Double, anchor: String) -> HTMLNode {
    tag("text", ["x": Coordinate.text(x), "y": Coordinate.text(y), "text-anchor": anchor]) { text }
  }

  /// An open square for the bound, a disc for the measured side: the two differ without colour.
  private func marker(_ series: Series, _ position: Position) -> HTMLNode {
    if series == .bound {
      return tag(
        "rect",
        [
          "class": "mark bound", "x": Coordinate.text(position.x - 3.5), "y": Coordinate.text(position.y - 3.5),
          "width": "7", "height": "7",
        ])
    }
    return tag(
      "circle",
      ["class": "mark measured", "cx": Coordinate.text(position.x), "cy": Coordinate.text(position.y), "r": "2.4"])
  }
}
