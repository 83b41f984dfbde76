import ExactArithmetic

/// Losses in bursts: each link is in a good or a bad state, a Markov chain with rational transition probabilities, and a
/// transmission arrives with the probability of the state.
///
/// The chain is stationary from slot 0 on, P(good) = recovery / (failure + recovery), so each slot alone has the success
/// probability
///
///     (recovery * goodSuccess + failure * badSuccess) / (failure + recovery).
///
/// The successes of different slots depend on each other: theorems that ask for independent mixing matrices do not apply.
///
/// The state of a slot is found from its address. Every slot has a uniform number u, and
///
///     the state is good if u < good(previous), where good(good) = 1 - failure, good(bad) = recovery:
///
/// outside the interval between the two the previous state does not count, so walking back to the last such slot is
/// enough.
///
/// Source: E. N. Gilbert, "Capacity of a burst-noise channel", Bell Syst. Tech. J. 39, 1960; E. O. Elliott, "Estimates of
/// error rates for codes on burst-noise channels", ibid. 42, 1963. The walk back is coupling from the past: J. G. Propp,
/// D. B. Wilson, Random Structures and Algorithms 9, 1996.
struct GilbertElliottLinks: LinkModel {
  static let name = "gilbert-elliott"
  static let summary = "losses in bursts: a good and a bad state, each with its success probability"
  static let parameters = [
    ModelParameter("failure", .positiveProbability, "the probability to leave the good state in a slot"),
    ModelParameter("recovery", .positiveProbability, "the probability to leave the bad state in a slot"),
    ModelParameter("good-success", .probability, fallback: 1, "the probability to arrive in the good state"),
    ModelParameter("bad-success", .probability, fallback: 0, "the probability to arrive in the bad state"),
  ]

  private let failure: Rational
  private let recovery: Rational
  private let stationary: BernoulliLaw
  /// Below both, at least one: whether the next state is good whatever, or for some, the previous state.
  private let goodAfterBoth: BernoulliLaw
  private let goodAfterOne: BernoulliLaw
  /// Whether between the two thresholds the state stays; otherwise it changes.
  private let staysBetween: Bool
  private let good: BernoulliLaw
  private let bad: BernoulliLaw

  init(_ settings: ModelSettings) {
    failure = settings.number("failure")
    recovery = settings.number("recovery")
    stationary = BernoulliLaw(recovery / (failure + recovery))
    let (afterGood, afterBad) = (1 - failure, recovery)
    goodAfterBoth = BernoulliLaw(min(afterGood, afterBad))
    goodAfterOne = BernoulliLaw(max(afterGood, afterBad))
    staysBetween = afterGood >= afterBad
    good = BernoulliLaw(settings.number("good-success"))
    bad = BernoulliLaw(settings.number("bad-success"))
  }

  /// Independent when the chain forgets its state in one slot or the state does not matter.
  var isIndependentOverTime: Bool { failure + recovery == 1 || good == bad }

  func success(of link: Link) -> Enclosure {
    let share = stationary.probability
    return Enclosure(share * good.probability + (1 - share) * bad.probability)
  }

  func succeeds(_ link: Link, slot: Int, _ random: RandomSource) -> Bool {
    random.draw(.link, link: link, slot: slot).bernoulli(isGood(link, slot: slot, random) ? good : bad)
  }

  /// Whether the link is in the good state.
  ///
  /// - Complexity: 1 / (1 - |1 - failure - recovery|) draws in the mean, at most `slot` + 1.
  func isGood(_ link: Link, slot: Int, _ random: RandomSource) -> Bool {
    var isChanged = false
    var slot = slot
    while slot > 0 {
      let draw = random.draw(.linkState, link: link, slot: slot)
      if draw.bernoulli(goodAfterBoth) { return !isChanged }
      if !draw.bernoulli(goodAfterOne) { return isChanged }
      if !staysBetween { isChanged.toggle() }
      slot -= 1
    }
    return random.draw(.linkState, link: link, slot: 0).bernoulli(stationary) != isChanged
  }
}
