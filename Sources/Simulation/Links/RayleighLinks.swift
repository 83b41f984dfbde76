import ExactArithmetic

/// Rayleigh fading with path loss and truncated channel inversion.
///
/// The mean signal-to-noise ratio of a link of length r is snr = power * r^-exponent (the power in units of the noise's, at
/// distance 1). The channel's gain fades from slot to slot, independently, with an exponential law; the sender inverts it
/// where it can, and stays silent where the received ratio would be below the threshold: the transmission succeeds with
/// probability exp(-threshold / snr). Both directions of a connection have this probability, each with draws of its own.
///
/// Sampled events have a dyadic probability, exactly: the middle of an enclosure of relative width 2^-60, rounded to a
/// double. `samplingError`, at most 2^-52, bounds the distance to the exact law.
///
/// Source: E. Jeong, M. Zecchin, M. Kountouris, "Asynchronous decentralized learning over unreliable wireless networks",
/// ICC 2022, whose system model this is.
struct RayleighLinks: LinkModel {
  static let name = "rayleigh"
  static let summary = "Rayleigh fading with path loss: arrives when the channel is above a threshold"
  static let parameters = [
    ModelParameter("power", .positive, "the mean signal-to-noise ratio at distance 1"),
    ModelParameter("exponent", .nonnegative, fallback: 2, "the power of the distance with which the signal falls"),
    ModelParameter("threshold", .positive, "the least signal-to-noise ratio that is received"),
  ]
  static let needsPositions = true

  private struct Law {
    let success: Enclosure
    let sampled: BernoulliLaw

    init(success: Enclosure) {
      self.success = success
      sampled = BernoulliLaw(Rational(exactly: success.midpoint.rounded(.toNearestOrEven))!)
    }
  }

  private let power: Rational
  private let exponent: Rational
  private let threshold: Rational
  private let positions: [Position]
  /// Of both directions of every connection in use.
  private let laws: [Link: Law]

  /// - Throws: `SimulationError` for an exponent above 16 and for two nodes of a link in one place.
  init(_ settings: ModelSettings) throws(SimulationError) {
    power = settings.number("power")
    exponent = settings.number("exponent")
    threshold = settings.number("threshold")
    positions = settings.positions
    guard exponent <= 16 else {
      throw SimulationError("link model 'rayleigh': 'exponent' must be at most 16, not \(exponent)")
    }
    let parts = (power: power, exponent: exponent, threshold: threshold)
    var laws: [Link: Law] = [:]
    for link in settings.links where laws[link] == nil {
      let square = positions[link.sender].squaredDistance(to: positions[link.receiver])
      guard square.signum > 0 else {
        throw SimulationError("link model 'rayleigh': nodes \(link.sender) and \(link.receiver) stand in one place")
      }
      let law = Law(success: Self.success(squaredDistance: square, parts))
      laws[link] = law
      laws[Link(from: link.receiver, to: link.sender)] = law
    }
    self.laws = laws
  }

  var isIndependentOverTime: Bool { true }

  func success(of link: Link) -> Enclosure { law(of: link).success }

  func samplingError(of link: Link) -> Rational {
    let law = law(of: link)
    return max(
      (law.sampled.probability - law.success.lower).magnitude, (law.success.upper - law.sampled.probability).magnitude)
  }

  func succeeds(_ link: Link, slot: Int, _ random: RandomSource) -> Bool {
    random.draw(.link, link: link, slot: slot).bernoulli(law(of: link).sampled)
  }

  private func law(of link: Link) -> Law {
    guard let law = laws[link] else { preconditionFailure("link \(link) was not prepared") }
    return law
  }

  /// exp(-(threshold / power) (r^2)^(exponent / 2)); exact up to the exponential when exponent / 2 is whole.
  private static func success(
    squaredDistance: Rational, _ parts: (power: Rational, exponent: Rational, threshold: Rational)
  ) -> Enclosure {
    let half = parts.exponent * Rational(1, 2)
    let loss: Enclosure
    if half.isInteger {
      loss = Enclosure(squaredDistance).power(half.numerator.asInt!)
    } else {
      // Enough digits of the logarithm for a relative width of 2^-90 of the loss: the exponent is at most 16.
      let logarithm = Enclosure(squaredDistance).logarithm(width: .powerOfTwo(-100))
      loss = (Enclosure(half) * logarithm).exponential(significantBits: 90)
    }
    let ratio = Enclosure(parts.threshold / parts.power) * loss
    let success = (-ratio).exponential(significantBits: 64)
    return Enclosure(lower: success.lower, upper: min(success.upper, 1))
  }
}
