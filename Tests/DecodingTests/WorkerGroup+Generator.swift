import Decoding
import ExactArithmetic
import PropertyTesting

extension WorkerGroup {
  /// p_i = (1 + 37 i mod 300) / 1024, i = 1 ... M: the instance of the benchmarks.
  static func benchmark(_ workers: Int) -> [WorkerGroup] {
    (1...workers).map { WorkerGroup(flip: Rational(1 + 37 * $0 % 300, 1024)) }
  }
}

extension Generator where Value == Rational {
  /// Probabilities of all sizes: 0 and 1, short fractions, many limbs, and some next to 0 and 1.
  static var probabilities: Generator {
    let fractions = Generator<Rational>.rationals.map { value in
      let size = value.magnitude
      return size > 1 ? 1 / size : size
    }
    let short = Generator<Int>.integers(in: 0...200).map { Rational($0, 200) }
    let tiny = Generator<Int>.integers(in: 1...300).map { Rational(1, Integer(10).raised(to: $0)) }
    return .one(of: [short, short, short, fractions, .element(of: [0, 1]), tiny, tiny.map { 1 - $0 }])
  }
}

extension Generator where Value == [WorkerGroup] {
  /// Up to so many groups of one to five workers.
  static func workerGroups(atMost groups: Int) -> Generator {
    Generator<(Rational, Int)>.pair(.probabilities, .integers(in: 1...5)).map { WorkerGroup(flip: $0, count: $1) }
      .array(count: 0...groups)
  }
}
