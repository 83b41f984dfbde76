import PropertyTesting
import Simulation
import Testing

/// The same operations on a sorted array: what the queue must do, by the definition of its order.
struct SortedEvents {
  typealias Entry = (time: Double, node: Int, sequence: UInt64, payload: Int)
  var entries: [Entry] = []
  var pushes: UInt64 = 0

  mutating func push(_ payload: Int, at time: Double, node: Int) {
    entries.append((time, node, pushes, payload))
    pushes += 1
    entries.sort { ($0.time, $0.node, $0.sequence) < ($1.time, $1.node, $1.sequence) }
  }

  mutating func pop() -> Entry? { entries.isEmpty ? nil : entries.removeFirst() }
}

/// A payload that tells when it is released.
final class Tracked: Sendable {
  let onRelease: @Sendable () -> Void
  init(_ onRelease: @escaping @Sendable () -> Void) { self.onRelease = onRelease }
  deinit { onRelease() }
}

@Suite struct EventQueueTests {
  /// Whether the queue hands out the oracle's next event.
  func popsAgree(_ queue: inout EventQueue<Int>, _ oracle: inout SortedEvents) -> Bool {
    guard queue.nextTime == oracle.entries.first?.time else { return false }
    let (event, expected) = (queue.pop(), oracle.pop())
    queue._checkInvariants()
    return event?.time == expected?.time && event?.node == expected?.node && event?.sequence == expected?.sequence
      && event?.payload == expected?.payload && queue.count == oracle.entries.count
      && queue.isEmpty == oracle.entries.isEmpty
  }

  /// Few times and few nodes, so that most comparisons are decided by the node or by the sequence.
  @Test func agreesWithASortedArrayWhenMostThingsTie() throws {
    let operations = Generator<Int>.integers(in: 0...99).array(count: 0...120)
    try forAll(operations, count: 2000, seed: 1) { operations in
      var queue = EventQueue<Int>()
      var oracle = SortedEvents()
      for (index, operation) in operations.enumerated() {
        if operation >= 60 {
          if !popsAgree(&queue, &oracle) { return false }
        } else {
          let (time, node) = (Double(operation % 5) - 2, operation / 5 % 4)
          queue.push(index, at: time, node: node)
          oracle.push(index, at: time, node: node)
          queue._checkInvariants()
        }
      }
      while !oracle.entries.isEmpty { if !popsAgree(&queue, &oracle) { return false } }
      return queue.pop() == nil && queue.nextTime == nil && queue.pushes == oracle.pushes
    }
  }

  /// Long stretches of pushes and of pops in turn, so that the storage grows and shrinks several times.
  @Test func agreesWithASortedArrayWhileItGrowsAndShrinks() {
    var generator = SplitMix(state: 4)
    var queue = EventQueue<Int>()
    var oracle = SortedEvents()
    for (pushes, pops) in [(700, 690), (10, 20), (1000, 400), (300, 895), (400, 405), (1, 1), (70, 70)] {
      for _ in 0..<pushes {
        let (time, node) = (Double(generator.next() % 50) / 8, Int(generator.next() % 3))
        queue.push(Int(oracle.pushes), at: time, node: node)
        oracle.push(Int(oracle.pushes), at: time, node: node)
      }
      for pop in 0..<pops {
        let agrees = popsAgree(&queue, &oracle)
        #expect(agrees, "pop \(pop)")
      }
    }
    let isEmpty = queue.isEmpty
    #expect(isEmpty)
  }

  /// The pattern of a simulation: every pop is followed by one push, sometimes by two or none.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 21, 22, 64, 65, 500])
  func agreesWithASortedArrayInTheHoldModel(pending: Int) {
    var generator = SplitMix(state: UInt64(pending))
    var queue = EventQueue<Int>(minimumCapacity: pending)
    var oracle = SortedEvents()
    for node in 0..<pending {
      queue.push(node, at: 0, node: node)
      oracle.push(node, at: 0, node: node)
    }
    for _ in 0..<2000 {
      let now = queue.nextTime ?? 0
      let agrees = popsAgree(&queue, &oracle)
      #expect(agrees)
      let pushes = oracle.entries.isEmpty ? 1 : [0, 1, 1, 1, 1, 1, 1, 2][Int(generator.next() % 8)]
      for _ in 0..<pushes {
        let (time, node) = (now + Double(generator.next() % 16) / 4, Int(generator.next() % 8))
        queue.push(node, at: time, node: node)
        oracle.push(node, at: time, node: node)
      }
    }
  }

  /// Every sign and size of time, next to each other and subnormal; -0 and 0 are one moment.
  @Test func timesComeBackAndInOrder() {
    let magnitudes = [
      0, .leastNonzeroMagnitude, 0x1p-1030, .leastNormalMagnitude, 0.1, 1, 1.0.nextUp, 1e9, 1e300,
      .greatestFiniteMagnitude,
    ]
    let times = magnitudes + magnitudes.map { -$0 }
    var queue = EventQueue<Double>()
    for time in times { queue.push(time, at: time, node: 0) }
    var popped: [Double] = []
    while let event = queue.pop() {
      #expect(event.time == event.payload)
      popped.append(event.time)
    }
    #expect(popped == times.sorted())
    #expect(popped.allSatisfy { $0 != 0 || $0.sign == .plus })
  }

