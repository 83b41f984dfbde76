import Algorithms
import ExactArithmetic

/// What evidence over all slots costs, roughly.
struct SlotCost {
  let hours: Double
  let gigabytes: Double

  /// Costlier evidence is refused.
  static let longestHours = 2.0
  static let mostGigabytes = 4.0

  init<S: MomentScalar>(_ workload: Workload, _ chain: SlotChain, coordinates: Int, in scalar: S.Type) {
    let isExact = S.self == Rational.self
    let algorithm = workload.algorithm
    let rows = Double(algorithm.models)
    let workers = Double(algorithm.workers)
    let iterations = Double(workload.iterations)
    let askings = Double(algorithm.gradientsPerIteration)
    let links = type(of: algorithm).update == .staleMixing ? Double(algorithm.mixing.graph.edgeCount) : 0
    // Entries in a row of a transition.
    let entries =
      switch type(of: algorithm).update {
      case .localSteps: 2 + workers / Double(algorithm.settings.optionalNumber("localSteps") ?? 1)
      case .staleMixing: 3 + 2 * links / workers
      default: 4.0
      }
    let growth = isExact ? askings * Self.growth(workload, chain) : 0
    // Long numbers are reduced to lowest terms at more than a linear cost.
    let length = iterations * growth
    let product = S.productSeconds + (isExact ? length * 1e-9 * (1 + length / 20_000) : 0)
    let advance = chain.size.modes * chain.size.outcomes * (2 * entries + 4) * rows * rows * product
    // A step is read off by running the algorithm on unit vectors, in rationals; where step sizes decrease, anew in every
    // iteration.
    let reading =
      ((rows + 2 * workers + 1) * (rows + workers + 2 * links) + workers * entries * entries + rows * rows) * 3e-7
      * askings * askings
    let isDecreasing = !algorithm.settings.stepOffset.isZero
    let readings = (isDecreasing ? iterations : min(iterations, 1000)) * chain.size.outcomes
    hours = (advance * iterations + reading * readings) * Double(coordinates) / 3600
    // The gradients' squares of the whole run, exact ones as long as the iteration is late; the moments of all modes; a
    // list of outcomes.
    let squares = iterations * workers * askings * (isExact ? 32 + iterations * growth / 8 : S.bytes)
    gigabytes = (squares + 32 * chain.size.modes * rows * rows + 1000 * chain.size.outcomes) * 1e-9
  }

  /// Bits by which exact numbers grow in an iteration: some 20, unless probabilities or steps have many digits themselves.
  private static func growth(_ workload: Workload, _ chain: SlotChain) -> Double {
    let step = workload.algorithm.stepSize
    var bits = max(20, 2 * (step.numerator.bitWidth + step.denominator.bitWidth))
    if chain.size.outcomes > 1 && chain.size.outcomes < 0x1p16 {
      bits += chain.outcomes(chain.start).reduce(0) { max($0, $1.probability.denominator.bitWidth) }
    }
    return Double(bits)
  }
}
