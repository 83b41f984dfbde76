import Decoding
import PropertyTesting
import Testing

/// The three ways to a majority step agree with counting, bit for bit: from gradients, and packed with and without abstentions.
@Suite struct PackedVoteTests {
  /// Gradients of every kind, of which `abstaining` of 16 abstain: zeros of both signs and NaN.
  private func gradients(workers: Int, dimension: Int, abstaining: Int, seed: UInt64) -> [Double] {
    var source = SplitMix64(seed: seed)
    let abstentions = [0, -0.0, Double.nan, -Double.nan]
    let votes = [1, -1, 0.25, -3e30, 1e-30, -1e-30, .infinity, -.infinity, 7, -7]
    return (0..<workers * dimension).map { _ in
      (Int.random(in: 0..<16, using: &source) < abstaining ? abstentions : votes).randomElement(using: &source)!
    }
  }

  /// The oracle: U by counting.
  private func counted(_ gradients: [Double], workers: Int, dimension: Int) -> [Int] {
    (0..<dimension).map { k in
      (0..<workers).reduce(0) { sum, worker in
        let gradient = gradients[worker * dimension + k]
        return sum + (gradient > 0 ? 1 : 0) - (gradient < 0 ? 1 : 0)
      }.signum()
    }
  }

  private func pack(_ gradient: [Double]) -> PackedSigns { PackedSigns(gradient.span) }
  private func pack(_ gradient: [Float]) -> PackedSigns { PackedSigns(gradient.span) }

  private static let workers = [1, 2, 3, 7, 8, 9, 15, 16, 17, 40, 100]
  private static let dimensions = [1, 15, 16, 17, 63, 64, 65, 511, 512, 513, 5000, 17_000]

  @Test(arguments: workers, dimensions)
  func allRoutesAgreeWithCounting(workers: Int, dimension: Int) {
    if workers * dimension > 300_000 { return }
    for abstaining in [0, 1, 12, 16] {
      let gradients = gradients(
        workers: workers, dimension: dimension, abstaining: abstaining, seed: UInt64(workers * 31 + dimension))
      let votes = counted(gradients, workers: workers, dimension: dimension)
      let start = (0..<dimension).map { Double($0 % 7) - 3 }
      let end = zip(start, votes).map { point, vote in vote == 0 ? point : point - 0.1 * Double(vote) }
      var point = start
      MajorityDescent.step(&point, stepSize: 0.1, gradients: gradients.span, workers: workers)
      #expect(point == end)

      let packed = (0..<workers).map { pack(Array(gradients[$0 * dimension..<($0 + 1) * dimension])) }
      let decision = PackedDecision.majority(of: packed)
      #expect((0..<dimension).map { decision[$0] } == votes)
      point = start
      decision.apply(stepSize: 0.1, to: &point)
      #expect(point == end)

      // Floats: the same signs.
      let narrow = gradients.map { Float($0) }
      let narrowStart = start.map { Float($0) }
      let narrowEnd = zip(narrowStart, votes).map { point, vote in vote == 0 ? point : point - 0.1 * Float(vote) }
      var narrowPoint = narrowStart
      MajorityDescent.step(&narrowPoint, stepSize: 0.1, gradients: narrow.span, workers: workers)
      #expect(narrowPoint == narrowEnd)
      #expect((0..<workers).map { pack(Array(narrow[$0 * dimension..<($0 + 1) * dimension])) } == packed)
      narrowPoint = narrowStart
      decision.apply(stepSize: 0.1, to: &narrowPoint)
      #expect(narrowPoint == narrowEnd)
    }
  }

  @Test func packedSignsKeepEveryVote() {
    for dimension in Self.dimensions {
      let gradient = gradients(workers: 1, dimension: dimension, abstaining: 4, seed: UInt64(dimension))
      let packed = pack(gradient)
      #expect(packed.count == dimension)
      #expect(gradient.indices.allSatisfy { packed[$0] == (gradient[$0] > 0 ? 1 : gradient[$0] < 0 ? -1 : 0) })
    }
  }

  /// One abstention anywhere doubles the message, none leaves it at d bits.
  @Test func bitsSentCountsTheMaskOnlyWhenItIsThere() {
    for dimension in [1, 64, 100, 512, 1000] {
      var gradient = [Float](repeating: -2, count: dimension)
      #expect(pack(gradient).bitsSent == dimension)
      for k in [0, dimension / 2, dimension - 1] {
        gradient[k] = 0
        #expect(pack(gradient).bitsSent == 2 * dimension)
        gradient[k] = 3
      }
    }
  }

  @Test func tiesLeaveThePointUntouched() {
    let gradients: [Float] = [1, -1, 0, 5, -1, 1, 0, 0]
    var point: [Float] = [-0.0, .infinity, .greatestFiniteMagnitude, 1]
    MajorityDescent.step(&point, stepSize: 0.5, gradients: gradients.span, workers: 2)
    #expect(point[0].sign == .minus && point[1] == .infinity && point[2] == .greatestFiniteMagnitude && point[3] == 0.5)
  }

  @Test func noCoordinatesAreNoWork() {
    let none: [Double] = []
    var point = none
    MajorityDescent.step(&point, stepSize: 1, gradients: none.span, workers: 3)
    let decision = PackedDecision.majority(of: [pack(none), pack(none)])
    decision.apply(stepSize: 1, to: &point)
    #expect(decision.count == 0)
  }

  @Test func refusesUndefinedVotes() async {
    await #expect(processExitsWith: .failure) { _ = PackedDecision.majority(of: []) }
    await #expect(processExitsWith: .failure) {
      let (short, long): ([Float], [Float]) = ([1], [1, 2])
      _ = PackedDecision.majority(of: [PackedSigns(short.span), PackedSigns(long.span)])
    }
    await #expect(processExitsWith: .failure) {
      var point: [Float] = []
      let none: [Float] = []
      MajorityDescent.step(&point, stepSize: 1, gradients: none.span, workers: 0)
    }
    await #expect(processExitsWith: .failure) {
      var point: [Float] = [1, 2]
      let gradients: [Float] = [1, 2, 3]
      MajorityDescent.step(&point, stepSize: 1, gradients: gradients.span, workers: 2)
    }
    await #expect(processExitsWith: .failure) {
      var point: [Float] = [1, 2]
      let gradient: [Float] = [1]
      PackedDecision.majority(of: [PackedSigns(gradient.span)]).apply(stepSize: 1, to: &point)
    }
  }
}
