import ExactArithmetic
import LinearAlgebra
import Objectives
import Testing

@Suite struct SamplePartitionTests {
  static let partitions: [SamplePartition] = [
    .iid, .sorted, .dirichlet(concentration: Rational(1, 1000)), .dirichlet(concentration: Rational(1, 2)),
    .dirichlet(concentration: 1), .dirichlet(concentration: 1_000_000),
  ]

  static func labels(_ count: Int, positive: Int) -> [Bool] { (0..<count).map { $0 * 7 % count < positive } }

  @Test(arguments: partitions)
  func everySampleIsUsedOnceAndNoNodeIsEmpty(_ partition: SamplePartition) {
    for (count, positive, nodes) in [(1, 1, 1), (5, 0, 5), (40, 13, 7), (40, 40, 40), (101, 50, 10)] {
      for seed in 1...5 as ClosedRange<UInt64> {
        let parts = partition.assignment(of: Self.labels(count, positive: positive), nodes: nodes, seed: seed)
        #expect(parts.count == nodes && parts.allSatisfy { !$0.isEmpty && $0 == $0.sorted() })
        #expect(parts.flatMap { $0 }.sorted() == Array(0..<count))
      }
    }
  }

  /// Ten classes of unequal sizes.
  static let classLabels = (0..<120).map { $0 * $0 % 11 % 10 }

  @Test(arguments: partitions + [.shards(perNode: 1), .shards(perNode: 3)])
  func everySampleOfSeveralClassesIsUsedOnce(_ partition: SamplePartition) {
    for seed in 1...5 as ClosedRange<UInt64> {
      let parts = partition.assignment(of: Self.classLabels, classes: 10, nodes: 7, seed: seed)
      #expect(parts.count == 7 && parts.allSatisfy { !$0.isEmpty && $0 == $0.sorted() })
      #expect(parts.flatMap { $0 }.sorted() == Array(0..<120))
    }
  }

  @Test func twoClassesAreLabelsOfTwoClasses() {
    let labels = Self.labels(60, positive: 25)
    for partition in Self.partitions + [.shards(perNode: 2)] {
      #expect(
        partition.assignment(of: labels, nodes: 6, seed: 4)
          == partition.assignment(of: labels.map { $0 ? 1 : 0 }, classes: 2, nodes: 6, seed: 4))
    }
  }

  @Test func sortedPartsOfSeveralClassesAscend() {
    let parts = SamplePartition.sorted.assignment(of: Self.classLabels, classes: 10, nodes: 6, seed: 1)
    #expect(parts.flatMap { part in part.map { Self.classLabels[$0] }.sorted() } == Self.classLabels.sorted())
  }

  /// With 12 shards of 10 samples each and 10 classes a shard meets at most few classes, so a node with 2 of them does too;
  /// the shards that a node gets are not neighbours for every seed.
  @Test func shardsAreRunsOfTheSortedSamples() {
    let order = Self.classLabels.indices.sorted { (Self.classLabels[$0], $0) < (Self.classLabels[$1], $1) }
    var isApart = false
    for seed in 1...3 as ClosedRange<UInt64> {
      for part in SamplePartition.shards(perNode: 2).assignment(of: Self.classLabels, classes: 10, nodes: 6, seed: seed)
      {
        let shards = Set(part.map { order.firstIndex(of: $0)! / 10 })
        #expect(part.count == 20 && shards.count == 2)
        isApart = isApart || shards.max()! > shards.min()! + 1
      }
    }
    #expect(isApart)
  }

  /// A concentration of 1/1000 leaves nearly every class to one node.
  @Test func dirichletSharesAreDrawnForEachClass() {
    let labels = (0..<400).map { $0 % 4 }
    var owners: [Set<Int>] = []
    for seed in 1...8 as ClosedRange<UInt64> {
      let parts = SamplePartition.dirichlet(concentration: Rational(1, 1000)).assignment(
        of: labels, classes: 4, nodes: 3, seed: seed)
      let main = (0..<4).map { label in
        (0..<3).max { a, b in
          parts[a].count { labels[$0] == label } < parts[b].count { labels[$0] == label }
        }!
      }
      for (label, node) in main.enumerated() { #expect(parts[node].count { labels[$0] == label } >= 98) }
      owners.append(Set(main))
    }
    // Four classes all with one owner in every draw have probability below 3^-24.
    #expect(owners.contains { $0.count > 1 })
  }

  @Test(arguments: [SamplePartition.iid, .sorted])
  func partsAreOfEqualSize(_ partition: SamplePartition) {
    let sizes = partition.assignment(of: Self.labels(45, positive: 20), nodes: 7, seed: 3).map(\.count)
    #expect(Set(sizes) == [6, 7])
  }

  @Test func sortedPartsHoldTheNegativeSamplesFirst() {
    let labels = Self.labels(60, positive: 25)
    let parts = SamplePartition.sorted.assignment(of: labels, nodes: 6, seed: 1)
    let order = parts.flatMap { part in part.map { labels[$0] }.sorted { !$0 && $1 } }
    #expect(order == labels.sorted { !$0 && $1 })
    // 35 negative samples: three nodes see them only, two see the others only.
    #expect(parts.map { part in Set(part.map { labels[$0] }).count } == [1, 1, 1, 2, 1, 1])
  }

  @Test func seedsGiveDifferentPartsAndTheSameSeedTheSame() {
    let labels = Self.labels(60, positive: 25)
    for partition in Self.partitions where partition != .sorted {
      let parts = (1...3 as ClosedRange<UInt64>).map { partition.assignment(of: labels, nodes: 6, seed: $0) }
      #expect(parts[0] != parts[1] && parts[1] != parts[2])
      #expect(parts[0] == partition.assignment(of: labels, nodes: 6, seed: 1))
    }
  }

  /// A share of the symmetric Dirichlet law over n nodes has mean 1/n and variance (n - 1) / (n^2 (n alpha + 1)). Shares are
  /// seen through 2000 samples of a class, rounded, with 400 seeds. The mean over the seeds and nodes of the squared share's
  /// distance from 1/n has a standard error below 7 % (fourth moments of the law, in the worst case here); 30 % are more
  /// than four of them: false alarms below 1e-4 each, seeds are fixed.
  @Test(arguments: [Rational(1, 10), Rational(1, 2), 1, 5, 50])
  func sharesHaveTheVarianceOfTheDirichletLaw(_ concentration: Rational) {
    let (nodes, count) = (4, 2000)
    let labels = [Bool](repeating: true, count: count)
    var (sum, firsts) = (0.0, 0.0)
    for seed in 1...400 as ClosedRange<UInt64> {
      let parts = SamplePartition.dirichlet(concentration: concentration).assignment(
        of: labels, nodes: nodes, seed: seed)
      for part in parts {
        let distance = Double(part.count) / Double(count) - 1 / Double(nodes)
        sum += distance * distance
      }
      firsts += Double(parts[0].count) / Double(count)
    }
    let n = Double(nodes)
    let variance = (n - 1) / (n * n * (n * Double(concentration) + 1))
    #expect(abs(sum / (400 * n) / variance - 1) < 0.3)
    // Five standard errors of the first node's mean share: below 1e-6.
    #expect(abs(firsts / 400 - 1 / n) < 5 * (variance / 400).squareRoot())
  }
}

