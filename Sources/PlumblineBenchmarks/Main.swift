import ExactArithmetic
struct G {
  var s: UInt64;
  mutating func n() -> UInt64 { s = s &* 6364136223846793005 &+ 1442695040888963407; return s ^ (s >> 29) }
}
func big(_ bits: Int, _ g: inout G) -> Integer {
  var x: Integer = 1
  for _ in 1..<bits { x = x + x + Integer(Int(g.n() >> 63)) }
  return x
}
@inline(never) func sink(_ x: Rational) {}
@main struct Main {
  static func main() {
    var g = G(s: 7)
    let clock = ContinuousClock()
    for bits in [8, 30, 62, 1024] {
      var ps: [(Rational, Rational)] = []
      let count = bits > 1000 ? 2000 : 20000
      while ps.count < count {
        var v: [Rational] = []
        while v.count < 2 {
          let p = big(bits, &g), q = big(bits, &g);
          if Integer.greatestCommonDivisor(p, q) == 1 { v.append(Rational(p, q)) }
        }
        ps.append((v[0], v[1]))
      }
      for (name, op) in [
        ("empty", { (a: Rational, b: Rational) in a }), ("add", { (a: Rational, b: Rational) in a + b }),
        ("mul", { $0 * $1 }),
      ] {
        var best = Duration.seconds(100)
        for _ in 0..<7 {
          let t = clock.measure { for _ in 0..<5 { for (a, b) in ps { sink(op(a, b)) } } }; best = min(best, t)
        }
        print(bits, name, Double(best.components.attoseconds) / 1e9 / Double(5 * count), "ns")
      }
    }
  }
}
