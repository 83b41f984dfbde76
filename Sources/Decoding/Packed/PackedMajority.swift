extension PackedDecision {
  /// The sign of (plus votes) - (minus votes) in every coordinate; abstentions count for neither.
  ///
  /// A worker's vote is worth 2 for minus, 1 for an abstention and 0 for plus: minus wins where the sum over M workers exceeds
  /// M, and M is a tie. The sums are counted for 512 coordinates at once in *bit-sliced* counters, whose plane
  /// j holds bit j of every coordinate's count.
  ///
  /// - Precondition: There are workers, all with the same number of coordinates.
  /// - Complexity: O(M d / 64) word operations, at about the speed of memory for any M.
  public static func majority(of votes: [PackedSigns]) -> PackedDecision {
    precondition(!votes.isEmpty, "a vote of 0 workers")
    let count = votes[0].count
    precondition(votes.allSatisfy { $0.count == count }, "workers that vote on different numbers of coordinates")
    let negative = votes.map(\.negative)
    let abstained = votes.compactMap(\.abstained)
    let lines = negative[0].count
    var (plus, minus): ([SignLine], [SignLine]) = ([], [])
    plus.reserveCapacity(lines)
    minus.reserveCapacity(lines)
    var minusCount = SlicedCounter(largest: votes.count)
    var abstentionCount = SlicedCounter(largest: abstained.isEmpty ? 0 : votes.count)
    for start in stride(from: 0, to: lines, by: SlicedCounter.lines) {
      let stretch = start..<min(start + SlicedCounter.lines, lines)
      minusCount.count(negative, stretch)
      if !abstained.isEmpty { abstentionCount.count(abstained, stretch) }
      for line in 0..<stretch.count {
        let decision = decide(minusCount, abstentionCount, line, workers: votes.count)
        plus.append(decision.plus)
        minus.append(decision.minus)
      }
    }
    // Coordinates that are not there have no minus votes, which looks like plus.
    if lines > 0 { plus[lines - 1] &= .first(count - (lines - 1) * SignLine.coordinates) }
    return PackedDecision(count: count, positive: plus, negative: minus)
  }

  /// Compares 2 * minus + abstentions with M, from the lowest bit up: what a higher bit says overrules the lower ones.
  @inline(__always)
  private static func decide(
    _ minus: SlicedCounter, _ abstentions: SlicedCounter, _ line: Int, workers: Int
  ) -> (plus: SignLine, minus: SignLine) {
    var (greater, equal, carry) = (SignLine.zero, ~SignLine.zero, SignLine.zero)
    for bit in 0...minus.planes {
      let a = bit == 0 ? .zero : minus[bit - 1, line]
      let b = bit < abstentions.planes ? abstentions[bit, line] : .zero
      let sum = a ^ b ^ carry
      carry = (a & b) | (carry & (a ^ b))
      if workers >> bit & 1 == 1 {
        greater &= sum
        equal &= sum
      } else {
        greater |= sum
        equal &= ~sum
      }
    }
    return (~(greater | equal), greater)
  }
}

/// Counts set bits column by column: plane j holds bit j of the counts, for a stretch of lines that stays in the nearest cache.
struct SlicedCounter {
  /// Lines counted at a time.
  static let lines = 32
  let planes: Int
  /// Line i of plane j is entry j * `lines` + i.
  private var counts: [SignLine]

  /// Counts from 0 to `largest`; at least the three planes of a group of eight, unless there is nothing to count.
  init(largest: Int) {
    planes = largest == 0 ? 0 : max(3, Int.bitWidth - largest.leadingZeroBitCount)
    counts = Array(repeating: .zero, count: planes * Self.lines)
  }

  @inline(__always)
  subscript(plane: Int, line: Int) -> SignLine { counts[plane * Self.lines + line] }

  /// Counts anew, over some lines of all inputs. Precondition: no more inputs than `largest`, no more lines than `lines`.
  mutating func count(_ inputs: [[SignLine]], _ stretch: Range<Int>) {
    for i in counts.indices { counts[i] = .zero }
    let nothing = Input(lines: Array(repeating: .zero, count: stretch.count), start: 0)
    for first in Swift.stride(from: 0, to: inputs.count, by: 8) {
      func input(_ k: Int) -> Input {
        first + k < inputs.count ? Input(lines: inputs[first + k], start: stretch.lowerBound) : nothing
      }
      add(
        input(0), input(1), input(2), input(3), input(4), input(5), input(6), input(7), lines: stretch.count)
    }
  }

  private struct Input {
    var lines: [SignLine]
    var start: Int
    @inline(__always)
    subscript(line: Int) -> SignLine { lines[start + line] }
  }

  /// Adds eight inputs: a tree of full adders leaves one carry of weight 8, which ripples through the upper planes.
  private mutating func add(
    _ a: Input, _ b: Input, _ c: Input, _ d: Input, _ e: Input, _ f: Input, _ g: Input, _ h: Input, lines: Int
  ) {
    let planes = planes
    counts.withUnsafeMutableBufferPointer { counts in
      for i in 0..<lines {
        let (one1, two1) = fullAdder(counts[i], a[i], b[i])
        let (one2, two2) = fullAdder(one1, c[i], d[i])
        let (one3, two3) = fullAdder(one2, e[i], f[i])
        let (ones, two4) = fullAdder(one3, g[i], h[i])
        let (twos1, four1) = fullAdder(counts[Self.lines + i], two1, two2)
        let (twos, four2) = fullAdder(twos1, two3, two4)
        let (fours, eights) = fullAdder(counts[2 * Self.lines + i], four1, four2)
        counts[i] = ones
        counts[Self.lines + i] = twos
        counts[2 * Self.lines + i] = fours
        var carry = eights
        for j in Swift.stride(from: 3, to: planes, by: 1) {
          let plane = counts[j * Self.lines + i]
          counts[j * Self.lines + i] = plane ^ carry
          carry &= plane
        }
      }
    }
  }
}

@inline(__always)
private func fullAdder(_ a: SignLine, _ b: SignLine, _ c: SignLine) -> (sum: SignLine, carry: SignLine) {
  let either = a ^ b
  return (either ^ c, (a & b) | (either & c))
}
