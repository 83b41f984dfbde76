import ExactArithmetic

/// A point of the plane, in the unit of distance of whoever gives it.
public struct Position: Sendable, Equatable {
  public let x: Rational
  public let y: Rational

  public init(_ x: Rational, _ y: Rational) {
    self.x = x
    self.y = y
  }

  /// The square of the distance between two points.
  public func squaredDistance(to other: Position) -> Rational {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }
}
