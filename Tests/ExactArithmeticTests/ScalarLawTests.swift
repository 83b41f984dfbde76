import ExactArithmetic
import PropertyTesting
import Testing

/// A formula, to be evaluated in every scalar.
indirect enum Formula: Sendable, CustomStringConvertible {
  case number(Rational)
  case sum(Formula, Formula)
  case difference(Formula, Formula)
  case product(Formula, Formula)
  case quotient(Formula, Formula)
  case opposite(Formula)
  case square(Formula)
  case power(Formula, Int)

  /// `nil` where a divisor is zero, as the exact value tells.
  func evaluated<Number: Scalar>(as type: Number.Type, isZero: (Number) -> Bool) -> Number? {
    func value(_ formula: Formula) -> Number? { formula.evaluated(as: type, isZero: isZero) }
    switch self {
    case .number(let number): return Number(number)
    case .sum(let a, let b): return value(a).flatMap { x in value(b).map { x + $0 } }
    case .difference(let a, let b): return value(a).flatMap { x in value(b).map { x - $0 } }
    case .product(let a, let b): return value(a).flatMap { x in value(b).map { x * $0 } }
    case .quotient(let a, let b): return value(a).flatMap { x in value(b).flatMap { isZero($0) ? nil : x / $0 } }
    case .opposite(let a): return value(a).map { -$0 }
    case .square(let a): return value(a)?.squared
    case .power(let a, let exponent): return value(a)?.power(exponent)
    }
  }

  var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .sum(let a, let b): "(\(a) + \(b))"
    case .difference(let a, let b): "(\(a) - \(b))"
    case .product(let a, let b): "(\(a) * \(b))"
    case .quotient(let a, let b): "(\(a) / \(b))"
    case .opposite(let a): "-\(a)"
    case .square(let a): "\(a)^2"
    case .power(let a, let exponent): "\(a)^\(exponent)"
    }
  }
}

extension Generator where Value == Formula {
  /// Formulas of at most the given depth over the generator's numbers.
  static func formulas(of numbers: Generator<Rational>, depth: Int) -> Generator {
    let leaves = numbers.map { Formula.number($0) }
    if depth == 0 { return leaves }
    let part = formulas(of: numbers, depth: depth - 1)
    let parts = Generator<(Formula, Formula)>.pair(part, part)
    return .one(of: [
      leaves, parts.map { .sum($0, $1) }, parts.map { .difference($0, $1) }, parts.map { .product($0, $1) },
      parts.map { .quotient($0, $1) }, part.map { .opposite($0) }, part.map { .square($0) },
      Generator<(Formula, Int)>.pair(part, .integers(in: 0...5)).map { .power($0, $1) },
    ])
  }
}

/// A scalar whose result can be held against the exact one: the laws below are written once for all of them.
protocol LawfulScalar: Scalar {
  /// Whether a division by this value is skipped.
  static func mayBeZero(_ value: Self) -> Bool
  /// Whether this may be the result of a formula of the given exact value, which doubles enclose by `enclosure`.
  func agrees(with exact: Rational, enclosure: FloatEnclosure) -> Bool
}

extension Rational: LawfulScalar {
  static func mayBeZero(_ value: Rational) -> Bool { value.isZero }
  func agrees(with exact: Rational, enclosure: FloatEnclosure) -> Bool { self == exact }
}

extension Enclosure: LawfulScalar {
  static func mayBeZero(_ value: Enclosure) -> Bool { value.contains(0) }
  /// From exact numbers every operation is exact.
  func agrees(with exact: Rational, enclosure: FloatEnclosure) -> Bool { self == Enclosure(exact) }
}

extension FloatEnclosure: LawfulScalar {
  static func mayBeZero(_ value: FloatEnclosure) -> Bool { value.containsZero }
  func agrees(with exact: Rational, enclosure: FloatEnclosure) -> Bool { contains(exact) && self == enclosure }
}

