import ExactArithmetic
import Networks

/// The eigenvalues that textbooks give, in enclosures of width below 2^-150; a cosine comes from a Taylor series here.
enum ClosedForms {
  private static let bits = 200

  /// pi by Machin's formula 16 arctan(1/5) - 4 arctan(1/239).
  static let pi: Enclosure = {
    // Partial sums of the alternating series lie on both sides of its value.
    func arctangent(ofOneOver q: Int) -> Enclosure {
      var sum = Enclosure(0)
      var power = Rational(1, q)
      var k = 0
      while power > .powerOfTwo(-bits) {
        let term = Enclosure(power / Rational(2 * k + 1)).roundedOutward(bits: bits)
        sum = k % 2 == 0 ? sum + term : sum - term
        power = power / Rational(q * q)
        k += 1
      }
      return sum + Enclosure(lower: -power, upper: power)
    }
    return Enclosure(16) * arctangent(ofOneOver: 5) - Enclosure(4) * arctangent(ofOneOver: 239)
  }()

  /// cos(2 pi k / n)
  static func cosine(_ k: Int, of n: Int) -> Enclosure {
    let turns = k % n
    // At most half a turn, so that equal cosines are the same enclosure.
    let angle = pi * Enclosure(Rational(2 * min(turns, n - turns), n))
    let square = angle.squared
    var sum = Enclosure(1)
    var term = Enclosure(1)
    var j = 1
    while term.upper > .powerOfTwo(-bits + 4) || j < 5 {
      term = (term * square * Enclosure(Rational(1, (2 * j - 1) * 2 * j))).roundedOutward(bits: bits)
      sum = j % 2 == 0 ? sum + term : sum - term
      j += 1
    }
    // The terms alternate and fall, so the rest is at most the last one.
    return sum + Enclosure(lower: -term.upper, upper: term.upper)
  }

  // MARK: Eigenvalues of the graph Laplacian

  /// 2 - 2 cos(2 pi k / n); a ring of two nodes is one edge, of one node none.
  static func ring(_ n: Int) -> [Enclosure] {
    switch n {
    case 1: [Enclosure(0)]
    case 2: [Enclosure(0), Enclosure(2)]
    default: (0..<n).map { Enclosure(2) - Enclosure(2) * cosine($0, of: n) }
    }
  }

  /// 2 - 2 cos(pi k / n)
  static func path(_ n: Int) -> [Enclosure] { (0..<n).map { Enclosure(2) - Enclosure(2) * cosine($0, of: 2 * n) } }

  static func complete(_ n: Int) -> [Enclosure] {
    [Enclosure(0)] + Array(repeating: Enclosure(Rational(n)), count: n - 1)
  }

  static func star(_ n: Int) -> [Enclosure] {
    [Enclosure(0)] + Array(repeating: Enclosure(1), count: n - 2) + [Enclosure(Rational(n))]
  }

  /// 2 j, as often as j of the dimensions can be chosen.
  static func hypercube(dimension: Int) -> [Enclosure] {
    (0..<1 << dimension).map { Enclosure(Rational(2 * $0.nonzeroBitCount)) }
  }

  /// The sums of the two rings' eigenvalues.
  static func torus(_ rows: Int, _ columns: Int) -> [Enclosure] {
    ring(rows).flatMap { a in ring(columns).map { a + $0 } }
  }
}

/// A graph all of whose edges get the same weight from the symmetric rules, so that W = I - weight * Laplacian.
struct KnownNetwork: Sendable, CustomStringConvertible {
  var topology: String
  var size: TopologySize
  var laplacian: [Enclosure]
  /// Largest degree of the two ends of any edge, and of any node.
  var degree: Int
  var isRegular: Bool

  var description: String { "\(topology) \(size)" }

  func weight(_ rule: MixingWeights) -> Rational {
    rule == .lazyMetropolis ? Rational(1, 2 * degree) : Rational(1, 1 + degree)
  }

  /// Of W, largest first.
  func eigenvalues(_ rule: MixingWeights) -> [Enclosure] {
    laplacian.map { Enclosure(1) - Enclosure(weight(rule)) * $0 }.sorted { $0.lower > $1.lower }
  }

  static let all: [KnownNetwork] =
    [2, 3, 4, 5, 8, 13].map {
      KnownNetwork(
        topology: "ring", size: .nodes($0), laplacian: ClosedForms.ring($0), degree: min($0 - 1, 2), isRegular: true)
    }
    + [2, 3, 4, 7, 12].map {
      KnownNetwork(
        topology: "path", size: .nodes($0), laplacian: ClosedForms.path($0), degree: min($0 - 1, 2), isRegular: $0 == 2)
    }
    + [2, 3, 6, 11].map {
      KnownNetwork(
        topology: "complete", size: .nodes($0), laplacian: ClosedForms.complete($0), degree: $0 - 1, isRegular: true)
    }
    + [2, 3, 5, 12].map {
      KnownNetwork(
        topology: "star", size: .nodes($0), laplacian: ClosedForms.star($0), degree: $0 - 1, isRegular: $0 == 2)
    }
    + [1, 2, 3, 4].map {
      KnownNetwork(
        topology: "hypercube", size: .nodes(1 << $0), laplacian: ClosedForms.hypercube(dimension: $0), degree: $0,
        isRegular: true)
    }
    + [(3, 3), (3, 5), (4, 4), (2, 5), (2, 2), (1, 6), (6, 1), (1, 2), (5, 2)].map { rows, columns in
      KnownNetwork(
        topology: "torus", size: .shape(rows, columns), laplacian: ClosedForms.torus(rows, columns),
        degree: min(rows - 1, 2) + min(columns - 1, 2), isRegular: true)
    }
}

extension Enclosure {
  /// Whether both may enclose the same number.
  func overlaps(_ other: Enclosure) -> Bool { lower <= other.upper && other.lower <= upper }
}
