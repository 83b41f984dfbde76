import ExactArithmetic

/// Noise that an analog receiver adds to what it gets: normal, independent over nodes, slots and coordinates.
public struct ReceiverNoise: Sendable, Equatable {
  /// s^2: the mean of the squared norm of what is added to one model, over all its coordinates; 0 for digital links.
  public let variance: Rational

  /// - Precondition: `variance >= 0`.
  public init(variance: Rational) {
    precondition(variance.signum >= 0, "receiver noise of variance \(variance)")
    self.variance = variance
  }

  public static let none = ReceiverNoise(variance: 0)

  /// The standard deviation of each coordinate of a model, the nearest double: sqrt(variance / dimension).
  public func deviation(dimension: Int) -> Double {
    precondition(dimension > 0, "a model of \(dimension) coordinates")
    return Double(variance / Rational(dimension)).squareRoot()
  }

  /// Standard normals for the noise of eight replicates: the stream's numbers k are the coordinates of the models, node
  /// after node, at the address (slot, replicate).
  public static func stream(seed: UInt64) -> NoiseStream {
    NoiseStream(seed: seed, purpose: StreamPurpose.receiverNoise.rawValue)
  }
}
