import Algorithms
import Decoding
import ExactArithmetic
import Objectives
import Theorems

/// One coordinate of a sign method on a separable quadratic: x = start - delta k, k the sum of the decoded signs.
///
/// The votes at x do not depend on the past, so k is a Markov chain on the integers.
struct SignLattice<S: Scalar>: Sendable {
  /// Law of the decoded sign U at k = -reach ... reach, in that order.
  let votes: [VoteLaw<S>]
  /// grad_n f at the same places.
  let gradients: [Rational]
  /// x - c
  let offsets: [Rational]
  let curvature: Rational
  let reach: Int

  /// - Parameter reach: the chain stays in -reach ... reach; places at its ends need no votes of their own.
  init(_ lattice: CoordinateLattice, reach: Int, honest: (Int, Rational) -> VoteLaw<S>) {
    self.reach = reach
    curvature = lattice.coordinate.curvature
    let centre = lattice.coordinate.centre
    let centres = lattice.coordinate.centres
    let points = (-reach...reach).map { lattice.coordinate.start - Rational($0) * lattice.step }
    offsets = points.map { $0 - centre }
    let curvature = self.curvature
    gradients = offsets.map { curvature * $0 }
    // Workers with the same minimiser and batch cast the same vote.
    let kinds = Dictionary(
      centres.indices.map { (WorkerKind(centre: centres[$0], batch: lattice.batchSizes[$0]), $0) },
      uniquingKeysWith: { first, _ in first })
    let representative = centres.indices.map { kinds[WorkerKind(centre: centres[$0], batch: lattice.batchSizes[$0])]! }
    votes = points.map { point in
      var laws: [Int: VoteLaw<S>] = [:]
      for worker in Set(representative) { laws[worker] = honest(worker, curvature * (point - centres[worker])) }
      return lattice.vote.decode(representative.map { laws[$0]! })
    }
  }

  subscript(place: Int) -> VoteLaw<S> { votes[place + reach] }

  /// A metric's share of this coordinate at one place.
  func share(_ metric: Metric, at place: Int, dimension: Int) -> S {
    let (gradient, offset) = (gradients[place + reach], offsets[place + reach])
    let drift = votes[place + reach].plus - votes[place + reach].minus
    switch metric {
    case .squaredGradient: return S(gradient.squared)
    case .suboptimality, .nodeSuboptimality: return S(curvature * offset.squared / 2)
    case .squaredDistance: return S(offset.squared)
    case .consensusDistance, .averagingTime, .samplerProbability, .snapshotGradient, .descentError: return .zero
    case .absoluteGradient: return S(gradient.magnitude)
    case .signAlignment: return S(gradient) * drift
    case .decodingError:
      if gradient.isZero { return .zero }
      return S(Rational(1, 2 * dimension)) * (.one - S(Rational(gradient.signum)) * drift)
    }
  }
}

/// Workers of one kind cast the same vote.
struct WorkerKind: Hashable {
  var centre: Rational
  var batch: Int
}

/// What a coordinate's chain is made of.
struct CoordinateLattice: Sendable {
  var coordinate: SeparatedQuadratic.Coordinate
  /// delta
  var step: Rational
  var batchSizes: [Int]
  var noise: Noise
  var vote: CoordinateVote

  /// One for each coordinate; `nil` unless the workload is a sign method without memory on a quadratic whose axes are
  /// the coordinates.
  static func all(of workload: Workload) -> [CoordinateLattice]? {
    guard let separated = workload.objective.coordinatewise,
      let vote = workload.algorithm.coordinateVote(iterations: workload.iterations)
    else { return nil }
    return separated.coordinates.map {
      CoordinateLattice(
        coordinate: $0, step: workload.algorithm.stepSize, batchSizes: workload.objective.batchSizes,
        noise: workload.objective.noise, vote: vote)
    }
  }

  /// The chain in rationals; `nil` for noise without finite support.
  func exact(reach: Int) -> SignLattice<Rational>? {
    guard let law = noise.lattice else { return nil }
    let sums = Dictionary(Set(batchSizes).map { ($0, law.sum(of: $0)) }, uniquingKeysWith: { first, _ in first })
    return SignLattice(self, reach: reach) { worker, gradient in
      let flip = FlipProbability.exact(gradient: gradient, batch: batchSizes[worker], sum: sums[batchSizes[worker]]!)
      return vote(gradient, flip.wrong, flip.abstains)
    }
  }

  /// The chain in outward-rounded doubles, for every law.
  func enclosed(reach: Int) -> SignLattice<FloatEnclosure> {
    if let exact = exact(reach: reach) { return exact.map(FloatEnclosure.init) }
    return SignLattice(self, reach: reach) { worker, gradient in
      let wrong = FlipProbability.gaussian(
        batch: batchSizes[worker], gradient: gradient, variance: noise.variance, significantBits: 56)
      return vote(
        gradient, FloatEnclosure(lower: wrong.lower.rounded(.down), upper: wrong.upper.rounded(.up)), .zero,
        right: FloatEnclosure(lower: (1 - wrong.upper).rounded(.down), upper: (1 - wrong.lower).rounded(.up)))
    }
  }

  private func vote<S: Scalar>(_ gradient: Rational, _ wrong: S, _ abstains: S, right: S? = nil) -> VoteLaw<S> {
    let right = right ?? .one - wrong - abstains
    return gradient.signum < 0
      ? VoteLaw(minus: right, zero: abstains, plus: wrong) : VoteLaw(minus: wrong, zero: abstains, plus: right)
  }
}

extension SignLattice where S == Rational {
  fileprivate func map<Other: Scalar>(_ transform: (Rational) -> Other) -> SignLattice<Other> {
    SignLattice<Other>(
      votes: votes.map {
        VoteLaw(minus: transform($0.minus), zero: transform($0.zero), plus: transform($0.plus))
      }, gradients: gradients, offsets: offsets, curvature: curvature, reach: reach)
  }
}

extension SignLattice {
  fileprivate init(
    votes: [VoteLaw<S>], gradients: [Rational], offsets: [Rational], curvature: Rational, reach: Int
  ) {
    self.votes = votes
    self.gradients = gradients
    self.offsets = offsets
    self.curvature = curvature
    self.reach = reach
  }
}
