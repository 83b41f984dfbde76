import ExactArithmetic

/// A test martingale against the claim E[M] <= B for nonnegative M: betting on M / B.
///
/// With bets lambda_r in [0, 1) chosen from earlier replicates, K_R = prod_r (1 + lambda_r (M_r/B - 1)) is a
/// nonnegative supermartingale under the claim, so by Ville's inequality it ever reaches 1/alpha with
/// probability at most alpha, whatever the law of M. Source: Waudby-Smith and Ramdas 2024.
public struct EValue: Sendable {
  /// Natural logarithm of K after the replicates so far.
  public private(set) var logarithm = 0.0
  /// The largest it has been.
  public private(set) var largestLogarithm = 0.0

  // Running mean and spread of M/B, with one imaginary replicate at the null that keeps early bets small.
  private var count = 1.0
  private var mean = 1.0
  private var squares = 1.0

  /// Relative allowance for the laws sampled in doubles (a variance off by less than 2^-40) and for the
  /// rounding of K itself: the process bets on M (1 - 2^-30) instead of M, which only makes K smaller.
  static let allowance = 1 - 0x1p-30

  /// Larger ratios are bet on as if they were this; a smaller value keeps K a supermartingale.
  static let largestRatio = 1e6
  /// Larger ratios count as this in the mean and spread that size the bets, so that one outlier does not stop
  /// the betting; any rule that looks at earlier replicates only is allowed.
  static let largestStatistic = 16.0

  public init() {}

  /// Adds a replicate's M / B, which must not exceed the exact ratio.
  ///
  /// - Precondition: `ratio >= 0` and finite.
  public mutating func add(ratio: Double) {
    precondition(ratio >= 0 && ratio.isFinite, "a ratio of \(ratio)")
    let ratio = min(ratio, Self.largestRatio) * Self.allowance
    // The bet that is optimal for small edges (approximate GRAPA), from earlier replicates only.
    let edge = mean - 1
    let spread = squares / count + edge * edge
    let bet = min(max(edge / spread, 0), 0.9)
    logarithm += (1 + bet * (ratio - 1)).naturalLogarithm
    largestLogarithm = max(largestLogarithm, logarithm)
    count += 1
    let statistic = min(ratio, Self.largestStatistic)
    let delta = statistic - mean
    mean += delta / count
    squares += delta * (statistic - mean)
  }

  /// Whether the claim is refuted at false-alarm rate alpha.
  ///
  /// - Precondition: `0 < alpha < 1`.
  public func refutes(at alpha: Rational) -> Bool {
    precondition(alpha.signum > 0 && alpha < 1, "a false-alarm rate of \(alpha)")
    let threshold = (-Enclosure(alpha).logarithm(width: .powerOfTwo(-50))).upper.rounded(.up)
    return largestLogarithm >= threshold
  }
}

/// The mean of samples with a normal-theory interval.
public struct SampleMean: Sendable, Equatable {
  public let mean: Double
  public let lower: Double
  public let upper: Double
  public let count: Int

  /// Nominal coverage.
  public static let confidence = 0.99
  public static let assumption = "finite variance and enough replicates for the central limit theorem"
  /// Fewer replicates than this have no interval worth the name.
  public static let fewest = 30
  /// The 0.995 quantile of the standard normal law.
  private static let quantile = 2.5758293035489004

  /// - Precondition: not empty.
  public init(_ samples: Samples) { self.init(samples.values, atLeast: samples.least) }

  /// - Parameter least: no sample, and so no end of the interval, lies below it.
  /// - Precondition: not empty.
  public init(_ samples: [Double], atLeast least: Double = 0) {
    precondition(!samples.isEmpty, "the mean of no samples")
    count = samples.count
    let mean = samples.reduce(0) { $0 + $1 / Double(samples.count) }
    let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let half =
      count < 2 ? .infinity : Self.quantile * (squares / Double(count - 1) / Double(count)).squareRoot()
    self.mean = mean
    lower = max(least, mean - half)
    upper = mean + half
  }
}

/// The ratio of two means of paired samples, with a normal-theory interval by the delta method.
public struct SampleRatio: Sendable, Equatable {
  public let ratio: Double
  public let lower: Double
  public let upper: Double

  /// `nil` unless the second mean is positive by its own interval.
  ///
  /// - Precondition: as many samples of either, at least one.
  public init?(_ samples: [Double], _ others: [Double]) {
    precondition(samples.count == others.count, "\(samples.count) samples paired with \(others.count)")
    let other = SampleMean(others, atLeast: -.infinity)
    guard other.lower > 0, other.mean.isFinite else { return nil }
    ratio = SampleMean(samples, atLeast: -.infinity).mean / other.mean
    let ratio = self.ratio
    let residual = SampleMean(zip(samples, others).map { $0 - ratio * $1 }, atLeast: -.infinity)
    let half = (residual.upper - residual.mean) / other.mean
    lower = ratio - half
    upper = ratio + half
  }
}