  @Test func zerosOfBothSignsTie() {
    var queue = EventQueue<String>()
    queue.push("second", at: 0, node: 1)
    queue.push("third", at: -0.0, node: 1)
    queue.push("first", at: -0.0, node: 0)
    var order: [String] = []
    while let event = queue.pop() { order.append(event.payload) }
    #expect(order == ["first", "second", "third"])
  }

  @Test func nodesUpToTheLargestComeBack() {
    var queue = EventQueue<Int>()
    let nodes = [1 << 24 - 1, 0, 1 << 23, 1, 255, 256, 65_535, 65_536]
    for node in nodes { queue.push(node, at: 1, node: node) }
    var popped: [Int] = []
    while let event = queue.pop() {
      #expect(event.node == event.payload)
      popped.append(event.node)
    }
    #expect(popped == nodes.sorted())
  }

  @Test func popThroughATimeStopsAfterIt() {
    var queue = EventQueue<Int>()
    for time in [3, 1, 2, 2] { queue.push(time, at: Double(time), node: 0) }
    let early = queue.pop(through: 0.5)
    #expect(early == nil)
    var popped: [Int] = []
    while let event = queue.pop(through: 2) { popped.append(event.payload) }
    let (left, next) = (queue.count, queue.nextTime)
    #expect(popped == [1, 2, 2] && left == 1 && next == 3)
  }

  @Test func numberingGoesOnAfterRemovingEverything() {
    var queue = EventQueue<Int>()
    for k in 0..<100 { queue.push(k, at: Double(k), node: 0) }
    queue.removeAll()
    let isEmpty = queue.isEmpty && queue.nextTime == nil && queue.pop() == nil
    #expect(isEmpty)
    queue.push(7, at: 0, node: 0)
    let sequence = queue.pop()?.sequence
    #expect(sequence == 100)
  }

  /// A million pending nodes at two moments: the node decides.
  @Test func aMillionNodes() {
    let count = 1_000_000
    var queue = EventQueue<Int>()
    for k in 0..<count {
      let node = k &* 7_919 % count
      queue.push(node, at: Double(node & 1), node: node)
    }
    var isSorted = true
    for k in 0..<count {
      let expected = k < count / 2 ? 2 * k : 2 * (k - count / 2) + 1
      isSorted = isSorted && queue.pop()?.node == expected
    }
    let isEmpty = queue.isEmpty
    #expect(isSorted && isEmpty)
  }

  /// Memory is linear in what is pending now, not in what was: 4 slots to an event, and never fewer than 64.
  @Test func storageShrinks() {
    var queue = EventQueue<Int>()
    for k in 0..<100_000 { queue.push(k, at: Double(k), node: 0) }
    let largest = queue.capacity
    #expect(largest < 200_000)
    var isInOrder = true
    for k in 0..<99_950 { isInOrder = queue.pop()?.payload == k && isInOrder }
    queue._checkInvariants()
    #expect(isInOrder)
    let smallest = queue.capacity
    #expect(smallest <= 4 * 64)
    var ready = EventQueue<Int>(minimumCapacity: 1000)
    let capacity = ready.capacity
    for k in 0..<1000 { ready.push(k, at: 0, node: 0) }
    while ready.pop() != nil {}
    let last = ready.capacity
    #expect(last == capacity && (1000...1004).contains(capacity))
  }

  /// Payloads are moved about as memory: each is released once, popped or not.
  @Test func payloadsAreReleasedOnce() {
    let released = Counter()
    do {
      var queue = EventQueue<Tracked>()
      for k in 0..<500 { queue.push(Tracked { released.add() }, at: Double(k % 7), node: k % 5) }
      for k in 0..<300 {
        _ = queue.pop()
        #expect(released.value == k + 1)
      }
      queue.push(Tracked { released.add() }, at: 0, node: 0)
      _ = queue.pop()
      #expect(released.value == 301)
    }
    #expect(released.value == 501)
  }

  @Test func momentsAndNodesThatDoNotExistStop() async {
    await #expect(processExitsWith: .failure) {
      var queue = EventQueue<Int>()
      queue.push(0, at: .nan, node: 0)
    }
    await #expect(processExitsWith: .failure) {
      var queue = EventQueue<Int>()
      queue.push(0, at: .infinity, node: 0)
    }
    await #expect(processExitsWith: .failure) {
      var queue = EventQueue<Int>()
      queue.push(0, at: -.infinity, node: 0)
    }
    await #expect(processExitsWith: .failure) {
      var queue = EventQueue<Int>()
      queue.push(0, at: 0, node: -1)
    }
    await #expect(processExitsWith: .failure) {
      var queue = EventQueue<Int>()
      queue.push(0, at: 0, node: 1 << 24)
    }
    await #expect(processExitsWith: .failure) { _ = EventQueue<Int>(minimumCapacity: -1) }
  }
}
