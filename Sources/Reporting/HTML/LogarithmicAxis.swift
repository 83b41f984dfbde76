import Foundation

/// A logarithmic scale from data to a length in a drawing, with its ticks.
struct LogarithmicAxis {
  /// A labelled position: `significand` times ten to the power `exponent`, so that no label suffers from rounding and
  /// the whole range of `Double` can be labelled.
  struct Tick: Equatable {
    var significand: Int
    var exponent: Int

    var logarithm: Double { log10(Double(significand)) + Double(exponent) }

    /// The number as short as it can be written: `200`, `0.05`, `10⁻⁸`, `3×10⁶`.
    var label: String {
      let number = DecimalText(UInt64(significand), exponent: exponent)
      if (-3...4).contains(number.exponent) { return number.formatted() }
      let power = "10" + DecimalText.superscript(number.exponent)
      if number.digits == [1] { return power }
      return number.digits.enumerated().map { ($0 == 1 ? "." : "") + String($1) }.joined() + "×" + power
    }
  }

  /// Decimal logarithms of the two ends.
  let lower: Double
  let upper: Double
  /// Positions of the two ends in the drawing; `start > end` for an axis that grows upwards.
  let start: Double
  let end: Double
  /// Whether the quantity is a count, which has no ticks between whole numbers.
  let countsWholeNumbers: Bool

  /// Narrowest span: a factor of two, so that a nearly constant curve is drawn as one.
  private static let narrowestSpan = log10(2.0)

  /// An axis that shows every one of `values`, which must be positive and finite; `nil` when there are none.
  ///
  /// `margin` is the part of the span left free at both ends.
  init?(values: [Double], from start: Double, to end: Double, margin: Double = 0, countsWholeNumbers: Bool = false) {
    guard let smallest = values.min(), let largest = values.max() else { return nil }
    precondition(smallest > 0 && largest.isFinite, "a logarithmic axis shows positive finite values only")
    var lower = log10(smallest)
    var upper = log10(largest)
    let missing = Self.narrowestSpan - (upper - lower)
    if missing > 0 {
      lower -= missing / 2
      upper += missing / 2
    }
    let free = margin * (upper - lower)
    self.lower = lower - free
    self.upper = upper + free
    self.start = start
    self.end = end
    self.countsWholeNumbers = countsWholeNumbers
  }

  /// Where `value` lies in the drawing.
  func position(_ value: Double) -> Double { position(logarithm: log10(value)) }

  func position(of tick: Tick) -> Double { position(logarithm: tick.logarithm) }

  private func position(logarithm: Double) -> Double {
    start + (end - start) * (logarithm - lower) / (upper - lower)
  }

  /// Between two and about eight labelled positions, spaced like decades where the span allows it.
  var ticks: [Tick] {
    switch upper - lower {
    case ..<1: evenTicks
    case ..<2.5: decadeTicks(step: 1, significands: [1, 2, 5])
    case let span:
      decadeTicks(step: [1, 2, 5, 10, 20, 50, 100].first { span / Double($0) <= 7 } ?? 200, significands: [1])
    }
  }

  private func decadeTicks(step: Int, significands: [Int]) -> [Tick] {
    let first = Int((lower / Double(step)).rounded(.down)) * step
    return stride(from: first, through: Int(upper.rounded(.up)), by: step)
      .flatMap { decade in significands.map { Tick(significand: $0, exponent: decade) } }
      .filter(contains)
  }

  /// Evenly spaced round numbers, for a span below one decade.
  private var evenTicks: [Tick] {
    // Relative to the decade of the upper end every number stays in the range of `Double`.
    let decade = Int(upper.rounded(.down))
    let width = pow(10, upper - Double(decade)) - pow(10, lower - Double(decade))
    let candidates = (-2...1).flatMap { power in [1, 2, 5].map { (significand: $0, power: power) } }
    let step =
      candidates.first { step in
        let length = Double(step.significand) * pow(10, Double(step.power))
        return width / length <= 6 && !(countsWholeNumbers && decade + step.power < 0)
      } ?? (significand: 1, power: 1)
    return (0...1000 / step.significand)
      .map { Tick(significand: $0 * step.significand, exponent: decade + step.power) }
      .filter { $0.significand > 0 && contains($0) }
  }

  private func contains(_ tick: Tick) -> Bool {
    let tolerance = 1e-9 * (upper - lower)
    return (lower - tolerance...upper + tolerance).contains(tick.logarithm)
  }
}
