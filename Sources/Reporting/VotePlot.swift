import Decoding
import ExactArithmetic
import Theorems

/// The error of a vote and its bounds against the number of workers, as a drawing of its own.
///
/// The vote of m workers is that of the first m in the order of the groups. Lines come from doubles and serve the eye.
public struct VotePlot {
  /// The drawing; well-formed XML.
  public let svg: String

  private struct Curve {
    var name: String
    var points: [(workers: Int, value: Double)]
  }

  private static let plot = (left: 64.0, right: 560.0, top: 16.0, bottom: 316.0)
  private static let size = (width: 760.0, height: 360.0)
  /// Numbers of workers that are drawn, at most.
  private static let mostPoints = 48
  private static let colours = ["#b0480c", "#1b579f", "#0a6650", "#8f4bb8", "#825000", "#b0241c", "#2a8a9a", "#59626e"]
  private static let dashes = ["none", "6 3", "2 2", "8 2 2 2", "4 4", "10 3", "1 3", "12 4 4 4"]

  /// - Throws: `VoteError` when the law of some number of workers is out of reach.
  public init(_ ballot: Ballot, catalogue: Catalogue = .standard) throws(VoteError) {
    let names = ["P(wrong) + P(tie)"] + catalogue.voteBounds.map(\.identifier)
    var curves = names.map { Curve(name: $0, points: []) }
    for m in Self.sizes(upTo: ballot.workers) {
      guard let part = try? ballot.first(m) else { continue }
      curves[0].points.append((m, Double(try VoteDecoding(of: part).outcome.failure.midpoint)))
      for (index, bound) in catalogue.voteBounds.enumerated() {
        guard bound.conditions.allSatisfy({ $0.check(part).truth == .yes }) else { continue }
        curves[index + 1].points.append((m, Double(bound.value(for: part).midpoint)))
      }
    }
    svg = Self.drawing(curves, decoder: ballot.decoder.name).markup + "\n"
  }

  private static func sizes(upTo workers: Int) -> [Int] {
    if workers <= mostPoints { return Array(1...workers) }
    return (1...mostPoints).map { max(1, workers * $0 / mostPoints) }
  }

  private static func drawing(_ curves: [Curve], decoder: String) -> HTMLNode {
    // Zero has no place on a logarithmic axis.
    let drawn = curves.map { Curve(name: $0.name, points: $0.points.filter { $0.value > 0 && $0.value.isFinite }) }
      .filter { !$0.points.isEmpty }
    let points = drawn.flatMap(\.points)
    return tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 \(Coordinate.text(size.width)) \(Coordinate.text(size.height))",
        "font-family": "sans-serif", "font-size": "12", "role": "img",
      ]
    ) {
      tag("title") { "Error of decoding a sign against the number of workers, decoder \(decoder)" }
      tag("rect", ["width": "100%", "height": "100%", "fill": "#ffffff"])
      if let x = LogarithmicAxis(
        values: points.map { Double($0.workers) }, from: plot.left, to: plot.right, countsWholeNumbers: true),
        let y = LogarithmicAxis(values: points.map(\.value), from: plot.bottom, to: plot.top, margin: 0.03)
      {
        frame(x, y)
        for (index, curve) in drawn.enumerated() { line(curve, index, x, y) }
        for (index, curve) in drawn.enumerated() { key(curve.name, index) }
      } else {
        label("every error is 0: nothing to draw on a logarithmic axis", plot.left, plot.top + 20, anchor: "start")
      }
    }
  }

  private static func frame(_ x: LogarithmicAxis, _ y: LogarithmicAxis) -> HTMLNode {
    tag("g") {
      for tick in x.ticks {
        stroke([(x.position(of: tick), plot.top), (x.position(of: tick), plot.bottom)], "#d3d8de", 0.7)
        label(tick.label, x.position(of: tick), plot.bottom + 17, anchor: "middle")
      }
      for tick in y.ticks {
        stroke([(plot.left, y.position(of: tick)), (plot.right, y.position(of: tick))], "#d3d8de", 0.7)
        label(tick.label, plot.left - 7, y.position(of: tick) + 4, anchor: "end")
      }
      stroke([(plot.left, plot.top), (plot.left, plot.bottom), (plot.right, plot.bottom)], "#525c69", 0.9)
      label("workers", (plot.left + plot.right) / 2, size.height - 8, anchor: "middle")
    }
  }

  private static func line(_ curve: Curve, _ index: Int, _ x: LogarithmicAxis, _ y: LogarithmicAxis) -> HTMLNode {
    let places = curve.points.map { (x: x.position(Double($0.workers)), y: y.position($0.value)) }
    return tag("g") {
      stroke(places, colour(index), index == 0 ? 2.2 : 1.5, dash: dash(index))
      if curve.points.count <= 24 || index == 0 {
        for place in places {
          tag(
            "circle",
            ["cx": Coordinate.text(place.x), "cy": Coordinate.text(place.y), "r": "2.2", "fill": colour(index)])
        }
      }
    }
  }

  private static func key(_ name: String, _ index: Int) -> HTMLNode {
    let y = plot.top + 12 + 20 * Double(index)
    return tag("g") {
      stroke([(plot.right + 14, y - 4), (plot.right + 42, y - 4)], colour(index), 2, dash: dash(index))
      label(name, plot.right + 48, y, anchor: "start")
    }
  }

  private static func colour(_ index: Int) -> String { colours[index % colours.count] }
  private static func dash(_ index: Int) -> String { dashes[index % dashes.count] }

  private static func stroke(
    _ places: [(x: Double, y: Double)], _ colour: String, _ width: Double, dash: String = "none"
  ) -> HTMLNode {
    let path = "M" + places.map { "\(Coordinate.text($0.x)) \(Coordinate.text($0.y))" }.joined(separator: "L")
    return tag(
      "path",
      ["d": path, "fill": "none", "stroke": colour, "stroke-width": Coordinate.text(width), "stroke-dasharray": dash])
  }

  private static func label(_ text: String, _ x: Double, _ y: Double, anchor: String) -> HTMLNode {
    tag("text", ["x": Coordinate.text(x), "y": Coordinate.text(y), "text-anchor": anchor, "fill": "#191e25"]) { text }
  }
}
