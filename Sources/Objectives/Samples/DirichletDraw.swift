import Simulation

/// Shares from the symmetric Dirichlet law: independent gamma variables over their sum, in doubles.
struct DirichletDraw {
  /// Nonnegative, with sum 1 up to rounding.
  let shares: [Double]

  /// - Precondition: `concentration > 0`.
  init(_ concentration: Double, count: Int, from stream: NodeStream) {
    precondition(concentration > 0, "a concentration of \(concentration)")
    var stream = stream
    // For small shapes the variables leave the doubles, their logarithms do not.
    let logarithms = (0..<count).map { _ in Self.logarithmOfGamma(shape: concentration, &stream) }
    let largest = logarithms.max()!
    let weights = logarithms.map { $0 - largest < -700 ? 0 : ($0 - largest).naturalExponential }
    let sum = weights.reduce(0, +)
    shares = weights.map { $0 / sum }
  }

  /// The logarithm of a gamma variable of scale 1.
  ///
  /// Source: G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables, ACM TOMS 26, 2000; a shape below 1
  /// is that of shape + 1 times a uniform to the power 1 / shape.
  static func logarithmOfGamma(shape: Double, _ stream: inout NodeStream) -> Double {
    if shape < 1 { return logarithmOfGamma(shape: shape + 1, &stream) - stream.exponential() / shape }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal(&stream)
      let root = 1 + c * x
      if root <= 0 { continue }
      let logarithm = 3 * root.naturalLogarithm
      // Accepted when log U < x^2/2 + d - d v + d log v, v = root^3, and log U is minus an exponential variable.
      if -stream.exponential() < x * x / 2 + d - d * root * root * root + d * logarithm {
        return d.naturalLogarithm + logarithm
      }
    }
  }

  /// Marsaglia's polar method.
  private static func normal(_ stream: inout NodeStream) -> Double {
    while true {
      let (u, v) = (2 * stream.uniform() - 1, 2 * stream.uniform() - 1)
      let square = u * u + v * v
      if square > 0 && square < 1 { return u * (-2 * square.naturalLogarithm / square).squareRoot() }
    }
  }
}
