import Algorithms
import ExactArithmetic

/// The law of a coordinate's place on its lattice, moved from iteration to iteration.
protocol LatticeMass {
  associatedtype S: Scalar
  init(_ lattice: SignLattice<S>)
  /// Adds the present law to the occupation, then takes a step.
  mutating func advance()
  /// P(place) now, in doubles.
  func estimate(at place: Int) -> Double
  /// P(place) now.
  func probability(at place: Int) -> S
  /// Sum of P(place) over the iterations before now.
  func occupation(at place: Int) -> S
}

/// In integers over powers of the transitions' common denominator, so that no gcd is taken until a value is read.
struct IntegerMass: LatticeMass {
  private let reach: Int
  private let base: Integer
  /// Integer transitions from each place: to place - 1, place, place + 1.
  private let steps: [(down: Integer, stay: Integer, up: Integer)]
  private var mass: IntegerVector
  private var next: IntegerVector
  private let visits: IntegerVector
  /// base^t, and the same one iteration earlier.
  private var power: Integer = 1
  private var visitPower: Integer = 1
  private var iteration = 0

  init(_ lattice: SignLattice<Rational>) {
    reach = lattice.reach
    let base = lattice.votes.reduce(Integer(1)) {
      Integer.leastCommonMultiple(
        $0,
        Integer.leastCommonMultiple(
          $1.minus.denominator, Integer.leastCommonMultiple($1.zero.denominator, $1.plus.denominator)))
    }
    self.base = base
    func whole(_ probability: Rational) -> Integer {
      probability.numerator * base.dividedExactly(by: probability.denominator)
    }
    steps = lattice.votes.map { (whole($0.minus), whole($0.zero), whole($0.plus)) }
    mass = IntegerVector(count: lattice.votes.count)
    next = IntegerVector(count: lattice.votes.count)
    visits = IntegerVector(count: lattice.votes.count)
    mass[reach] = 1
  }

  mutating func advance() {
    precondition(iteration < reach, "a chain beyond its lattice")
    let places = (reach - iteration)...(reach + iteration)
    // Occupation over base^t: the earlier sum is one power behind.
    for place in places {
      if iteration > 0 { visits.multiply(place, by: base) }
      visits.addMultiple(place, of: 1, source: mass, at: place)
    }
    for place in (reach - iteration - 1)...(reach + iteration + 1) { next[place] = 0 }
    for place in places {
      let step = steps[place]
      if !step.down.isZero { next.addMultiple(place - 1, of: step.down, source: mass, at: place) }
      if !step.stay.isZero { next.addMultiple(place, of: step.stay, source: mass, at: place) }
      if !step.up.isZero { next.addMultiple(place + 1, of: step.up, source: mass, at: place) }
    }
    swap(&mass, &next)
    visitPower = power
    power = power * base
    iteration += 1
  }

  func estimate(at place: Int) -> Double { Double(ratioOf: mass[place + reach], to: power) }
  func probability(at place: Int) -> Rational { Rational(mass[place + reach], power) }
  func occupation(at place: Int) -> Rational { Rational(visits[place + reach], visitPower) }
}

/// In outward-rounded doubles.
struct EnclosureMass: LatticeMass {
  private let lattice: SignLattice<FloatEnclosure>
  private var mass: [FloatEnclosure]
  private var visits: [FloatEnclosure]
  private var iteration = 0

  init(_ lattice: SignLattice<FloatEnclosure>) {
    self.lattice = lattice
    mass = Array(repeating: .zero, count: lattice.votes.count)
    visits = mass
    mass[lattice.reach] = .one
  }

  mutating func advance() {
    let reach = lattice.reach
    precondition(iteration < reach, "a chain beyond its lattice")
    var next = [FloatEnclosure](repeating: .zero, count: mass.count)
    for place in (reach - iteration)...(reach + iteration) {
      visits[place] += mass[place]
      let vote = lattice.votes[place]
      next[place - 1] += vote.minus * mass[place]
      next[place] += vote.zero * mass[place]
      next[place + 1] += vote.plus * mass[place]
    }
    mass = next
    iteration += 1
  }

  func estimate(at place: Int) -> Double { mass[place + lattice.reach].midpoint }
  func probability(at place: Int) -> FloatEnclosure { mass[place + lattice.reach] }
  func occupation(at place: Int) -> FloatEnclosure { visits[place + lattice.reach] }
}