extension WideEnclosure: LawfulScalar {
  static func mayBeZero(_ value: WideEnclosure) -> Bool { value.rationalEnclosure.contains(0) }
  /// Narrower than doubles could, wherever those say anything.
  func agrees(with exact: Rational, enclosure: FloatEnclosure) -> Bool {
    let found = rationalEnclosure
    return found.contains(exact) && found.width <= max(.powerOfTwo(-900), enclosure.enclosure?.width ?? found.width)
  }
}

extension Double: LawfulScalar {
  static func mayBeZero(_ value: Double) -> Bool { value == 0 }

  /// A double follows the same operations, each rounded to nearest, so it is inside the outward-rounded result, and no
  /// further from the exact value than that is wide.
  func agrees(with exact: Rational, enclosure: FloatEnclosure) -> Bool {
    isNaN ? enclosure == .wholeLine : enclosure.lower <= self && self <= enclosure.upper
  }
}

@Suite struct ScalarLawTests {
  static let numbers = Generator<Rational>.one(of: [
    .smallRationals, .rationals(bits: 62), .element(of: [0, 1, -1, Rational(1, 3), .powerOfTwo(-40), 1000]),
  ])

  func check<Number: LawfulScalar>(_ type: Number.Type) throws {
    try forAll(.formulas(of: Self.numbers, depth: 4), count: 2500, seed: 1) { formula in
      guard let enclosure = formula.evaluated(as: FloatEnclosure.self, isZero: FloatEnclosure.mayBeZero),
        let exact = formula.evaluated(as: Rational.self, isZero: \.isZero),
        let found = formula.evaluated(as: type, isZero: Number.mayBeZero)
      else { return true }
      return found.agrees(with: exact, enclosure: enclosure)
    }
    try forAll(Self.numbers, Self.numbers, seed: 2) { p, q in
      let (x, y) = (Number(p), Number(q))
      var (sum, product) = (x, x)
      sum += y
      product *= y
      return x + .zero == x && .zero + x == x && -(-x) == x && x + y == y + x && x * y == y * x && sum == x + y
        && product == x * y && x.power(0) == .one && x.power(1).agrees(with: p, enclosure: FloatEnclosure(p).power(1))
        && x.squared.agrees(with: p * p, enclosure: FloatEnclosure(p).squared)
    }
    try forAll(.integers(in: -1000...1000), count: 200, seed: 3) { Number($0) == Number(Rational($0)) }
    #expect(Number.one == Number(1) && Number.zero == Number(0) && Number.one != Number.zero)
  }

  @Test func rational() throws { try check(Rational.self) }
  @Test func enclosure() throws { try check(Enclosure.self) }
  @Test func floatEnclosure() throws { try check(FloatEnclosure.self) }
  @Test func wideEnclosure() throws { try check(WideEnclosure.self) }
  @Test func double() throws { try check(Double.self) }

  /// So that the laws are not tried on formulas that are all skipped.
  @Test func mostFormulasHaveAValue() throws {
    var (evaluated, exact, wide) = (0, 0, 0)
    try forAll(.formulas(of: Self.numbers, depth: 4), count: 2500, seed: 1) { formula in
      if let found = formula.evaluated(as: FloatEnclosure.self, isZero: FloatEnclosure.mayBeZero) {
        evaluated += 1
        if found.lower == found.upper { exact += 1 }
        if found == .wholeLine { wide += 1 }
      }
      return true
    }
    #expect(evaluated > 1500 && exact < evaluated / 2 && wide < evaluated / 20)
  }

  /// The relative error of doubles on polynomials with positive terms, where nothing cancels.
  @Test func doublesAreCloseWhereNothingCancels() throws {
    let coefficients = Generator<Rational>.smallRationals.map { $0.magnitude + 1 }.array(count: 1...8)
    try forAll(coefficients, .smallRationals, seed: 4) { coefficients, point in
      func horner<Number: Scalar>(_ type: Number.Type) -> Number {
        coefficients.reduce(Number.zero) { $0 * Number(point.magnitude + 1) + Number($1) }
      }
      let exact = horner(Rational.self)
      let error = (Rational(exactly: horner(Double.self))! - exact).magnitude
      return error <= exact * .powerOfTwo(-53) * 40
    }
  }
}
