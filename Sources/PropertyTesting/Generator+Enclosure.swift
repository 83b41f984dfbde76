import ExactArithmetic

extension Generator where Value == Enclosure {
  /// Enclosures between two values of the generator, one in eight of them exact.
  public static func enclosures(of endPoints: Generator<Rational>) -> Generator {
    let spans = Generator<(Rational, Rational)>.pair(endPoints, endPoints).map {
      Enclosure(lower: min($0, $1), upper: max($0, $1))
    }
    return .one(of: [endPoints.map { Enclosure($0) }] + Array(repeating: spans, count: 7))
  }

  /// End points of all customary sizes and edges.
  public static var enclosures: Generator { enclosures(of: .rationals) }
}

extension Generator where Value == EnclosedPoint {
  /// An enclosure with a point of it, one in four of them an end point: what a containment test is made of.
  public static func enclosedPoints(in enclosures: Generator<Enclosure>) -> Generator {
    let positions = Generator<Int>.integers(in: -4...12).map { Rational(min(max($0, 0), 8), 8) }
    return Generator<(Enclosure, Rational)>.pair(enclosures, positions).map { enclosure, position in
      EnclosedPoint(enclosure: enclosure, point: enclosure.lower + enclosure.width * position)
    }
  }

  public static var enclosedPoints: Generator { enclosedPoints(in: .enclosures) }
}

/// An enclosure and a point that it contains.
public struct EnclosedPoint: Sendable, Equatable {
  public let enclosure: Enclosure
  public let point: Rational

  /// - Precondition: The point is in the enclosure.
  public init(enclosure: Enclosure, point: Rational) {
    precondition(enclosure.contains(point), "\(point) in an enclosure from \(enclosure.lower) to \(enclosure.upper)")
    self.enclosure = enclosure
    self.point = point
  }
}
