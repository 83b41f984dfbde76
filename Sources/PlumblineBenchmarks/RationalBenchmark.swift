import Plumbline

/// One addition and one multiplication of random fractions, against gmpy2.
enum RationalBenchmark {
  static func rows(_ peer: Peer) throws -> [Row] {
    var rows: [Row] = []
    for (bits, goal) in [(8, 2.0), (30, 2.0), (62, 1 / 1.3), (1024, 1 / 1.3)] {
      let pairs = pairs(bits: bits, count: bits > 1000 ? 2000 : 20000)
      var ours = (add: Double.infinity, multiply: Double.infinity)
      var theirs = ours
      // In turns, so that a change of the machine's speed hits both.
      for _ in 0..<3 {
        let now = measure(pairs)
        ours = (min(ours.add, now.add), min(ours.multiply, now.multiply))
        let object = try peer.run("rationals.py", ["\(bits)"])
        theirs = (
          min(theirs.add, try object.time(\.add)), min(theirs.multiply, try object.time(\.multiply))
        )
      }
      rows.append(
        Row(
          task: "Rational addition, \(bits) bits", unit: "ns", ours: ours.add * 1e9, peer: theirs.add * 1e9,
          peerName: "gmpy2.mpq", goal: goal))
      rows.append(
        Row(
          task: "Rational multiplication, \(bits) bits", unit: "ns", ours: ours.multiply * 1e9,
          peer: theirs.multiply * 1e9, peerName: "gmpy2.mpq", goal: goal))
    }
    return rows
  }

  private static func measure(_ pairs: [(Rational, Rational)]) -> (add: Double, multiply: Double) {
    let count = Double(pairs.count)
    let empty = shortest(of: 15) { for (a, b) in pairs { use(a, b) } }
    let add = shortest(of: 15) { for (a, b) in pairs { use(a + b, b) } }
    let multiply = shortest(of: 15) { for (a, b) in pairs { use(a * b, b) } }
    return ((add - empty) / count, (multiply - empty) / count)
  }

  /// Keeps the optimiser from dropping the work.
  @inline(never)
  private static func use(_ a: Rational, _ b: Rational) {}

  private static func pairs(bits: Int, count: Int) -> [(Rational, Rational)] {
    let stream = NoiseStream(seed: 7, purpose: 0)
    var index: UInt32 = 0
    func number() -> Integer {
      var value: Integer = 1
      for _ in 1..<bits {
        index += 1
        value = value + value + Integer(Int(stream.word(index, iteration: 0, replicate: 0) & 1))
      }
      return value
    }
    func fraction() -> Rational {
      while true {
        let (p, q) = (number(), number())
        if Integer.greatestCommonDivisor(p, q) == 1 { return Rational(p, q) }
      }
    }
    return (0..<count).map { _ in (fraction(), fraction()) }
  }
}
