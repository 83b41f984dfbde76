import ExactArithmetic
import PropertyTesting
import Testing

/// The mutable numbers of the fraction-free kernels, against the same steps on `Integer`.
@Suite struct IntegerVectorTests {
  func vector(_ values: [Integer]) -> IntegerVector {
    let vector = IntegerVector(count: values.count)
    for (index, value) in values.enumerated() { vector[index] = value }
    return vector
  }

  func values(_ vector: IntegerVector) -> [Integer] { (0..<vector.count).map { vector[$0] } }

  @Test func startsAtZeroAndKeepsWhatIsStored() throws {
    #expect(values(IntegerVector(count: 4)) == [0, 0, 0, 0])
    #expect(IntegerVector(count: 0).count == 0)
    try forAll(Generator<Integer>.integers.array(count: 0...9), count: 300, seed: 1) { numbers in
      let stored = vector(numbers)
      return values(stored) == numbers && numbers.indices.allSatisfy { stored.sign(at: $0) == numbers[$0].signum }
    }
  }

  @Test func updates() throws {
    try forAll(Generator<Integer>.integers.array(count: 3), .integers, count: 2000, seed: 2) { x, factor in
      let (a, b) = (vector(x), vector(x))
      a.swap(0, 2)
      a.swap(1, 1)
      guard values(a) == [x[2], x[1], x[0]] else { return false }
      a.copy(0, from: b, at: 1)
      a.multiply(1, by: factor)
      a.add(2, factor)
      guard values(a) == [x[1], x[1] * factor, x[0] + factor], values(b) == x else { return false }
      b.addEntry(0, 1)
      return values(b) == [x[0] + x[1], x[1], x[2]]
    }
  }

  @Test func multiplesAreAddedFromAnotherVectorItselfAndTheSameEntry() throws {
    try forAll(Generator<Integer>.integers.array(count: 2), .integers, count: 2000, seed: 3) { x, factor in
      let (a, b) = (vector(x), vector(x))
      a.addMultiple(0, of: factor, source: b, at: 1)
      guard values(a) == [x[0] + factor * x[1], x[1]], values(b) == x else { return false }
      b.addMultiple(0, of: factor, source: b, at: 1)
      guard values(b) == [x[0] + factor * x[1], x[1]] else { return false }
      b.addMultiple(1, of: factor, source: b, at: 1)
      return b[1] == x[1] + factor * x[1]
    }
  }

  @Test func combinations() throws {
    let terms = Generator<(Int, Integer)>.pair(.integers(in: 0...3), .integers).array(count: 0...6)
    try forAll(Generator<Integer>.integers.array(count: 4), terms, seed: 4) { x, terms in
      let source = vector(x)
      let target = vector([7, 7, 7])
      let combination = IntegerCombination(terms.map { (position: $0.0, coefficient: $0.1) })
      target.setCombination(1, of: source, combination)
      return values(target) == [7, terms.reduce(0 as Integer) { $0 + $1.1 * x[$1.0] }, 7] && values(source) == x
    }
  }

  /// The division has to be exact, so pivot and left factor are multiples of the divisor.
  @Test func eliminationStep() throws {
    try forAll(Generator<Integer>.integers.array(count: 4), .integers, seed: 5) { x, d in
      if d.isZero { return true }
      let entries = vector([x[0], x[1] * d, x[2] * d, x[3]])
      entries.eliminate(0, pivot: 1, left: 2, above: 3, divisor: vector([d]), scratch: IntegerVector(count: 1))
      return values(entries) == [x[1] * x[0] - x[2] * x[3], x[1] * d, x[2] * d, x[3]]
    }
  }

  @Test func indicesAreChecked() async {
    await #expect(processExitsWith: .failure) { IntegerVector(count: 2)[2] = 1 }
    await #expect(processExitsWith: .failure) { _ = IntegerVector(count: 2)[-1] }
    await #expect(processExitsWith: .failure) { _ = IntegerVector(count: -1) }
    await #expect(processExitsWith: .failure) { IntegerVector(count: 2).swap(0, 2) }
    await #expect(processExitsWith: .failure) {
      let vector = IntegerVector(count: 2)
      vector.setCombination(0, of: vector, IntegerCombination([(position: 1, coefficient: 1)]))
    }
  }
}