@Suite struct DrawnSamplesTests {
  @Test func featuresAreEighthsAndTheSeedDecides() {
    let samples = LabelledSamples.drawn(count: 50, dimension: 6, flip: 0, seed: 4)
    #expect(samples.features.elements.allSatisfy { abs($0) <= 1 && ($0 * 8).rounded() == $0 * 8 })
    // All 17 values occur among 300 draws but with probability below 17 (16/17)^300 < 3e-7.
    #expect(Set(samples.features.elements).count == 17)
    #expect(samples == .drawn(count: 50, dimension: 6, flip: 0, seed: 4))
    #expect(samples != .drawn(count: 50, dimension: 6, flip: 0, seed: 5))
  }

  @Test func flipsTurnLabelsAround() {
    let straight = LabelledSamples.drawn(count: 400, dimension: 3, flip: 0, seed: 4).isPositive
    #expect(LabelledSamples.drawn(count: 400, dimension: 3, flip: 1, seed: 4).isPositive == straight.map { !$0 })
    let some = LabelledSamples.drawn(count: 400, dimension: 3, flip: Rational(1, 4), seed: 4).isPositive
    let flipped = zip(straight, some).count { $0 != $1 }
    // Binomial with mean 100 and standard deviation 8.7: beyond 5 of those with probability below 1e-6.
    #expect((57...143).contains(flipped))
  }

  /// Without flips the separator errs nowhere, so the perceptron finds one.
  @Test func labelsWithoutFlipsAreLinearlySeparable() {
    let samples = LabelledSamples.drawn(count: 40, dimension: 3, flip: 0, seed: 9)
    var (x, mistakes) = ([0.0, 0, 0], 1)
    for _ in 0..<10_000 where mistakes > 0 {
      mistakes = 0
      for j in 0..<40 {
        let row = Array(samples.features.row(j))
        let sign = samples.isPositive[j] ? 1.0 : -1
        let margin = sign * zip(row, x).reduce(0) { $0 + $1.0 * $1.1 }
        // A sample on the hyperplane counts as positive.
        if margin < 0 || (margin == 0 && !samples.isPositive[j]) {
          mistakes += 1
          for k in 0..<3 { x[k] += sign * row[k] }
        }
      }
    }
    #expect(mistakes == 0)
  }
}
